#include "ingest/register_row.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "domain/credit_code.h"
#include "ingest/cell.h"
#include "ingest/exchange_rates.h"
#include "ingest/trim.h"
#include "kernel/hash.h"
#include "text/normalize.h"

namespace lianzhao::ingest {

namespace {

constexpr std::string_view kLostCharacter = "\uFFFD";
constexpr std::size_t kLongestName = 1000;   // bytes
constexpr std::size_t kLongestPlace = 90;    // bytes; 双江拉祜族佤族布朗族傣族自治县 has 45
constexpr std::size_t kLongestAmount = 90;   // bytes
constexpr std::size_t kMostSpareFields = 8;  // a scope with eight stray commas can still be put together

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

std::string name_key(std::string_view name, RegionCode region) {
  auto text = text::name_match_form(name);
  text.push_back('\x1f');
  text += fmt::format("{}", region_at_level(region, RegionLevel::kCity));
  return fmt::format("h:{:016x}{:016x}", stable_hash(text), stable_hash(text, 1));
}

RegionCode region_or_china(RegionCode region) {
  return region == kUnknownRegion ? kChina : region;
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

RegisterRowReader::RegisterRowReader(std::vector<std::string> header, ColumnMap columns, RegionTable const& regions)
    : header_{std::move(header)}, columns_{std::move(columns)}, regions_{regions} {}

std::string_view RegisterRowReader::text_of(std::span<std::string_view const> cells, RegisterField field) const {
  auto const text = trimmed(columns_.cell(cells, field));
  return says_nothing(text) ? std::string_view{} : text;
}

RegionCode RegisterRowReader::stated_region(std::span<std::string_view const> cells) {
  stated_key_.clear();
  for (auto const field : {kProvince, kCity, kCounty}) {
    auto const text = text_of(cells, field);
    if (text.size() > kLongestPlace) continue;
    stated_key_.append(text);
    stated_key_.push_back('\x1f');
  }
  if (stated_key_.size() <= 3) return kUnknownRegion;
  if (auto const known = stated_.find(stated_key_); known != stated_.end()) return known->second;
  auto region = kUnknownRegion;
  for (auto const field : {kProvince, kCity, kCounty}) {
    auto const text = text_of(cells, field);
    if (text.empty() || text.size() > kLongestPlace) continue;
    // 赣州 in a column of cities is the prefecture, not the county-level city of that name that became a district.
    if (field == kCity) {
      auto const city = regions_.resolve_text(fmt::format("{}市", text), region);
      if (city != region && region_level(city) == RegionLevel::kCity &&
          region_contains(region_or_china(region), city)) {
        region = city;
        continue;
      }
    }
    region = regions_.resolve_text(text, region);
  }
  constexpr std::size_t kMostRemembered = 100'000;
  if (stated_.size() < kMostRemembered) stated_.emplace(stated_key_, region);
  return region;
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

bool RegisterRowReader::align(std::span<std::string_view const> cells, int contradicting) {
  auto const width = header_.size();
  auto best = std::numeric_limits<int>::max();
  std::size_t best_at = 0;
  auto const spare = cells.size() > width ? cells.size() - width : 0;
  std::vector<std::string_view> candidate;
  // A piece of `cells` that contains separators lies in one stretch of joined_, so joining needs no copy.
  auto const build = [&](std::size_t at) {
    candidate.assign(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(at));
    if (spare > 0) {
      auto const* const first = cells[at].data();
      auto const& last = cells[at + spare];
      candidate.emplace_back(first, static_cast<std::size_t>(last.data() + last.size() - first));
      candidate.insert(candidate.end(), cells.begin() + static_cast<std::ptrdiff_t>(at + spare + 1), cells.end());
    } else {
      candidate.insert(candidate.end(), cells.begin() + static_cast<std::ptrdiff_t>(at + 1), cells.end());
    }
  };
  auto const places = spare > 0 ? width : cells.size();
  for (std::size_t at = 0; at < places; ++at) {
    build(at);
    auto const count = contradictions(candidate);
    auto const code = text_of(candidate, kCreditCode);
    if (spare > 0 && !code.empty() && check_credit_code(code).state == CreditCodeState::kInvalid) continue;
    // Of equally good ones the one that leaves the longest text whole: a scope has the stray comma.
    if (count < best || (count == best && at == columns_[kScope])) {
      best = count;
      best_at = at;
    }
  }
  // Where the code itself has moved everything must fall into place: half a guess is worse than a refusal.
  auto const stated = text_of(cells, kCreditCode);
  auto const code_stands = spare == 0 && (stated.empty() || is_code_like(stated));
  if (best >= contradicting || (best > 0 && !code_stands)) return false;
  build(best_at);
  aligned_ = candidate;
  return true;
}

Capital const& RegisterRowReader::capital_of(std::string const& text) {
  // Registers have millions of rows and some ten thousand spellings.
  if (auto const known = capitals_.find(text); known != capitals_.end()) return known->second;
  constexpr std::size_t kMostRemembered = 50'000;
  if (capitals_.size() >= kMostRemembered) capitals_.clear();
  return capitals_.emplace(text, parse_capital(text, columns_.capital_unit)).first->second;
}

void RegisterRowReader::decide_region(std::span<std::string_view const> cells, Enterprise& out) {
  auto const stated = stated_region(cells);
  out.region_code = kUnknownRegion;
  out.region_source = RegionSource::kNone;
  auto const settle = [&](RegionCode code, RegionSource source) {
    out.region_code = code;
    out.region_source = source;
  };
  if (auto const code = text_of(cells, kRegionCode); !code.empty()) {
    if (auto const region = regions_.resolve_code(code.substr(0, 6)); region != kUnknownRegion && region != kChina) {
      settle(region, RegionSource::kCodeColumn);
    }
  }
  if (out.region_code == kUnknownRegion && stated != kUnknownRegion) settle(stated, RegionSource::kCityColumn);

  auto const county_stated = out.region_source == RegionSource::kCodeColumn || !text_of(cells, kCounty).empty();
  auto const deep = out.region_code != kUnknownRegion && region_level(out.region_code) == RegionLevel::kCounty;
  if (!out.address.empty() && !(deep && county_stated)) {
    // Columns of provinces and cities say no county for sure, so the address is read inside their city.
    auto const within = deep ? region_at_level(out.region_code, RegionLevel::kCity) : out.region_code;
    auto const found = regions_.find_in_text(out.address, within);
    auto const says = found.begin != found.end && found.code != kUnknownRegion && found.code != kChina;
    // An address that names another province or city than the columns is the more exact statement; beside a code
    // column it is not.
    auto const better = says && found.code != within && !region_contains(found.code, out.region_code) &&
                        (!found.contradicts || out.region_source != RegionSource::kCodeColumn);
    if (better) settle(found.code, RegionSource::kAddress);
  }
  if (out.credit_code_state == CreditCodeState::kValid || out.credit_code_state == CreditCodeState::kLegacy) {
    auto const digits =
        std::string_view{out.credit_code}.substr(out.credit_code_state == CreditCodeState::kValid ? 2 : 0, 6);
    auto const region = regions_.resolve_code(digits);
    if (region != kUnknownRegion && region != kChina && region != out.region_code &&
        (out.region_code == kUnknownRegion || region_contains(out.region_code, region))) {
      settle(region, RegionSource::kCreditCode);
    }
  }
  if (out.region_code == kUnknownRegion) {
    auto const found = regions_.find_in_text(out.name);
    if (found.code != kUnknownRegion && found.code != kChina) settle(found.code, RegionSource::kName);
  }
}

void RegisterRowReader::read(TableRow const& row, RegisterRow& out) {
  out.reject = row.problem;
  out.repaired = row.repaired;
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
  while (cells.size() > header_.size() && trimmed(cells.back()).empty()) cells = cells.first(cells.size() - 1);
  auto const contradicting = contradictions(cells);
  auto const spare = cells.size() > header_.size() ? cells.size() - header_.size() : 0;
  if (spare > 0) {
    if (spare > kMostSpareFields) return refuse("too_many_fields");
    // Pieces to be joined must lie side by side with their separators.
    joined_.clear();
    std::vector<std::pair<std::size_t, std::size_t>> places;
    for (auto const& cell : cells) {
      if (!joined_.empty() || !places.empty()) joined_.push_back(',');
      places.emplace_back(joined_.size(), cell.size());
      joined_.append(cell);
    }
    std::vector<std::string_view> beside;
    for (auto const& [begin, size] : places) beside.push_back(std::string_view{joined_}.substr(begin, size));
    if (!align(beside, std::numeric_limits<int>::max())) return refuse("too_many_fields");
    cells = aligned_;
    out.repaired = true;
  } else if (contradicting > 0) {
    if (contradicting > 1 && align(cells, contradicting)) {
      cells = aligned_;
      out.repaired = true;
    } else if (auto const code = text_of(cells, kCreditCode); !code.empty() && !is_code_like(code)) {
      auto const elsewhere =
          std::any_of(cells.begin(), cells.end(), [](auto cell) { return valid_credit_code(trimmed(cell)); });
      if (elsewhere) return refuse("shifted_columns");
    }
  }

  auto const given_name = columns_.cell(cells, kName);
  if (says_nothing(given_name)) return refuse("no_name");
  if (given_name.size() > kLongestName) return refuse("name_too_long");
  auto& it = out.enterprise;
  it.name = text::registered_name(given_name);
  if (it.name.empty() || it.name == "（）") return refuse("no_name");
  if (it.name.find(kLostCharacter) != std::string::npos) return refuse("unreadable_text");
  if (name_was_repaired(given_name, it.name)) out.repaired = true;

  auto given_code = text_of(cells, kCreditCode);
  auto const in_its_column = !given_code.empty();
  if (!in_its_column) given_code = text_of(cells, kRegistrationNumber);
  auto check = check_credit_code(given_code);
  if (check.folded) out.repaired = true;
  it.credit_code = std::move(check.code);
  it.credit_code_state = check.state;
  out.suggested_code = std::move(check.suggestion);
  out.old_number = in_its_column && check.state == CreditCodeState::kLegacy;

  it.business_scope = text_of(cells, kScope);
  it.products = text_of(cells, kProducts);
  it.enterprise_type = text_of(cells, kType);
  it.address = text_of(cells, kAddress);
  it.industry_code = text_of(cells, kIndustryCode);
  if (it.industry_code.size() > 8) it.industry_code.clear();
  it.founded = parse_date(text_of(cells, kFounded));
  it.status = parse_status(text_of(cells, kStatus));
  it.registered_capital_text = text_of(cells, kCapital);
  auto capital = capital_of(it.registered_capital_text);
  if (auto const currency = text_of(cells, kCapitalCurrency); !currency.empty() && currency.size() <= 30) {
    auto const other = parse_capital(fmt::format("1万{}", currency)).currency;
    if (!other.empty() && other != "CNY") {
      capital = {std::nullopt, other, capital.fen ? capital.fen : capital.foreign_hundredths};
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
