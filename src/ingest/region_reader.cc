#include "ingest/region_reader.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "kernel/error.h"
#include "reference_tables.h"

namespace lianzhao::ingest {

namespace {

constexpr std::size_t kMaxLines = 100'000;
constexpr std::size_t kMaxLine = 1'000;

/// Calls `row` with the fields of each line after the header; fields beyond what a line has are empty.
template <std::size_t N, typename Row>
void each_row(std::string_view tsv, std::string_view file, std::array<std::string_view, N> const& header,
              Row const& row) {
  auto const bad = [&](std::size_t line, std::string_view what) {
    return invalid_input("bad_region_table", fmt::format("{} line {}: {}", file, line, what));
  };
  std::size_t line = 0;
  while (!tsv.empty()) {
    auto const end = std::min(tsv.find('\n'), tsv.size());
    auto text = tsv.substr(0, end);
    tsv.remove_prefix(std::min(end + 1, tsv.size()));
    if (++line > kMaxLines) throw bad(line, fmt::format("more than {} lines", kMaxLines));
    if (text.size() > kMaxLine) throw bad(line, fmt::format("longer than {} bytes", kMaxLine));
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.empty()) continue;
    std::array<std::string_view, N> fields;
    std::size_t count = 0;
    for (auto rest = text; count < N; ++count) {
      auto const tab = rest.find('\t');
      fields[count] = rest.substr(0, tab);
      if (tab == std::string_view::npos) {
        ++count;
        break;
      }
      rest.remove_prefix(tab + 1);
    }
    if (count != N) throw bad(line, fmt::format("{} columns where {} are needed", count, N));
    if (line == 1) {
      if (fields != header) throw bad(line, fmt::format("the header must be {}", fmt::join(header, ", ")));
      continue;
    }
    try {
      row(fields);
    } catch (Failure const& failure) {
      throw bad(line, failure.error().message);
    }
  }
}

RegionCode code_from(std::string_view text, bool may_be_empty) {
  if (text.empty() && may_be_empty) return kUnknownRegion;
  RegionCode code = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), code);
  if (error != std::errc{} || end != text.data() + text.size() || (code != 0 && (code < 100'000 || code > 999'999))) {
    throw invalid_input("bad_region_table", fmt::format("'{}' is not a six-digit code", text));
  }
  return code;
}

double degrees_from(std::string_view text, double limit) {
  double value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value) || std::abs(value) > limit) {
    throw invalid_input("bad_region_table", fmt::format("'{}' is not a coordinate within {} degrees", text, limit));
  }
  return value;
}

}  // namespace

RegionTable read_region_table(std::string_view regions_tsv, std::string_view changes_tsv) {
  std::vector<Region> regions;
  each_row<8>(
      regions_tsv, "regions.tsv",
      {"code", "parent", "name", "name_en", "longitude", "latitude", "precision", "nominal"}, [&](auto const& field) {
        Region region;
        region.code = code_from(field[0], false);
        region.parent = code_from(field[1], false);
        region.level = region_level(region.code);
        region.name = field[2];
        region.name_en = field[3];
        region.longitude = degrees_from(field[4], 180);
        region.latitude = degrees_from(field[5], 90);
        auto const precision = point_precision_from(field[6]);
        if (!precision || region.name.empty() || (field[7] != "0" && field[7] != "1")) {
          throw invalid_input(
              "bad_region_table",
              fmt::format("'{}', '{}' and '{}' must be a name, a precision and 0 or 1", field[2], field[6], field[7]));
        }
        region.precision = *precision;
        region.nominal = field[7] == "1";
        regions.push_back(std::move(region));
      });
  std::vector<RegionChange> changes;
  each_row<4>(changes_tsv, "region_changes.tsv", {"code", "name", "within", "today"}, [&](auto const& field) {
    changes.push_back(
        {code_from(field[0], true), std::string{field[1]}, code_from(field[2], true), code_from(field[3], false)});
  });
  return RegionTable{std::move(regions), std::move(changes)};
}

RegionTable const& region_table() {
  static RegionTable const table = [] {
    std::string_view regions;
    std::string_view changes;
    for (auto const& file : embedded::reference_tables()) {
      if (file.name == "regions.tsv") regions = file.bytes;
      if (file.name == "region_changes.tsv") changes = file.bytes;
    }
    return read_region_table(regions, changes);
  }();
  return table;
}

}  // namespace lianzhao::ingest
