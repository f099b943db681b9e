#include "serve/table_columns.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace lianzhao::serve {

namespace {

using Columns = std::vector<SheetColumn>;

std::vector<SheetWord> words(std::string_view list) {
  auto const all = words_of(list);
  return {all.begin(), all.end()};
}

/// By its name; by its id where two are called the same.
std::vector<SheetWord> zone_words(pipeline::Knowledge const& knowledge) {
  std::vector<SheetWord> all;
  for (auto const& zone : knowledge.zones) {
    auto const namesakes = std::count_if(knowledge.zones.begin(), knowledge.zones.end(),
                                         [&](Zone const& each) { return each.name == zone.name; });
    auto const& name = namesakes == 1 ? zone.name : zone.id;
    all.push_back({zone.id, name, name, {}});
  }
  return all;
}

SheetColumn text(std::string key, std::string title, std::string title_en, std::size_t longest) {
  return {std::move(key), std::move(title), std::move(title_en), false, longest};
}
SheetColumn of_kind(CellKind kind, std::string key, std::string title, std::string title_en) {
  return {std::move(key), std::move(title), std::move(title_en), false, 40, kind};
}
SheetColumn word(std::string key, std::string title, std::string title_en, std::vector<SheetWord> list,
                 std::string problem) {
  auto column = of_kind(CellKind::kWord, std::move(key), std::move(title), std::move(title_en));
  column.words = std::move(list);
  column.problem = std::move(problem);
  column.longest = 80;
  return column;
}
SheetColumn required(SheetColumn column) {
  column.required = true;
  return column;
}
SheetColumn only_in(SheetColumn column) {
  column.only_in = true;
  return column;
}
/// The project of a row: by its name, or by its id, which tells namesakes apart.
SheetColumn project_name() {
  auto column = required(text("project", "项目名称", "Project", 200));
  column.unless = "project_id";
  return column;
}
SheetColumn project_id() {
  return text("project_id", "项目编号", "Project id", 20);
}
SheetColumn fixed(SheetColumn column, std::string code) {
  column.fixed = std::move(code);
  return column;
}

Columns with_identity(Columns columns) {
  columns.push_back(text("id", "编号", "Id", 20));
  columns.push_back(text("version", "版本", "Version", 1'000));
  return columns;
}

SheetColumn zone(pipeline::Knowledge const& knowledge, std::string code) {
  return fixed(required(word("zone_id", "开发区", "Zone", zone_words(knowledge), "no_zone")), std::move(code));
}

constexpr auto kWan = CellKind::kWan;
constexpr auto kDay = CellKind::kDay;

}  // namespace

Columns lead_columns(pipeline::Knowledge const& knowledge) {
  return with_identity({
      zone(knowledge, "fixed_lead_zone"),
      required(word("channel", "招商方式", "Channel", words("channel"), "no_channel")),
      required(text("investor", "投资方", "Investor", 200)),
      text("credit_code", "统一社会信用代码", "Credit code", 40),
      required(text("idea", "项目设想", "Idea", 10'000)),
      text("node", "产业链环节", "Node", 160),
      of_kind(kWan, "size_wan", "规模(万元)", "Size (10,000 CNY)"),
      text("needs", "需求", "Needs", 10'000),
      text("contact", "联系方式", "Contact", 400),
      fixed(text("reporter_name", "报送人", "Reporter", 80), "fixed_reporter"),
      of_kind(CellKind::kTruth, "confidential", "机密", "Confidential"),
      fixed(word("state", "状态", "State", words("lead_state"), "no_lead_state"), "fixed_lead_state"),
      fixed(text("reason", "理由", "Reason", 10'000), "fixed_lead_state"),
  });
}

std::set<int> table_years() {
  constexpr int kFirst = 1990;
  constexpr int kLast = 2100;
  std::set<int> years;
  for (auto year = kFirst; year <= kLast; ++year) years.insert(year);
  return years;
}

std::string measure_key(std::string_view measure, std::string_view kind, std::optional<int> year) {
  return year ? fmt::format("{}_{}_{}", kind, measure, *year) : fmt::format("{}_{}", kind, measure);
}

Columns project_columns(pipeline::Knowledge const& knowledge, std::set<int> const& years) {
  Columns columns{
      zone(knowledge, "fixed_zone"),
      required(text("name", "项目名称", "Project", 200)),
      required(text("investor", "投资方", "Investor", 200)),
      text("credit_code", "统一社会信用代码", "Credit code", 40),
      text("idea", "建设内容", "Content", 10'000),
      text("node", "产业链环节", "Node", 160),
      fixed(word("stage", "阶段", "Stage", stage_words(knowledge.lifecycle), "no_stage"), "fixed_stage"),
      fixed(of_kind(kDay, "stage_since", "进入阶段日期", "In stage since"), "fixed_stage"),
      fixed(of_kind(kWan, "planned_wan", "计划投资(万元)", "Planned (10,000 CNY)"), "fixed_amount"),
      fixed(of_kind(kWan, "contracted_wan", "合同投资(万元)", "Contracted (10,000 CNY)"), "fixed_amount"),
      fixed(of_kind(kWan, "arrived_wan", "到位资金(万元)", "Arrived (10,000 CNY)"), "fixed_amount"),
      fixed(text("source", "来源", "Source", 2000), "fixed_source"),
      of_kind(CellKind::kTruth, "confidential", "机密", "Confidential"),
      fixed(word("kind", "性质", "Kind", words("project_kind"), "no_project_kind"), "fixed_kind"),
      text("parent", "上级项目", "Part of", 200),
      fixed(word("state", "状态", "State", words("project_state"), "no_project_state"), "fixed_state"),
      fixed(of_kind(kDay, "state_since", "状态日期", "In state since"), "fixed_state"),
      fixed(text("state_reason", "状态原因", "Reason", 10'000), "fixed_state"),
      fixed(text("lost_to", "流向", "Lost to", 200), "fixed_state"),
      of_kind(kDay, "above_scale", "上规日期", "Above scale since"),
      of_kind(kDay, "known_until", "资料截至", "Known until"),
      only_in(text("despite_protection", "保护期内仍登记的理由", "Why despite protection", 2000)),
  };
  for (auto const& gate : knowledge.lifecycle.gates) {
    columns.push_back(
        fixed(of_kind(kDay, "day_" + gate.stage, gate.name + "日期", gate.name_en + " on"), "fixed_stage"));
  }
  columns.push_back(
      fixed(of_kind(kWan, "fixed_asset_wan", "固定资产投资(万元)", "Fixed assets (10,000 CNY)"), "fixed_amount"));
  struct Measured {
    std::string_view measure;
    std::string_view zh;
    std::string_view en;
    CellKind kind;
  };
  constexpr Measured kLasting[] = {{"land_m2", "用地(平方米)", "land (m2)", CellKind::kCount},
                                   {"plant_m2", "厂房(平方米)", "plant (m2)", CellKind::kCount},
                                   {"jobs", "用工(人)", "jobs", CellKind::kCount}};
  constexpr Measured kYearly[] = {{"output_fen", "产值(万元)", "output (10,000 CNY)", kWan},
                                  {"tax_fen", "税收(万元)", "tax (10,000 CNY)", kWan}};
  constexpr std::pair<std::string_view, std::pair<std::string_view, std::string_view>> kKinds[] = {
      {"promised", {"承诺", "Promised"}}, {"real", {"实际", "Real"}}};
  auto const add = [&](Measured const& of, std::string_view kind, std::optional<int> year, std::string title,
                       std::string title_en) {
    auto column = fixed(of_kind(of.kind, measure_key(of.measure, kind, year), std::move(title), std::move(title_en)),
                        "fixed_measure");
    column.rare = year.has_value();
    columns.push_back(std::move(column));
  };
  for (auto const& [kind, words_of_kind] : kKinds) {
    auto const& [zh, en] = words_of_kind;
    for (auto const& each : kLasting) {
      add(each, kind, std::nullopt, fmt::format("{}{}", zh, each.zh), fmt::format("{} {}", en, each.en));
    }
    columns.push_back(only_in(fixed(of_kind(CellKind::kMu, fmt::format("{}_land_mu", kind),
                                            fmt::format("{}用地(亩)", zh), fmt::format("{} land (mu)", en)),
                                    "fixed_measure")));
    // Promised without a year: of a year at capacity. What is real has its year.
    if (kind == "promised") {
      for (auto const& each : kYearly) {
        add(each, kind, std::nullopt, fmt::format("{}年{}", zh, each.zh), fmt::format("{} yearly {}", en, each.en));
      }
    }
    for (auto const year : years) {
      for (auto const& each : kYearly) {
        add(each, kind, year, fmt::format("{}年{}{}", year, zh, each.zh), fmt::format("{} {} {}", year, en, each.en));
      }
    }
  }
  return with_identity(std::move(columns));
}

Columns amount_columns(pipeline::Knowledge const&) {
  constexpr auto kItem = "fixed_item";
  return with_identity({
      fixed(project_name(), kItem),
      fixed(required(word("kind", "种类", "Kind", words("amount_kind"), "no_kind")), kItem),
      fixed(word("source", "资金来源", "Money from", words("money_source"), "no_kind"), kItem),
      fixed(text("currency", "币种", "Currency", 3), kItem),
      fixed(required(of_kind(CellKind::kSignedWan, "amount", "金额(万)", "Amount (10,000)")), kItem),
      fixed(of_kind(CellKind::kSignedWan, "amount_cny", "折人民币(万元)", "In CNY (10,000)"), kItem),
      fixed(required(of_kind(kDay, "day", "日期", "Day")), kItem),
      fixed(required(text("reason", "依据", "Known from", 2000)), kItem),
      fixed(project_id(), kItem),
  });
}

Columns measure_columns(pipeline::Knowledge const&) {
  auto measures = words("measure");
  measures.push_back({"land_mu", "用地(亩)", "Land (mu)", variants_of("measure", "land_mu")});
  return {
      project_name(),
      required(word("measure", "指标", "Measure", std::move(measures), "no_kind")),
      required(word("kind", "承诺或实际", "Promised or real", words("measure_kind"), "no_kind")),
      of_kind(CellKind::kCount, "year", "年份", "Year"),
      required(text("value", "数值", "Value", 40)),
      required(of_kind(kDay, "day", "日期", "Day")),
      required(text("reason", "依据", "Known from", 2000)),
      project_id(),
  };
}

Columns campaign_columns(pipeline::Knowledge const& knowledge) {
  return with_identity({
      zone(knowledge, "fixed_zone"),
      required(text("name", "活动", "Campaign", 200)),
      fixed(required(word("kind", "种类", "Kind", words("campaign_kind"), "no_kind")), "fixed_kind"),
      required(of_kind(kDay, "begin", "开始", "Begin")),
      required(of_kind(kDay, "end", "结束", "End")),
      text("route", "路线", "Route", 2000),
      text("plan", "方案", "Plan", 10'000),
      text("people", "人员", "People", 2000),
      of_kind(kWan, "cost_wan", "费用(万元)", "Cost (10,000 CNY)"),
      text("report", "总结", "Report", 10'000),
  });
}

Columns task_columns(pipeline::Knowledge const& knowledge) {
  return with_identity({
      fixed(project_name(), "fixed_task"),
      fixed(required(text("name", "代办事项", "Task", 200)), "fixed_task"),
      fixed(word("stage", "阶段", "Stage", stage_words(knowledge.lifecycle), "no_stage"), "fixed_task"),
      text("assignee", "经办人", "Assignee", 80),
      of_kind(CellKind::kCount, "days", "用时(天)", "Days"),
      fixed(of_kind(kDay, "from", "不早于", "Not before"), "fixed_task"),
      fixed(of_kind(kDay, "due", "期限", "Due"), "fixed_due"),
      word("state", "状态", "State", words("task_state"), "no_task_state"),
      text("note", "说明", "Note", 10'000),
      fixed(project_id(), "fixed_task"),
  });
}

Columns promise_columns(pipeline::Knowledge const&) {
  return with_identity({
      fixed(project_name(), "fixed_promise"),
      fixed(required(word("side", "承诺方", "By", words("promise_side"), "no_side")), "fixed_promise"),
      fixed(required(word("kind", "种类", "Kind", words("promise_kind"), "no_kind")), "fixed_promise"),
      fixed(required(text("text", "内容", "Promise", 10'000)), "fixed_promise"),
      fixed(of_kind(kWan, "amount_wan", "金额(万元)", "Amount (10,000 CNY)"), "fixed_promise"),
      fixed(text("legal_basis", "法律依据", "Legal basis", 2000), "fixed_promise"),
      fixed(text("review", "公平竞争审查", "Review", 2000), "fixed_promise"),
      required(of_kind(kDay, "due", "期限", "Due")),
      of_kind(kWan, "fulfilled_wan", "已兑现(万元)", "Fulfilled (10,000 CNY)"),
      word("state", "状态", "State", words("promise_state"), "no_promise_state"),
      text("reason", "变更原因", "Reason of the change", 2000),
      fixed(project_id(), "fixed_promise"),
  });
}

Columns visit_columns(pipeline::Knowledge const&) {
  return with_identity({
      fixed(required(text("campaign", "活动", "Campaign", 200)), "fixed_visit"),
      required(text("enterprise", "企业", "Enterprise", 200)),
      required(of_kind(kDay, "day", "日期", "Day")),
      of_kind(CellKind::kTruth, "done", "已走访", "Visited"),
      text("note", "纪要", "Note", 10'000),
  });
}

}  // namespace lianzhao::serve
