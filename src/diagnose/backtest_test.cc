#include "diagnose/backtest.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "atlas/builder.h"
#include "kernel/error.h"

namespace lianzhao::diagnose {
namespace {

/// Two chains of nodes a/0 → a/1 → … and b/0 → b/1 → …; a/whole contains a/0 and a/1.
ChainLibrary two_chains() {
  std::vector<Chain> chains;
  for (std::string const id : {"a", "b"}) {
    Chain chain;
    chain.id = id;
    auto const add = [&](std::string const& name, std::string const& parent = {}) {
      ChainNode node;
      node.id = id + "/" + name;
      node.name = node.name_en = node.id;
      node.parent = parent;
      node.importance = 2 + static_cast<int>(chain.nodes.size()) % 4;
      chain.nodes.push_back(node);
    };
    if (id == "a") add("whole");
    for (int i = 0; i < 7; ++i) add(std::to_string(i), id == "a" && i < 2 ? "a/whole" : "");
    for (int i = 0; i < 4; ++i)
      chain.supply_edges.push_back({id + "/" + std::to_string(i), id + "/" + std::to_string(i + 1), {}, ""});
    chains.push_back(std::move(chain));
  }
  return ChainLibrary{std::move(chains), "f"};
}

/// One line of a made-up register.
struct Founded {
  RegionCode region;
  std::optional<int> year;
  std::vector<NodeIndex> nodes;
  EnterpriseStatus status = EnterpriseStatus::kActive;
};

struct BacktestTest : testing::Test {
  std::filesystem::path path = std::filesystem::path{testing::TempDir()} / "lianzhao_backtest_test.bin";
  ChainLibrary library = two_chains();
  SupplyGraph graph{library};
  DiagnosisRules rules;
  RegionTable regions{{{kChina, kUnknownRegion, RegionLevel::kCountry, "全国", "China", 0, 0}}, {}};

  std::shared_ptr<atlas::Atlas const> build(std::vector<Founded> const& enterprises) {
    atlas::AtlasBuilder builder{library, {}};
    std::uint32_t id = 0;
    atlas::Provenance provenance;
    for (auto const& e : enterprises) {
      std::vector<atlas::NodeTag> tags;
      for (auto const n : e.nodes) tags.push_back({n, 200});
      std::optional<DayNumber> day;
      if (e.year) day = day_number(std::chrono::year{*e.year} / std::chrono::June / 1);
      if (day && (!provenance.newest_founding || *provenance.newest_founding < *day)) provenance.newest_founding = day;
      builder.add({id++, e.region, day, std::int64_t{100}, e.status, tags, {}});
    }
    builder.write(path, provenance);
    return atlas::Atlas::open(path);
  }
  void TearDown() override { std::filesystem::remove(path); }

  /// Counties of 24 prefectures in six provinces; large ones have more of everything, and nodes differ in size.
  std::vector<Founded> made_up(unsigned seed, int count, int first_year, int last_year) const {
    std::mt19937 rng{seed};
    std::vector<Founded> out;
    for (int i = 0; i < count; ++i) {
      auto const place = std::min(rng() % 24, rng() % 24);
      auto const node = std::min(rng() % library.node_count(), rng() % library.node_count());
      std::vector<NodeIndex> nodes;
      if (rng() % 3 != 0 && node != 0) nodes.push_back(static_cast<NodeIndex>(node));
      out.push_back({static_cast<RegionCode>((22 + place / 4) * 10000 + (1 + place % 4) * 100 + 2),
                     first_year + static_cast<int>(rng() % static_cast<unsigned>(last_year - first_year + 1)), nodes});
    }
    return out;
  }

  Backtest test(std::vector<Founded> const& enterprises, BacktestQuestion const& question) {
    return backtest(*build(enterprises), library, graph, rules, question);
  }
  static RankingSkill const& skill(GapSkills const& skills, GapRanking ranking) {
    for (auto const& s : skills.rankings)
      if (s.ranking == ranking) return s;
    throw std::logic_error{"the ranking is not there"};
  }
};

BacktestQuestion question(int until, int horizon) {
  BacktestQuestion q;
  q.until = until;
  q.horizon = horizon;
  q.top = 1000;
  return q;
}

/// Each gap's region and node with what one who counts by hand finds.
struct ByHand {
  std::vector<double> score;
  std::vector<int> came;
};

double auc_by_pairs(ByHand const& h) {
  double won = 0;
  double pairs = 0;
  for (std::size_t i = 0; i < h.score.size(); ++i)
    for (std::size_t j = 0; j < h.score.size(); ++j) {
      if (h.came[i] == 0 || h.came[j] == 1) continue;
      pairs += 1;
      won += h.score[i] > h.score[j] ? 1 : h.score[i] == h.score[j] ? 0.5 : 0;
    }
  return won / pairs;
}

TEST_F(BacktestTest, gaps_outcomes_and_areas_are_those_counted_by_hand) {
  auto const register_ = made_up(1, 400, 1990, 2004);
  auto const result = test(register_, question(1996, 5));

  std::map<std::pair<RegionCode, NodeIndex>, int> before;
  std::map<std::pair<RegionCode, NodeIndex>, int> after;
  std::map<RegionCode, int> size;
  std::map<NodeIndex, int> national;
  for (auto const& e : register_) {
    auto const city = city_of(e.region);
    if (*e.year <= 1996) ++size[city];
    for (auto const n : e.nodes) {
      if (*e.year <= 1996) ++before[{city, n}];
      if (*e.year <= 1996) ++national[n];
      if (*e.year > 1996 && *e.year <= 2001) ++after[{city, n}];
    }
  }
  ByHand product;
  ByHand of_b;
  for (auto const& [city, enterprises] : size)
    for (NodeIndex n = 1; n < library.node_count(); ++n) {  // 0 contains others
      if (before.contains({city, n})) continue;
      product.score.push_back(static_cast<double>(enterprises) * national[n]);
      product.came.push_back(after.contains({city, n}) ? 1 : 0);
      if (library.chain_of(n).id != "b") continue;
      of_b.score.push_back(product.score.back());
      of_b.came.push_back(product.came.back());
    }
  auto const came = std::count(product.came.begin(), product.came.end(), 1);
  ASSERT_GT(came, 5);
  EXPECT_EQ(result.all.gaps, product.score.size());
  EXPECT_EQ(result.all.came, came);
  EXPECT_NEAR(skill(result.all, GapRanking::kSizeTimesNode).skill.auc, auc_by_pairs(product), 1e-12);
  ASSERT_EQ(result.chains.size(), 2U);
  EXPECT_EQ(result.chains[1].skills.gaps, of_b.score.size());
  EXPECT_NEAR(skill(result.chains[1].skills, GapRanking::kSizeTimesNode).skill.auc, auc_by_pairs(of_b), 1e-12);

  auto only_b = question(1996, 5);
  only_b.chain = 1;
  auto const chosen = test(register_, only_b);
  EXPECT_EQ(chosen.all.gaps, of_b.score.size());
  EXPECT_EQ(skill(chosen.all, GapRanking::kDensity).skill.auc,
            skill(result.chains[1].skills, GapRanking::kDensity).skill.auc);
}

// The order of the diagnosis is held against `diagnose` itself, asked as of the year.
TEST_F(BacktestTest, the_types_and_densities_are_those_of_the_diagnosis) {
  auto const atlas = build(made_up(2, 300, 1990, 2004));
  auto const day = *parse_day("1996-12-31");
  auto const table = gaps_as_of(*atlas, library, graph, rules, RegionLevel::kCity, Arrival::kFounded, day);
  auto const filter = founded_between(rules, std::nullopt, day);
  auto const peers = compare_regions(*atlas, library, RegionLevel::kCity, filter);
  std::size_t checked = 0;
  std::set<NodeType> types;
  for (auto const& chain : library.chains()) {
    auto const first = library.node_range(chain).first;
    for (std::size_t r = 0; r < peers.regions.size(); ++r) {
      auto const code = peers.regions[r];
      auto const d = diagnose(*atlas, library, graph, regions, peers,
                              {std::to_string(code), "", "", code, atlas->rows_of_region(code), {}, {}}, chain, rules);
      for (std::size_t g = 0; g < table.gaps.size(); ++g) {
        auto const& gap = table.gaps[g];
        if (gap.region != r || &library.chain_of(gap.node) != &chain) continue;
        auto const& node = d.nodes.at(gap.node - first);
        EXPECT_EQ(gap.type, node.type);
        EXPECT_NEAR(table.feature(g, GapFeature::kDensity), node.measures.density.value_or(0), 1e-6);
        EXPECT_NEAR(table.feature(g, GapFeature::kSupplyCoverage), node.measures.supply_coverage.value_or(0), 1e-6);
        EXPECT_EQ(node.measures.count, 0U);
        types.insert(gap.type);
        ++checked;
      }
    }
  }
  EXPECT_EQ(checked, table.gaps.size());
  EXPECT_EQ(types.size(), 3U) << "fill, extend and none all occur";
}

TEST_F(BacktestTest, what_came_after_the_year_changes_no_score) {
  auto early = made_up(3, 300, 1987, 1996);
  auto const day = *parse_day("1996-12-31");
  auto const of = [&](std::vector<Founded> const& register_) {
    auto const atlas = build(register_);
    return std::pair{gaps_as_of(*atlas, library, graph, rules, RegionLevel::kCity, Arrival::kFounded, day),
                     backtest(*atlas, library, graph, rules, question(1996, 5))};
  };
  auto one = early;
  one.push_back({220102, 1999, {3}});
  auto other = early;
  for (auto const& e : made_up(4, 700, 1997, 2004)) other.push_back(e);
  other.push_back({659001, 1998, {2}});  // a region that had nothing
  auto const [few, of_few] = of(one);
  auto const [many, of_many] = of(other);
  ASSERT_EQ(few.gaps.size(), many.gaps.size());
  for (std::size_t g = 0; g < few.gaps.size(); ++g) {
    EXPECT_EQ(few.peers.regions[few.gaps[g].region], many.peers.regions[many.gaps[g].region]);
    EXPECT_EQ(few.gaps[g].node, many.gaps[g].node);
    EXPECT_EQ(few.gaps[g].type, many.gaps[g].type);
  }
  EXPECT_EQ(few.features, many.features);
  EXPECT_EQ(few.chain_quotient, many.chain_quotient);
  ASSERT_TRUE(of_few.model.has_value());
  EXPECT_EQ(of_few.model->weight, of_many.model->weight);
  EXPECT_EQ(of_few.model->constant, of_many.model->constant);
  EXPECT_GT(of_many.all.came, of_few.all.came) << "the outcome does change";
}

TEST_F(BacktestTest, every_hit_has_the_enterprises_that_prove_it_and_no_miss_has_any) {
  auto const atlas = build(made_up(5, 400, 1990, 2004));
  auto const result = backtest(*atlas, library, graph, rules, question(1996, 5));
  ASSERT_EQ(result.listed.size(), result.all.gaps);
  std::uint64_t hits = 0;
  std::uint64_t last = 0;
  for (auto const& gap : result.listed) {
    EXPECT_EQ(gap.came, !gap.first.empty());
    EXPECT_GE(gap.rank, last);
    EXPECT_GE(gap.tied, 1U);
    last = gap.rank;
    hits += gap.came ? 1 : 0;
    std::optional<DayNumber> earlier;
    for (auto const row : gap.first) {
      auto const view = atlas->row(row);
      EXPECT_EQ(city_of(view.region_code), gap.region);
      EXPECT_GT(*view.founded, result.known_until);
      EXPECT_LE(*view.founded, result.came_by);
      EXPECT_TRUE(std::any_of(view.tags.begin(), view.tags.end(), [&](auto const& t) { return t.node == gap.node; }));
      EXPECT_LE(earlier.value_or(*view.founded), *view.founded);
      earlier = view.founded;
    }
  }
  EXPECT_EQ(hits, result.all.came);
}

TEST_F(BacktestTest, specialised_gaps_are_those_below_the_countrys_average) {
  // 220100: 1 of 4 activities in a/0 before, 9 of 12 later; 220500 the rest. National share of a/0 before 5 / 8.
  std::vector<Founded> register_;
  auto const add = [&](RegionCode region, int year, NodeIndex node, int times) {
    for (int i = 0; i < times; ++i) register_.push_back({region, year, {node}});
  };
  add(220102, 1990, 1, 1);
  add(220102, 1990, 2, 3);
  add(220502, 1990, 1, 4);
  add(220102, 1998, 1, 8);
  add(220502, 1999, 2, 8);
  auto q = question(1996, 5);
  q.arrival = Arrival::kSpecialised;
  auto const result = test(register_, q);
  std::map<std::pair<RegionCode, NodeIndex>, bool> came;
  for (auto const& gap : result.listed) came[{gap.region, gap.node}] = gap.came;
  EXPECT_TRUE(came.at({220100, 1})) << "1 of 4 is less than 5 of 8; 9 of 12 is more than 13 of 24";
  EXPECT_FALSE(came.contains({220100, 2}));
  EXPECT_FALSE(came.contains({220500, 1}));
  EXPECT_TRUE(came.at({220500, 2}));
}

TEST_F(BacktestTest, unknown_days_count_nowhere_and_are_told_and_later_closing_is_not_known) {
  auto register_ = made_up(6, 200, 1990, 2004);
  auto const plain = test(register_, question(1996, 5));
  for (int i = 0; i < 30; ++i) register_.push_back({220102, std::nullopt, {static_cast<NodeIndex>(1 + i % 14)}});
  for (std::size_t i = 0; i < 100; ++i) register_[i].status = EnterpriseStatus::kDeregistered;
  auto const more = test(register_, question(1996, 5));
  EXPECT_EQ(plain.undated, 0U);
  EXPECT_EQ(more.undated, 30U);
  EXPECT_EQ(more.all.gaps, plain.all.gaps);
  EXPECT_EQ(more.all.came, plain.all.came);
  EXPECT_EQ(skill(more.all, GapRanking::kDiagnosis).skill.auc, skill(plain.all, GapRanking::kDiagnosis).skill.auc);
  EXPECT_EQ(skill(more.all, GapRanking::kQuotient).skill.auc, 0.5) << "nothing absent has a quotient";
}

TEST_F(BacktestTest, a_register_that_cannot_tell_says_why) {
  auto const code_of = [&](std::vector<Founded> const& register_, BacktestQuestion const& q) {
    try {
      test(register_, q);
    } catch (Failure const& failure) {
      return failure.error().code;
    }
    return std::string{};
  };
  EXPECT_EQ(code_of({{220102, std::nullopt, {1}}}, question(1996, 5)), "undated_register");
  EXPECT_EQ(code_of({{220102, 1999, {1}}}, question(1996, 5)), "nothing_before");
  EXPECT_EQ(code_of({{220102, 1990, {1}}}, question(1996, 5)), "nothing_after");
  EXPECT_EQ(code_of({{220102, 1990, {1}}}, question(1996, 0)), "bad_horizon");
}

// Gaps of one feature that decides: at ln 2 (one enterprise) 3 of 4 came, at 0 1 of 4.
TEST(GapModel, learns_the_odds_there_were) {
  GapTable table;
  std::vector<std::uint8_t> came;
  table.gaps.resize(4000);
  table.features.setZero(4000, kGapFeatures);
  for (Eigen::Index g = 0; g < 4000; ++g) {
    auto const big = g % 2 == 1;
    if (big) table.features(g, static_cast<Eigen::Index>(GapFeature::kNeighbours)) = 1;
    came.push_back((g / 2) % 4 < (big ? 3 : 1) ? 1 : 0);
  }
  auto const model = learn_gaps(table, came, 0);
  ASSERT_TRUE(model.has_value());
  auto const odds = model->log_odds(table);
  EXPECT_NEAR(odds[1], std::log(3.0), 0.01);
  EXPECT_NEAR(odds[0], -std::log(3.0), 0.01);
  came.assign(4000, 0);
  EXPECT_FALSE(learn_gaps(table, came, 0).has_value()) << "nothing came";
}

}  // namespace
}  // namespace lianzhao::diagnose
