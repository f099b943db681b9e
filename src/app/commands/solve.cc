#include <chrono>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/commands/commands.h"
#include "app/console.h"
#include "app/exit_code.h"
#include "ingest/byte_source.h"
#include "kernel/error.h"
#include "siting/check.h"
#include "siting/or_library.h"
#include "siting/single_source.h"
#include "siting/uncapacitated.h"

namespace lianzhao::app {

namespace {

namespace json = boost::json;

constexpr std::size_t kMostBytes = std::size_t{1} << 30;

struct Options {
  std::string kind;
  std::string file;
  double seconds = 60;
  std::string layout = "told";
};

std::string bytes_of(std::string const& file) {
  auto const source = ingest::open_bytes(file);
  std::string out;
  std::string piece(1 << 16, '\0');
  while (auto const count = source->read(piece.data(), piece.size())) {
    out.append(piece, 0, count);
    if (out.size() > kMostBytes)
      throw Failure{{ErrorKind::kOverLimit, "file_too_large",
                     fmt::format("{} has more than {} bytes; group customers first", file, kMostBytes)}};
  }
  if (auto const trouble = source->trouble()) throw Failure{*trouble};
  return out;
}

siting::Problem read(Options const& options) {
  auto const bytes = bytes_of(options.file);
  auto const layout = options.layout == "customers" ? siting::Layout::kCustomers
                      : options.layout == "matrix"  ? siting::Layout::kMatrix
                                                    : siting::Layout::kTold;
  if (options.kind == "pmedian") return siting::read_p_median(bytes, options.file);
  if (options.kind == "ufl") return siting::read_uncapacitated(bytes, options.file, layout);
  return siting::read_single_source(bytes, options.file, layout);
}

/// Facilities as the file numbers them.
json::array from_one(std::vector<std::int32_t> const& numbers) {
  json::array out;
  for (auto const number : numbers) out.push_back(number + 1);
  return out;
}

void run(Options const& options, CommandContext& context) {
  using Clock = std::chrono::steady_clock;
  auto const begin = Clock::now();
  auto const seconds = [&] { return std::chrono::duration<double>(Clock::now() - begin).count(); };
  auto const problem = read(options);
  siting::Stop const stop = [&] { return seconds() >= options.seconds; };
  auto const answer = problem.kind == siting::ProblemKind::kSingleSource ? siting::place_single_source(problem, stop)
                                                                         : siting::place_uncapacitated(problem, stop);
  if (!answer.objective && answer.proven)
    throw invalid_input(
        "no_placement",
        fmt::format("{}: no placement serves every customer; open more or larger facilities", options.file));
  std::optional<double> objective;
  if (answer.objective) {
    objective = siting::cost_of(problem, answer.open, answer.assignment);
    LIANZHAO_ASSERT(objective.has_value(), "a placement that was found must be one");
  } else {
    context.exit_code = kFailed;
  }
  auto const bound = answer.bound * problem.tick;
  auto const gap = [&]() -> std::optional<double> {
    if (!objective) return std::nullopt;
    if (answer.proven || *objective <= 0) return answer.proven ? 0.0 : 1.0;
    return std::max(0.0, 1 - answer.bound / *objective);
  }();
  auto const optional = [](std::optional<double> value) { return value ? json::value(*value) : json::value(nullptr); };
  if (objective) *objective *= problem.tick;
  if (context.json) {
    print_json({{"objective", optional(objective)},
                {"bound", bound},
                {"gap", optional(gap)},
                {"proven", answer.proven},
                {"seconds", seconds()},
                {"open", from_one(answer.open)},
                {"assignment", from_one(answer.assignment)},
                {"facilities", problem.facilities},
                {"customers", problem.customers},
                {"nodes", answer.nodes}});
    return;
  }
  if (!objective) {
    fmt::print("no placement found in {:.1f} s; none costs less than {}\n", seconds(), bound);
    return;
  }
  fmt::print("objective {}\nbound     {}  gap {:.4f} %{}\nopen      {}\nseconds   {:.2f}\n", *objective, bound,
             100 * gap.value_or(1), answer.proven ? ", proven" : "", json::serialize(from_one(answer.open)), seconds());
}

}  // namespace

void add_solve(CLI::App& parser, CommandContext& context) {
  auto* const command = parser.add_subcommand("solve", "location problems in the formats of the OR-Library (选址)");
  command->require_subcommand(1);
  auto const add = [&](char const* kind, char const* help) {
    auto const options = std::make_shared<Options>();
    options->kind = kind;
    auto* const one = command->add_subcommand(kind, help);
    one->add_option("FILE", options->file, "plain or gzip; - is standard input")->required();
    one->add_option("--seconds", options->seconds, "stop after so many seconds with the best so far and its bound")
        ->capture_default_str()
        ->check(CLI::Range(0.0, 1e6));
    if (std::string_view{kind} != "pmedian")
      one->add_option(
             "--layout", options->layout,
             "customers: each demand beside its costs; matrix: all demands, then costs by facility; told by the "
             "file otherwise")
          ->check(CLI::IsMember({"told", "customers", "matrix"}));
    one->callback([options, &context] { run(*options, context); });
  };
  add("pmedian", "p facilities on a graph (p-中位)");
  add("ufl", "facilities with fixed costs (无容量限制选址)");
  add("sscflp", "with capacities, each customer served whole by one facility (单源有容量限制选址)");
}

}  // namespace lianzhao::app
