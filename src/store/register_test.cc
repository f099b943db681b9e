#include <gtest/gtest.h>

#include "store/data_folder.h"
#include "store/register_reader.h"
#include "store/register_search.h"
#include "store/register_writer.h"
#include "testkit/postgres_cluster.h"
#include "testkit/temporary_folder.h"

namespace lianzhao::store {
namespace {

constexpr char const* kCode = "91350100M000100Y43";

/// The same promises on both engines.
class Register : public testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    DataFolder data{folder_.path(), {}};
    if (GetParam() == Engine::kPostgres) {
      auto& cluster = testkit::PostgresCluster::instance();
      if (!cluster.missing().empty()) GTEST_SKIP() << cluster.missing();
      data.database = cluster.new_database();
    }
    database_ = open_register(data);
  }

  static Enterprise named(std::string name) {
    Enterprise e;
    e.enterprise_key = "h:" + name;
    e.name = std::move(name);
    e.region_code = 220581;
    return e;
  }
  static Enterprise coded(std::string name, std::string code) {
    auto e = named(std::move(name));
    e.enterprise_key = code;
    e.credit_code = std::move(code);
    e.credit_code_state = CreditCodeState::kValid;
    return e;
  }
  std::vector<Arrival> import(std::vector<Enterprise> const& rows) {
    std::vector<Arrival> out;
    auto session = database_->writer();
    RegisterWriter writer{session};
    for (auto const& row : rows) out.push_back(writer.add(row, "h:" + row.name));
    writer.commit();
    return out;
  }
  std::int64_t count() {
    auto session = database_->reader();
    return RegisterReader{session}.count();
  }
  std::optional<StoredEnterprise> find(std::string_view key) {
    auto session = database_->reader();
    return RegisterReader{session}.find_key(key);
  }

  testkit::TemporaryFolder folder_;
  std::unique_ptr<Database> database_;
};

INSTANTIATE_TEST_SUITE_P(Store, Register, testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](auto const& engine) { return engine.param == Engine::kSqlite ? "sqlite" : "postgresql"; });

TEST_P(Register, the_same_row_twice_is_a_duplicate_now_and_later) {
  auto const row = coded("甲公司", kCode);
  EXPECT_EQ(import({row, row}), (std::vector{Arrival::kAccepted, Arrival::kDuplicate}));
  EXPECT_EQ(import({row}), std::vector{Arrival::kDuplicate});
  EXPECT_EQ(count(), 1);
}

TEST_P(Register, new_values_replace_and_blank_ones_do_not) {
  auto row = coded("甲公司", kCode);
  row.business_scope = "生产疫苗";
  row.registered_capital_fen = 100;
  row.registered_capital_text = "1元";
  import({row});
  auto later = coded("甲公司", kCode);
  later.address = "光明路1号";
  EXPECT_EQ(import({later}), std::vector{Arrival::kUpdated});
  auto const stored = find(kCode);
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->enterprise.business_scope, "生产疫苗");
  EXPECT_EQ(stored->enterprise.address, "光明路1号");
  EXPECT_EQ(stored->enterprise.registered_capital_fen, 100);
  auto nothing_new = coded("甲公司", kCode);
  EXPECT_EQ(import({nothing_new}), std::vector{Arrival::kDuplicate});
}

TEST_P(Register, who_is_renamed_keeps_the_former_name) {
  import({coded("甲公司", kCode)});
  EXPECT_EQ(import({coded("乙公司", kCode)}), std::vector{Arrival::kUpdated});
  EXPECT_EQ(import({coded("乙公司", kCode)}), std::vector{Arrival::kDuplicate});
  auto listed = coded("丙公司", kCode);
  listed.former_names = "甲公司、丁公司";
  import({listed});
  EXPECT_EQ(find(kCode)->enterprise.name, "丙公司");
  EXPECT_EQ(find(kCode)->enterprise.former_names, "甲公司、丁公司、乙公司");
  // One that it bears again is former no more.
  import({coded("甲公司", kCode)});
  EXPECT_EQ(find(kCode)->enterprise.former_names, "丁公司、乙公司、丙公司");
  EXPECT_EQ(count(), 1);
  auto session = database_->reader();
  EXPECT_EQ(find_ids_by_words(session, "丁公司", 10).size(), 1U);
}

TEST_P(Register, a_name_that_gets_a_code_later_stays_one_enterprise_under_its_old_key) {
  import({named("甲公司")});
  EXPECT_EQ(import({coded("甲公司", kCode)}), std::vector{Arrival::kUpdated});
  EXPECT_EQ(count(), 1);
  auto const by_code = find(kCode);
  ASSERT_TRUE(by_code);
  EXPECT_EQ(by_code->enterprise.enterprise_key, "h:甲公司");
  EXPECT_EQ(by_code->enterprise.credit_code, kCode);
  EXPECT_EQ(import({coded("甲公司", kCode), named("甲公司")}), (std::vector{Arrival::kDuplicate, Arrival::kDuplicate}));
  auto session = database_->reader();
  EXPECT_EQ(RegisterReader{session}.find_code(kCode).size(), 1U);
}

TEST_P(Register, the_beginning_of_a_code_finds_those_that_begin_so) {
  import({coded("甲公司", kCode), coded("乙公司", "91220101MA13XQYL0T"), named("丙公司")});
  auto session = database_->reader();
  auto enterprises = RegisterReader{session};
  auto const names = [&](std::string_view beginning) {
    std::vector<std::string> found;
    for (auto const& each : enterprises.find_code_beginning(beginning)) found.push_back(each.enterprise.name);
    return found;
  };
  EXPECT_EQ(names(std::string_view{kCode}.substr(0, 17)), std::vector<std::string>{"甲公司"});
  EXPECT_EQ(names("912201"), (std::vector<std::string>{"乙公司"}));
  EXPECT_TRUE(names("91220").empty()) << "too short to mean a code";
  EXPECT_TRUE(names("913301").empty());
}

TEST_P(Register, a_name_that_two_coded_enterprises_bear_joins_neither) {
  import({coded("红旗门市部", "91220101MA13XQYL0T"), coded("红旗门市部", kCode)});
  EXPECT_EQ(import({named("红旗门市部")}), std::vector{Arrival::kAccepted});
  EXPECT_EQ(count(), 3);
}

TEST_P(Register, an_import_that_is_not_committed_never_was) {
  import({coded("甲公司", kCode)});
  {
    auto session = database_->writer();
    RegisterWriter writer{session};
    writer.add(named("乙公司"), "h:乙公司");
    auto changed = coded("甲公司", kCode);
    changed.address = "别处";
    writer.add(changed, "h:甲公司");
  }
  EXPECT_EQ(count(), 1);
  EXPECT_EQ(find(kCode)->enterprise.address, "");
  EXPECT_EQ(import({named("乙公司")}), std::vector{Arrival::kAccepted});
}

TEST_P(Register, an_abandoned_first_load_leaves_the_indexes_standing) {
  {
    auto session = database_->writer();
    RegisterWriter writer{session};
    writer.add(named("乙公司"), "h:乙公司");
  }
  auto session = database_->reader();
  auto const* const catalogue = GetParam() == Engine::kSqlite
                                    ? "SELECT COUNT(*) FROM sqlite_master WHERE name = 'enterprise_by_key'"
                                    : "SELECT COUNT(*) FROM pg_indexes WHERE indexname = 'enterprise_by_key'";
  EXPECT_EQ(session.find_integer(catalogue), 1);
}

}  // namespace
}  // namespace lianzhao::store
