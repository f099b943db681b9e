#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/commands/commands.h"
#include "app/commands/radar_spans.h"
#include "app/console.h"
#include "app/data.h"
#include "app/exit_code.h"
#include "app/news_json.h"
#include "ingest/chain_reader.h"
#include "ingest/region_reader.h"
#include "ingest/zone_reader.h"
#include "kernel/error.h"
#include "kernel/log.h"
#include "pipeline/project_news.h"
#include "radar/decode.h"
#include "radar/name_index.h"
#include "radar/page_runs.h"
#include "store/register_reader.h"

namespace lianzhao::app {

namespace {

namespace json = boost::json;

constexpr std::size_t kMostBytes = 64U << 20U;  ///< of one file as it is stored; its rest is left out and reported

/// Pages held until their names are looked up: one pass over the register serves them all.
constexpr std::size_t kBatchPages = 2'000;
constexpr std::size_t kBatchBytes = 64U << 20U;

struct Options {
  std::vector<std::string> files;
  bool ndjson = false;
  bool spans = false;
  std::filesystem::path model;
};

struct ReadPage {
  std::string file;
  std::string url;
  pipeline::NewsPage page;
};

/// A file as it is stored: what is packed is unpacked where its pages are found.
std::string read_limited(std::string const& path, bool& cut) {
  std::ifstream file;
  std::error_code error;
  if (path != "-") {
    file.open(path, std::ios::binary);
    if (!file || std::filesystem::is_directory(path, error))
      throw not_found("file_unreadable", fmt::format("cannot read {}: no such file, or no right to read it", path));
  }
  auto& source = path == "-" ? std::cin : file;
  std::string bytes;
  std::string buffer(1U << 18U, '\0');
  while (source && bytes.size() <= kMostBytes) {
    source.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    bytes.append(buffer, 0, static_cast<std::size_t>(source.gcount()));
  }
  cut = bytes.size() > kMostBytes;
  if (cut) bytes.resize(kMostBytes);
  return bytes;
}

/// The register of the data folder, where there is one. None is needed: names then stay unresolved.
std::unique_ptr<store::Database> register_of(CommandContext const& context) {
  auto const folder = data_folder(context);
  std::error_code error;
  if (folder.database.empty() && !std::filesystem::exists(folder.path / "register.db", error)) return nullptr;
  return store::open_register(folder);
}

class Run {
 public:
  Run(Options const& options, CommandContext& context)
      : options_{options},
        context_{context},
        library_{ingest::load_chain_library(chains_of(context))},
        zones_{pipeline::known_zones(ingest::load_zones(context.data, ingest::region_table()), ingest::region_table())},
        reader_{library_, ingest::region_table(), zones_},
        register_{register_of(context)} {}

  void run() {
    std::size_t unread = 0;
    for (auto const& path : options_.files) {
      if (!read_file(path)) ++unread;
    }
    close_article();
    hand_out();
    if (context_.json && !options_.ndjson) print_json(pages_);
    log::info("{} articles, {} events in {} files", articles_, events_, options_.files.size());
    if (unread == options_.files.size())
      throw invalid_input("nothing_read", "none of the files could be read; name existing pages, feeds or archives");
    if (unread > 0) context_.exit_code = kSomeRejected;
  }

 private:
  static std::filesystem::path chains_of(CommandContext const& context) {
    std::error_code error;
    auto own = context.data / "chains";
    return std::filesystem::exists(own, error) ? own : std::filesystem::path{};
  }

  bool read_file(std::string const& path) {
    std::string bytes;
    auto cut = false;
    try {
      bytes = read_limited(path, cut);
    } catch (Failure const& failure) {
      log::error("{}", failure.error().message);
      return false;
    }
    if (cut) {
      log::warn("{}: only its first part was read", path);
      context_.exit_code = kSomeRejected;
    }
    radar::for_each_page(
        bytes, [&](radar::FoundPage const& found) { take(path, found); },
        [&](Error const& trouble) { tell(fmt::format("{}: {}", path, trouble.message)); });
    return true;
  }

  void tell(std::string const& trouble) {
    log::warn("{}", trouble);
    context_.exit_code = kSomeRejected;
  }

  /// Pages of one article, given in their order, are read as one.
  void take(std::string const& path, radar::FoundPage const& found) {
    auto const html = radar::decode_page(found.bytes, found.charset);
    if (auto done = joiner_.add({path, found.url, pipeline::NewsReader::article_of(found, html)}, html))
      put(std::move(*done));
  }

  void close_article() {
    if (auto done = joiner_.close()) put(std::move(*done));
  }

  void put(radar::PageJoiner::Page done) {
    auto page = reader_.read(std::move(done.article), buffers_);
    pipeline::NewsReader::report(page, done.url.empty() ? done.file : done.url,
                                 [&](Error const& trouble) { tell(trouble.message); });
    articles_ += page.article.found ? 1U : 0U;
    events_ += page.events.size();
    held_ += page.article.text.size() * 3;
    batch_.push_back({std::move(done.file), std::move(done.url), std::move(page)});
    if (register_ == nullptr || batch_.size() >= kBatchPages || held_ >= kBatchBytes) hand_out();
  }

  void resolve_names() {
    radar::NameIndex index{&ingest::region_table()};
    auto wanted = false;
    for (auto const& item : batch_) {
      index.want(item.page.events);
      wanted = wanted || !item.page.events.empty();
    }
    if (!wanted) return;
    auto session = register_->reader();
    store::RegisterReader{session}.for_each([&](store::StoredEnterprise const& stored) {
      index.add(stored.enterprise.enterprise_key, stored.enterprise.name);
      return true;
    });
    for (auto& item : batch_) index.resolve(item.page.events);
  }

  void hand_out() {
    if (register_ != nullptr) resolve_names();
    for (auto const& item : batch_) print(item);
    batch_.clear();
    held_ = 0;
  }

  void print(ReadPage const& item) {
    if (options_.ndjson) {
      fmt::print("{}\n", json::serialize(to_json(item.page, item.file, item.url)));
      return;
    }
    if (context_.json) {
      pages_.push_back(to_json(item.page, item.file, item.url));
      return;
    }
    auto const& article = item.page.article;
    fmt::print("{} · {} · {} · {} events\n", item.file, article.title, article.published, item.page.events.size());
    for (auto const& event : item.page.events) {
      auto const name =
          event.project.empty() ? (event.count ? std::to_string(*event.count) : std::string{"-"}) : event.project;
      fmt::print("  {} {} {}\n", event.group ? "group" : "project", name, radar::news_stage_name(event.stage));
    }
  }

  Options const& options_;
  CommandContext& context_;
  ChainLibrary library_;
  std::vector<Zone> zones_;
  pipeline::NewsReader reader_;
  classify::Tagger::Buffers buffers_;
  std::unique_ptr<store::Database> register_;
  radar::PageJoiner joiner_;
  std::vector<ReadPage> batch_;
  std::size_t held_ = 0;
  json::array pages_;
  std::size_t articles_ = 0;
  std::size_t events_ = 0;
};

}  // namespace

void add_radar(CLI::App& parser, CommandContext& context) {
  auto const options = std::make_shared<Options>();
  auto* const command = parser.add_subcommand(
      "radar", "pages, feeds, mails and web archives → articles → project events with their proof");
  command->add_option("FILE", options->files,
                      "HTML, text, RSS/Atom, MHTML, WARC, .eml; plain or gzip; - is standard input");
  command->add_flag("--ndjson", options->ndjson, "one JSON object a page and line");
  auto* const spans = command->add_flag(
      "--spans", options->spans, "instead: companies and addresses of each line of text, one JSON object a line");
  command->add_option("--model", options->model, "with --spans: a model of `radar learn-spans`")->needs(spans);
  add_span_commands(*command, context);
  command->callback([options, command, &context] {
    if (!command->get_subcommands().empty()) return;
    if (options->files.empty()) throw CLI::RequiredError("FILE");
    if (options->spans)
      print_spans(options->files, options->model, context);
    else
      Run{*options, context}.run();
  });
}

}  // namespace lianzhao::app
