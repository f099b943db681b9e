#pragma once

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "kernel/file.h"
#include "pipeline/import_register.h"
#include "serve/workspace_api_test.h"
#include "store/data_folder.h"
#include "store/register_reader.h"

namespace lianzhao::serve {

inline constexpr auto kSigned =
    "甲药业人参精深加工项目签约东区\n2023-04-18 来源：东区日报\n"
    "本报讯 4月17日，甲药业股份有限公司投资的人参精深加工项目在长春市朝阳区正式签约。项目总投资3亿元，占地50亩，"
    "主要建设人参提取车间和冷链仓库，建成后年产人参制剂两千吨。\n"
    "甲药业股份有限公司负责人表示，公司看重当地的人参资源和产业基础，将尽快启动前期工作。当地有关部门表示，"
    "将为项目提供全程服务，帮助企业办理各项手续。\n";
inline constexpr auto kStarted =
    "人参精深加工项目开工\n2024-05-10 来源：省报\n"
    "本报讯 5月9日，总投资5亿元的人参精深加工项目在长春市朝阳区开工建设。该项目由甲药业股份有限公司投资建设，"
    "是当地今年的重点工程，施工单位已经进场，预计明年年底前完成主体工程。\n"
    "记者在现场看到，多台挖掘机正在平整场地，工人们忙着搭建临时设施。\n";

class NewsApi : public WorkspaceApi {
 protected:
  boost::json::object paste(std::string const& as, std::string const& text, std::string const& zone = "east",
                            int status = 201) {
    return must(as, "POST", "/radar/articles",
                boost::json::serialize(boost::json::object{{"zone_id", zone}, {"text", text}, {"url", ""}}), status);
  }
  /// A job that was begun, once it has come to its end.
  boost::json::object finished(std::string const& as, boost::json::object job) {
    auto const url = fmt::format("/jobs/{}", job.at("id").as_int64());
    auto const under_way = [&] { return job.at("state") == "waiting" || job.at("state") == "running"; };
    for (int i = 0; i < 1000 && under_way(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
      job = must(as, "GET", url, "", 200);
    }
    EXPECT_FALSE(under_way()) << boost::json::serialize(job);
    return job;
  }
  /// Puts an enterprise into the register and gives its key.
  std::string registered(std::string const& name) {
    auto const file = folder_.path() / "register.csv";
    write_file_atomically(file, "企业名称,成立日期,注册资本,经营范围,省份,城市,住所,经营状态,企业类型\n" + name +
                                    ",2015-05-01,1000万元,药品生产,吉林省,长春市,长春市某路1号,存续,有限责任公司\n");
    store::DataFolder const folder{folder_.path(), database_};
    auto const database = store::open_register(folder);
    pipeline::import_register(*database, {{file}, {}, folder.rejects(), false});
    std::string key;
    auto sql = database->reader();
    store::RegisterReader{sql}.for_each([&](store::StoredEnterprise const& stored) {
      if (stored.enterprise.name == name) key = stored.enterprise.enterprise_key;
      return true;
    });
    EXPECT_FALSE(key.empty()) << name;
    return key;
  }
  /// The words that prove a field of an event.
  std::vector<std::string> proof(boost::json::object const& detail, std::string_view field) {
    std::vector<std::string> words;
    for (auto const& each : detail.at("evidence").as_array()) {
      if (each.at("field").as_string() == field) words.emplace_back(each.at("text").as_string());
    }
    return words;
  }
  /// The one event of the article.
  std::int64_t event(std::string const& as, std::string const& text) {
    auto const receipt = paste(as, text);
    EXPECT_EQ(receipt.at("event_ids").as_array().size(), 1U) << boost::json::serialize(receipt);
    return receipt.at("event_ids").at(0).as_int64();
  }
  boost::json::object act(std::string const& as, std::int64_t id, std::string const& what, std::string const& body,
                          int status) {
    return must(as, what.empty() ? "PATCH" : "POST",
                fmt::format("/radar/events/{}{}{}", id, what.empty() ? "" : "/", what), body, status);
  }
};

}  // namespace lianzhao::serve
