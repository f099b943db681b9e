#include "diagnose/statement.h"

#include <fmt/format.h>

namespace lianzhao::diagnose {

namespace {

/// "a、b 等 5 个环节": at most three names.
std::string names(ChainLibrary const& library, std::vector<NodeIndex> const& nodes, bool chinese) {
  std::string out;
  for (std::size_t i = 0; i < nodes.size() && i < 3; ++i) {
    auto const& node = library.node(nodes[i]);
    if (i > 0) out += chinese ? "、" : ", ";
    out += chinese ? "“" + node.name + "”" : node.name_en;
  }
  if (nodes.size() > 3)
    out += chinese ? fmt::format("等 {} 个环节", nodes.size()) : fmt::format(" and {} more", nodes.size() - 3);
  return out;
}

std::string number(std::optional<double> value, int digits, char const* unknown) {
  return value ? fmt::format("{:.{}f}", *value, digits) : unknown;
}

struct Clause {
  std::string zh;
  std::string en;
};

Clause counts(NodeMeasures const& m, ChainNode const& node) {
  return {
      fmt::format("登记企业 {} 户中属“{}”环节的 {} 户，占名录中全国 {} 户的 {}%，区位商 {}", m.region_total, node.name,
                  m.count, m.national_count, number(m.share ? std::optional{*m.share * 100} : std::nullopt, 2, "—"),
                  number(m.location_quotient, 2, "未知")),
      fmt::format(
          "{} of {} registered enterprises are in \"{}\", {}% of the {} in the whole register; location quotient {}",
          m.count, m.region_total, node.name_en, number(m.share ? std::optional{*m.share * 100} : std::nullopt, 2, "-"),
          m.national_count, number(m.location_quotient, 2, "unknown"))};
}

Clause conclusion(ChainLibrary const& library, NodeDiagnosis const& d, DiagnosisRules const& rules) {
  auto const& m = d.measures;
  auto const& node = library.node(d.node);
  if (d.reason == "quotient_high")
    return {fmt::format("不少于 {} 户且区位商不低于 {:.2f}：强", rules.strong_count, rules.strong_quotient),
            fmt::format("at least {} and a quotient of at least {:.2f}: strong", rules.strong_count,
                        rules.strong_quotient)};
  if (d.reason == "quotient_low")
    return {fmt::format("区位商低于 {:.2f}：强链", rules.strong_quotient),
            fmt::format("the quotient is below {:.2f}: strengthen", rules.strong_quotient)};
  if (d.reason == "few")
    return {fmt::format("少于 {} 户：强链", rules.strong_count),
            fmt::format("fewer than {}: strengthen", rules.strong_count)};
  if (d.reason == "between_present")
    return {"本地没有，而其上游与下游环节本地都有，链条在此断开：补链",
            "absent while links before and after it are present, so the local chain breaks here: fill"};
  if (d.reason == "input_of_present")
    return {fmt::format("本地没有，而本地的{}直接需要它，重要度 {}（不低于 {}）：补链",
                        names(library, m.present_customers, true), node.importance, rules.fill_importance),
            fmt::format("absent while {} here buys from it directly, importance {} (at least {}): fill",
                        names(library, m.present_customers, false), node.importance, rules.fill_importance)};
  if (d.reason == "before_present")
    return {
        fmt::format("本地没有，是本地{}的上游：向上延链", names(library, m.present_customers, true)),
        fmt::format("absent, one step before {} here: extend upstream", names(library, m.present_customers, false))};
  if (d.reason == "after_present")
    return {
        fmt::format("本地没有，是本地{}的下游：向下延链", names(library, m.present_suppliers, true)),
        fmt::format("absent, one step after {} here: extend downstream", names(library, m.present_suppliers, false))};
  return {"本地没有，上下游直接相连的环节也没有：不相关",
          "absent, and so are its direct suppliers and customers: none"};
}

}  // namespace

Statement state(ChainLibrary const& library, Place const& place, Diagnosis const& diagnosis, NodeDiagnosis const& d,
                DiagnosisRules const& rules) {
  auto const counted = counts(d.measures, library.node(d.node));
  auto const concluded = conclusion(library, d, rules);
  auto const date = diagnosis.as_of ? format_day(*diagnosis.as_of) : std::string{};
  return {
      fmt::format("{}{}：{}；{}。", date.empty() ? "" : "截至 " + date + "，", place.name_zh, counted.zh, concluded.zh),
      fmt::format("{}{}: {}; {}.", date.empty() ? "" : "As of " + date + ", ", place.name_en, counted.en,
                  concluded.en)};
}

}  // namespace lianzhao::diagnose
