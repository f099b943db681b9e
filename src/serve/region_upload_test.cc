#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "serve/workspace_api_test.h"

namespace lianzhao::serve {
namespace {

namespace json = boost::json;

/// Shapes of regions sent by the page; the work itself is tried with the command's.
class RegionUpload : public Api {
 protected:
  void SetUp() override {
    start({{"import_regions", [this](std::string const& parameters, Progress const&, Cancelled const&) {
              auto const lock = std::lock_guard{mutex_};
              parameters_ = parameters;
              return std::string{R"({"read":3,"accepted":2,"rejected":1,"resolved":0})"};
            }}});
    settle("administrator", "admin", first_password_);
  }
  Reply send(std::string const& as, std::string const& query, std::string const& body) {
    return call(as, "POST", "/api/v1/imports/regions?" + query, body, "Content-Type: application/octet-stream\r\n");
  }
  void enter(std::string const& role, std::string const& zones) {
    auto const made = call("administrator", "POST", "/api/v1/accounts",
                           fmt::format(R"({{"name":"u-{0}","role":"{0}","zones":{1}}})", role, zones));
    ASSERT_EQ(made.status, 201) << made.body;
    settle(role, "u-" + role, std::string{json::parse(made.body).as_object().at("password").as_string()});
  }

  std::mutex mutex_;
  std::string parameters_;
};

TEST_F(RegionUpload, an_administrator_sends_a_file_and_sees_its_counts) {
  auto const reply = send("administrator", "name=county.geojson.gz&system=gcj02", "{}");
  ASSERT_EQ(reply.status, 202) << reply.body;
  auto const job = json::parse(reply.body).as_object();
  EXPECT_EQ(job.at("kind"), "import_regions");
  auto const id = job.at("id").as_int64();
  json::object now;
  for (int i = 0; i < 500; ++i) {
    now = json::parse(call("administrator", "GET", fmt::format("/api/v1/jobs/{}", id)).body).as_object();
    if (now.at("state") == "done" || now.at("state") == "failed") break;
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  EXPECT_EQ(now.at("state"), "done") << json::serialize(now);
  EXPECT_EQ(now.at("id").as_int64(), id);
  EXPECT_EQ(now.at("result").at("rejected").to_number<int>(), 1);
  auto const lock = std::lock_guard{mutex_};
  auto const given = json::parse(parameters_).as_object();
  EXPECT_EQ(given.at("system"), "gcj02");
  EXPECT_EQ(given.at("name"), "county.geojson.gz");
  EXPECT_TRUE(std::string_view{given.at("file").as_string()}.ends_with(".geojson.gz"));
}

TEST_F(RegionUpload, what_is_no_geojson_and_who_may_not_is_refused) {
  auto const code = [](Reply const& reply) { return std::string{json::parse(reply.body).at("code").as_string()}; };
  auto const shapefile = send("administrator", "name=county.shp", "x");
  EXPECT_EQ(shapefile.status, 400);
  EXPECT_EQ(code(shapefile), "no_geojson");
  EXPECT_EQ(code(send("administrator", "name=a.json", "")), "empty_file");
  EXPECT_EQ(send("administrator", "name=a.json&system=utm", "{}").status, 400);
  enter("officer", "[]");
  EXPECT_EQ(send("officer", "name=a.json", "{}").status, 403);
  EXPECT_EQ(send("", "name=a.json", "{}").status, 401);
}

}  // namespace
}  // namespace lianzhao::serve
