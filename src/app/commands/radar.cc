#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/commands/commands.h"
#include "app/console.h"
#include "app/exit_code.h"
#include "ingest/byte_source.h"
#include "ingest/region_reader.h"
#include "kernel/error.h"
#include "kernel/log.h"
#include "radar/article.h"
#include "radar/decode.h"
#include "radar/events.h"
#include "radar/feed.h"

namespace lianzhao::app {

namespace {

namespace json = boost::json;

constexpr std::size_t kMostBytes = 64U << 20U;  ///< of one file, unpacked; its rest is left out and reported

struct Options {
  std::vector<std::string> files;
  bool ndjson = false;
};

json::value text_or_null(std::string const& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

json::object event_json(radar::ProjectEvent const& event) {
  json::object out;
  out["kind"] = event.group ? "group" : "project";
  out["project"] = text_or_null(event.project);
  json::array enterprises;
  for (auto const& enterprise : event.enterprises) {
    json::object one{{"name", enterprise.name},
                     {"role", radar::enterprise_role_name(enterprise.role)},
                     {"enterprise_key", text_or_null(enterprise.enterprise_key)}};
    if (!enterprise.candidates.empty()) one["candidates"] = json::value_from(enterprise.candidates);
    enterprises.push_back(std::move(one));
  }
  out["enterprises"] = std::move(enterprises);
  if (event.amount) {
    out["amount"] = {{"value", event.amount->value},
                     {"currency", event.amount->currency},
                     {"kind", radar::amount_kind_name(event.amount->kind)},
                     {"qualifier", text::qualifier_name(event.amount->qualifier)}};
  } else {
    out["amount"] = nullptr;
  }
  out["land_m2"] = event.land_m2 ? json::value(*event.land_m2) : json::value(nullptr);
  auto const stage = radar::news_stage_name(event.stage);
  out["stage"] = stage.empty() ? json::value(nullptr) : json::value(stage);
  out["place"] = {
      {"name", text_or_null(event.place_name)},
      {"region_code", event.region_code == kUnknownRegion ? json::value(nullptr)
                                                          : json::value(fmt::format("{:06}", event.region_code))},
      {"zone", text_or_null(event.zone)}};
  if (event.date) {
    out["date"] = {{"from", event.date->from}, {"to", event.date->to}, {"text", event.date->text}};
  } else {
    out["date"] = nullptr;
  }
  out["node"] = text_or_null(event.node);
  out["count"] = event.count ? json::value(*event.count) : json::value(nullptr);
  json::array parts;
  for (auto const& part : event.parts) parts.push_back({{"sector", part.sector}, {"count", part.count}});
  out["parts"] = std::move(parts);
  out["confidence"] = event.confidence;
  json::array evidence;
  for (auto const& words : event.evidence)
    evidence.push_back({{"field", words.field}, {"begin", words.begin}, {"end", words.end}, {"text", words.text}});
  out["evidence"] = std::move(evidence);
  return out;
}

std::string read_limited(std::string const& path, bool& cut) {
  auto const source = ingest::open_bytes(path);
  std::string bytes;
  std::string buffer(1U << 18U, '\0');
  while (bytes.size() < kMostBytes) {
    auto const count = source->read(buffer.data(), std::min(buffer.size(), kMostBytes - bytes.size()));
    if (count == 0) break;
    bytes.append(buffer, 0, count);
  }
  cut = bytes.size() >= kMostBytes && source->read(buffer.data(), 1) > 0;
  if (auto const trouble = source->trouble()) {
    log::warn("{}: {}", path, trouble->message);
    cut = true;
  }
  return bytes;
}

void run(Options const& options, CommandContext& context) {
  json::array pages;
  std::size_t articles = 0;
  std::size_t events_found = 0;
  std::size_t unread = 0;
  auto const as_lines = options.ndjson;
  for (auto const& path : options.files) {
    std::string bytes;
    auto cut = false;
    try {
      bytes = read_limited(path, cut);
    } catch (Failure const& failure) {
      log::error("{}", failure.error().message);
      ++unread;
      continue;
    }
    if (cut) {
      log::warn("{}: only its first part was read", path);
      context.exit_code = kSomeRejected;
    }
    radar::for_each_page(bytes, [&](radar::FoundPage const& page) {
      auto article = radar::extract_article(radar::decode_page(page.bytes, page.charset));
      if (article.title.empty()) article.title = page.title;
      if (article.published.empty()) article.published = page.published;
      auto const events = radar::find_events(article, &ingest::region_table());
      articles += article.found ? 1U : 0U;
      events_found += events.size();
      if (!as_lines && !context.json) {
        fmt::print("{} · {} · {} · {} events\n", path, article.title, article.published, events.size());
        for (auto const& event : events)
          fmt::print(
              "  {} {} {}\n", event.group ? "group" : "project",
              event.project.empty() ? (event.count ? std::to_string(*event.count) : std::string{"-"}) : event.project,
              radar::news_stage_name(event.stage));
        return;
      }
      json::object out{{"file", path},
                       {"title", text_or_null(article.title)},
                       {"published", text_or_null(article.published)},
                       {"source", text_or_null(article.source)},
                       {"author", text_or_null(article.author)},
                       {"url", text_or_null(page.url)},
                       {"article", article.found},
                       {"text", article.text}};
      json::array list;
      for (auto const& event : events) list.push_back(event_json(event));
      out["events"] = std::move(list);
      if (as_lines)
        fmt::print("{}\n", json::serialize(out));
      else
        pages.push_back(std::move(out));
    });
  }
  if (context.json && !as_lines) print_json(pages);
  log::info("{} articles, {} events in {} files", articles, events_found, options.files.size());
  if (unread == options.files.size())
    throw invalid_input("nothing_read", "none of the files could be read; name existing pages, feeds or archives");
  if (unread > 0) context.exit_code = kSomeRejected;
}

}  // namespace

void add_radar(CLI::App& parser, CommandContext& context) {
  auto const options = std::make_shared<Options>();
  auto* const command = parser.add_subcommand(
      "radar", "pages, feeds, mails and web archives → articles → project events with their proof");
  command
      ->add_option("FILE", options->files,
                   "HTML, text, RSS/Atom, MHTML, WARC, .eml; plain or gzip; - is standard input")
      ->required();
  command->add_flag("--ndjson", options->ndjson, "one JSON object a page and line");
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace lianzhao::app
