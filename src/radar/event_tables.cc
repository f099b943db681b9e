#include <algorithm>
#include <cmath>

#include "radar/event_reader.h"
#include "radar/names.h"
#include "text/chinese_number.h"

namespace lianzhao::radar {

namespace {

constexpr std::size_t kMostColumns = 40;

enum class Column : std::uint8_t { kOther, kProject, kEnterprise, kAmount, kLand, kStage, kPlace };

Column column_of(std::u16string_view heading) {
  if (contains_any(heading, {u"进展", u"进度", u"状态", u"阶段", u"情况"})) return Column::kStage;
  if (contains_any(heading, {u"年度", u"完成", u"累计", u"产值", u"税", u"序号", u"编号", u"类别", u"类型"}))
    return Column::kOther;
  if (contains_any(heading,
                   {u"总投资", u"投资额", u"投资总额", u"计划投资", u"投资金额", u"投资规模", u"投资(", u"协议投资"}) ||
      heading == u"投资" || heading == u"金额")
    return Column::kAmount;
  if (contains_any(heading, {u"单位", u"投资方", u"投资主体", u"投资商", u"业主", u"企业", u"公司"}))
    return Column::kEnterprise;
  if (contains_any(heading, {u"占地", u"用地", u"面积"})) return Column::kLand;
  if (contains_any(heading, {u"地点", u"地址", u"选址", u"落户", u"所在", u"属地", u"园区"})) return Column::kPlace;
  if (contains_any(heading, {u"项目名称", u"工程名称", u"名称"}) || heading == u"项目") return Column::kProject;
  return Column::kOther;
}

struct Unit {
  double minor_units = 0;  ///< 0: none said
  std::string_view currency = "CNY";
};

/// 总投资(亿元), 单位:万美元.
Unit unit_in(std::u16string_view words) {
  Unit unit;
  if (words.find(u'亿') != std::u16string_view::npos)
    unit.minor_units = 1e10;
  else if (words.find(u'万') != std::u16string_view::npos)
    unit.minor_units = 1e6;
  if (words.find(u"美元") != std::u16string_view::npos) unit.currency = "USD";
  if (words.find(u"欧元") != std::u16string_view::npos) unit.currency = "EUR";
  if (words.find(u'港') != std::u16string_view::npos) unit.currency = "HKD";
  return unit;
}

Span trimmed(std::u16string_view text, Span span) {
  while (span.size() > 0 && text[span.begin] == u' ') ++span.begin;
  while (span.size() > 0 && text[span.end - 1] == u' ') --span.end;
  return span;
}

}  // namespace

std::size_t EventReader::read_table(std::vector<Span> const& paragraphs, std::size_t first) {
  // Folding makes blanks of the tabs between cells; the article itself still has them.
  auto const cells_of = [&](Span paragraph) {
    std::vector<Span> cells;
    auto begin = paragraph.begin;
    for (auto i = paragraph.begin; i <= paragraph.end; ++i) {
      if (i < paragraph.end && source_[offsets_[i]] != '\t') continue;
      cells.push_back(trimmed(text_, {begin, i}));
      begin = i + 1;
      if (cells.size() == kMostColumns) break;
    }
    return cells;
  };
  auto const head = cells_of(paragraphs[first]);
  if (head.size() < 2) return 0;
  std::vector<Column> columns;
  std::vector<Unit> units;
  for (auto const& cell : head) {
    auto const words = text_.substr(cell.begin, cell.size());
    columns.push_back(column_of(words));
    units.push_back(unit_in(words));
  }
  auto const has = [&](Column column) { return std::find(columns.begin(), columns.end(), column) != columns.end(); };
  if (!has(Column::kProject) || !(has(Column::kAmount) || has(Column::kStage) || has(Column::kEnterprise))) return 0;
  Unit said;  // 单位:万元 above the table
  if (first > 0) {
    auto const above = text_.substr(paragraphs[first - 1].begin, paragraphs[first - 1].size());
    if (auto const at = above.rfind(u"单位:"); at != std::u16string_view::npos && above.size() - at < 14)
      said = unit_in(above.substr(at));
  }

  auto row = first + 1;
  for (; row < paragraphs.size(); ++row) {
    auto const cells = cells_of(paragraphs[row]);
    if (cells.size() < 2) break;
    if (cells.size() > columns.size() || events_.size() >= 5000) continue;
    ProjectEvent event;
    auto const index = events_.size();
    // Cells that span rows leave later rows shorter; those line up from the right.
    auto const shift = columns.size() - cells.size();
    Sentence sentence;
    sentence.span = paragraphs[row];
    Span name;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (columns[i + shift] == Column::kProject) name = cells[i];
    }
    auto const named = text_.substr(name.begin, name.size());
    if (name.size() < 3 || contains_any(named, {u"合计", u"小计", u"总计"})) continue;
    event.project = utf8(name);
    prove(event, "project", name);
    events_.push_back(std::move(event));
    homes_.push_back(paragraphs[row]);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      auto const cell = cells[i];
      auto const words = text_.substr(cell.begin, cell.size());
      if (words.empty()) continue;
      switch (columns[i + shift]) {
        case Column::kEnterprise:
          if (words.size() >= 3 && words.size() <= 40) add_enterprise(events_[index], cell, EnterpriseRole::kInvestor);
          break;
        case Column::kAmount: {
          auto const quantities = text::find_quantities(words);
          text::Quantity found;
          found.begin = cell.begin;
          found.end = cell.end;
          if (!quantities.empty() && quantities.front().kind == text::QuantityKind::kMoney &&
              !quantities.front().unit_implied) {
            found = quantities.front();
            found.begin += cell.begin;
            found.end += cell.begin;
          } else {
            text::WrittenNumber number;
            auto const unit = units[i + shift].minor_units > 0 ? units[i + shift] : said;
            if (unit.minor_units <= 0 || text::read_number(words, 0, number) != words.size()) break;
            auto const value = std::round(number.value() * unit.minor_units);
            if (!(value > 0 && value < 9e18)) break;
            found.value = static_cast<std::int64_t>(value);
            found.currency = unit.currency;
          }
          set_amount(index, found, AmountKind::kTotalInvestment);
          break;
        }
        case Column::kLand: {
          for (auto quantity : text::find_quantities(words)) {
            if (quantity.kind != text::QuantityKind::kArea) continue;
            quantity.begin += cell.begin;
            quantity.end += cell.begin;
            set_land(index, quantity);
          }
          break;
        }
        case Column::kStage:
          for (auto const& stage : taught_.stages(cell, find_stages(text_, cell))) set_stage(index, stage, 0.95);
          break;
        case Column::kPlace:
          sentence.zones = find_zones(text_, cell);
          break;
        case Column::kProject:
        case Column::kOther:
          break;
      }
    }
    add_place(events_[index], sentence, name);
  }
  return row - first;
}

}  // namespace lianzhao::radar
