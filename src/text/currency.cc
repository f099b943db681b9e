#include "text/currency.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "currency_table.h"
#include "currency_words.h"
#include "kernel/error.h"
#include "text/folded_text.h"

namespace lianzhao::text {

namespace {

/// Rows of a table with two columns under a heading; lines that begin with # are notes.
std::vector<std::pair<std::string_view, std::string_view>> rows_of(std::span<embedded::File const> files) {
  std::vector<std::pair<std::string_view, std::string_view>> rows;
  auto rest = files.front().bytes;
  auto heading = true;
  while (!rest.empty()) {
    auto const line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (line.empty() || line.starts_with('#')) continue;
    auto const tab = line.find('\t');
    LIANZHAO_ASSERT(tab != std::string_view::npos, "currencies and their words have two columns");
    if (!std::exchange(heading, false)) rows.emplace_back(line.substr(0, tab), line.substr(tab + 1));
  }
  return rows;
}

std::map<std::string_view, int> const& decimals_by_code() {
  static auto const kAll = [] {
    std::map<std::string_view, int> all;
    for (auto const& [code, decimals] : rows_of(embedded::currency_table())) {
      LIANZHAO_ASSERT(code.size() == 3 && decimals.size() == 1 && decimals[0] >= '0' && decimals[0] <= '3',
                      "a currency has a code of three letters and 0 to 3 decimals");
      LIANZHAO_ASSERT(all.emplace(code, decimals[0] - '0').second, "a currency stands once");
    }
    return all;
  }();
  return kAll;
}

bool is_latin(char16_t c) {
  return c >= u'a' && c <= u'z';
}

}  // namespace

bool is_currency(std::string_view code) {
  return decimals_by_code().contains(code);
}

int currency_decimals(std::string_view code) {
  auto const found = decimals_by_code().find(code);
  return found == decimals_by_code().end() ? 2 : found->second;
}

double minor_units(std::string_view code) {
  return std::pow(10.0, currency_decimals(code));
}

std::span<CurrencyWord const> currency_words() {
  static auto const kAll = [] {
    std::vector<CurrencyWord> words;
    for (auto const& [word, code] : rows_of(embedded::currency_words())) {
      LIANZHAO_ASSERT(code.empty() || is_currency(code), "a word names a currency of the table, or several");
      auto const characters = folded(word);
      words.push_back({{characters.begin(), characters.end()}, std::string{word}, std::string{code}});
    }
    std::stable_sort(words.begin(), words.end(),
                     [](auto const& a, auto const& b) { return a.word.size() > b.word.size(); });
    return words;
  }();
  return kAll;
}

CurrencyWord const* currency_at(std::u16string_view folded, std::size_t at) {
  if (at >= folded.size()) return nullptr;
  auto const rest = folded.substr(at);
  for (auto const& each : currency_words()) {
    if (!rest.starts_with(each.word)) continue;
    // "usd" is no beginning of another word.
    if (is_latin(each.word.back()) && rest.size() > each.word.size() && is_latin(rest[each.word.size()])) continue;
    return &each;
  }
  return nullptr;
}

CurrencyWord const* currency_before(std::u16string_view folded, std::size_t end) {
  auto const head = folded.substr(0, end);
  for (auto const& each : currency_words()) {
    if (!head.ends_with(each.word)) continue;
    auto const begin = end - each.word.size();
    if (is_latin(each.word.front()) && begin > 0 && is_latin(folded[begin - 1])) continue;
    return &each;
  }
  return nullptr;
}

}  // namespace lianzhao::text
