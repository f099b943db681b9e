#include "ingest/synthetic_register.h"

#include <set>

#include <gtest/gtest.h>

#include "domain/credit_code.h"
#include "ingest/chain_reader.h"
#include "ingest/region_reader.h"
#include "ingest/register_row.h"

namespace lianzhao::ingest {
namespace {

TEST(SyntheticRegister, every_row_is_clean_marked_and_lies_where_it_says) {
  SyntheticRegister const synthetic{load_chain_library(), region_table(), 7};
  std::string text;
  write_synthetic_register(synthetic, 5000, [&](std::string_view piece) { text += piece; });
  auto const table = read_table(bytes_in_memory(text));
  RegisterRowReader reader{table->header(), recognise_columns(table->header()), region_table(), civil_day(now())};
  TableRow row;
  RegisterRow out;
  std::set<std::string> codes;
  while (table->next(row)) {
    reader.read(row, out);
    ASSERT_EQ(out.reject, nullptr) << row.raw;
    EXPECT_FALSE(out.repaired) << row.raw;
    EXPECT_EQ(out.enterprise.credit_code_state, CreditCodeState::kValid);
    EXPECT_TRUE(valid_organization_code(out.enterprise.credit_code.substr(8, 9)));
    EXPECT_NE(out.enterprise.name.find("模拟"), std::string::npos);
    EXPECT_EQ(std::to_string(out.enterprise.region_code), out.enterprise.credit_code.substr(2, 6)) << row.raw;
    EXPECT_TRUE(out.enterprise.registered_capital_fen);
    EXPECT_TRUE(out.enterprise.founded);
    codes.insert(out.enterprise.credit_code);
  }
  EXPECT_EQ(codes.size(), 5000U);
}

TEST(SyntheticRegister, a_row_depends_on_seed_and_number_only) {
  auto const library = load_chain_library();
  SyntheticRegister const one{library, region_table(), 7};
  SyntheticRegister const same{library, region_table(), 7};
  SyntheticRegister const other{library, region_table(), 8};
  std::string a;
  std::string b;
  std::string c;
  one.append_row(123, a);
  same.append_row(5, b);
  b.clear();
  same.append_row(123, b);
  other.append_row(123, c);
  EXPECT_EQ(a, b);
  EXPECT_NE(a, c);
}

}  // namespace
}  // namespace lianzhao::ingest
