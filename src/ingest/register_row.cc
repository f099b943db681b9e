#include "ingest/register_row.h"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

#include "domain/credit_code.h"
#include "ingest/cell.h"
#include "ingest/exchange_rates.h"
#include "ingest/trim.h"
#include "kernel/hash.h"
#include "text/currency.h"
#include "text/folded_text.h"
#include "text/normalize.h"
#include "text/utf8.h"

namespace lianzhao::ingest {

namespace {

constexpr std::string_view kLostCharacter = "\uFFFD";
constexpr std::size_t kLongestName = 1000;    // bytes
constexpr std::size_t kLongestAmount = 90;    // bytes
constexpr std::size_t kMostSpareFields = 16;  // stray commas of one row that can still be put together

using enum RegisterField;

bool is_code_like(std::string_view cell) {
  auto const plain_code = cell.size() == 18 && std::all_of(cell.begin(), cell.end(), [](char c) {
                            return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
                          });
  if (plain_code) return true;
  auto const folded = half_width(cell);
  std::size_t plain = 0;
  for (auto const c : folded) {
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) ++plain;
  }
  return plain >= 6 && folded.size() - plain <= 24;  // 企合苏镇分字第0123 is an old registration number
}

bool has_amount(std::string_view cell) {
  for (auto const c : cell) {
    if (c >= '0' && c <= '9') return true;
  }
  return cell.find_first_of("0123456789") != std::string_view::npos || parse_capital(cell).fen ||
         half_width(cell).find_first_of("0123456789") != std::string::npos;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// A credit code, a registration number, or one of them with a slip.
bool is_code(std::string_view cell) {
  if (cell.size() < 13 || cell.size() > 60) return false;
  auto const check = check_credit_code(cell);
  if (check.state == CreditCodeState::kValid || check.state == CreditCodeState::kLegacy) return true;
  auto const plain =
      std::all_of(check.code.begin(), check.code.end(), [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); });
  if (plain) return check.code.size() >= 13 && check.code.size() <= 20 && is_digit(check.code.front());
  return cell.find("字第") != std::string_view::npos && is_code_like(cell);
}

bool parse_date_like(std::string_view cell) {
  return cell.size() >= 8 && cell.size() <= 30 && parse_date(cell).has_value();
}

/// Digits, then nothing or a unit: 000万元, 500.
bool is_amount(std::string_view cell) {
  constexpr std::size_t kLongest = 45;
  if (cell.empty() || cell.size() > kLongest || !is_digit(cell.front())) return false;
  auto const end = cell.find_first_not_of("0123456789.");
  auto const unit = end == std::string_view::npos ? std::string_view{} : trimmed(cell.substr(end));
  if (unit.empty()) return true;
  auto const folded = text::folded(unit);
  auto const rest = std::u16string{folded.begin(), folded.end()};
  return std::u16string_view{u"万萬亿億元圆("}.find(rest.front()) != std::u16string_view::npos ||
         text::currency_at(rest, 0) != nullptr;
}

/// Whether `next` is what a comma between digits cut off `capital`: 1 | 000万元, but not 1 | 生产.
bool continues_digits(std::string_view capital, std::string_view next) {
  std::size_t digits = 0;
  for (auto at = capital.size(); at > 0 && is_digit(capital[at - 1]); --at) ++digits;
  if (digits == 0 || digits > 3 || next.size() < 3 || !is_amount(next)) return false;
  return is_digit(next[1]) && is_digit(next[2]) && (next.size() == 3 || !is_digit(next[3]));
}

/// 1,000万元 | ¥12,345,678.00: groups of three after a first of one to three.
bool is_grouped_amount(std::string_view cell) {
  if (cell.size() > kLongestAmount) return false;
  auto const begin = cell.find_first_of("0123456789");
  auto const comma = cell.find(',');
  if (begin == std::string_view::npos || comma == std::string_view::npos || comma < begin) return false;
  if (comma - begin == 0 || comma - begin > 3) return false;
  if (!std::all_of(cell.begin() + static_cast<std::ptrdiff_t>(begin), cell.begin() + static_cast<std::ptrdiff_t>(comma),
                   is_digit)) {
    return false;
  }
  for (auto at = comma; at != std::string_view::npos;) {
    auto const group = cell.substr(at + 1, 3);
    if (group.size() < 3 || !std::all_of(group.begin(), group.end(), is_digit)) return false;
    if (at + 4 < cell.size() && is_digit(cell[at + 4])) return false;
    auto const next = cell.find(',', at + 1);
    if (next != std::string_view::npos && next != at + 4) return false;
    at = next;
  }
  return true;
}

/// Whether a text has anything that could be a name: digits and marks are none.
bool has_letter(std::string_view utf8) {
  for (std::size_t at = 0; at < utf8.size();) {
    auto const c = text::next_code_point(utf8, at);
    if (text::is_ideograph(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
    // Other scripts, without the marks of Latin-1, general punctuation, arrows, forms and full-width marks.
    if (c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x2BFF) && !(c >= 0x3000 && c <= 0x303F) &&
        !(c >= 0xFE10 && c <= 0xFE6F) && !(c >= 0xFF00 && c <= 0xFF20) && c != 0xFEFF && c != 0xFFFD) {
      return true;
    }
  }
  return false;
}

/// 曾用名 as registers list them, divided by marks or line ends: 甲公司;乙公司(1999-03-01至2004-05-06). What is none is
/// left out. A comma of an English name (Co., Ltd.) divides nothing.
std::string former_names(std::string_view cell, std::string_view name) {
  std::string found;
  auto const take = [&](std::string_view text) {
    text = trimmed(text);
    // The days on which it was borne.
    for (std::string_view const open : {"(", "（"}) {
      auto const at = text.rfind(open);
      if (at == std::string_view::npos || at == 0) continue;
      if (text.find_first_of("0123456789", at) == at + open.size()) text = trimmed(text.substr(0, at));
    }
    if (text.size() > kLongestName || says_nothing(text) || !has_letter(text)) return;
    auto const former = text::registered_name(text);
    if (former != name && former.find(kLostCharacter) == std::string::npos) add_former_name(found, former);
  };
  std::size_t begin = 0;
  for (std::size_t at = 0; at < cell.size();) {
    auto const here = at;
    auto const c = text::next_code_point(cell, at);
    auto const comma = c == ',' && !(at < cell.size() && (cell[at] == ' ' || static_cast<signed char>(cell[at]) > 0));
    if (!comma && c != u'，' && c != ';' && c != u'；' && c != u'、' && c != '|' && c != '\n' && c != '\t') continue;
    take(cell.substr(begin, here - begin));
    begin = at;
  }
  take(cell.substr(begin));
  return found;
}

/// The lines that tables end with: sums and remarks. And JSON where a name belongs.
bool is_no_enterprise(std::string_view cell) {
  cell = trimmed(cell);
  if (cell.starts_with('#')) return true;
  if ((cell.starts_with('{') && cell.ends_with('}')) || (cell.starts_with('[') && cell.ends_with(']'))) {
    return cell.find('"') != std::string_view::npos || cell.find(':') != std::string_view::npos || cell.size() == 2;
  }
  static constexpr std::array<std::string_view, 8> kSums{"合计", "总计", "共计",  "小计",
                                                         "累计", "总和", "total", "sum"};
  static constexpr std::array<std::string_view, 17> kRemarks{
      "备注", "注",     "附注",     "说明",     "填表说明", "数据来源", "资料来源", "来源",    "制表人",
      "制表", "填表人", "填报单位", "填报日期", "审核人",   "制表日期", "统计时间", "截止日期"};
  // What hardly any name begins with is told by the first character.
  auto const first = cell.substr(0, 3);
  auto const begins = [&](auto word) { return word.substr(0, 3) == first; };
  auto const ascii = !first.empty() && static_cast<unsigned char>(first[0]) < 0x80;
  if (!ascii && std::none_of(kSums.begin(), kSums.end(), begins) &&
      std::none_of(kRemarks.begin(), kRemarks.end(), begins)) {
    return false;
  }
  std::string plain;
  for (auto const c : half_width(cell.substr(0, std::min<std::size_t>(cell.size(), 60)))) {
    if (c != ' ') plain.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
  }
  for (auto const word : kSums) {
    if (!plain.starts_with(word)) continue;
    auto const rest = std::string_view{plain}.substr(word.size());
    if (rest.empty() || rest[0] == ':' || is_digit(rest[0]) || rest[0] == '(') return true;
  }
  return std::any_of(kRemarks.begin(), kRemarks.end(), [&](auto word) {
    return plain.starts_with(word) && (plain.size() == word.size() || plain[word.size()] == ':');
  });
}

/// "甲公司 without the quote that nothing closes.
std::string_view without_lone_quote(std::string_view name) {
  name = trimmed(name);
  if (std::count(name.begin(), name.end(), '"') != 1) return name;
  if (name.starts_with('"')) name.remove_prefix(1);
  if (name.ends_with('"')) name.remove_suffix(1);
  return name;
}

/// Whether the name needed more than its brackets widened.
bool name_was_repaired(std::string_view given, std::string_view stored) {
  if (given == stored) return false;
  std::string bracketed;
  for (auto const c : given) {
    if (c == '(') {
      bracketed += "（";
    } else if (c == ')') {
      bracketed += "）";
    } else {
      bracketed.push_back(c);
    }
  }
  return bracketed != stored;
}

}  // namespace

std::string name_key(std::string_view name, RegionCode region) {
  auto text = text::name_match_form(name);
  text.push_back('\x1f');
  text += fmt::format("{}", region_at_level(region, RegionLevel::kCity));
  return fmt::format("h:{:016x}{:016x}", stable_hash(text), stable_hash(text, 1));
}

RegisterRowReader::RegisterRowReader(std::vector<std::string> header, ColumnMap columns, RegionTable const& regions,
                                     DayNumber today, ColumnsOf cells_of)
    : regions_{regions}, today_{today}, named_{cells_of == ColumnsOf::kEachRow} {
  widen(std::move(header), std::move(columns));
}

void RegisterRowReader::widen(std::vector<std::string> header, ColumnMap columns) {
  header_ = std::move(header);
  columns_ = std::move(columns);
  fields_.assign(header_.size(), std::nullopt);
  for (std::size_t field = 0; field < kRegisterFields; ++field) {
    auto const column = columns_.column[field];
    if (column < fields_.size()) fields_[column] = static_cast<RegisterField>(field);
  }
  capitals_.clear();
}

std::string_view RegisterRowReader::text_of(std::span<std::string_view const> cells, RegisterField field) const {
  auto const text = trimmed(columns_.cell(cells, field));
  return says_nothing(text) ? std::string_view{} : text;
}

int RegisterRowReader::contradictions(std::span<std::string_view const> cells) {
  auto count = 0;
  if (auto const code = text_of(cells, kCreditCode); !code.empty() && !is_code_like(code)) ++count;
  if (auto const day = text_of(cells, kFounded); !day.empty() && !parse_date(day)) {
    if (day.size() > 10 || day.find_first_of("0123456789") == std::string_view::npos) ++count;
  }
  if (auto const capital = text_of(cells, kCapital);
      capital.size() > kLongestAmount || (!capital.empty() && !has_amount(capital))) {
    ++count;
  }
  for (auto const field : {kProvince, kCity, kCounty}) {
    if (text_of(cells, field).size() > kLongestPlace) ++count;
  }
  if (auto const province = text_of(cells, kProvince); !province.empty() && province.size() <= kLongestPlace) {
    if (province.find_first_of("0123456789") != std::string_view::npos) ++count;
  }
  return count;
}

RegisterField const* RegisterRowReader::field_of(std::size_t column) const {
  return column < fields_.size() && fields_[column] ? &*fields_[column] : nullptr;
}

bool RegisterRowReader::is_place(std::string_view text, bool province) {
  if (text.size() > kLongestPlace) return false;
  std::string key{text};
  key.push_back(province ? '1' : '0');
  if (auto const known = places_.find(key); known != places_.end()) return known->second;
  auto const found = regions_.find_in_text(text);
  auto const named = found.code != kUnknownRegion && found.code != kChina && found.begin == 0;
  auto place = named && found.end == text.size();
  if (province) {
    place = place && region_level(found.code) == RegionLevel::kProvince;
  } else if (!place && text.find_first_of("0123456789") == std::string_view::npos) {
    static constexpr std::array<std::string_view, 9> kEnds{"省", "市", "区", "县", "州", "盟", "旗", "地区", "区划"};
    place = std::any_of(kEnds.begin(), kEnds.end(), [&](auto end) { return text.ends_with(end); });
    // Several bearers leave a name like 朝阳 without a code.
    place = place || (text.size() <= 12 && regions_.search(text, 1).size() == 1);
  }
  constexpr std::size_t kMostRemembered = 100'000;
  if (places_.size() < kMostRemembered) places_.emplace(std::move(key), place);
  return place;
}

bool RegisterRowReader::has_moved(Cells cells) {
  auto const next_to = [&](RegisterField field) {
    auto const at = columns_[field];
    return at + 1 < cells.size() ? trimmed(cells[at + 1]) : std::string_view{};
  };
  if (columns_.has(kProvince)) {
    auto const province = text_of(cells, kProvince);
    if (!province.empty() && province != placed_) {
      if (is_place(province, false)) {
        placed_ = province;
      } else {
        // 总局 | 北京: a municipality is a city as well, and offices of the state stand in columns of provinces.
        auto const next = next_to(kProvince);
        auto const region = is_place(next, true) ? regions_.resolve_text(next) : kUnknownRegion;
        if (region != kUnknownRegion && !without_prefectures(region)) return true;
      }
    }
  }
  if (columns_.has(kCapital)) {
    auto const capital = text_of(cells, kCapital);
    if (!capital.empty() && continues_digits(capital, next_to(kCapital))) return true;
  }
  return false;
}

bool RegisterRowReader::fits(std::size_t column, std::string_view text, std::size_t pieces, std::string_view next) {
  auto const* const field = field_of(column);
  text = trimmed(text);
  auto const one = pieces == 1;
  if (one && says_nothing(text)) return field == nullptr || *field != kName;
  if (field == nullptr) {
    return (one || meaning_not_kept(header_[column]).empty()) && !valid_credit_code(text);
  }
  switch (*field) {
    case kCreditCode:
      return one && is_code(text);
    case kRegistrationNumber:
      return one && is_code_like(text) && !parse_date(text);
    case kFounded:
      return one && parse_date(text).has_value();
    case kCapital:
      if (!one) return is_grouped_amount(text);
      return text.size() <= kLongestAmount && has_amount(text) && !is_code(text) && !parse_date_like(text) &&
             !continues_digits(text, trimmed(next));
    case kCapitalCurrency:
      return one && text.size() <= 30 && text.find_first_of("0123456789") == std::string_view::npos;
    case kRegionCode:
      return one && text.size() <= 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
    case kProvince:
      return one && is_place(text, true);
    case kCity:
    case kCounty:
      return one && is_place(text, false);
    case kStatus:
      return one && parse_status(text) != EnterpriseStatus::kUnknown;
    case kIndustryCode:
      return one && text.size() <= 8;
    case kType:
      return one && !is_code(text) && !parse_date_like(text);
    case kName:
      return text.size() <= kLongestName && !is_code(text) && has_letter(text);
    case kScope:
    case kProducts:
    case kFormerNames:
    case kAddress:
      return !is_code(text) && !parse_date_like(text) && !is_amount(text);
  }
  return true;
}

void RegisterRowReader::place(Cells cells, std::size_t column, std::size_t cell, std::size_t spare) {
  if (solutions_ > 1) return;
  auto const found_before = solutions_;
  auto const state = column * (kMostSpareFields + 1) + spare;
  if (column < header_.size() && dead_[state]) return;
  if (column == header_.size()) {
    if (spare > 0) return;
    if (solutions_++ == 0) solution_ = pieces_;
    return;
  }
  for (std::size_t more = 0; more <= spare; ++more) {
    auto const& last = cells[cell + more];
    // A text does not begin or end with the comma that divided it.
    if (more > 0 && (trimmed(cells[cell]).empty() || trimmed(last).empty())) continue;
    auto const begin = cells[cell].data();
    std::string_view const text{begin, static_cast<std::size_t>(last.data() + last.size() - begin)};
    auto const next = cell + more + 1 < cells.size() ? cells[cell + more + 1] : std::string_view{};
    if (!fits(column, text, more + 1, next)) continue;
    pieces_.push_back(more + 1);
    place(cells, column + 1, cell + more + 1, spare - more);
    pieces_.pop_back();
  }
  if (solutions_ == found_before) dead_[state] = true;
}

bool RegisterRowReader::join(Cells given, std::size_t spare) {
  // Pieces to be joined must lie side by side with their separators, so that a view can hold them together.
  joined_.clear();
  std::vector<std::pair<std::size_t, std::size_t>> places;
  for (auto const& cell : given) {
    if (!places.empty()) joined_.push_back(',');
    places.emplace_back(joined_.size(), cell.size());
    joined_.append(cell);
  }
  std::vector<std::string_view> cells;
  for (auto const& [begin, size] : places) cells.push_back(std::string_view{joined_}.substr(begin, size));
  solutions_ = 0;
  pieces_.clear();
  dead_.assign(header_.size() * (kMostSpareFields + 1), false);
  place(cells, 0, 0, spare);
  if (solutions_ != 1) return false;
  aligned_.clear();
  std::size_t at = 0;
  for (auto const count : solution_) {
    auto const& last = cells[at + count - 1];
    aligned_.emplace_back(cells[at].data(), static_cast<std::size_t>(last.data() + last.size() - cells[at].data()));
    at += count;
  }
  return true;
}

bool RegisterRowReader::drop_blank(Cells cells) {
  auto solutions = 0;
  std::vector<std::string_view> candidate;
  for (std::size_t at = 0; at < cells.size(); ++at) {
    if (!trimmed(cells[at]).empty() || (at > 0 && trimmed(cells[at - 1]).empty())) continue;
    candidate.assign(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(at));
    candidate.insert(candidate.end(), cells.begin() + static_cast<std::ptrdiff_t>(at + 1), cells.end());
    auto all = true;
    for (std::size_t i = 0; i < candidate.size() && all; ++i) {
      all = fits(i, candidate[i], 1, i + 1 < candidate.size() ? candidate[i + 1] : std::string_view{});
    }
    if (all && ++solutions == 1) aligned_ = candidate;
  }
  return solutions == 1;
}

Capital RegisterRowReader::capital_of(Cells cells, std::string const& text) {
  auto const column = columns_.column_in(cells, kCapital);
  if (column != columns_[kCapital] && column < header_.size()) {
    return parse_capital(text, capital_unit_of(header_[column]));
  }
  // Registers have millions of rows and some ten thousand spellings.
  if (auto const known = capitals_.find(text); known != capitals_.end()) return known->second;
  constexpr std::size_t kMostRemembered = 50'000;
  if (capitals_.size() >= kMostRemembered) capitals_.clear();
  return capitals_.emplace(text, parse_capital(text, columns_.capital_unit)).first->second;
}

bool is_note(std::span<std::string_view const> cells) {
  std::string_view only;
  for (auto const cell : cells) {
    auto const text = trimmed(cell);
    if (text.empty()) continue;
    if (!only.empty() || text.front() != '#') return false;
    only = text;
  }
  return !only.empty();
}

void RegisterRowReader::read(TableRow const& row, RegisterRow& out) {
  out.reject = row.problem;
  out.repaired = row.repaired;
  out.note = out.reject == nullptr && is_note(row.fields);
  if (out.note) return;
  if (out.reject != nullptr) return;
  auto cells = row.fields;
  auto const refuse = [&](char const* reason) { out.reject = reason; };

  auto const name_at = columns_[kName];
  if (name_at < cells.size() && trimmed(cells[name_at]) == trimmed(header_[name_at])) {
    auto const code_at = columns_[kCreditCode];
    if (code_at >= cells.size() || trimmed(cells[code_at]) == trimmed(header_[code_at])) {
      return refuse("repeated_header");
    }
  }
  for (auto const field : {kName, kScope}) {
    if (columns_.cell(cells, field).find(kLostCharacter) != std::string_view::npos) return refuse("unreadable_text");
  }
  auto const given = cells;
  while (cells.size() > header_.size() && trimmed(cells.back()).empty()) cells = cells.first(cells.size() - 1);
  auto const repair = [&] {
    cells = aligned_;
    out.repaired = true;
  };
  if (cells.size() > header_.size()) {
    auto const spare = cells.size() - header_.size();
    // Blank cells at the end may belong to the table, so that a text has more pieces than it seems.
    auto const most = std::min(given.size() - header_.size(), kMostSpareFields);
    auto done = false;
    for (auto count = spare; count <= most && !done; ++count) done = join(given.first(header_.size() + count), count);
    if (!done && !(spare == 1 && drop_blank(cells))) return refuse("too_many_fields");
    repair();
  } else {
    // Cells that are named cannot stand in the wrong column.
    auto const contradicting = named_ ? 0 : contradictions(cells);
    if (contradicting > 0 || (!named_ && has_moved(cells))) {
      auto const more = given.size() - cells.size();
      if (more > 0 && more <= kMostSpareFields && join(given, more)) {
        repair();
      } else if (contradicting > 1 && drop_blank(cells)) {
        repair();
      } else {
        auto const code = text_of(cells, kCreditCode);
        auto const elsewhere =
            !code.empty() && !is_code_like(code) &&
            std::any_of(cells.begin(), cells.end(), [](auto cell) { return valid_credit_code(trimmed(cell)); });
        if (elsewhere || has_moved(cells)) return refuse("shifted_columns");
      }
    }
  }

  auto const given_name = columns_.cell(cells, kName);
  if (says_nothing(given_name)) return refuse("no_name");
  if (is_no_enterprise(given_name)) return refuse("not_an_enterprise");
  if (given_name.size() > kLongestName) return refuse("name_too_long");
  auto& it = out.enterprise;
  it.name = text::registered_name(without_lone_quote(given_name));
  if (!has_letter(it.name)) return refuse("no_name");
  if (it.name.find(kLostCharacter) != std::string::npos) return refuse("unreadable_text");
  if (name_was_repaired(given_name, it.name)) out.repaired = true;

  auto given_code = text_of(cells, kCreditCode);
  auto const in_its_column = !given_code.empty();
  if (!in_its_column) given_code = text_of(cells, kRegistrationNumber);
  auto check = check_credit_code(given_code);
  // A column of organisation codes serves where it holds credit codes or registration numbers.
  if (!in_its_column && check.state == CreditCodeState::kInvalid && valid_organization_code(check.code)) check = {};
  if (check.folded) out.repaired = true;
  it.credit_code = std::move(check.code);
  it.credit_code_state = check.state;
  out.suggested_code = std::move(check.suggestion);
  out.old_number = in_its_column && check.state == CreditCodeState::kLegacy;

  it.former_names = former_names(text_of(cells, kFormerNames), it.name);
  it.business_scope = text_of(cells, kScope);
  it.products = text_of(cells, kProducts);
  it.enterprise_type = text_of(cells, kType);
  it.address = text_of(cells, kAddress);
  it.industry_code = text_of(cells, kIndustryCode);
  if (it.industry_code.size() > 8) it.industry_code.clear();
  it.founded = parse_date(text_of(cells, kFounded));
  out.later_founding.clear();
  if (it.founded && *it.founded > today_) {
    out.later_founding = text_of(cells, kFounded);
    it.founded.reset();
  }
  it.status = parse_status(text_of(cells, kStatus));
  it.registered_capital_text = text_of(cells, kCapital);
  auto capital = capital_of(cells, it.registered_capital_text);
  if (auto const currency = text_of(cells, kCapitalCurrency); !currency.empty() && currency.size() <= 30) {
    auto const folded = text::folded(currency);
    auto const* const word = text::currency_at({folded.begin(), folded.end()}, 0);
    if (word != nullptr && word->code.empty()) {
      capital = {};  // of which country it does not say
    } else if (word != nullptr && word->code != "CNY") {
      capital = {std::nullopt, word->code, capital.fen ? capital.fen : capital.foreign_hundredths};
    }
  }
  it.registered_capital_fen = capital.fen;
  if (capital.foreign_hundredths && it.founded) {
    auto const year = static_cast<int>(civil_date(*it.founded).year());
    if (auto const* const rate = exchange_rates().find(capital.currency, year)) {
      it.registered_capital_fen = fen_at(*capital.foreign_hundredths, *rate);
    }
  }
  it.registered_capital_currency = std::move(capital.currency);

  decide_region(cells, it);
  out.match_key = name_key(it.name, it.region_code);
  switch (it.credit_code_state) {
    case CreditCodeState::kValid:
      it.enterprise_key = it.credit_code;
      break;
    case CreditCodeState::kLegacy:
      it.enterprise_key = fmt::format("h:{:016x}{:016x}", stable_hash(it.credit_code), stable_hash(it.credit_code, 1));
      break;
    default:
      it.enterprise_key = out.match_key;
  }
}

}  // namespace lianzhao::ingest
