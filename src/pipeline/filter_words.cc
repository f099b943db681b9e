#include "pipeline/filter_words.h"

#include <cmath>

#include <fmt/format.h>

#include "domain/enterprise.h"
#include "kernel/error.h"
#include "kernel/named_failure.h"

namespace lianzhao::pipeline {

namespace {

std::chrono::year year_of(std::int64_t year) {
  if (year < 1 || year > 9999) throw invalid_input("bad_year", fmt::format("{} is no year between 1 and 9999", year));
  return std::chrono::year{static_cast<int>(year)};
}

std::int64_t fen_of(double ten_thousand_yuan) {
  if (!std::isfinite(ten_thousand_yuan) || ten_thousand_yuan < 0 || ten_thousand_yuan > 9e11)
    throw invalid_input("bad_capital",
                        fmt::format("{} is no capital in 万元 between 0 and 900000000000", ten_thousand_yuan));
  return static_cast<std::int64_t>(std::llround(ten_thousand_yuan * 1e6));
}

std::uint32_t statuses_of(std::string_view words) {
  std::uint32_t statuses = 0;
  while (!words.empty()) {
    auto const comma = words.find(',');
    auto const word = words.substr(0, comma);
    words = comma == std::string_view::npos ? std::string_view{} : words.substr(comma + 1);
    auto const status = enterprise_status_from(word);
    if (!status)
      throw invalid_input("bad_status", fmt::format("\"{}\" is no status; there are active, suspended, revoked, "
                                                    "deregistered, moved_out and unknown",
                                                    word));
    statuses |= std::uint32_t{1} << static_cast<unsigned>(*status);
  }
  return statuses;
}

}  // namespace

atlas::Filter filter_of(DiagnosisRules const& rules, FilterWords const& words) {
  atlas::Filter filter;
  filter.min_confidence = rules.min_confidence;
  if (words.since) filter.founded_from = day_number(year_of(*words.since) / 1 / 1);
  if (words.until) filter.founded_to = day_number(year_of(*words.until) / 12 / 31);
  if (words.since && words.until && *words.since > *words.until) {
    throw NamedFailure{
        {ErrorKind::kInvalidInput, "bad_period",
         fmt::format("since {} is later than until {}; nothing is founded in between", *words.since, *words.until)},
        {{"since", std::to_string(*words.since)}, {"until", std::to_string(*words.until)}}};
  }
  if (words.capital_min) filter.capital_from_fen = fen_of(*words.capital_min);
  if (words.capital_max) filter.capital_to_fen = fen_of(*words.capital_max);
  if (words.status) {
    filter.statuses = statuses_of(*words.status);
  } else if (!rules.count_closed) {
    filter.statuses = kNotClosed;
  }
  if (words.confidence) {
    if (!(*words.confidence >= 0 && *words.confidence <= 1))
      throw invalid_input("bad_confidence", fmt::format("{} is no confidence between 0 and 1", *words.confidence));
    filter.min_confidence = *words.confidence;
  }
  return filter;
}

std::string command_options(FilterWords const& words) {
  std::string out;
  auto const add = [&](std::string_view option, auto const& value) {
    if (value) out += fmt::format(" --{} {}", option, *value);
  };
  add("since", words.since);
  add("until", words.until);
  add("capital-min", words.capital_min);
  add("capital-max", words.capital_max);
  add("status", words.status);
  add("confidence", words.confidence);
  return out;
}

}  // namespace lianzhao::pipeline
