#include "diagnose/backtest.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "kernel/error.h"
#include "kernel/hash.h"
#include "kernel/parallel.h"

namespace lianzhao::diagnose {

namespace {

using atlas::Subject;

constexpr std::array<GapRanking, kGapRankings> kAllRankings{
    GapRanking::kLikelihood, GapRanking::kDiagnosis,     GapRanking::kDensity,  GapRanking::kSupplyCoverage,
    GapRanking::kNeighbours, GapRanking::kRegionSize,    GapRanking::kNodeSize, GapRanking::kSizeTimesNode,
    GapRanking::kQuotient,   GapRanking::kChainQuotient, GapRanking::kRandom};

DayNumber last_day_of(int year) {
  return day_number(std::chrono::year{year} / std::chrono::December / 31);
}

/// The better, the higher.
double tier(NodeType type) {
  switch (type) {
    case NodeType::kStrengthen:
    case NodeType::kStrong:
      return 3;
    case NodeType::kFill:
      return 2;
    case NodeType::kExtend:
      return 1;
    case NodeType::kNone:
      break;
  }
  return 0;
}

std::vector<double> scores(GapTable const& table, ChainLibrary const& library, GapRanking ranking,
                           std::optional<GapModel> const& model) {
  if (ranking == GapRanking::kLikelihood) return model ? model->log_odds(table) : std::vector<double>{};
  auto const& peers = table.peers;
  std::vector<double> out(table.gaps.size());
  for (std::size_t g = 0; g < out.size(); ++g) {
    auto const& gap = table.gaps[g];
    auto const region_size = static_cast<double>(peers.region_total[gap.region]);
    auto const node_size = static_cast<double>(peers.national[gap.node]);
    switch (ranking) {
      case GapRanking::kLikelihood:
        break;
      case GapRanking::kDiagnosis:  // ω lies in 0…1; doubled tiers keep every type apart from the next
        out[g] = 2 * tier(gap.type) + table.feature(g, GapFeature::kDensity);
        break;
      case GapRanking::kDensity:
        out[g] = table.feature(g, GapFeature::kDensity);
        break;
      case GapRanking::kSupplyCoverage:
        out[g] = table.feature(g, GapFeature::kSupplyCoverage);
        break;
      case GapRanking::kNeighbours:
        out[g] = table.feature(g, GapFeature::kNeighbours);
        break;
      case GapRanking::kRegionSize:
        out[g] = region_size;
        break;
      case GapRanking::kNodeSize:
        out[g] = node_size;
        break;
      case GapRanking::kSizeTimesNode:
        out[g] = region_size * node_size;
        break;
      case GapRanking::kQuotient: {
        auto const here = static_cast<double>(peers.count_at(gap.region, gap.node));
        out[g] = here > 0 ? here * static_cast<double>(peers.national_total) / (region_size * node_size) : 0;
        break;
      }
      case GapRanking::kChainQuotient:
        out[g] = table.chain_quotient[g];
        break;
      case GapRanking::kRandom: {
        auto const key = fmt::format("{} {}", peers.regions[gap.region], library.node(gap.node).id);
        out[g] = static_cast<double>(stable_hash(key) >> 11U);
        break;
      }
    }
  }
  return out;
}

/// Some of the gaps, by position.
using Part = std::vector<std::uint32_t>;

GapSkills skills(GapTable const& table, std::vector<std::uint8_t> const& came,
                 std::vector<std::vector<double>> const& by_ranking, Part const& part) {
  GapSkills out;
  out.gaps = part.size();
  std::vector<std::uint8_t> chosen_came;
  std::vector<std::uint32_t> region;
  for (auto const g : part) {
    chosen_came.push_back(came[g]);
    region.push_back(table.gaps[g].region);
    out.came += came[g];
  }
  if (out.came == 0 || out.came == out.gaps) return out;
  std::vector<std::optional<RankingSkill>> found(kGapRankings);
  parallel_for(kGapRankings, 1, [&](std::size_t begin, std::size_t end) {
    for (auto k = begin; k < end; ++k) {
      if (by_ranking[k].empty()) continue;
      std::vector<double> score;
      score.reserve(part.size());
      for (auto const g : part) score.push_back(by_ranking[k][g]);
      RankingSkill skill;
      skill.ranking = kAllRankings[k];
      skill.skill = rank_skill(score, chosen_came, region, table.peers.regions.size());
      for (std::size_t i = 0; i < kPrecisionAt.size(); ++i)
        skill.precision[i] = precision_at(kPrecisionAt[i], score, chosen_came);
      found[k] = std::move(skill);
    }
  });
  auto const& diagnosis = found[static_cast<std::size_t>(GapRanking::kDiagnosis)]->skill;
  for (auto& skill : found) {
    if (!skill) continue;
    skill->less_diagnosis = skill->skill.auc - diagnosis.auc;
    skill->less_diagnosis_error = difference_error(skill->skill, diagnosis);
    out.rankings.push_back(*skill);
  }
  for (auto& skill : out.rankings) skill.skill.cluster_part = {};
  return out;
}

}  // namespace

std::string_view gap_ranking_name(GapRanking ranking) {
  constexpr std::array<std::string_view, kGapRankings> kNames{
      "likelihood", "diagnosis",         "density",  "supply_coverage", "neighbours", "region_size",
      "node_size",  "region_times_node", "quotient", "chain_quotient",  "random"};
  return kNames.at(static_cast<std::size_t>(ranking));
}

std::optional<GapRanking> gap_ranking_from(std::string_view name) {
  for (auto const ranking : kAllRankings)
    if (gap_ranking_name(ranking) == name) return ranking;
  return std::nullopt;
}

Backtest backtest(atlas::Atlas const& atlas, ChainLibrary const& library, SupplyGraph const& graph,
                  DiagnosisRules const& rules, BacktestQuestion const& question) {
  if (question.horizon < 1 || question.horizon > 50)
    throw invalid_input("bad_horizon", fmt::format("a horizon of {} years; give 1 to 50", question.horizon));
  if (question.until < 1000 || question.until > 9000)
    throw invalid_input("bad_year", fmt::format("{} is no year in which something could end", question.until));
  Backtest out;
  out.question = question;
  out.fingerprint = atlas.provenance().fingerprint();
  out.known_until = last_day_of(question.until);
  out.came_by = last_day_of(question.until + question.horizon);
  out.register_ends = atlas.provenance().newest_founding;

  auto const everywhere = atlas.rows_of_region(kChina);
  for (auto const& [year, count] : atlas.by_founding_year(Subject::everything(), everywhere, {})) {
    if (year == 0)
      out.undated += count;
    else if (year <= question.until)
      out.dated_before += count;
    else if (year <= question.until + question.horizon)
      out.dated_within += count;
  }
  if (!out.register_ends)
    throw Failure{{ErrorKind::kConflict, "undated_register",
                   "no enterprise of the register has a day of founding; import a register with one"}};
  if (out.dated_before == 0)
    throw Failure{{ErrorKind::kConflict, "nothing_before",
                   fmt::format("no enterprise was founded in {} or earlier; give a later year", question.until)}};
  if (*out.register_ends <= out.known_until)
    throw Failure{{ErrorKind::kConflict, "nothing_after",
                   fmt::format("the register ends on {}, so it cannot tell what came after {}; give an earlier year",
                               format_day(*out.register_ends), question.until)}};

  auto const table = gaps_as_of(atlas, library, graph, rules, question.level, question.arrival, out.known_until);
  auto const came = arrivals(
      table, compare_regions(atlas, library, question.level, founded_between(rules, std::nullopt, out.came_by)), rules);
  {
    auto const before = gaps_as_of(atlas, library, graph, rules, question.level, question.arrival,
                                   last_day_of(question.until - question.horizon));
    out.model = learn_gaps(before, arrivals(before, table.peers, rules), out.known_until);
  }
  out.regions = table.peers.regions.size();

  std::vector<std::vector<double>> by_ranking;
  for (auto const ranking : kAllRankings) by_ranking.push_back(scores(table, library, ranking, out.model));
  Part all;
  std::vector<Part> of_chain(library.chains().size());
  std::vector<std::size_t> chain_of(library.node_count());
  for (std::size_t c = 0; c < library.chains().size(); ++c) {
    auto const [first, last] = library.node_range(library.chains()[c]);
    std::fill(chain_of.begin() + first, chain_of.begin() + last, c);
  }
  for (auto const n : table.peers.activities)
    if (!question.chain || chain_of[n] == *question.chain) ++out.nodes;
  for (std::size_t g = 0; g < table.gaps.size(); ++g) {
    auto const chain = chain_of[table.gaps[g].node];
    if (question.chain && chain != *question.chain) continue;
    all.push_back(static_cast<std::uint32_t>(g));
    of_chain[chain].push_back(static_cast<std::uint32_t>(g));
  }
  out.all = skills(table, came, by_ranking, all);
  for (std::size_t c = 0; c < of_chain.size(); ++c)
    if (!of_chain[c].empty()) out.chains.push_back({c, skills(table, came, by_ranking, of_chain[c])});
  for (auto const type : {NodeType::kStrengthen, NodeType::kFill, NodeType::kExtend, NodeType::kNone}) {
    TypeRate rate{type};
    for (auto const g : all) {
      if (table.gaps[g].type != type) continue;
      ++rate.gaps;
      rate.came += came[g];
    }
    if (rate.gaps > 0) out.types.push_back(rate);
  }

  // The list, and what came from the lower half of it.
  if (by_ranking[static_cast<std::size_t>(question.listed)].empty()) out.question.listed = GapRanking::kDiagnosis;
  auto const& score = by_ranking[static_cast<std::size_t>(out.question.listed)];
  std::stable_sort(all.begin(), all.end(), [&](auto a, auto b) { return score[a] > score[b]; });
  std::vector<std::uint64_t> rank(all.size());
  for (std::size_t i = 0; i < all.size(); ++i)
    rank[i] = i > 0 && score[all[i]] == score[all[i - 1]] ? rank[i - 1] : i + 1;
  auto const in_span = founded_between(rules, out.known_until + 1, out.came_by);
  auto const count = [&](Gap const& gap) {
    return atlas.aggregate(Subject::of_node(gap.node), atlas.rows_of_region(table.peers.regions[gap.region]), in_span)
        .count;
  };
  auto const list = [&](std::size_t i) {
    auto const& gap = table.gaps[all[i]];
    ListedGap listed;
    listed.region = table.peers.regions[gap.region];
    listed.node = gap.node;
    listed.type = gap.type;
    listed.rank = rank[i];
    listed.score = score[all[i]];
    auto end = i;
    while (end < all.size() && score[all[end]] == listed.score) ++end;
    listed.tied = end - (rank[i] - 1);
    listed.came = came[all[i]] != 0;
    auto members = atlas.members(Subject::of_node(gap.node), atlas.rows_of_region(listed.region), in_span);
    listed.founded = members.size();
    std::stable_sort(members.begin(), members.end(), [&](auto const& a, auto const& b) {
      return *atlas.row(a.row).founded < *atlas.row(b.row).founded;
    });
    constexpr std::size_t kShown = 5;
    for (std::size_t m = 0; m < std::min(kShown, members.size()); ++m) listed.first.push_back(members[m].row);
    return listed;
  };
  for (std::size_t i = 0; i < std::min(question.top, all.size()); ++i) out.listed.push_back(list(i));
  std::vector<std::pair<std::uint64_t, std::size_t>> low;  // foundings, position
  for (auto i = std::max(all.size() / 2, question.top); i < all.size(); ++i)
    if (came[all[i]] != 0 && rank[i] > all.size() / 2) low.emplace_back(count(table.gaps[all[i]]), i);
  std::stable_sort(low.begin(), low.end(), [](auto const& a, auto const& b) { return a.first > b.first; });
  for (std::size_t i = 0; i < std::min(question.top, low.size()); ++i) out.unforeseen.push_back(list(low[i].second));
  return out;
}

}  // namespace lianzhao::diagnose
