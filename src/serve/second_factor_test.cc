#include <algorithm>

#include "kernel/clock.h"
#include "serve/api_scenario_test.h"
#include "serve/one_time_code.h"
#include "store/audit_log.h"
#include "store/data_folder.h"

namespace lianzhao::serve {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace json = boost::json;

/// As an authenticator app reads what is shown.
std::string bytes_of(std::string_view base32_text) {
  static constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (auto const c : base32_text) {
    bits = bits << 5 | static_cast<unsigned>(kLetters.find(c));
    count += 5;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xffU);
  }
  return bytes;
}

class SecondFactor : public Api {
 protected:
  static constexpr auto kPassword = "chain-Map-adm77";

  void SetUp() override {
    start({});
    settle("administrator", "admin", first_password_);
  }

  json::object post(std::string const& url, json::object const& body, int status) {
    auto const reply = call("administrator", "POST", "/api/v1" + url, json::serialize(body));
    EXPECT_EQ(reply.status, status) << url << ": " << reply.body;
    return reply.body.empty() ? json::object{} : json::parse(reply.body).as_object();
  }

  /// On, and the recovery codes.
  std::vector<std::string> turn_on() {
    auto const made = post("/me/second-factor", {{"password", kPassword}}, 201);
    EXPECT_THAT(std::string{made.at("uri").as_string()}, HasSubstr("otpauth://totp/"));
    secret_ = bytes_of(std::string{made.at("secret").as_string()});
    // The step before: so that the present one is still good for signing in.
    auto const confirmed =
        post("/me/second-factor/confirmation", {{"code", counter_code(secret_, code_step(now()) - 1, 6)}}, 200);
    std::vector<std::string> codes;
    for (auto const& code : confirmed.at("codes").as_array()) codes.emplace_back(code.as_string());
    return codes;
  }

  Reply sign_in_with(std::string const& code) {
    return call("", "POST", "/api/v1/session",
                json::serialize(json::object{{"name", "admin"}, {"password", kPassword}, {"code", code}}));
  }

  std::string secret_;
};

TEST_F(SecondFactor, is_asked_for_after_the_password_and_good_once) {
  turn_on();
  EXPECT_THAT(call("administrator", "GET", "/api/v1/me").body, HasSubstr(R"("second_factor":true)"));
  auto const without = sign_in_with("");
  EXPECT_EQ(without.status, 401);
  EXPECT_THAT(without.body, HasSubstr("code_required"));
  EXPECT_THAT(without.head, Not(HasSubstr("lianzhao_session=")));
  auto const stranger = call("", "POST", "/api/v1/session", R"({"name":"admin","password":"guess"})");
  EXPECT_THAT(stranger.body, Not(HasSubstr("code_required"))) << "who has not the password does not learn of it";

  auto const code = counter_code(secret_, code_step(now()), 6);
  EXPECT_EQ(sign_in_with(code).status, 200);
  EXPECT_THAT(sign_in_with(code).body, HasSubstr("wrong_code")) << "seen over a shoulder";
}

TEST_F(SecondFactor, a_recovery_code_is_good_once) {
  auto const codes = turn_on();
  ASSERT_EQ(codes.size(), 10U);
  EXPECT_EQ(sign_in_with(codes[3]).status, 200);
  EXPECT_EQ(sign_in_with(codes[3]).status, 401);
  EXPECT_EQ(sign_in_with(codes[4]).status, 200);
}

TEST_F(SecondFactor, wrong_codes_lock_the_account_as_wrong_passwords_do) {
  turn_on();
  for (int i = 0; i < 5; ++i) EXPECT_THAT(sign_in_with("abcdef").body, HasSubstr("wrong_code"));
  EXPECT_THAT(sign_in_with(counter_code(secret_, code_step(now()), 6)).body, HasSubstr("account_locked"));
}

TEST_F(SecondFactor, is_not_on_before_a_code_has_shown_that_the_device_has_it) {
  post("/me/second-factor", {{"password", "wrong"}}, 400);
  post("/me/second-factor", {{"password", kPassword}}, 201);
  post("/me/second-factor/confirmation", {{"code", "000000"}}, 400);
  EXPECT_EQ(sign_in_with("").status, 200);
  turn_on();
  post("/me/second-factor", {{"password", kPassword}}, 409);
  EXPECT_EQ(sign_in_with("").status, 401);
  post("/me/second-factor/removal", {{"password", kPassword}}, 204);
  EXPECT_EQ(sign_in_with("").status, 200);
}

TEST_F(SecondFactor, an_administrator_takes_it_away_for_who_lost_the_device) {
  auto const made =
      json::parse(call("administrator", "POST", "/api/v1/accounts", R"({"name":"wang","role":"officer"})").body);
  settle("officer", "wang", std::string{made.at("password").as_string()});
  auto const begun = call("officer", "POST", "/api/v1/me/second-factor", R"({"password":"chain-Map-off77"})");
  ASSERT_EQ(begun.status, 201) << begun.body;
  auto const secret = bytes_of(std::string{json::parse(begun.body).at("secret").as_string()});
  auto const code = counter_code(secret, code_step(now()), 6);
  ASSERT_EQ(call("officer", "POST", "/api/v1/me/second-factor/confirmation", R"({"code":")" + code + R"("})").status,
            200);
  EXPECT_EQ(call("officer", "DELETE", "/api/v1/accounts/2/second-factor").status, 403);
  EXPECT_EQ(call("administrator", "DELETE", "/api/v1/accounts/2/second-factor").status, 204);
  EXPECT_EQ(call("officer", "GET", "/api/v1/me").status, 401) << "whoever found the device is out";
  cookies_["officer"] = sign_in("wang", "chain-Map-off77");
}

TEST_F(SecondFactor, neither_secret_nor_code_stands_anywhere_in_the_audit) {
  auto const codes = turn_on();
  sign_in_with(codes[0]);
  auto const audit = call("administrator", "GET", "/api/v1/audit?limit=100").body;
  EXPECT_THAT(audit, HasSubstr("confirm_second_factor"));
  EXPECT_THAT(audit, Not(HasSubstr(base32(secret_))));
  for (auto const& code : codes) EXPECT_THAT(audit, Not(HasSubstr(code)));
}

TEST_F(SecondFactor, a_person_is_forgotten_and_the_audit_stays_whole) {
  auto const made = json::parse(call("administrator", "POST", "/api/v1/accounts",
                                     R"({"name":"zhang-san","role":"officer","display_name":"张三丰"})")
                                    .body);
  settle("officer", "zhang-san", std::string{made.at("password").as_string()});
  ASSERT_EQ(call("administrator", "PATCH", "/api/v1/accounts/2", R"({"email":"zhang@zone.test"})").status, 200);
  std::string old_hash;
  {
    auto const workspace = store::open_workspace({folder_.path(), ""});
    auto sql = workspace->writer();
    old_hash = store::AuditLog{sql}.personal("127.0.0.1", 2);
    EXPECT_TRUE(sql.find_integer("SELECT count(*) FROM audit WHERE detail LIKE '%' || ?", old_hash).value() > 0);
  }
  EXPECT_EQ(call("officer", "POST", "/api/v1/accounts/2/forgetting", R"({"name":"zhang-san"})").status, 403);
  auto const typed_wrong = call("administrator", "POST", "/api/v1/accounts/2/forgetting", R"({"name":"zhang"})");
  EXPECT_EQ(typed_wrong.status, 400);
  EXPECT_EQ(call("administrator", "POST", "/api/v1/accounts/2/forgetting", R"({"name":"zhang-san"})").status, 204);

  EXPECT_EQ(call("officer", "GET", "/api/v1/me").status, 401);
  auto const accounts = call("administrator", "GET", "/api/v1/accounts").body;
  for (auto const* const trace : {"zhang", "张三丰"}) EXPECT_THAT(accounts, Not(HasSubstr(trace)));
  EXPECT_THAT(accounts, HasSubstr(R"("forgotten":true)"));
  EXPECT_EQ(call("administrator", "PATCH", "/api/v1/accounts/2", R"({"disabled":false})").status, 409);
  EXPECT_THAT(call("administrator", "GET", "/api/v1/audit/verification").body, HasSubstr(R"("sound":true)"));
  EXPECT_EQ(call("administrator", "POST", "/api/v1/accounts/1/forgetting", R"({"name":"admin"})").status, 409)
      << "the last administrator";
  {
    auto const workspace = store::open_workspace({folder_.path(), ""});
    auto sql = workspace->writer();
    EXPECT_NE(store::AuditLog{sql}.personal("127.0.0.1", 2), old_hash)
        << "nobody can tell any more which entries were from his address";
  }
}

}  // namespace
}  // namespace lianzhao::serve
