#include "serve/seed.h"

#include <fmt/format.h>

#include "ingest/rule_yaml.h"
#include "kernel/file.h"
#include "kernel/log.h"
#include "serve/project_view.h"
#include "serve/simulated_work.h"
#include "store/campaign_repository.h"

namespace lianzhao::serve {

namespace {

using ingest::RuleYaml;
using ingest::YamlValue;

class Seed {
 public:
  Seed(Workspace const& workspace, Change& change, RuleYaml const& reader)
      : workspace_{workspace}, change_{change}, reader_{reader} {}

  void add_project(YamlValue const& item, std::string const& source) {
    reader_.known_keys(item, {"zone_id", "name", "investor", "idea", "node", "known_until", "stages", "amounts"});
    store::Project project;
    project.zone_id = zone(item);
    project.name = reader_.text(item, "name");
    project.investor = reader_.text(item, "investor");
    project.idea = reader_.text(item, "idea");
    project.node = reader_.text(item, "node");
    project.source = source;
    if (item.find("known_until")) project.known_until = day(item, "known_until");
    if (!project.node.empty()) require_node(workspace_, project.node);
    auto const id = start_project(change_, workspace_, viewer_, std::move(project), std::nullopt);
    if (auto const* const stages = item.find("stages")) {
      for (auto const& each : stages->items) {
        reader_.known_keys(each, {"stage", "day", "note"});
        auto const stage = reader_.text(each, "stage");
        if (!stage_index(stage)) throw reader_.bad(each.line, fmt::format("there is no stage \"{}\"", stage));
        take_over_stage(change_, viewer_, id, stage, day(each, "day"), reader_.text(each, "note"));
      }
    }
    if (auto const* const amounts = item.find("amounts")) {
      for (auto const& each : amounts->items) {
        reader_.known_keys(each, {"kind", "wan", "day", "reason"});
        double wan = 0;
        reader_.set(each, "wan", 0, 9e9, wan);
        add_known_amount(change_, viewer_, id, reader_.text(each, "kind"), static_cast<std::int64_t>(wan) * 1'000'000,
                         day(each, "day"), reader_.text(each, "reason"));
      }
    }
    ++made_;
  }

  void add_campaign(YamlValue const& item) {
    reader_.known_keys(item, {"zone_id", "name", "kind", "begin", "end", "report"});
    store::Campaign campaign;
    campaign.zone_id = zone(item);
    campaign.name = reader_.text(item, "name");
    campaign.kind = reader_.text(item, "kind");
    campaign.begin_day = day(item, "begin");
    campaign.end_day = day(item, "end");
    auto campaigns = store::CampaignRepository{change_.sql()};
    campaign.id = campaigns.add(campaign);
    campaign.report = reader_.text(item, "report");
    campaigns.update(campaign);
    change_.note("campaign", campaign.id, 2);
  }

  /// What the demo makes up beside it.
  void simulate(YamlValue const& item) {
    reader_.known_keys(item, {"projects", "people", "brands", "works", "lead_ideas"});
    SimulatedWork work;
    reader_.set(item, "projects", 0, 100'000, work.projects);
    work.people = texts(item, "people");
    work.brands = texts(item, "brands");
    work.works = texts(item, "works");
    work.lead_ideas = texts(item, "lead_ideas");
    made_ += simulate_work(workspace_, change_, viewer_, work);
  }

  std::int64_t made() const { return made_; }
  Viewer const& viewer() const { return viewer_; }

 private:
  std::string zone(YamlValue const& item) const {
    auto id = reader_.text(item, "zone_id");
    if (!workspace_.knowledge().find_zone(id)) throw reader_.bad(item.line, fmt::format("there is no zone \"{}\"", id));
    return id;
  }
  static std::vector<std::string> texts(YamlValue const& item, std::string_view key) {
    std::vector<std::string> found;
    if (auto const* const list = item.find(key)) {
      for (auto const& each : list->items) found.push_back(each.text);
    }
    return found;
  }
  DayNumber day(YamlValue const& item, std::string_view key) const {
    auto const text = reader_.text(item, key);
    auto const read = parse_day(text);
    if (!read) throw reader_.bad(item.line, fmt::format("{}: \"{}\" is not a day", key, text));
    return *read;
  }

  Workspace const& workspace_;
  Change& change_;
  RuleYaml const& reader_;
  Viewer viewer_;
  std::int64_t made_ = 0;
};

}  // namespace

std::int64_t seed_workspace(Workspace const& workspace, std::filesystem::path const& folder) {
  auto const file = folder / "projects.yaml";
  if (!std::filesystem::exists(file)) return 0;
  {
    auto sql = workspace.database.reader();
    auto const there = sql.find_integer("SELECT count(*) FROM project").value_or(0) +
                       sql.find_integer("SELECT count(*) FROM lead").value_or(0);
    if (there > 0) return 0;
  }
  auto const name = file.string();
  auto const reader = RuleYaml{name};
  auto const root = reader.root(read_file(file, 4U << 20));
  reader.known_keys(root, {"source", "projects", "campaigns", "simulated"});
  auto change = Change{workspace, {}, "seed"};
  auto seed = Seed{workspace, change, reader};
  auto const source = reader.text(root, "source");
  if (auto const* const projects = root.find("projects")) {
    for (auto const& item : projects->items) seed.add_project(item, source);
  }
  if (auto const* const campaigns = root.find("campaigns")) {
    for (auto const& item : campaigns->items) seed.add_campaign(item);
  }
  if (auto const* const simulated = root.find("simulated")) seed.simulate(*simulated);
  change.commit();
  log::info("{}: {} projects were entered", name, seed.made());
  return seed.made();
}

}  // namespace lianzhao::serve
