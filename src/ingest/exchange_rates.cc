#include "ingest/exchange_rates.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "exchange_table.h"
#include "kernel/error.h"

namespace lianzhao::ingest {

namespace {

__extension__ using Wide = __int128;

constexpr int kOldest = 3;                                  // years
constexpr std::int64_t kMostFen = 1'000'000'000'000'000LL;  // as parse_capital

/// "828.9800" for a hundred units: micro-yuan for one. Absent unless digits with at most four behind a point.
std::optional<std::int64_t> micro_yuan_of(std::string_view text) {
  std::int64_t value = 0;
  auto const point = text.find('.');
  auto const whole = text.substr(0, point);
  auto const rest = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
  if (whole.empty() || whole.size() > 9 || rest.size() > 4) return std::nullopt;
  for (auto const part : {whole, rest}) {
    for (auto const c : part) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + (c - '0');
    }
  }
  for (auto i = rest.size(); i < 4; ++i) value *= 10;
  return value > 0 ? std::optional{value} : std::nullopt;  // ten-thousandths of a yuan for 100 are millionths for one
}

}  // namespace

ExchangeRates::ExchangeRates(std::vector<ExchangeRate> rates) : rates_{std::move(rates)} {
  std::sort(rates_.begin(), rates_.end(), [](ExchangeRate const& a, ExchangeRate const& b) {
    return std::tie(a.currency, a.year) < std::tie(b.currency, b.year);
  });
}

ExchangeRate const* ExchangeRates::find(std::string_view currency, int year) const {
  auto const after = std::upper_bound(rates_.begin(), rates_.end(), std::pair{currency, year},
                                      [](std::pair<std::string_view, int> const& wanted, ExchangeRate const& rate) {
                                        return wanted < std::pair{std::string_view{rate.currency}, rate.year};
                                      });
  if (after == rates_.begin()) return nullptr;
  auto const& rate = *std::prev(after);
  return rate.currency == currency && year - rate.year <= kOldest ? &rate : nullptr;
}

std::optional<std::int64_t> fen_at(std::int64_t hundredths, ExchangeRate const& rate) {
  auto const fen = (static_cast<Wide>(hundredths) * rate.micro_yuan + 500'000) / 1'000'000;
  if (fen <= 0 || fen > kMostFen) return std::nullopt;
  return static_cast<std::int64_t>(fen);
}

ExchangeRates read_exchange_rates(std::string_view tsv) {
  std::vector<ExchangeRate> rates;
  auto headed = false;
  for (std::size_t line = 1; !tsv.empty(); ++line) {
    auto text = tsv.substr(0, tsv.find('\n'));
    tsv.remove_prefix(std::min(text.size() + 1, tsv.size()));
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.empty() || text[0] == '#') continue;
    if (!std::exchange(headed, true)) continue;
    std::array<std::string_view, 4> field;
    for (auto& one : field) {
      auto const tab = text.find('\t');
      one = text.substr(0, tab);
      text.remove_prefix(tab == std::string_view::npos ? text.size() : tab + 1);
    }
    ExchangeRate rate{std::string{field[0]}, 0, micro_yuan_of(field[2]).value_or(0), std::string{field[3]}};
    auto const [end, error] = std::from_chars(field[1].data(), field[1].data() + field[1].size(), rate.year);
    if (rate.currency.size() != 3 || error != std::errc{} || end != field[1].data() + field[1].size() ||
        rate.year < 1900 || rate.year > 2200 || rate.micro_yuan == 0 || rate.source.empty())
      throw invalid_input("bad_exchange_rates",
                          fmt::format("line {}: \"{}\" needs a currency of three letters, a year, yuan for 100 with at "
                                      "most four decimals, and a source",
                                      line, field[0]));
    rates.push_back(std::move(rate));
  }
  return ExchangeRates{std::move(rates)};
}

ExchangeRates const& exchange_rates() {
  static ExchangeRates const kTable = read_exchange_rates(embedded::exchange_table().front().bytes);
  return kTable;
}

}  // namespace lianzhao::ingest
