#include "app/data.h"

#include <charconv>

#include <fmt/format.h>

#include "app/console.h"
#include "kernel/error.h"
#include "kernel/log.h"
#include "pipeline/snapshot.h"
#include "pipeline/verdicts.h"

namespace lianzhao::app {

store::DataFolder data_folder(CommandContext const& context) {
  return {context.data, context.database};
}

namespace {

/// The snapshot, made anew when it is stale. Where that fails, as on a full disk, an older one of the same library
/// answers, and it is said that it is older.
std::shared_ptr<atlas::Atlas const> current_atlas(store::Database& register_database, store::DataFolder const& folder,
                                                  pipeline::Knowledge const& knowledge) {
  pipeline::CurrentAtlas current{folder.atlas()};
  try {
    pipeline::refresh_snapshot(register_database, folder, knowledge, progress_bar(), {});
  } catch (Failure const& failure) {
    end_progress();
    auto older = current.get();
    if (!older || older->provenance().library_fingerprint != knowledge.library.fingerprint()) throw;
    log::warn("answers are from before the last import, the map could not be built anew: {}", failure.error().message);
    return older;
  }
  end_progress();
  return current.get();
}

}  // namespace

OpenedData open_data(CommandContext const& context) {
  OpenedData out;
  out.folder = data_folder(context);
  out.register_database = store::open_register(out.folder);
  auto const knowledge = std::make_shared<pipeline::Knowledge const>(pipeline::load_knowledge(context.data));
  auto atlas = current_atlas(*out.register_database, out.folder, *knowledge);
  if (atlas->size() == 0)
    throw Failure{
        {ErrorKind::kNotFound, "empty_register",
         fmt::format("the register in {} is empty; import one with `lianzhao import enterprises FILE --data {}`",
                     context.data.string(), context.data.string())}};
  // A register alone is enough to ask; verdicts count where people have worked.
  if (!context.database.empty() || std::filesystem::exists(context.data / "workspace.db")) {
    auto const database = store::open_workspace(out.folder);
    auto workspace = database->reader();
    auto enterprises = out.register_database->reader();
    atlas = pipeline::with_verdicts(std::move(atlas), workspace, enterprises, knowledge->library);
  }
  out.insight = std::make_shared<pipeline::Insight const>(knowledge, std::move(atlas));
  return out;
}

diagnose::Place place_of(pipeline::Insight const& insight, std::string const& region, std::string const& zone) {
  if (region.empty() && zone.empty()) throw invalid_input("wrong_place", "give either --region CODE or --zone ID");
  if (!region.empty() && !zone.empty())
    throw invalid_input("wrong_place",
                        fmt::format("both --region {} and --zone {} are given; give one of them", region, zone));
  if (!zone.empty()) return insight.place_of_zone(zone);
  RegionCode code = 0;
  auto const parsed = std::from_chars(region.data(), region.data() + region.size(), code);
  if (parsed.ec != std::errc{} || parsed.ptr != region.data() + region.size())
    throw invalid_input("wrong_place",
                        fmt::format("\"{}\" is no region code; codes have six digits, e.g. 220500", region));
  return insight.place_of_region(code);
}

void add_filter_options(CLI::App& command, pipeline::FilterWords& words) {
  command.add_option("--since", words.since, "founded in this year or later");
  command.add_option("--until", words.until, "founded in this year or earlier");
  command.add_option("--capital-min", words.capital_min, "registered capital in 万元 at least");
  command.add_option("--capital-max", words.capital_max, "registered capital in 万元 at most");
  command.add_option("--status", words.status,
                     "active, suspended, revoked, deregistered, moved_out, unknown; several with commas");
  command.add_option("--confidence", words.confidence, "of the tag at least, 0 to 1");
}

}  // namespace lianzhao::app
