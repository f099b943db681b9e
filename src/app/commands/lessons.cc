#include "pipeline/lessons.h"

#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/commands/commands.h"
#include "app/console.h"
#include "app/data.h"
#include "kernel/error.h"
#include "pipeline/knowledge.h"
#include "pipeline/snapshot.h"

namespace lianzhao::app {

namespace {

void list(CommandContext const& context) {
  auto const folder = data_folder(context);
  auto const knowledge = pipeline::load_knowledge(context.data);
  auto const enterprises = store::open_register(folder);
  auto const workspace = store::open_workspace(folder);
  auto sql = workspace->reader();
  auto register_session = enterprises->reader();
  auto const lessons = pipeline::lessons_from_verdicts(sql, register_session, knowledge.library);
  auto const in_force = pipeline::lessons_in_force(folder);
  if (context.json) {
    boost::json::array items;
    for (auto const& lesson : lessons) {
      boost::json::array verdicts;
      for (auto const& verdict : lesson.verdicts) {
        verdicts.push_back({{"enterprise_key", verdict.enterprise_key},
                            {"enterprise", verdict.enterprise},
                            {"verdict", verdict.confirmed ? "confirmed" : "rejected"},
                            {"confidence", verdict.confidence},
                            {"at_ms", verdict.at}});
      }
      items.push_back({{"node", lesson.node},
                       {"word", lesson.word},
                       {"confidence_before", lesson.before},
                       {"confidence_after", lesson.after},
                       {"log_odds", lesson.log_odds},
                       {"verdicts", std::move(verdicts)}});
    }
    print_json({{"in_force", in_force}, {"items", std::move(items)}});
    return;
  }
  if (!in_force) fmt::print("switched off: builds pass verdicts over until `lianzhao lessons on`\n");
  for (auto const& lesson : lessons) {
    auto const confirmed = std::count_if(lesson.verdicts.begin(), lesson.verdicts.end(),
                                         [](pipeline::LessonVerdict const& verdict) { return verdict.confirmed; });
    fmt::print("{}  {}  {:.2f} -> {:.2f}  ({} confirmed, {} rejected)\n", lesson.node, lesson.word, lesson.before,
               lesson.after, confirmed, static_cast<std::ptrdiff_t>(lesson.verdicts.size()) - confirmed);
    for (auto const& verdict : lesson.verdicts)
      fmt::print("    {} {}  {}\n", verdict.confirmed ? "+" : "-", verdict.enterprise_key, verdict.enterprise);
  }
  if (lessons.empty()) fmt::print("no verdict has taught anything yet\n");
}

/// Switches and builds anew at once, so that what the maps say is what was asked for.
void set_in_force(bool in_force, CommandContext const& context) {
  auto const folder = data_folder(context);
  pipeline::set_lessons_in_force(folder, in_force);
  auto const database = store::open_register(folder);
  auto const report = pipeline::refresh_snapshot(*database, folder, pipeline::load_knowledge(context.data),
                                                 progress_bar(), {}, pipeline::Rebuild::kIfTaughtAnew);
  end_progress();
  if (context.json) {
    print_json({{"in_force", in_force}, {"tags", report.tags}, {"fingerprint", report.fingerprint}});
  } else {
    fmt::print("lessons {}; snapshot {}{}\n", in_force ? "on" : "off", report.fingerprint,
               report.already_fresh ? ", nothing changed" : "");
  }
}

}  // namespace

void add_lessons(CLI::App& parser, CommandContext& context) {
  auto* const lessons = parser.add_subcommand("lessons", "what users' verdicts on tags teach the tagger");
  lessons->require_subcommand(1);
  lessons->add_subcommand("list", "per word of a node what was learned, and from which verdicts")->callback([&context] {
    list(context);
  });
  lessons->add_subcommand("off", "build the snapshot without them, now and until `on`")->callback([&context] {
    set_in_force(false, context);
  });
  lessons->add_subcommand("on", "build the snapshot with them again")->callback([&context] {
    set_in_force(true, context);
  });
}

}  // namespace lianzhao::app
