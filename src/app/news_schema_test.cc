// What `lianzhao radar --json` prints is what docs/schemas/radar.json promises.
#include <filesystem>
#include <regex>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "app/commands/commands.h"
#include "kernel/file.h"
#include "testkit/temporary_folder.h"

namespace lianzhao::app {
namespace {

namespace json = boost::json;

/// The part of JSON Schema that our schemas use. Gives the first violation, empty when there is none.
class Schema {
 public:
  explicit Schema(json::value root) : root_(std::move(root)) {}

  std::string violation(json::value const& value) const { return check(root_.as_object(), value, "$"); }

 private:
  static bool is_type(json::value const& value, std::string_view type) {
    if (type == "null") return value.is_null();
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_int64() || value.is_uint64();
    if (type == "number") return value.is_number();
    if (type == "boolean") return value.is_bool();
    if (type == "array") return value.is_array();
    return type == "object" && value.is_object();
  }

  std::string check(json::object const& schema, json::value const& value, std::string const& path) const {
    if (auto const* reference = schema.if_contains("$ref")) {
      auto const pointer = std::string{reference->as_string()}.substr(1);
      return check(root_.at_pointer(pointer).as_object(), value, path);
    }
    if (auto const* type = schema.if_contains("type")) {
      auto fits = false;
      if (type->is_array()) {
        for (auto const& one : type->as_array()) fits = fits || is_type(value, one.as_string());
      } else {
        fits = is_type(value, type->as_string());
      }
      if (!fits) return fmt::format("{}: {} is not of {}", path, json::serialize(value), json::serialize(*type));
    }
    if (auto const* allowed = schema.if_contains("enum")) {
      auto const& values = allowed->as_array();
      if (std::find(values.begin(), values.end(), value) == values.end())
        return fmt::format("{}: {} is none of the allowed values", path, json::serialize(value));
    }
    if (auto const* pattern = schema.if_contains("pattern"); pattern != nullptr && value.is_string()) {
      if (!std::regex_search(std::string{value.as_string()}, std::regex{std::string{pattern->as_string()}}))
        return fmt::format("{}: {} does not match", path, json::serialize(value));
    }
    if (auto const* least = schema.if_contains("minimum");
        least != nullptr && value.to_number<double>() < least->to_number<double>())
      return path + ": too small";
    if (auto const* most = schema.if_contains("maximum");
        most != nullptr && value.to_number<double>() > most->to_number<double>())
      return path + ": too large";
    if (value.is_object()) return check_members(schema, value.as_object(), path);
    if (auto const* items = schema.if_contains("items"); items != nullptr && value.is_array()) {
      for (std::size_t i = 0; i < value.as_array().size(); ++i) {
        auto problem = check(items->as_object(), value.as_array()[i], fmt::format("{}[{}]", path, i));
        if (!problem.empty()) return problem;
      }
    }
    return {};
  }

  std::string check_members(json::object const& schema, json::object const& value, std::string const& path) const {
    if (auto const* required = schema.if_contains("required")) {
      for (auto const& name : required->as_array()) {
        if (!value.contains(name.as_string()))
          return fmt::format("{}: {} is missing", path, std::string{name.as_string()});
      }
    }
    auto const* properties = schema.if_contains("properties");
    if (properties == nullptr) return {};
    for (auto const& [name, member] : value) {
      auto const* of_name = properties->as_object().if_contains(name);
      if (of_name == nullptr) return fmt::format("{}: {} is not described", path, std::string{name});
      auto problem = check(of_name->as_object(), member, fmt::format("{}.{}", path, std::string{name}));
      if (!problem.empty()) return problem;
    }
    return {};
  }

  json::value root_;
};

std::string output_of(std::vector<std::string> arguments, CommandContext& context) {
  CLI::App parser{"test", "lianzhao"};
  parser.fallthrough();
  parser.add_option("--data", context.data);
  parser.add_flag("--json", context.json);
  add_radar(parser, context);
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
  testing::internal::CaptureStdout();
  parser.parse(arguments);
  return testing::internal::GetCapturedStdout();
}

constexpr auto kPage =
    "<html><head><title>松河生物疫苗产业园项目开工 - 长春日报</title></head><body><h1>松河生物疫苗产业园项目开工</h1>"
    "<p>来源：长春日报 2023-05-06</p><p>日前，总投资12.5亿元的松河生物疫苗产业园项目在长春新区正式开工建设，"
    "项目由吉林松河生物制品有限公司投资建设，占地215亩，达产后年产值20亿元。</p>"
    "<p>今年一季度，长春新区共签约和洽谈项目19个，其中，医药类项目6个、食品类项目13个。</p></body></html>";

}  // namespace

TEST(RadarCommand, output_is_what_the_schema_says) {
  testkit::TemporaryFolder const folder;
  write_file_atomically(folder.path() / "page.html", kPage);
  write_file_atomically(folder.path() / "menu.html",
                        "<html><body><ul><li><a href=/>首页</a><li><a href=/a>新闻</a></ul></body></html>");
  write_file_atomically(
      folder.path() / "feed.xml",
      "<rss><channel><item><title>云麓项目签约</title><pubDate>Tue, 18 Apr 2023 09:00:00 +0800</pubDate>"
      "<description><![CDATA[<p>总投资3亿元的云麓新材料项目在四平市签约。</p>]]></description></item></channel></rss>");
  CommandContext context;
  context.data = folder.path() / "none";
  auto const output = output_of({"radar", "--json", (folder.path() / "page.html").string(),
                                 (folder.path() / "menu.html").string(), (folder.path() / "feed.xml").string()},
                                context);
  auto const pages = json::parse(output);
  Schema const schema{json::parse(read_file(std::filesystem::path{LIANZHAO_SOURCE_DIR} / "docs/schemas/radar.json"))};
  EXPECT_EQ(schema.violation(pages), "");
  ASSERT_EQ(pages.as_array().size(), 3U);
  auto const& event = pages.at(0).at("events").at(0);
  EXPECT_EQ(event.at("project"), "松河生物疫苗产业园项目");
  EXPECT_EQ(event.at("node"), "biomedicine/vaccine");
  EXPECT_EQ(event.at("place").at("zone"), "长春新区");
  EXPECT_EQ(event.at("place").at("zone_id"), "changchun-new-area");
  EXPECT_TRUE(event.at("enterprises").at(0).at("enterprise_key").is_null());
  EXPECT_EQ(pages.at(0).at("events").at(1).at("kind"), "group");
  EXPECT_FALSE(pages.at(1).at("article").as_bool());
  EXPECT_EQ(pages.at(2).at("published"), "2023-04-18T09:00:00");
  EXPECT_EQ(pages.at(2).at("events").at(0).at("place").at("region_code"), "220300");
}

TEST(RadarSchema, what_it_does_not_promise_is_found) {
  Schema const schema{json::parse(read_file(std::filesystem::path{LIANZHAO_SOURCE_DIR} / "docs/schemas/radar.json"))};
  EXPECT_NE(schema.violation(json::parse(R"([{"file":"a"}])")), "");
  EXPECT_NE(schema.violation(json::parse(R"([1])")), "");
  EXPECT_EQ(schema.violation(
                json::parse(R"([{"file":"a","title":null,"published":null,"source":null,"text":"","events":[]}])")),
            "");
}

}  // namespace lianzhao::app
