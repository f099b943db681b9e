#include "lifecycle/alarm_text.h"

#include <cctype>
#include <utility>

#include <fmt/format.h>

namespace lianzhao::lifecycle {

namespace {

struct Words {
  std::string_view kind;
  std::string_view name;
  std::string_view name_en;
  std::string_view why;
  std::string_view why_en;
  std::string_view action;
  std::string_view action_en;
};

/// {0} since, {1} days, {2} limit, {3} detail.
constexpr Words kWords[] = {
    {"after_above_scale", "已上规未达产", "in the statistics, not at capacity",
     "{0} 上规，至今 {1} 天未达产（限 {2} 天）",
     "in the statistics since {0}, {1} days without reaching capacity (limit {2})",
     "核对合同产值税收进度，与企业约定达产时间表", "compare output and tax with the contract, agree on a timetable"},
    {"funds_missing", "资金未到位", "no money arrived", "{0} 签约，{1} 天来没有资金到位记录（限 {2} 天）",
     "signed on {0}, no money has arrived in {1} days (limit {2})", "向投资方核实出资计划并登记到位凭证",
     "ask the investor for the plan of payments and enter what has arrived"},
    {"signed_fast", "签约异常快", "signed unusually fast", "{0} 签约，距开始洽谈仅 {3} 天（少于 {2} 天）",
     "signed on {0}, only {3} days after talks began (fewer than {2})", "复核尽职调查与合同真实性",
     "check the due diligence and whether the contract is real"},
    {"task_overdue", "代办超期", "task overdue", "应于 {0} 办结，已超 {1} 天；承办：{3}",
     "was due on {0}, {1} days ago; with {3}", "联系承办人，必要时上报领导协调",
     "call who has it; ask the leader where it is stuck"},
    {"task_escalated", "请领导协调", "help asked for", "自 {0} 起办理，尚未到期，承办人请领导协调；承办：{3}",
     "under way since {0} and not due yet; {3} asks for help", "了解卡点，出面协调或改派",
     "see where it is stuck; step in or give it to somebody else"},
    {"promise_overdue", "承诺逾期", "promise overdue", "应于 {0} 兑现，已过 {1} 天", "was due on {0}, {1} days ago",
     "属管委会的尽快兑现，属企业的书面催告", "keep it if it is ours, remind the investor in writing if it is his"},
    {"promise_slipping", "承诺一再延期", "promise put off again", "最初应于 {0} 兑现，已延期两次以上",
     "first due on {0}, put off twice or more", "查明原因，评估是否变更或解除",
     "find out why; consider changing or releasing it"},
    {"lead_overdue", "线索超时", "lead overdue", "下一步（{3}）应于 {0} 完成，已超 {1} 天",
     "the next step ({3}) was due on {0}, {1} days ago", "今天完成这一步或转交",
     "take the step today or hand the lead over"},
    {"lead_silent", "线索沉默", "lead silent", "自 {0} 起 {1} 天没有动静（限 {2} 天）",
     "nothing since {0}, {1} days (limit {2})", "联系投资方并登记结果，或说明原因后关闭",
     "call the investor and note the result, or close it with a reason"},
    {"owner_gone", "责任人已停用", "responsible person gone",
     "账号已停用、手上还有工作（未办结代办件数）：{3}；最后登录 {0}",
     "may not sign in any more and still has work (open tasks): {3}; last seen {0}", "请管理员把工作移交给在岗的同事",
     "have an administrator hand the work over to a colleague"},
    {"protection_overridden", "保护期内被别区登记", "registered by another zone", "{0} 在保护期内被别区登记——{3}",
     "registered within its protection on {0} by {3}",
     "了解情况；认为不当的在线索页提出争议，或与对方商议；记录一条进展后本提醒结束",
     "find out why; where it is wrong open a dispute on the lead's page or talk to the zone; a step noted ends this"},
    {"evidence_giver_gone", "待核验材料提交人已停用", "evidence of somebody who has gone",
     "{0} 提交的材料待核验，提交人账号已停用：{3}",
     "given on {0}, waits for its verification, and who gave it may not sign in any more: {3}",
     "请另一位同事核验；需要补正的，在项目团队里指定接手的人",
     "have a colleague verify it; where it has to be completed, name who takes it over in the project's team"},
    {"question_overdue", "提问未答", "question unanswered", "投资方的提问应于 {0} 答复，已超 {1} 天",
     "the investor's question was to be answered by {0}, {1} days ago", "今天答复", "answer it today"},
};

/// The steps of a lead, as the detail of an alarm names them.
constexpr std::pair<std::string_view, std::string_view> kSteps[] = {
    {"answer", "答复"}, {"assessment", "研判"}, {"feedback", "反馈"}, {"report", "报告"}};

std::string_view in_chinese(std::string_view detail) {
  for (auto const& [step, name] : kSteps) {
    if (step == detail) return name;
  }
  return detail;
}

std::string lower(std::string text) {
  for (auto& letter : text) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return text;
}

}  // namespace

AlarmText alarm_text(std::string_view kind, LifecycleRules const& rules, DayNumber since, int days, int limit_days,
                     std::string_view detail) {
  auto const day = format_day(since);
  for (auto const& gate : rules.gates) {
    if (kind != "after_" + gate.stage) continue;
    auto const next = stage_index(gate.stage).value_or(0) + 1;
    auto const* const after = next < rules.gates.size() ? &rules.gates[next] : nullptr;
    AlarmText text;
    text.name = gate.limit_name.empty() ? gate.name : gate.limit_name;
    // 上规 is no gate but stands between production and capacity.
    auto const next_name = gate.stage == "in_production" ? std::string{"statistics"}
                           : after                       ? lower(after->name_en)
                                                         : "";
    text.name_en = !gate.limit_name_en.empty() ? gate.limit_name_en
                   : after                     ? fmt::format("{}, {} not reached", lower(gate.name_en), next_name)
                                               : gate.name_en;
    text.why = fmt::format("{} 进入“{}”，至今 {} 天（限 {} 天）", day, gate.name, days, limit_days);
    text.why_en = fmt::format("in stage {} since {}, {} days (limit {})", gate.name_en, day, days, limit_days);
    if (gate.stage == "in_production") {
      text.action = "核对是否达到规模以上标准，达到的申报入统并登记上规日期";
      text.action_en = "see whether it is above the threshold; if so, have it enter the statistics and record the day";
    } else if (after) {
      text.action = fmt::format("查明卡点，备齐“{}”佐证：{}", after->name, after->evidence);
      text.action_en = fmt::format("find what holds it up; for {} give: {}", after->name_en, after->evidence_en);
    }
    return text;
  }
  for (auto const& words : kWords) {
    if (words.kind != kind) continue;
    auto const filled = [&](std::string_view pattern, std::string_view known) {
      return fmt::format(fmt::runtime(pattern), day, days, limit_days, known.empty() ? "—" : known);
    };
    return {std::string{words.name},      std::string{words.name_en}, filled(words.why, in_chinese(detail)),
            filled(words.why_en, detail), std::string{words.action},  std::string{words.action_en}};
  }
  return {std::string{kind}, std::string{kind}, "", "", "", ""};
}

}  // namespace lianzhao::lifecycle
