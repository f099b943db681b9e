#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "serve/server.h"
#include "serve/viewer.h"
#include "testkit/http_client.h"
#include "testkit/temporary_folder.h"

/// What tests of the API stand on: a real server, one account per role, scenarios as data. For tests only.
namespace lianzhao::serve {

using Reply = testkit::HttpReply;
using testkit::fetch;

struct ApiScenario {
  std::string name;
  std::string as;  ///< role; empty: not signed in
  std::string method = "GET";
  std::string url;
  std::string body = "";
  int status = 200;
  std::vector<std::string> contains = {};
  std::vector<std::string> absent = {};
};

/// A server of its own with one account per role.
class Api : public testing::Test {
 protected:
  void SetUp() override { start({}); }

  void start(std::vector<std::pair<std::string, JobWork>> works) {
    ServerOptions options;
    options.folder.path = folder_.path();
    options.folder.database = database_;
    options.port = 0;
    options.workers = 4;
    options.accounts.logins_per_minute = 1000;
    server_ = std::make_unique<Server>(options, std::move(works));
    if (server_->first_administrator()) first_password_ = server_->first_administrator()->password;
  }

  Reply call(std::string const& as, std::string const& method, std::string const& url, std::string const& body = "",
             std::string const& more = "") {
    auto const cookie = cookies_.find(as);
    auto const headers = (cookie == cookies_.end() ? "" : "Cookie: lianzhao_session=" + cookie->second + "\r\n") + more;
    return fetch(server_->port(), method, url, headers, body);
  }

  std::string sign_in(std::string const& name, std::string const& password) {
    auto const reply = call("", "POST", "/api/v1/session",
                            boost::json::serialize(boost::json::object{{"name", name}, {"password", password}}));
    EXPECT_EQ(reply.status, 200) << reply.body;
    auto const begin = reply.head.find("lianzhao_session=") + 17;
    return reply.head.substr(begin, 64);
  }

  /// Signs in with the given password and changes it, as everybody has to.
  void settle(std::string const& as, std::string const& name, std::string const& password) {
    cookies_[as] = sign_in(name, password);
    auto const body =
        boost::json::object{{"old_password", password}, {"new_password", "chain-Map-" + as.substr(0, 3) + "77"}};
    EXPECT_EQ(call(as, "POST", "/api/v1/me/password", boost::json::serialize(body)).status, 204);
  }

  void make_accounts() {
    settle("administrator", "admin", first_password_);
    for (auto const role : kRoles) {
      if (role == "administrator") continue;
      auto const reply =
          call("administrator", "POST", "/api/v1/accounts", fmt::format(R"({{"name":"u-{0}","role":"{0}"}})", role));
      ASSERT_EQ(reply.status, 201) << reply.body;
      auto const made = boost::json::parse(reply.body).as_object();
      settle(std::string{role}, std::string{made.at("name").as_string()}, std::string{made.at("password").as_string()});
    }
  }

  void run(ApiScenario const& scenario) {
    auto const reply = call(scenario.as, scenario.method, scenario.url, scenario.body);
    EXPECT_EQ(reply.status, scenario.status) << scenario.name << ": " << reply.body;
    for (auto const& text : scenario.contains) EXPECT_THAT(reply.body, testing::HasSubstr(text)) << scenario.name;
    for (auto const& text : scenario.absent)
      EXPECT_THAT(reply.body, testing::Not(testing::HasSubstr(text))) << scenario.name;
  }

  testkit::TemporaryFolder folder_;
  std::string database_;  ///< URL; empty: SQLite files in the folder
  std::unique_ptr<Server> server_;
  std::string first_password_;
  std::map<std::string, std::string> cookies_;
};

}  // namespace lianzhao::serve
