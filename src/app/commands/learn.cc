#include "classify/learn.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/commands/commands.h"
#include "app/exit_code.h"
#include "ingest/table_reader.h"
#include "kernel/error.h"
#include "kernel/file.h"
#include "kernel/log.h"

namespace lianzhao::app {

namespace {

struct Options {
  std::filesystem::path in;
  std::vector<std::string> text;
  std::string label;
  std::vector<std::filesystem::path> also;
  std::filesystem::path model;
  std::uint64_t seed = 1;
};

std::size_t column_of(ingest::TableReader const& table, std::string const& name, std::filesystem::path const& file) {
  auto const& header = table.header();
  auto const at = std::find(header.begin(), header.end(), name);
  if (at == header.end()) {
    throw invalid_input("no_such_column", fmt::format("{} has no column \"{}\"; it has {}", file.string(), name,
                                                      fmt::join(header, ", ")));
  }
  return static_cast<std::size_t>(at - header.begin());
}

std::string_view field(ingest::TableRow const& row, std::size_t column) {
  return column < row.fields.size() ? row.fields[column] : std::string_view{};
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

/// Calls `take` for each usable row; the others are named in the log and counted.
template <typename Take>
std::size_t read_rows(ingest::TableReader& table, std::filesystem::path const& file, Take&& take) {
  std::size_t rejected = 0;
  ingest::TableRow row;
  while (table.next(row)) {
    if (row.problem != nullptr) {
      ++rejected;
      log::warn("{} line {}: {}", file.string(), row.line, row.problem);
      continue;
    }
    take(row);
  }
  if (auto const trouble = table.trouble()) throw Failure{*trouble};
  return rejected;
}

std::size_t read_knowledge(std::filesystem::path const& file, std::vector<classify::KnowledgeText>& out) {
  auto const table = ingest::open_table(file);
  auto const text = column_of(*table, "text", file);
  auto const label = column_of(*table, "label", file);
  auto const& header = table->header();
  auto const weight = static_cast<std::size_t>(std::find(header.begin(), header.end(), "weight") - header.begin());
  std::size_t without_weight = 0;
  auto const unreadable = read_rows(*table, file, [&](ingest::TableRow const& row) {
    classify::KnowledgeText found{std::string{field(row, text)}, std::string{trimmed(field(row, label))}, 1};
    auto const digits = weight < header.size() ? std::string{trimmed(field(row, weight))} : std::string{};
    if (!digits.empty()) {
      char* end = nullptr;
      found.weight = std::strtod(digits.c_str(), &end);
      if (*end != '\0' || !std::isfinite(found.weight) || found.weight < 0) {
        ++without_weight;
        log::warn("{} line {}: weight \"{}\" is no number from nought upwards; a blank one is 1", file.string(),
                  row.line, digits);
        return;
      }
    }
    out.push_back(std::move(found));
  });
  return unreadable + without_weight;
}

void run(Options const& options, CommandContext& context) {
  auto const begun = std::chrono::steady_clock::now();
  std::vector<classify::LabelledRow> rows;
  std::size_t rejected = 0;
  {
    auto const table = ingest::open_table(options.in);
    std::vector<std::size_t> columns;
    for (auto const& name : options.text) columns.push_back(column_of(*table, name, options.in));
    auto const label = column_of(*table, options.label, options.in);
    rejected += read_rows(*table, options.in, [&](ingest::TableRow const& row) {
      classify::LabelledRow found;
      for (auto const column : columns) found.texts.emplace_back(field(row, column));
      found.label = trimmed(field(row, label));
      rows.push_back(std::move(found));
    });
  }
  std::vector<classify::KnowledgeText> knowledge;
  for (auto const& file : options.also) rejected += read_knowledge(file, knowledge);

  classify::LearnOptions learning;
  learning.seed = options.seed;
  auto const [model, report] = classify::learn(options.text, rows, knowledge, learning);
  auto const bytes = model.save();
  write_file_atomically(options.model, bytes);
  auto const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  if (context.json) {
    boost::json::object cv{{"folds", report.folds}};
    auto const known = report.folds > 0;
    cv["judged"] = report.judged;
    cv["top1"] = known ? boost::json::value(report.top1) : boost::json::value();
    cv["top3"] = known ? boost::json::value(report.top3) : boost::json::value();
    cv["log_loss"] = known ? boost::json::value(report.log_loss) : boost::json::value();
    cv["calibration_error"] = known ? boost::json::value(report.calibration_error) : boost::json::value();
    std::cout << boost::json::serialize(boost::json::object{{"rows", report.rows},
                                                            {"skipped", report.skipped},
                                                            {"rejected", rejected},
                                                            {"labels", report.labels},
                                                            {"also", report.knowledge},
                                                            {"cv", cv},
                                                            {"model_bytes", bytes.size()},
                                                            {"seconds", seconds}})
              << "\n";
  } else {
    std::cout << fmt::format("{} rows learned, {} without a label skipped; {} labels, {} further texts\n", report.rows,
                             report.skipped, report.labels, report.knowledge);
    if (report.folds > 0) {
      std::cout << fmt::format(
          "cross-validated on {} rows in {} folds: top-1 {:.3f}, top-3 {:.3f}, calibration error {:.3f}\n",
          report.judged, report.folds, report.top1, report.top3, report.calibration_error);
    } else {
      std::cout << "too few rows to cross-validate\n";
    }
    std::cout << fmt::format("{} ({} bytes) in {:.1f} s\n", options.model.string(), bytes.size(), seconds);
  }
  context.exit_code = rejected == 0 ? kDone : kSomeRejected;
}

}  // namespace

void add_learn(CLI::App& parser, CommandContext& context) {
  auto const options = std::make_shared<Options>();
  auto* command = parser.add_subcommand("learn", "learn a classifier of texts from labelled rows, in any taxonomy");
  command->add_option("--in", options->in, "labelled rows: CSV, NDJSON or XLSX, plain or gzip")->required();
  command->add_option("--text", options->text, "columns of text, divided by commas")->delimiter(',')->required();
  command->add_option("--label", options->label, "column that holds what a row is; empty is unknown")->required();
  command->add_option("--also", options->also, "further labelled texts: columns text, label and, if wanted, weight");
  command->add_option("--model", options->model, "the file to write")->required();
  command->add_option("--seed", options->seed, "of the folds and the order of training")->capture_default_str();
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace lianzhao::app
