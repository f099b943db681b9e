#include <algorithm>
#include <array>
#include <iostream>
#include <memory>
#include <optional>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/commands/commands.h"
#include "app/console.h"
#include "app/exit_code.h"
#include "classify/model.h"
#include "ingest/table_reader.h"
#include "kernel/error.h"
#include "kernel/file.h"
#include "kernel/log.h"
#include "kernel/parallel.h"

namespace lianzhao::app {

namespace {

struct Options {
  std::filesystem::path model;
  std::filesystem::path in;
  std::size_t top = 3;
  std::filesystem::path out;
};

/// Headings that tell which row is meant, and the field each becomes.
struct Identity {
  std::string_view heading;
  std::string_view field;
};
constexpr auto kIdentities = std::array{Identity{"credit_code", "credit_code"},
                                        Identity{"uscc", "credit_code"},
                                        Identity{"统一社会信用代码", "credit_code"},
                                        Identity{"code", "code"},
                                        Identity{"代码", "code"},
                                        Identity{"id", "id"},
                                        Identity{"name", "name"},
                                        Identity{"full_name", "name"},
                                        Identity{"企业名称", "name"},
                                        Identity{"名称", "name"}};

struct Row {
  std::uint64_t number = 0;
  std::vector<std::string> texts;
  std::vector<std::pair<std::string_view, std::string>> identity;
};

void run(Options const& options, CommandContext& context) {
  auto const model = classify::LearnedModel::load(read_file(options.model));
  auto const table = ingest::open_table(options.in);
  auto const& header = table->header();
  std::vector<std::size_t> columns;
  for (auto const& name : model.columns()) {
    auto const at = std::find(header.begin(), header.end(), name);
    if (at == header.end()) {
      throw invalid_input("no_such_column",
                          fmt::format("the model reads column \"{}\", {} has {}; rename the column it means", name,
                                      options.in.string(), fmt::join(header, ", ")));
    }
    columns.push_back(static_cast<std::size_t>(at - header.begin()));
  }
  std::vector<std::pair<std::size_t, std::string_view>> identities;
  for (auto const& [heading, field] : kIdentities) {
    auto const taken =
        std::any_of(identities.begin(), identities.end(), [f = field](auto const& known) { return known.second == f; });
    auto const at = std::find(header.begin(), header.end(), heading);
    if (!taken && at != header.end()) identities.emplace_back(static_cast<std::size_t>(at - header.begin()), field);
  }

  OutputFile out{options.out};
  std::uint64_t read = 0;
  std::uint64_t rejected = 0;
  std::vector<Row> rows;
  std::vector<std::string> lines;
  auto const flush = [&] {
    lines.assign(rows.size(), {});
    parallel_for(rows.size(), 256, [&](std::size_t begin, std::size_t end) {
      classify::RowFeatures reader;
      std::vector<std::string_view> texts;
      for (auto i = begin; i < end; ++i) {
        texts.assign(rows[i].texts.begin(), rows[i].texts.end());
        boost::json::object line{{"row", rows[i].number}};
        for (auto const& [field, value] : rows[i].identity) line[field] = value;
        boost::json::array labels;
        for (auto const& [label, probability] : model.predict(texts, options.top, reader)) {
          labels.push_back({{"label", model.labels()[label]}, {"probability", probability}});
        }
        line["labels"] = std::move(labels);
        lines[i] = boost::json::serialize(line);
        lines[i] += '\n';
      }
    });
    for (auto const& line : lines) out.append(line);
    rows.clear();
  };
  ingest::TableRow found;
  while (table->next(found)) {
    ++read;  // a row that cannot be used keeps its number, so that numbers match the input
    if (found.problem != nullptr) {
      ++rejected;
      log::warn("{} line {}: {}", options.in.string(), found.line, found.problem);
      continue;
    }
    auto const cell = [&](std::size_t column) {
      return std::string{column < found.fields.size() ? found.fields[column] : std::string_view{}};
    };
    Row row{read, {}, {}};
    for (auto const column : columns) row.texts.push_back(cell(column));
    for (auto const& [column, field] : identities) row.identity.emplace_back(field, cell(column));
    rows.push_back(std::move(row));
    constexpr std::size_t kBatch = 8192;
    if (rows.size() == kBatch) flush();
  }
  if (auto const trouble = table->trouble()) throw Failure{*trouble};
  flush();
  out.commit();
  if (out.to_stdout()) {
    log::info("{} rows predicted, {} rejected", read - rejected, rejected);
  } else if (context.json) {
    std::cout << boost::json::serialize(
                     boost::json::object{{"read", read}, {"predicted", read - rejected}, {"rejected", rejected}})
              << "\n";
  } else {
    std::cout << fmt::format("{} rows predicted, {} rejected; {}\n", read - rejected, rejected, options.out.string());
  }
  context.exit_code = rejected == 0 ? kDone : kSomeRejected;
}

}  // namespace

void add_predict(CLI::App& parser, CommandContext& context) {
  auto const options = std::make_shared<Options>();
  auto* command = parser.add_subcommand("predict", "label the rows of a table by a learned model");
  command->add_option("--model", options->model, "what learn wrote")->required();
  command->add_option("--in", options->in, "rows with the model's text columns")->required();
  command->add_option("--top", options->top, "labels a row, likeliest first")
      ->check(CLI::Range(std::size_t{1}, std::size_t{65'535}))
      ->capture_default_str();
  command->add_option("--out", options->out, "NDJSON to write; - is standard output")->required();
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace lianzhao::app
