#pragma once

#include <fstream>
#include <string>

#include "api_types.h"
#include "kernel/clock.h"
#include "serve/api_scenario_test.h"
#include "store/session.h"
#include "testkit/postgres_cluster.h"

namespace lianzhao::serve {

inline std::string today() {
  return format_day(civil_day(now()));
}

/// Two zones that compete, and who works in them; all of it on both databases.
class WorkspaceApi : public Api, public testing::WithParamInterface<store::Engine> {
 protected:
  void SetUp() override {
    if (GetParam() == store::Engine::kPostgres) {
      auto& cluster = testkit::PostgresCluster::instance();
      if (!cluster.missing().empty()) GTEST_SKIP() << cluster.missing();
      database_ = cluster.new_database();
    }
    std::ofstream{folder_.path() / "zones.yaml"}
        << "zones:\n"
           "  - {id: east, name: 东区, level: provincial, regions: [220104]}\n"
           "  - {id: west, name: 西区, level: provincial, regions: [220102]}\n";
    start({});
    settle("administrator", "admin", first_password_);
  }

  /// Makes the account at its first use: hashing passwords takes its time.
  void enter(std::string const& as) {
    if (cookies_.contains(as)) return;
    auto role = as;
    auto zones = std::string{R"(["east"])"};
    if (as == "colleague") role = "officer";
    if (as == "province") role = "leader";
    if (as == "neighbour") role = "officer";
    if (as == "rival") role = "leader";
    if (as == "neighbour" || as == "rival") zones = R"(["west"])";
    if (as == "province" || as == "desk") zones = R"(["east","west"])";
    auto const reply = call("administrator", "POST", "/api/v1/accounts",
                            fmt::format(R"({{"name":"u-{}","role":"{}","zones":{}}})", as, role, zones));
    ASSERT_EQ(reply.status, 201) << reply.body;
    auto const made = boost::json::parse(reply.body).as_object();
    settle(as, "u-" + as, std::string{made.at("password").as_string()});
  }

  boost::json::object must(std::string const& as, std::string const& method, std::string const& url,
                           std::string const& body, int status) {
    enter(as);
    auto const reply = call(as, method, "/api/v1" + url, body);
    EXPECT_EQ(reply.status, status) << method << " " << url << " as " << as << ": " << reply.body << "\n" << body;
    auto const value = boost::json::parse(reply.body.empty() ? "{}" : reply.body);
    return value.is_object() ? value.as_object() : boost::json::object{{"list", value}};
  }

  std::int64_t lead(std::string const& as, std::string const& zone, std::string const& investor,
                    std::string const& idea, std::string const& more = "") {
    auto const made = must(as, "POST", "/leads",
                           fmt::format(R"({{"zone_id":"{}","channel":"referral","investor":"{}","idea":"{}"{}}})", zone,
                                       investor, idea, more),
                           201);
    return made.at("lead").at("id").as_int64();
  }

  std::int64_t project(std::string const& as, std::string const& name, std::string const& more = "") {
    auto const made =
        must(as, "POST", "/projects",
             fmt::format(R"({{"zone_id":"east","name":"{}","investor":"甲公司","idea":"建厂"{}}})", name, more), 201);
    return made.at("project").at("id").as_int64();
  }
};

inline std::string engine_name(testing::TestParamInfo<store::Engine> const& engine) {
  return engine.param == store::Engine::kSqlite ? "sqlite" : "postgresql";
}

}  // namespace lianzhao::serve
