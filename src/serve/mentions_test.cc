#include "serve/mentions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "serve/workspace_api_test.h"

namespace lianzhao::serve {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Mentions, a_name_is_masked_wherever_it_stands_and_nothing_else) {
  EXPECT_EQ(masked("联系张三，张三丰不在", "张三"), "联系〔已隐去〕，〔已隐去〕丰不在");
  EXPECT_EQ(masked("Mail Zhang.San@X.cn now", "zhang.san@x.CN"), "Mail 〔已隐去〕 now");
  EXPECT_EQ(masked("无人", "张三"), "无人");
}

TEST(Mentions, a_number_is_found_however_it_is_written_but_not_inside_another) {
  EXPECT_EQ(masked("电话138 0013-8000。", "13800138000"), "电话〔已隐去〕。");
  EXPECT_EQ(masked("913800138000", "13800138000"), "913800138000");
  EXPECT_EQ(masked("138001380001", "13800138000"), "138001380001");
}

using MentionsApi = WorkspaceApi;
INSTANTIATE_TEST_SUITE_P(Workspace, MentionsApi, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres),
                         engine_name);

TEST_P(MentionsApi, an_administrator_finds_and_masks_who_is_to_be_forgotten) {
  auto const project = this->project("officer", "甲项目");
  must("officer", "POST", fmt::format("/projects/{}/notes", project), R"({"text":"王五电话 138-0013-8000 说下周来"})",
       201);
  must("officer", "POST", "/personal-mentions/search", R"({"words":["王五"]})", 403);
  must("officer", "POST", "/personal-mentions/masking", R"({"word":"王五","place":"project_history.text","id":1})",
       403);
  auto const found =
      must("administrator", "POST", "/personal-mentions/search", R"({"words":["王五","13800138000"]})", 200);
  auto const& items = found.at("items").as_array();
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].at("place").as_string(), "project_history.text");
  EXPECT_EQ(items[0].at("noun").as_string(), "project");
  EXPECT_EQ(items[1].at("match").as_string(), "138-0013-8000");
  auto const id = items[0].at("id").as_int64();
  for (auto const* const word : {"王五", "13800138000"}) {
    auto const body = fmt::format(R"({{"word":"{}","place":"project_history.text","id":{}}})", word, id);
    must("administrator", "POST", "/personal-mentions/masking", body, 204);
    must("administrator", "POST", "/personal-mentions/masking", body, 404);
  }
  auto const detail = boost::json::serialize(must("officer", "GET", fmt::format("/projects/{}", project), "", 200));
  EXPECT_THAT(detail, HasSubstr("〔已隐去〕电话 〔已隐去〕 说下周来"));
  auto const audit = boost::json::serialize(must("administrator", "GET", "/audit", "", 200));
  EXPECT_THAT(audit, HasSubstr("mask_mention"));
  EXPECT_THAT(audit, Not(HasSubstr("王五")));
  must("administrator", "POST", "/personal-mentions/masking", R"({"word":"王五","place":"account.name","id":1})", 404);
}

}  // namespace
}  // namespace lianzhao::serve
