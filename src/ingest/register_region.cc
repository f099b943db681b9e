// Where an enterprise of a row is, by what its columns, its address and its code say (docs/methods/import.md).
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "domain/region.h"
#include "ingest/register_row.h"

namespace lianzhao::ingest {

namespace {

using enum RegisterField;

/// A code of a region as GB/T 2260 has it: without the country before it (156220581) and what lies in a county behind
/// it (220581001000), with the nought that cities and provinces go without (2205).
std::string six_digits(std::string_view code) {
  std::string six{without_country(code).substr(0, 6)};
  if (six.size() == 2 || six.size() == 4) six.resize(6, '0');
  return six;
}

RegionCode region_or_china(RegionCode region) {
  return region == kUnknownRegion ? kChina : region;
}

}  // namespace

RegionCode RegisterRowReader::stated_region(std::span<std::string_view const> cells) {
  stated_key_.clear();
  for (auto const field : {kProvince, kCity, kCounty}) {
    auto const text = text_of(cells, field);
    if (text.size() > kLongestPlace) continue;
    stated_key_.append(text);
    stated_key_.push_back('\x1f');
  }
  if (stated_key_.size() <= 3) return kUnknownRegion;
  if (auto const known = stated_.find(stated_key_); known != stated_.end()) return known->second;
  auto region = kUnknownRegion;
  for (auto const field : {kProvince, kCity, kCounty}) {
    auto const text = text_of(cells, field);
    if (text.empty() || text.size() > kLongestPlace) continue;
    // 赣州 in a column of cities is the prefecture, not the county-level city of that name that became a district.
    if (field == kCity) {
      auto const city = regions_.resolve_text(fmt::format("{}市", text), region);
      if (city != region && region_level(city) == RegionLevel::kCity &&
          region_contains(region_or_china(region), city)) {
        region = city;
        continue;
      }
    }
    region = regions_.resolve_text(text, region);
  }
  constexpr std::size_t kMostRemembered = 100'000;
  if (stated_.size() < kMostRemembered) stated_.emplace(stated_key_, region);
  return region;
}

void RegisterRowReader::decide_region(std::span<std::string_view const> cells, Enterprise& out) {
  auto const stated = stated_region(cells);
  out.region_code = kUnknownRegion;
  out.region_source = RegionSource::kNone;
  auto const settle = [&](RegionCode code, RegionSource source) {
    out.region_code = code;
    out.region_source = source;
  };
  if (auto const code = text_of(cells, kRegionCode); !code.empty()) {
    if (auto const region = regions_.resolve_code(six_digits(code)); region != kUnknownRegion && region != kChina) {
      settle(region, RegionSource::kCodeColumn);
    }
  }
  if (out.region_code == kUnknownRegion && stated != kUnknownRegion) settle(stated, RegionSource::kCityColumn);

  auto const county_stated = out.region_source == RegionSource::kCodeColumn || !text_of(cells, kCounty).empty();
  auto const deep = out.region_code != kUnknownRegion && region_level(out.region_code) == RegionLevel::kCounty;
  if (!out.address.empty() && !(deep && county_stated)) {
    // Columns of provinces and cities say no county for sure, so the address is read inside their city.
    auto const within = deep ? region_at_level(out.region_code, RegionLevel::kCity) : out.region_code;
    auto const found = regions_.find_in_text(out.address, within);
    auto const says = found.begin != found.end && found.code != kUnknownRegion && found.code != kChina;
    // An address that names another province or city than the columns is the more exact statement; beside a code
    // column it is not.
    auto const better = says && found.code != within && !region_contains(found.code, out.region_code) &&
                        (!found.contradicts || out.region_source != RegionSource::kCodeColumn);
    if (better) settle(found.code, RegionSource::kAddress);
  }
  if (out.credit_code_state == CreditCodeState::kValid || out.credit_code_state == CreditCodeState::kLegacy) {
    auto const digits =
        std::string_view{out.credit_code}.substr(out.credit_code_state == CreditCodeState::kValid ? 2 : 0, 6);
    auto const region = regions_.resolve_code(digits);
    if (region != kUnknownRegion && region != kChina && region != out.region_code &&
        (out.region_code == kUnknownRegion || region_contains(out.region_code, region))) {
      settle(region, RegionSource::kCreditCode);
    }
  }
  if (out.region_code == kUnknownRegion) {
    auto const found = regions_.find_in_text(out.name);
    if (found.code != kUnknownRegion && found.code != kChina) settle(found.code, RegionSource::kName);
  }
}

}  // namespace lianzhao::ingest
