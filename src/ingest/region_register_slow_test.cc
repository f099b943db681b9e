// How well the codes and addresses of a real register agree with its own province and city columns.
#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "ingest/region_reader.h"
#include "ingest/table_reader.h"

namespace lianzhao::ingest {
namespace {

struct Agreement {
  std::size_t codes = 0;          ///< rows with an 18-character code and a city that is known
  std::size_t codes_nowhere = 0;  ///< 18-character codes of which not even the province is known
  std::size_t codes_agree = 0;    ///< the code's prefecture is the column's
  std::size_t addresses = 0;  ///< addresses that name a prefecture or county by themselves, and a city that is known
  std::size_t addresses_agree = 0;
  std::size_t addresses_deep = 0;  ///< all addresses, read within the city: a county was found
  std::size_t rows = 0;
};

/// Whether two places are in one prefecture, or one holds the other.
bool same_prefecture(RegionCode a, RegionCode b) {
  return region_contains(a, b) || region_contains(b, a) || city_of(a) == city_of(b);
}

Agreement measure(std::filesystem::path const& file) {
  auto const& table = region_table();
  auto const reader = open_table(file);
  auto const& header = reader->header();
  auto const column = [&](std::string_view name) {
    return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
  };
  auto const code_at = column("uscc");
  auto const province_at = column("province");
  auto const city_at = column("city");
  auto const address_at = column("address");
  Agreement out;
  TableRow row;
  while (reader->next(row)) {
    if (row.problem != nullptr || row.fields.size() != header.size()) continue;
    ++out.rows;
    auto const province = table.resolve_text(row.fields[province_at]);
    auto const city = table.resolve_text(row.fields[city_at], province);
    auto const city_known = province != kUnknownRegion && region_level(city) != RegionLevel::kProvince;
    auto const credit_code = row.fields[code_at];
    if (credit_code.size() == 18) {
      auto const by_code = table.resolve_code(credit_code.substr(2, 6));
      out.codes_nowhere += by_code == kUnknownRegion ? 1 : 0;
      if (city_known && by_code != kUnknownRegion) {
        ++out.codes;
        out.codes_agree += same_prefecture(by_code, city) ? 1 : 0;
      }
    }
    auto const address = row.fields[address_at];
    out.addresses_deep += region_level(table.resolve_text(address, city)) == RegionLevel::kCounty ? 1 : 0;
    auto const by_address = table.resolve_text(address);
    if (city_known && by_address != kUnknownRegion && region_level(by_address) != RegionLevel::kProvince) {
      ++out.addresses;
      out.addresses_agree += same_prefecture(by_address, city) ? 1 : 0;
    }
  }
  return out;
}

TEST(RegionRegister, codes_and_addresses_agree_with_the_registers_own_columns) {
  auto const file =
      std::filesystem::path{LIANZHAO_SOURCE_DIR} / "../shared/data/enterprises/registrations_sample.csv.gz";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no register at " << file;
  auto const found = measure(file);
  auto const share = [](std::size_t part, std::size_t whole) {
    return double(part) / double(std::max(whole, std::size_t{1}));
  };
  RecordProperty("code_agreement", std::to_string(share(found.codes_agree, found.codes)));
  RecordProperty("address_agreement", std::to_string(share(found.addresses_agree, found.addresses)));
  RecordProperty("addresses_to_county", std::to_string(share(found.addresses_deep, found.rows)));
  EXPECT_GT(found.codes, 200'000U);
  EXPECT_GE(share(found.codes_agree, found.codes), 0.995);
  EXPECT_LE(share(found.codes_nowhere, found.rows), 0.001);
  EXPECT_GE(share(found.addresses_agree, found.addresses), 0.995);
  EXPECT_GE(share(found.addresses_deep, found.rows), 0.78);
  std::printf("codes %.4f of %zu, addresses %.4f of %zu, down to the county %.4f of %zu\n",
              share(found.codes_agree, found.codes), found.codes, share(found.addresses_agree, found.addresses),
              found.addresses, share(found.addresses_deep, found.rows), found.rows);
}

}  // namespace
}  // namespace lianzhao::ingest
