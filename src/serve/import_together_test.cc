#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "serve/workspace_api_test.h"

namespace lianzhao::serve {
namespace {

namespace json = boost::json;

/// Several write at once. On PostgreSQL an import has a connection of its own, so its statements lie between those of
/// others; on SQLite they take turns.
class ImportTogether : public WorkspaceApi {
 protected:
  /// `count` rows under the heading, each made by `row`.
  template <typename Row>
  static std::string table(std::string heading, int count, Row const& row) {
    for (auto i = 0; i < count; ++i) heading += "\r\n" + row(i);
    return heading + "\r\n";
  }
  static std::string projects_table(std::string const& name, int count) {
    return table("开发区,项目名称,投资方,计划投资(万元),合同投资(万元)", count,
                 [&](int i) { return fmt::format("东区,{}{},{}公司,100,50", name, i, name); });
  }
  json::object in(std::string const& kind, std::string const& sheet, std::string const& as = "officer") {
    return json::parse(call(as, "POST", fmt::format("/api/v1/imports/{}?name=t.csv&commit=1", kind), sheet).body)
        .as_object();
  }
  void expect_whole_audit() {
    auto const verified = must("administrator", "GET", "/audit/verification", "", 200);
    EXPECT_TRUE(verified.at("first_bad_id").is_null()) << json::serialize(verified);
  }
  std::int64_t total(std::string const& url) { return must("officer", "GET", url, "", 200).at("total").as_int64(); }
};
INSTANTIATE_TEST_SUITE_P(Engines, ImportTogether, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres),
                         engine_name);

TEST_P(ImportTogether, imports_notes_and_leads_at_once_lose_nothing_and_keep_the_audit_whole) {
  for (auto const* const who : {"officer", "colleague", "neighbour", "leader"}) enter(who);
  auto const noted = project("officer", "有纪要的项目");
  constexpr int kRows = 120;
  constexpr int kLeads = 40;
  std::atomic<bool> done = false;
  std::atomic<int> notes = 0;
  std::atomic<int> leads = 0;
  {
    std::vector<std::jthread> imports;
    for (std::string const name : {"甲批", "乙批"}) {
      imports.emplace_back(
          [&, name] { EXPECT_EQ(in("projects", projects_table(name, kRows)).at("imported").as_int64(), kRows); });
    }
    // The same investor again and again, from both zones, in a table and by hand: one of all is the first.
    imports.emplace_back([&] {
      auto const sheet = table("开发区,招商方式,投资方,项目设想", kLeads,
                               [](int i) { return fmt::format("东区,referral,同一家公司,第{}次来谈", i); });
      EXPECT_EQ(in("leads", sheet).at("imported").as_int64(), kLeads);
    });
    std::vector<std::jthread> others;
    others.emplace_back([&] {
      while (!done) {
        notes +=
            call("colleague", "POST", fmt::format("/api/v1/projects/{}/notes", noted), R"({"text":"谈过"})").status ==
            201;
      }
    });
    others.emplace_back([&] {
      while (!done) {
        leads += call("neighbour", "POST", "/api/v1/leads",
                      R"({"zone_id":"west","channel":"referral","investor":"同一家公司","idea":"西区也在谈"})")
                     .status == 201;
      }
    });
    imports.clear();
    done = true;
  }
  EXPECT_GT(notes, 0);
  EXPECT_GT(leads, 0);
  EXPECT_EQ(total("/projects?limit=1"), 2 * kRows + 1);
  EXPECT_EQ(must("officer", "GET", fmt::format("/projects/{}", noted), "", 200).at("project").at("version").as_int64(),
            1 + notes);
  // Each project with its money; ids and first reports once.
  enter("province");
  std::set<std::int64_t> ids;
  for (auto offset = 0; offset < 2 * kRows + 1; offset += 100) {
    auto const page = must("province", "GET", fmt::format("/projects?limit=100&offset={}", offset), "", 200);
    for (auto const& each : page.at("items").as_array()) {
      ids.insert(each.at("id").as_int64());
      if (each.at("id") != noted) {
        EXPECT_EQ(each.at("planned_fen").as_int64(), 100'000'000) << json::serialize(each);
      }
    }
  }
  EXPECT_EQ(ids.size(), 2U * kRows + 1);
  auto first = 0;
  auto const all = kLeads + leads;
  std::set<std::int64_t> lead_ids;
  for (auto offset = 0; offset < all; offset += 100) {
    auto const page = must("province", "GET", fmt::format("/leads?limit=100&offset={}", offset), "", 200);
    for (auto const& each : page.at("items").as_array()) {
      lead_ids.insert(each.at("id").as_int64());
      first += each.at("first_report").as_bool() ? 1 : 0;
    }
  }
  EXPECT_EQ(lead_ids.size(), static_cast<std::size_t>(all));
  EXPECT_EQ(first, 1);
  expect_whole_audit();
}

TEST_P(ImportTogether, money_entered_by_hand_beside_a_table_of_it_is_all_in_the_sum) {
  for (auto const* const who : {"officer", "colleague"}) enter(who);
  auto const id = project("officer", "共同入账");
  constexpr int kRows = 150;
  auto const sheet = table("项目名称,种类,金额(万),日期,依据", kRows,
                           [](int i) { return fmt::format("共同入账,到位资金,1,2026-01-05,第{}笔", i); });
  std::atomic<bool> done = false;
  std::atomic<int> by_hand = 0;
  {
    auto const other = std::jthread{[&] {
      while (!done) {
        by_hand += call("colleague", "POST", fmt::format("/api/v1/projects/{}/amounts", id),
                        R"({"kind":"arrived","source":"unknown","currency":"CNY","amount":1000000,)"
                        R"("day":"2026-01-06","reason":"手工"})")
                       .status == 201;
      }
    }};
    EXPECT_EQ(in("amounts", sheet).at("imported").as_int64(), kRows);
    done = true;
  }
  EXPECT_GT(by_hand, 0);
  auto const shown = must("officer", "GET", fmt::format("/projects/{}", id), "", 200).at("project");
  EXPECT_EQ(shown.at("arrived_fen").as_int64(), (kRows + by_hand) * std::int64_t{1'000'000});
  expect_whole_audit();
}

TEST_P(ImportTogether, the_same_table_sent_twice_at_once_is_taken_in_once) {
  enter("officer");
  constexpr int kRows = 60;
  auto const sheet = projects_table("重复", kRows);
  std::atomic<std::int64_t> imported = 0;
  {
    std::vector<std::jthread> threads;
    for (auto i = 0; i < 2; ++i) {
      threads.emplace_back([&] { imported += in("projects", sheet).at("imported").as_int64(); });
    }
  }
  EXPECT_EQ(imported, kRows);
  EXPECT_EQ(total("/projects?limit=1"), kRows);
  expect_whole_audit();
}

TEST_P(ImportTogether, an_import_whose_connection_is_killed_leaves_nothing_and_can_be_sent_again) {
  if (GetParam() == store::Engine::kSqlite) return;
  enter("officer");
  constexpr int kRows = 300;
  auto const sheet = projects_table("断线", kRows);
  auto cut = 0;
  for (auto round = 0; round < 6; ++round) {
    std::atomic<bool> done = false;
    Reply reply;
    {
      auto const importing = std::jthread{[&] {
        reply = call("officer", "POST", "/api/v1/imports/projects?name=t.csv&commit=1", sheet);
        done = true;
      }};
      auto const other = store::Database::open(database_);
      auto sql = other->writer();
      // While it writes, each time somewhat later; only the import's connection is in a transaction that long.
      std::this_thread::sleep_for(std::chrono::milliseconds{40 * round});
      while (!done) {
        auto const killed = sql.find_integer(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            " AND datname = current_database() AND xact_start < now() - interval '20 milliseconds'");
        if (killed.value_or(0) > 0) break;
      }
    }
    auto const there = total("/projects?limit=1");
    if (reply.status == 200) {
      EXPECT_EQ(there, kRows);
      break;
    }
    ++cut;
    EXPECT_EQ(reply.status, 503) << reply.body;
    EXPECT_THAT(reply.body, testing::HasSubstr("database_unreachable"));
    EXPECT_EQ(there, 0) << "all or nothing";
  }
  EXPECT_GT(cut, 0) << "otherwise nothing was tried";
  if (total("/projects?limit=1") == 0) {
    EXPECT_EQ(in("projects", sheet).at("imported").as_int64(), kRows);
  }
  EXPECT_EQ(total("/projects?limit=1"), kRows);
  expect_whole_audit();
}

}  // namespace
}  // namespace lianzhao::serve
