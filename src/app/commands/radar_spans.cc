#include "app/commands/radar_spans.h"

#include <chrono>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/console.h"
#include "app/exit_code.h"
#include "app/labelled_sentences.h"
#include "ingest/byte_source.h"
#include "ingest/region_reader.h"
#include "kernel/error.h"
#include "kernel/file.h"
#include "kernel/log.h"
#include "radar/decode.h"
#include "radar/span_learn.h"
#include "radar/spans.h"
#include "text/folded_text.h"

namespace lianzhao::app {

namespace {

namespace json = boost::json;

constexpr std::size_t kMostBytes = 256U << 20U;

std::string text_of(std::string const& path) {
  auto const source = ingest::open_bytes(path);
  std::string bytes;
  std::string buffer(1U << 18U, '\0');
  for (;;) {
    auto const count = source->read(buffer.data(), buffer.size());
    if (count == 0) break;
    bytes.append(buffer, 0, count);
    if (bytes.size() > kMostBytes)
      throw invalid_input("file_too_large", fmt::format("{} is larger than 256 MB; split it", path));
  }
  if (auto const trouble = source->trouble()) throw Failure{*trouble};
  return radar::decode_page(bytes);
}

std::optional<radar::SpanModel> model_of(std::filesystem::path const& path) {
  if (path.empty()) return std::nullopt;
  return radar::SpanModel::load(read_file(path), &ingest::region_table());
}

std::vector<radar::NamedSpan> spans_of(std::optional<radar::SpanModel> const& model, std::string_view text) {
  return model ? model->find(text) : radar::find_spans(text, &ingest::region_table());
}

struct LearnOptions {
  std::string in;
  std::filesystem::path model;
  std::string names;
  std::size_t passes = radar::SpanLearning{}.passes;
  std::size_t draws = radar::SpanLearning{}.draws;
};

void learn(LearnOptions const& options, CommandContext& context) {
  auto const begin = std::chrono::steady_clock::now();
  auto const labelled = read_labelled(text_of(options.in));
  radar::SpanLearning how;
  how.passes = options.passes;
  how.draws = options.draws;
  if (!options.names.empty()) how.given = read_sentences(text_of(options.names));
  auto const model =
      radar::learn_spans(labelled.sentences, &ingest::region_table(), how, [&](std::size_t pass, double loss) {
        log::info("pass {} of {}: loss {:.3f} a sentence", pass, options.passes, loss);
      });
  auto const bytes = model.save();
  write_file_atomically(options.model, bytes);
  auto const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  auto const skipped = labelled.overlapping + labelled.wrong;
  log::info("{} sentences, {} features, {:.1f} MB, {:.0f} s; {} spans left out", labelled.sentences.size(),
            model.feature_count(), static_cast<double>(bytes.size()) / 1e6, seconds, skipped);
  if (context.json)
    print_json({{"sentences", labelled.sentences.size()},
                {"types", json::value_from(model.types())},
                {"features", model.feature_count()},
                {"overlapping", labelled.overlapping},
                {"outside", labelled.wrong},
                {"seconds", seconds}});
  if (skipped > 0) context.exit_code = kSomeRejected;
}

struct ScoreOptions {
  std::string in;
  std::filesystem::path model;
};

void score(ScoreOptions const& options, CommandContext& context) {
  auto const labelled = read_labelled(text_of(options.in));
  auto const model = model_of(options.model);
  json::object out;
  radar::SpanScore company;
  radar::SpanScore address;
  for (auto const& sentence : labelled.sentences) {
    auto const found = spans_of(model, sentence.text);
    count_spans(company, found, sentence.spans, "company");
    count_spans(address, found, sentence.spans, "address");
  }
  for (auto const& [type, result] : {std::pair{"company", company}, std::pair{"address", address}}) {
    if (context.json)
      out[type] = {{"precision", result.precision()}, {"recall", result.recall()}, {"f1", result.f1()},
                   {"labelled", result.labelled},     {"found", result.found},     {"right", result.right}};
    else
      fmt::print("{:8} precision {:.3f}  recall {:.3f}  F1 {:.3f}  ({} labelled)\n", type, result.precision(),
                 result.recall(), result.f1(), result.labelled);
  }
  if (context.json) print_json(out);
}

}  // namespace

void print_spans(std::vector<std::string> const& files, std::filesystem::path const& model_file,
                 CommandContext& context) {
  auto const model = model_of(model_file);
  json::array all;
  for (auto const& path : files) {
    for (auto const& line : read_sentences(text_of(path))) {
      json::array spans;
      for (auto const& span : spans_of(model, line)) {
        if (span.type != "company" && span.type != "address") continue;
        spans.push_back({{"begin", span.begin},
                         {"end", span.end},
                         {"type", span.type},
                         {"text", text::code_point_slice(line, static_cast<std::uint32_t>(span.begin),
                                                         static_cast<std::uint32_t>(span.end))}});
      }
      json::object one{{"text", line}, {"spans", std::move(spans)}};
      if (context.json)
        all.push_back(std::move(one));
      else
        fmt::print("{}\n", json::serialize(one));
    }
  }
  if (context.json) print_json(all);
}

void add_span_commands(CLI::App& radar, CommandContext& context) {
  auto const learning = std::make_shared<LearnOptions>();
  auto* const learn_command = radar.add_subcommand(
      "learn-spans", "teach a model what companies and addresses look like from labelled sentences");
  learn_command->add_option("--in", learning->in, "labelled sentences, one JSON object a line")->required();
  learn_command->add_option("--model", learning->model, "where the model is written")->required();
  learn_command->add_option("--names", learning->names,
                            "names of enterprises that matter, one a line; kept in the model");
  learn_command->add_option("--passes", learning->passes, "over the sentences")
      ->capture_default_str()
      ->check(CLI::Range(1, 200));
  learn_command->add_option("--draws", learning->draws, "models taught side by side and averaged; 1 is quickest")
      ->capture_default_str()
      ->check(CLI::Range(1, 16));
  learn_command->callback([learning, &context] { learn(*learning, context); });

  auto const scoring = std::make_shared<ScoreOptions>();
  auto* const score_command =
      radar.add_subcommand("score-spans", "precision, recall and F1 of companies and addresses, by exact bounds");
  score_command->add_option("--in", scoring->in, "labelled sentences, one JSON object a line")->required();
  score_command->add_option("--model", scoring->model, "a model of learn-spans; without it the built-in rules");
  score_command->callback([scoring, &context] { score(*scoring, context); });
}

}  // namespace lianzhao::app
