#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lianzhao::ingest {

/// What a unit of a currency cost, average of a year.
struct ExchangeRate {
  std::string currency;  ///< ISO 4217
  int year = 0;
  std::int64_t micro_yuan = 0;  ///< millionths of a yuan for one unit
  std::string source;           ///< key of the table's list of sources
};

/// Yearly average rates of foreign money in yuan. Immutable; shared by threads.
class ExchangeRates {
 public:
  explicit ExchangeRates(std::vector<ExchangeRate>);

  /// Of the year, or the latest of the three years before it: averages stop where their source does, and an older one
  /// would be no estimate. Null where there is none.
  ExchangeRate const* find(std::string_view currency, int year) const;

  std::vector<ExchangeRate> const& all() const { return rates_; }

 private:
  std::vector<ExchangeRate> rates_;  ///< by currency and year
};

/// Hundredths of a unit of foreign money in fen, rounded half up. Absent when it is more than all money there is.
std::optional<std::int64_t> fen_at(std::int64_t hundredths, ExchangeRate const&);

/// reference/exchange_rates.tsv as compiled into the binary; read on first use.
ExchangeRates const& exchange_rates();

/// From a table with the columns currency, year, yuan_per_100, source; lines that begin with # are notes.
/// @throws Failure "bad_exchange_rates" naming the line.
ExchangeRates read_exchange_rates(std::string_view tsv);

}  // namespace lianzhao::ingest
