#include "serve/workspace_api_test.h"

/// Saving what is there already is no change: no version, no entry of the audit.
namespace lianzhao::serve {
namespace {

namespace json = boost::json;

class UnchangedSaves : public WorkspaceApi {
 protected:
  std::int64_t audited() {
    return must("administrator", "GET", "/audit?limit=1", "", 200).at("list").at(0).at("id").as_int64();
  }
};
INSTANTIATE_TEST_SUITE_P(Workspace, UnchangedSaves, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres),
                         engine_name);

TEST_P(UnchangedSaves, of_an_account) {
  must("administrator", "POST", "/accounts",
       R"({"name":"li","display_name":"李","role":"officer","zones":["east","west"]})", 201);
  std::int64_t id = 0;
  auto const all = must("administrator", "GET", "/accounts", "", 200);
  for (auto const& each : all.at("list").as_array()) {
    if (each.at("name") == "li") id = each.at("id").as_int64();
  }
  auto const url = fmt::format("/accounts/{}", id);
  auto const before = audited();
  must("administrator", "PATCH", url, "{}", 200);
  must("administrator", "PATCH", url, R"({"display_name":"李","role":"officer","disabled":false})", 200);
  must("administrator", "PATCH", url, R"({"zones":["west","east"],"email":""})", 200);
  EXPECT_EQ(audited(), before);
  // Refused stays refused, whether it would change something or not.
  must("administrator", "PATCH", url, R"({"role":"king"})", 400);
  must("administrator", "PATCH", url, R"({"zones":["west"]})", 200);
  EXPECT_EQ(audited(), before + 1);
  must("administrator", "PATCH", "/me", R"({"email":"a@example.org"})", 200);
  EXPECT_EQ(audited(), before + 2);
  must("administrator", "PATCH", "/me", R"({"email":"a@example.org"})", 200);
  EXPECT_EQ(audited(), before + 2);
}

TEST_P(UnchangedSaves, of_a_news_feed) {
  auto const made =
      must("administrator", "POST", "/radar/feeds",
           R"({"zone_id":"east","kind":"feed","name":"日报","address":"https://example.org/feed.xml"})", 201);
  auto const url = fmt::format("/radar/feeds/{}", made.at("id").as_int64());
  auto const before = audited();
  auto const same =
      must("administrator", "PATCH", url,
           R"({"version":1,"name":"日报","address":"https://example.org/feed.xml","every_minutes":360})", 200);
  EXPECT_EQ(same.at("version").as_int64(), 1);
  EXPECT_EQ(must("administrator", "PATCH", url, R"({"version":1,"enabled":true})", 200).at("version").as_int64(), 1);
  EXPECT_EQ(audited(), before);
  EXPECT_EQ(must("administrator", "PATCH", url, R"({"version":1,"enabled":false})", 200).at("version").as_int64(), 2);
  EXPECT_EQ(audited(), before + 1);
  must("administrator", "PATCH", url, R"({"version":1,"enabled":false})", 409);
}

}  // namespace
}  // namespace lianzhao::serve
