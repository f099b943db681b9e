#include "app/data.h"

#include <charconv>

#include <fmt/format.h>

#include "app/console.h"
#include "kernel/error.h"
#include "pipeline/snapshot.h"

namespace lianzhao::app {

store::DataFolder data_folder(CommandContext const& context) {
  return {context.data, context.database};
}

OpenedData open_data(CommandContext const& context) {
  OpenedData out;
  out.folder = data_folder(context);
  out.register_database = store::open_register(out.folder);
  auto const knowledge = std::make_shared<pipeline::Knowledge const>(pipeline::load_knowledge(context.data));
  auto const report = pipeline::refresh_snapshot(*out.register_database, out.folder, *knowledge, progress_bar(), {});
  end_progress();
  if (report.enterprises == 0)
    throw Failure{
        {ErrorKind::kNotFound, "empty_register",
         fmt::format("the register in {} is empty; import one with `lianzhao import enterprises FILE --data {}`",
                     context.data.string(), context.data.string())}};
  out.insight = std::make_shared<pipeline::Insight const>(knowledge, pipeline::CurrentAtlas{out.folder.atlas()}.get());
  return out;
}

diagnose::Place place_of(pipeline::Insight const& insight, std::string const& region, std::string const& zone) {
  if (region.empty() == zone.empty()) throw invalid_input("wrong_place", "give either --region CODE or --zone ID");
  if (!zone.empty()) return insight.place_of_zone(zone);
  RegionCode code = 0;
  auto const parsed = std::from_chars(region.data(), region.data() + region.size(), code);
  if (parsed.ec != std::errc{} || parsed.ptr != region.data() + region.size())
    throw invalid_input("wrong_place",
                        fmt::format("\"{}\" is no region code; codes have six digits, e.g. 220500", region));
  return insight.place_of_region(code);
}

}  // namespace lianzhao::app
