#include "serve/server.h"

#include <csignal>
#include <future>
#include <map>
#include <set>
#include <thread>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kernel/error.h"
#include "net/percent.h"
#include "serve/api_scenario_test.h"
#include "serve/messages.h"
#include "store/audit_log.h"
#include "store/data_folder.h"
#include "testkit/temporary_folder.h"

namespace lianzhao::serve {
namespace {

using testing::HasSubstr;
namespace json = boost::json;

TEST_F(Api, nobody_gets_in_without_signing_in) {
  run({.name = "who am I", .as = "", .url = "/api/v1/me", .status = 401, .contains = {"not_signed_in", "request_id"}});
  run({.name = "wrong password",
       .as = "",
       .method = "POST",
       .url = "/api/v1/session",
       .body = R"({"name":"admin","password":"guess"})",
       .status = 401,
       .contains = {"wrong_name_or_password"}});
  run({.name = "health is public", .as = "", .url = "/healthz"});
  run({.name = "the contract is public", .as = "", .url = "/api/v1/openapi.json", .contains = {"operationId"}});
  run({.name = "metrics", .as = "", .url = "/metrics", .contains = {"lianzhao_requests_total"}});
  run({.name = "unknown", .as = "", .url = "/api/v1/nothing", .status = 404, .contains = {"no_such_operation"}});
  run({.name = "wrong method", .as = "", .method = "PUT", .url = "/api/v1/me", .status = 405});
}

TEST_F(Api, the_first_password_must_be_changed_before_anything_else) {
  cookies_["administrator"] = sign_in("admin", first_password_);
  run({.name = "me", .as = "administrator", .url = "/api/v1/me", .contains = {R"("must_change_password":true)"}});
  run({.name = "accounts",
       .as = "administrator",
       .url = "/api/v1/accounts",
       .status = 403,
       .contains = {"password_change_required"}});
  run({.name = "a weak one",
       .as = "administrator",
       .method = "POST",
       .url = "/api/v1/me/password",
       .body = R"({"old_password":")" + first_password_ + R"(","new_password":"short"})",
       .status = 400,
       .contains = {"weak_password"}});
  settle("administrator", "admin", first_password_);
  run({.name = "accounts",
       .as = "administrator",
       .url = "/api/v1/accounts",
       .contains = {R"("name":"admin")"},
       .absent = {"argon2"}});
}

TEST_F(Api, every_operation_lets_in_exactly_the_roles_it_declares) {
  make_accounts();
  auto roles = std::vector<std::string>{""};
  roles.insert(roles.end(), std::begin(kRoles), std::end(kRoles));
  // An administrator of a zone is none of the installation (x-rows `all`).
  constexpr auto kBound = "bound administrator";
  auto const made = call("administrator", "POST", "/api/v1/accounts", R"({"name":"u-bound","role":"administrator"})");
  ASSERT_EQ(made.status, 201) << made.body;
  settle(kBound, "u-bound", std::string{json::parse(made.body).at("password").as_string()});
  {
    store::DataFolder folder;
    folder.path = folder_.path();
    auto const workspace = store::open_workspace(folder);
    auto sql = workspace->writer();
    sql.execute("INSERT INTO account_zone (account_id, zone_id) SELECT id, 'east' FROM account WHERE name = 'u-bound'");
  }
  roles.emplace_back(kBound);
  int refused_bound = 0;
  for (auto const& operation : api::operations()) {
    // These two end the sign-in that the others need, or never end themselves.
    if (operation.id == "log_out" || operation.id == "stream_events") continue;
    for (auto const& role : roles) {
      auto url = "/api/v1" + std::string{operation.path};
      for (auto brace = url.find('{'); brace != std::string::npos; brace = url.find('{')) {
        url.replace(brace, url.find('}') - brace + 1, "999999");
      }
      auto const reply =
          call(role, std::string{operation.method}, url, operation.body == api::BodyKind::kJson ? "{" : "");
      if (reply.body.find("no_such_operation") != std::string::npos || reply.status == 405) continue;
      auto const bound = role == kBound;
      auto const allowed =
          role_may(bound ? "administrator" : role, operation.right) && !(bound && operation.rows == "all");
      refused_bound += bound && !allowed ? 1 : 0;
      auto const what = fmt::format("{} as \"{}\": {} {}", operation.id, role, reply.status, reply.body.substr(0, 200));
      if (allowed) {
        EXPECT_NE(reply.status, 401) << what;
        EXPECT_NE(reply.status, 403) << what;
        EXPECT_LT(reply.status, 500) << what;
      } else {
        EXPECT_EQ(reply.status, role.empty() ? 401 : 403) << what;
      }
    }
    // Whoever administers does so in his zones or for the whole installation; nothing is left to chance.
    if (operation.right == api::Right::kAdminister) {
      EXPECT_TRUE(operation.rows == "zones" || operation.rows == "all") << operation.id;
    }
  }
  EXPECT_GE(refused_bound, 3);
}

TEST_F(Api, bad_input_is_named_with_its_value_and_the_limit) {
  make_accounts();
  run({.name = "not JSON",
       .as = "administrator",
       .method = "POST",
       .url = "/api/v1/accounts",
       .body = "{",
       .status = 400,
       .contains = {"不是 JSON"}});
  run({.name = "unknown role",
       .as = "administrator",
       .method = "POST",
       .url = "/api/v1/accounts",
       .body = R"({"name":"abc","role":"king"})",
       .status = 400,
       .contains = {"king", "officer"}});
  run({.name = "missing",
       .as = "administrator",
       .method = "POST",
       .url = "/api/v1/accounts",
       .body = R"({"name":"abc"})",
       .status = 400,
       .contains = {"角色：没有填写", R"("field":"role")"}});
  run({.name = "too short",
       .as = "administrator",
       .method = "POST",
       .url = "/api/v1/accounts",
       .body = R"({"name":"a","role":"viewer"})",
       .status = 400,
       .contains = {"名称：太短，现有 1 个字，至少 2 个"}});
  run({.name = "number out of range",
       .as = "viewer",
       .url = "/api/v1/jobs?limit=501",
       .status = 400,
       .contains = {"501 太大，不能大于 500"}});
  run({.name = "misspelt", .as = "viewer", .url = "/api/v1/jobs?limt=5", .status = 400, .contains = {"limt", "limit"}});
  run({.name = "no such region",
       .as = "viewer",
       .url = "/api/v1/regions/990000",
       .status = 404,
       .contains = {"990000"}});
  run({.name = "taken",
       .as = "administrator",
       .method = "POST",
       .url = "/api/v1/accounts",
       .body = R"({"name":"admin","role":"viewer"})",
       .status = 409,
       .contains = {"name_taken"}});
  run({.name = "last administrator",
       .as = "administrator",
       .method = "PATCH",
       .url = "/api/v1/accounts/1",
       .body = R"({"disabled":true})",
       .status = 409,
       .contains = {"last_administrator"}});
}

TEST_F(Api, the_library_is_there) {
  make_accounts();
  run({.name = "chains", .as = "viewer", .url = "/api/v1/chains", .contains = {"biomedicine"}});
  run({.name = "chain", .as = "viewer", .url = "/api/v1/chains/biomedicine", .contains = {"supply_edges"}});
  run({.name = "provinces",
       .as = "viewer",
       .url = "/api/v1/regions?parent=100000",
       .contains = {"220000"},
       .absent = {"220100"}});
  run({.name = "an old code",
       .as = "viewer",
       .url = "/api/v1/regions/220381",
       .contains = {"公主岭", R"("asked_code":"220381")"}});
  run({.name = "investors do not see it",
       .as = "investor",
       .url = "/api/v1/chains",
       .status = 403,
       .absent = {"biomedicine"}});
}

TEST_F(Api, changes_are_taken_from_the_own_origin_only) {
  make_accounts();
  auto const body = std::string{R"({"name":"mallory","role":"administrator"})"};
  EXPECT_EQ(call("administrator", "POST", "/api/v1/accounts", body, "Origin: http://evil.example\r\n").status, 403);
  EXPECT_EQ(call("administrator", "POST", "/api/v1/accounts", body, "Sec-Fetch-Site: cross-site\r\n").status, 403);
  auto const own = fmt::format("Origin: http://127.0.0.1:{}\r\n", server_->port());
  EXPECT_EQ(call("administrator", "POST", "/api/v1/accounts", body, own).status, 201);
}

TEST_F(Api, five_wrong_passwords_lock_the_account) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(call("", "POST", "/api/v1/session", R"({"name":"admin","password":"wrong"})").status, 401);
  }
  auto const right = boost::json::serialize(boost::json::object{{"name", "admin"}, {"password", first_password_}});
  auto const reply = call("", "POST", "/api/v1/session", right);
  EXPECT_EQ(reply.status, 429);
  EXPECT_THAT(reply.body, HasSubstr("account_locked"));
}

TEST_F(Api, signing_out_ends_the_token) {
  make_accounts();
  run({.name = "out", .as = "viewer", .method = "DELETE", .url = "/api/v1/session", .status = 204});
  run({.name = "me", .as = "viewer", .url = "/api/v1/me", .status = 401});
}

TEST_F(Api, documents_are_kept_once_and_shown_to_their_owner_only) {
  make_accounts();
  auto const reply = call("officer", "POST", "/api/v1/documents?name=a.txt", "minutes of the meeting");
  ASSERT_EQ(reply.status, 201) << reply.body;
  run({.name = "own", .as = "officer", .url = "/api/v1/documents/1", .contains = {"minutes of the meeting"}});
  run({.name = "not an agent's", .as = "agent", .url = "/api/v1/documents/1", .status = 404, .absent = {"minutes"}});
  run({.name = "program",
       .as = "officer",
       .method = "POST",
       .url = "/api/v1/documents?name=a.pdf",
       .body = "#!/bin/sh",
       .status = 400,
       .contains = {"document_type"}});
  run({.name = "viewer",
       .as = "viewer",
       .method = "POST",
       .url = "/api/v1/documents?name=a.txt",
       .body = "x",
       .status = 403});
}

TEST_F(Api, the_audit_tells_of_changes_without_personal_values_and_notices_tampering) {
  make_accounts();
  run({.name = "sound", .as = "administrator", .url = "/api/v1/audit/verification", .contains = {R"("sound":true)"}});
  run({.name = "entries", .as = "administrator", .url = "/api/v1/audit", .contains = {"create_account"}});
  auto const workspace = store::Database::open((folder_.path() / "workspace.db").string());
  EXPECT_EQ(workspace->reader().find_integer("SELECT count(*) FROM audit WHERE subject LIKE '%u-viewer%'"
                                             " OR detail LIKE '%u-viewer%'"),
            0)
      << "names live in the accounts, where they can be deleted";
  workspace->writer().execute("UPDATE audit SET action = 'nothing' WHERE id = 3");
  run({.name = "broken",
       .as = "administrator",
       .url = "/api/v1/audit/verification",
       .contains = {R"("sound":false)", R"("first_bad_id":3)"}});
}

TEST_F(Api, an_import_becomes_a_job_that_is_found_again_after_a_restart) {
  make_accounts();
  server_->stop();
  server_.reset();
  start(
      {{"import_enterprises", [](std::string const& parameters, Progress const& progress, Cancelled const& cancelled) {
          progress("reading", 1, 2);
          while (!cancelled()) std::this_thread::sleep_for(std::chrono::milliseconds{5});
          EXPECT_THAT(parameters, HasSubstr("register"));
          throw Failure{{ErrorKind::kUnavailable, "cancelled", "stopped"}};
          return std::string{};
        }}});
  auto const reply = call("officer", "POST", "/api/v1/imports/enterprises?name=register.csv", "名称\n甲公司\n");
  ASSERT_EQ(reply.status, 202) << reply.body;
  for (int i = 0; i < 200 && call("viewer", "GET", "/api/v1/jobs/1").body.find("running") == std::string::npos; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  server_.reset();

  start(
      {{"import_enterprises", [](std::string const&, Progress const&, Cancelled const&) {
          return std::string{
              R"({"read":1,"accepted":1,"tables":[{"rows":1,"columns":{"名称":"name"},"not_kept":{},"ignored":["甲"]}]})"};
        }}});
  std::string body;
  for (int i = 0; i < 300 && body.find(R"("state":"done")") == std::string::npos; ++i) {
    body = call("viewer", "GET", "/api/v1/jobs/1").body;
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  EXPECT_THAT(body, HasSubstr(R"("state":"done")"));
  EXPECT_THAT(body, HasSubstr("accepted"));
  EXPECT_THAT(body, HasSubstr(R"("used":[{"heading":"名称","meaning":"name"}])"));
  EXPECT_THAT(body, HasSubstr(R"("ignored":["甲"])"));
  for (auto const* const columns : {"xyz", "[]", R"({"who":"a"})", R"({"name":1})"}) {
    run({.name = columns,
         .as = "officer",
         .method = "POST",
         .url = "/api/v1/imports/enterprises?name=a.csv&columns=" + net::percent_encoded(columns),
         .body = "x",
         .status = 400,
         .contains = {"bad_column_map"}});
  }
  run({.name = "format",
       .as = "officer",
       .method = "POST",
       .url = "/api/v1/imports/enterprises?name=a.exe",
       .body = "x",
       .status = 400,
       .contains = {"unknown_format"}});
}

TEST_F(Api, who_listens_is_told_of_jobs_until_the_server_stops) {
  make_accounts();
  server_.reset();
  start({{"import_enterprises", [](std::string const&, Progress const&, Cancelled const&) {
            return std::string{R"({"read":1,"accepted":1})"};
          }}});
  auto listener = std::async(std::launch::async, [&] { return call("viewer", "GET", "/api/v1/events"); });
  // Until somebody listens nothing is told, so jobs are made until the last of them has been heard of.
  for (int i = 0; i < 5; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{150});
    EXPECT_EQ(call("officer", "POST", "/api/v1/imports/enterprises?name=register.csv", "名称\n甲公司\n").status, 202);
  }
  std::this_thread::sleep_for(std::chrono::milliseconds{900});
  server_->stop();
  auto const heard = listener.get();
  EXPECT_EQ(heard.status, 200);
  EXPECT_THAT(heard.head, HasSubstr("text/event-stream"));
  EXPECT_THAT(heard.body, HasSubstr("event: job"));
  EXPECT_THAT(heard.body, HasSubstr(R"("state":"done")"));
}

TEST_F(Api, the_server_reads_no_more_than_its_limits) {
  EXPECT_EQ(call("", "POST", "/api/v1/session", std::string(2U << 20, 'x')).status, 413);
  EXPECT_EQ(call("", "GET", "/healthz", "", "X-Long: " + std::string(20'000, 'x') + "\r\n").status, 431);
}

TEST(Server, open_is_for_loopback_only_and_needs_no_password) {
  testkit::TemporaryFolder folder;
  ServerOptions options;
  options.folder.path = folder.path();
  options.open = true;
  options.port = 0;
  options.address = "0.0.0.0";
  EXPECT_THROW(Server(options, {}), Failure);
  options.address = "127.0.0.1";
  Server server{options, {}};
  EXPECT_EQ(fetch(server.port(), "GET", "/api/v1/accounts", "", "").status, 200);
  // A page elsewhere that points its own name at this machine gets nothing.
  EXPECT_NE(fetch(server.port(), "GET", "/api/v1/accounts", "", "", "evil.example").status, 200);
}

TEST(Server, an_acknowledged_write_survives_kill_9) {
  testkit::TemporaryFolder folder;
  int acknowledged[2];
  ASSERT_EQ(::pipe(acknowledged), 0);
  auto const child = ::fork();
  if (child == 0) {
    // Nothing of this ends in order: the process is shot while it writes.
    store::DataFolder data;
    data.path = folder.path();
    auto const workspace = store::open_workspace(data);
    for (std::int64_t i = 1;; ++i) {
      auto sql = workspace->writer();
      auto transaction = store::Transaction{sql};
      store::AuditLog{sql}.append(std::nullopt, "write", fmt::format("{}", i));
      transaction.commit();
      if (::write(acknowledged[1], &i, sizeof i) != sizeof i) ::_exit(1);
    }
  }
  std::int64_t last = 0;
  while (last < 50) ASSERT_EQ(::read(acknowledged[0], &last, sizeof last), static_cast<ssize_t>(sizeof last));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(acknowledged[1]);
  for (std::int64_t more = 0; ::read(acknowledged[0], &more, sizeof more) == sizeof more;) last = more;
  ::close(acknowledged[0]);

  store::DataFolder data;
  data.path = folder.path();
  auto const workspace = store::open_workspace(data);
  auto sql = workspace->reader();
  EXPECT_GE(sql.find_integer("SELECT max(id) FROM audit"), last);
  EXPECT_FALSE(store::AuditLog{sql}.verify().first_bad_id);
}

TEST(Listen, addresses_are_read_with_and_without_a_host) {
  EXPECT_EQ(parse_listen("0.0.0.0:80"), (std::pair<std::string, std::uint16_t>{"0.0.0.0", 80}));
  EXPECT_EQ(parse_listen("8081"), (std::pair<std::string, std::uint16_t>{"127.0.0.1", 8081}));
  EXPECT_EQ(parse_listen("[::1]:9"), (std::pair<std::string, std::uint16_t>{"::1", 9}));
  EXPECT_THROW(parse_listen("host:"), Failure);
  EXPECT_THROW(parse_listen("1:99999"), Failure);
}

TEST(Contract, every_operation_says_its_right_and_has_a_name_of_its_own) {
  std::set<std::string_view> ids;
  for (auto const& operation : api::operations()) EXPECT_TRUE(ids.insert(operation.id).second) << operation.id;
  EXPECT_EQ(ids.size(), api::kOperationCount);
}

TEST(Messages, both_languages_explain_the_same_refusals) {
  for (auto const* const key : {"error.not_signed_in", "error.not_allowed", "error.wrong_name_or_password"}) {
    EXPECT_TRUE(message("zh", key)) << key;
    EXPECT_TRUE(message("en", key)) << key;
    EXPECT_NE(message("zh", key), message("en", key));
  }
}

}  // namespace
}  // namespace lianzhao::serve
