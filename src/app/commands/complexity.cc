#include "diagnose/complexity.h"

#include <charconv>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/commands/commands.h"
#include "app/console.h"
#include "app/exit_code.h"
#include "ingest/table_reader.h"
#include "ingest/trim.h"
#include "kernel/error.h"
#include "kernel/file.h"
#include "kernel/log.h"

namespace lianzhao::app {

namespace {

using diagnose::Matrix;

struct Options {
  std::string in;
  std::string out;
  int fitness_iterations = 20;
};

/// The table as a matrix, regions and activities in rising order of their names.
struct Activity {
  std::vector<std::string> regions;
  std::vector<std::string> activities;
  Matrix values;
  std::uint64_t rows = 0;
  std::vector<std::string> rejects;  ///< "line,reason,row"
};

std::size_t column_of(std::vector<std::string> const& header, std::string const& name, std::size_t position) {
  auto const found = std::find(header.begin(), header.end(), name);
  if (found != header.end()) return static_cast<std::size_t>(found - header.begin());
  // Published tables name their columns country and product; by position they are the same.
  if (header.size() == 3) return position;
  throw invalid_input("missing_column",
                      fmt::format("the table has no column \"{}\"; it needs region, activity, value", name));
}

std::optional<double> amount(std::string_view text) {
  text = ingest::trimmed(text);
  double value = 0;
  auto const parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) return std::nullopt;
  if (!std::isfinite(value) || value < 0) return std::nullopt;
  return value;
}

std::string csv_quoted(std::string_view text) {
  std::string out = "\"";
  for (auto const c : text) out += c == '"' ? std::string{"\"\""} : std::string{c};
  return out + "\"";
}

Activity read_activity(std::string const& path) {
  auto const table = ingest::open_table(path);
  auto const region = column_of(table->header(), "region", 0);
  auto const activity = column_of(table->header(), "activity", 1);
  auto const value = column_of(table->header(), "value", 2);
  Activity out;
  std::map<std::string, std::size_t, std::less<>> regions;
  std::map<std::string, std::size_t, std::less<>> activities;
  struct Cell {
    std::size_t region;
    std::size_t activity;
    double value;
  };
  std::vector<Cell> cells;
  auto const progress = progress_bar();
  auto const number_of = [](auto& names, std::string_view name) {
    auto const found = names.find(name);
    if (found != names.end()) return found->second;
    return names.emplace(std::string{name}, names.size()).first->second;
  };
  ingest::TableRow row;
  while (table->next(row)) {
    ++out.rows;
    if (progress && out.rows % 4096 == 0) progress("reading", table->position(), table->size());
    auto const field = [&](std::size_t i) {
      return i < row.fields.size() ? ingest::trimmed(row.fields[i]) : std::string_view{};
    };
    char const* problem = row.problem;
    auto const number = amount(field(value));
    if (problem == nullptr && (field(region).empty() || field(activity).empty())) problem = "missing_name";
    if (problem == nullptr && !number) problem = "bad_value";
    if (problem != nullptr) {
      out.rejects.push_back(fmt::format("{},{},{}", row.line, problem, csv_quoted(row.raw)));
      continue;
    }
    cells.push_back({number_of(regions, field(region)), number_of(activities, field(activity)), *number});
  }
  end_progress();
  if (auto const trouble = table->trouble()) throw Failure{*trouble};
  constexpr std::size_t kMostCells = 400'000'000;
  if (regions.size() * activities.size() > kMostCells)
    throw Failure{{ErrorKind::kOverLimit, "too_many_cells",
                   fmt::format("{} regions × {} activities are more than the {} cells that fit; aggregate them first",
                               regions.size(), activities.size(), kMostCells)}};
  std::vector<std::size_t> row_of(regions.size());
  std::vector<std::size_t> column(activities.size());
  for (auto const& [name, number] : regions) {
    row_of[number] = out.regions.size();
    out.regions.push_back(name);
  }
  for (auto const& [name, number] : activities) {
    column[number] = out.activities.size();
    out.activities.push_back(name);
  }
  out.values =
      Matrix::Zero(static_cast<Eigen::Index>(out.regions.size()), static_cast<Eigen::Index>(out.activities.size()));
  for (auto const& cell : cells)
    out.values(static_cast<Eigen::Index>(row_of[cell.region]), static_cast<Eigen::Index>(column[cell.activity])) +=
        cell.value;
  return out;
}

/// Names as they stand in a table: quoted only where they must be.
std::vector<std::string> csv_names(std::vector<std::string> const& names) {
  std::vector<std::string> out;
  out.reserve(names.size());
  for (auto const& name : names)
    out.push_back(name.find_first_of(",\"\r\n") == std::string::npos ? name : csv_quoted(name));
  return out;
}

void write_matrix(std::filesystem::path const& path, char const* heading, std::vector<std::string> const& rows,
                  std::vector<std::string> const& columns, Matrix const& values) {
  AtomicFile file{path};
  file.append(heading);
  fmt::memory_buffer line;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    line.clear();
    for (std::size_t c = 0; c < columns.size(); ++c) {
      auto const value = values(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(c));
      // 0 / 0 is no number; an empty cell says so.
      fmt::format_to(std::back_inserter(line), "{},{},{}\n", rows[r], columns[c],
                     std::isfinite(value) ? fmt::format("{}", value) : std::string{});
    }
    file.append({line.data(), line.size()});
  }
  file.commit();
}

void write_index(std::filesystem::path const& path, char const* heading, std::vector<std::string> const& names,
                 Eigen::VectorXd const& values) {
  AtomicFile file{path};
  file.append(heading);
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto const value = values[static_cast<Eigen::Index>(i)];
    if (std::isfinite(value)) file.append(fmt::format("{},{}\n", names[i], value));
  }
  file.commit();
}

void run(Options const& options, CommandContext& context) {
  auto const begin = std::chrono::steady_clock::now();
  auto const activity = read_activity(options.in);
  auto const rca = diagnose::revealed_comparative_advantage(activity.values);
  auto const present = diagnose::presence(rca);
  auto const phi = diagnose::proximity(present);
  auto const omega = diagnose::density(present, phi);
  auto const complexity = diagnose::economic_complexity(present);
  auto const fitness = diagnose::fitness_complexity(present, options.fitness_iterations);
  auto const computed = std::chrono::steady_clock::now();

  std::filesystem::path const out = options.out;
  std::filesystem::create_directories(out);
  auto const regions = csv_names(activity.regions);
  auto const activities = csv_names(activity.activities);
  write_matrix(out / "rca.csv", "region,activity,value\n", regions, activities, rca);
  write_matrix(out / "density.csv", "region,activity,value\n", regions, activities, omega);
  write_matrix(out / "proximity.csv", "activity,activity2,value\n", activities, activities, phi);
  write_index(out / "eci.csv", "region,value\n", regions, complexity.region);
  write_index(out / "pci.csv", "activity,value\n", activities, complexity.activity);
  write_index(out / "fitness_region.csv", "region,value\n", regions, fitness.region);
  write_index(out / "fitness_activity.csv", "activity,value\n", activities, fitness.activity);
  if (!activity.rejects.empty()) {
    std::string text = "line,reason,row\n";
    for (auto const& reject : activity.rejects) text += reject + "\n";
    write_file_atomically(out / "rejects.csv", text);
    log::warn("{} of {} rows were rejected, see {}", activity.rejects.size(), activity.rows,
              (out / "rejects.csv").string());
    context.exit_code = kSomeRejected;
  }
  auto const seconds = [&](auto from, auto to) { return std::chrono::duration<double>(to - from).count(); };
  auto const now = std::chrono::steady_clock::now();
  if (context.json)
    print_json({{"rows", activity.rows},
                {"rejected", activity.rejects.size()},
                {"regions", activity.regions.size()},
                {"activities", activity.activities.size()},
                {"fitness_iterations", options.fitness_iterations},
                {"seconds", seconds(begin, now)},
                {"seconds_before_writing", seconds(begin, computed)}});
  else
    fmt::print("{} regions × {} activities from {} rows ({} rejected) → {} in {:.2f} s\n", activity.regions.size(),
               activity.activities.size(), activity.rows, activity.rejects.size(), out.string(), seconds(begin, now));
}

}  // namespace

void add_complexity(CLI::App& parser, CommandContext& context) {
  auto const options = std::make_shared<Options>();
  auto* const command = parser.add_subcommand("complexity", "RCA, proximity, density, ECI, PCI and fitness of a table");
  command->add_option("--in", options->in, "CSV with the columns region,activity,value")->required();
  command->add_option("--out", options->out, "folder for the tables")->required();
  command->add_option("--fitness-iterations", options->fitness_iterations, "steps of the fitness iteration")
      ->capture_default_str()
      ->check(CLI::Range(1, 10'000));
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace lianzhao::app
