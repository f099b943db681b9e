#include "atlas/atlas.h"

#include <algorithm>
#include <map>
#include <random>

#include <gtest/gtest.h>

#include "atlas/builder.h"
#include "kernel/error.h"

namespace lianzhao::atlas {
namespace {

/// Two chains; a/p contains a/p1 and a/p2.
ChainLibrary small_library() {
  auto const node = [](std::string id, std::string parent = "") {
    ChainNode n;
    n.id = std::move(id);
    n.parent = std::move(parent);
    return n;
  };
  Chain a;
  a.id = "a";
  a.nodes = {node("a/p"), node("a/p1", "a/p"), node("a/p2", "a/p"), node("a/q")};
  Chain b;
  b.id = "b";
  b.nodes = {node("b/x")};
  std::vector<Chain> chains;
  chains.push_back(std::move(b));
  chains.push_back(std::move(a));
  return ChainLibrary{std::move(chains), "library-1"};
}

struct Source {
  RegionCode region;
  std::optional<DayNumber> founded;
  std::optional<std::int64_t> capital;
  EnterpriseStatus status;
  std::vector<NodeTag> tags;
  std::vector<std::uint16_t> zones;
  bool branch = false;
};

/// Random rows and the snapshot built from them; every question is also answered by walking over the rows.
struct AtlasTest : testing::Test {
  std::filesystem::path path = std::filesystem::path{testing::TempDir()} / "lianzhao_atlas_test.bin";
  ChainLibrary library = small_library();
  std::vector<Source> sources;
  std::shared_ptr<Atlas const> atlas;

  void SetUp() override {
    std::mt19937 rng{20261124};
    auto const pick = [&](int below) { return static_cast<int>(rng() % static_cast<unsigned>(below)); };
    RegionCode const codes[] = {0, 110101, 220000, 220500, 220581, 220582, 220102, 310115, 429004};
    for (int i = 0; i < 5000; ++i) {
      Source s;
      s.region = codes[pick(9)];
      if (pick(10) > 0) s.founded = pick(20'000) - 3'000;
      if (pick(5) > 0) s.capital = std::int64_t{pick(1000)} * 100'000'00;
      s.status = static_cast<EnterpriseStatus>(pick(4));
      for (NodeIndex n = 0; n < 5; ++n)
        if (pick(6) == 0) s.tags.push_back({n, static_cast<std::uint8_t>(pick(201))});
      std::reverse(s.tags.begin(), s.tags.end());
      if (pick(8) == 0) s.zones.push_back(static_cast<std::uint16_t>(pick(2)));
      s.branch = pick(5) == 0;
      sources.push_back(std::move(s));
    }
    AtlasBuilder builder{library, {"mei", "chang"}};
    for (std::size_t i = 0; i < sources.size(); ++i) {
      auto const& s = sources[i];
      builder.add({static_cast<std::uint32_t>(i), s.region, s.founded, s.capital, s.status, s.tags, s.zones, s.branch});
    }
    builder.write(path, {"library-1", "register-1", "tagger-1", 5, 6, {}});
    atlas = Atlas::open(path);
  }
  void TearDown() override { std::filesystem::remove(path); }

  /// Confidence with which a row belongs to a subject: 200 for everything, -1 when it does not.
  int membership(Source const& s, Subject subject) const {
    if (subject.is_everything()) return 200;
    int best = -1;
    for (auto const& tag : s.tags) {
      auto belongs = subject == Subject::of_chain(tag.node == 4 ? 1 : 0);
      for (std::optional<NodeIndex> n = tag.node; n; n = library.parent_of(*n))
        belongs = belongs || subject == Subject::of_node(*n);
      if (belongs) best = std::max(best, int{tag.confidence});
    }
    return best;
  }

  bool passes(Source const& s, Subject subject, Filter const& f) const {
    if (f.founded_from && !(s.founded && *s.founded >= *f.founded_from)) return false;
    if (f.founded_to && !(s.founded && *s.founded <= *f.founded_to)) return false;
    if (f.capital_from_fen && !(s.capital && *s.capital >= *f.capital_from_fen)) return false;
    if (f.capital_to_fen && !(s.capital && *s.capital <= *f.capital_to_fen)) return false;
    if ((f.statuses >> static_cast<unsigned>(s.status) & 1U) == 0) return false;
    auto const tag = membership(s, subject);
    return tag >= 0 && tag >= int{quantise(f.min_confidence)};
  }

  template <typename Where>
  Aggregate expected(Subject subject, Filter const& f, Where const& where) const {
    Aggregate sum;
    for (auto const& s : sources) {
      if (!where(s) || !passes(s, subject, f)) continue;
      sum += {1, s.capital ? 1U : 0U, s.capital.value_or(0)};
    }
    return sum;
  }

  static std::vector<Filter> filters() {
    std::vector<Filter> all(7);
    all[1].founded_from = 4000;
    all[2].founded_to = 9000;
    all[3].capital_from_fen = 50'000'000'00;
    all[3].capital_to_fen = 70'000'000'00;
    all[4].statuses = 0b0110;
    all[5].min_confidence = 0.5;
    all[6] = {1000, 15000, 1, {}, 0b1011, 0.25};
    return all;
  }
  static std::vector<Subject> subjects() {
    return {Subject::everything(), Subject::of_node(0),  Subject::of_node(1), Subject::of_node(3),
            Subject::of_node(4),   Subject::of_chain(0), Subject::of_chain(1)};
  }
};

TEST_F(AtlasTest, every_aggregate_equals_a_walk_over_the_rows) {
  for (auto const subject : subjects())
    for (auto const& filter : filters())
      for (RegionCode const region : {kChina, RegionCode{220000}, RegionCode{220500}, RegionCode{220581},
                                      RegionCode{429000}, RegionCode{990000}, kUnknownRegion})
        EXPECT_EQ(atlas->aggregate(subject, atlas->rows_of_region(region), filter),
                  expected(subject, filter,
                           [&](Source const& s) { return region == kChina || region_contains(region, s.region); }));
}

TEST_F(AtlasTest, regions_of_a_level_add_up_to_the_whole) {
  for (auto const subject : subjects())
    for (auto const& filter : filters())
      for (auto const level :
           {RegionLevel::kCountry, RegionLevel::kProvince, RegionLevel::kCity, RegionLevel::kCounty}) {
        Aggregate sum;
        for (auto const& [code, aggregate] : atlas->by_region(subject, atlas->rows_of_region(kChina), level, filter)) {
          sum += aggregate;
          if (level != RegionLevel::kProvince) continue;
          EXPECT_EQ(aggregate,
                    expected(subject, filter, [&](Source const& s) { return province_of(s.region) == code; }));
        }
        EXPECT_EQ(sum, atlas->aggregate(subject, atlas->rows_of_region(kChina), filter));
      }
}

TEST_F(AtlasTest, the_matrix_holds_the_same_cells) {
  auto const s = subjects();
  RegionCode const regions[] = {110000, 220000, 310000, 420000, 990000};
  for (auto const& filter : filters()) {
    auto const cells = atlas->matrix(s, regions, filter);
    for (std::size_t i = 0; i < s.size(); ++i)
      for (std::size_t r = 0; r < 5; ++r)
        EXPECT_EQ(cells[i * 5 + r], atlas->aggregate(s[i], atlas->rows_of_region(regions[r]), filter));
  }
}

TEST_F(AtlasTest, edits_laid_over_it_equal_a_snapshot_built_with_them) {
  std::mt19937 rng{7};
  std::vector<TagEdit> edits;
  for (int i = 0; i < 600; ++i) {
    TagEdit const edit{static_cast<std::uint32_t>(rng() % 5200), static_cast<NodeIndex>(rng() % 5), rng() % 2 == 0};
    edits.push_back(edit);
    if (edit.enterprise_id >= sources.size()) continue;  // not in the snapshot
    auto& tags = sources[edit.enterprise_id].tags;
    std::erase_if(tags, [&](NodeTag tag) { return tag.node == edit.node; });
    if (edit.has) tags.push_back({edit.node, 200});
  }
  auto const before = atlas->aggregate(Subject::of_node(0), atlas->rows_of_region(kChina), {});
  auto const edited = atlas->with_edits(library, edits, "verdicts-1");
  EXPECT_NE(edited->provenance().fingerprint(), atlas->provenance().fingerprint());
  for (auto const subject : subjects())
    for (auto const& filter : filters())
      for (RegionCode const region : {kChina, RegionCode{220000}, RegionCode{220581}, kUnknownRegion})
        EXPECT_EQ(edited->aggregate(subject, edited->rows_of_region(region), filter),
                  expected(subject, filter,
                           [&](Source const& s) { return region == kChina || region_contains(region, s.region); }));
  for (std::size_t r = 0; r < edited->size(); ++r) {
    auto const view = edited->row(static_cast<Row>(r));
    auto tags = sources[view.enterprise_id].tags;
    std::sort(tags.begin(), tags.end(), [](NodeTag a, NodeTag b) { return a.node < b.node; });
    EXPECT_TRUE(std::equal(tags.begin(), tags.end(), view.tags.begin(), view.tags.end()));
  }
  EXPECT_EQ(atlas->aggregate(Subject::of_node(0), atlas->rows_of_region(kChina), {}), before) << "the old one stands";
}

TEST_F(AtlasTest, a_member_found_by_number_under_edits_is_that_of_a_snapshot_built_with_them) {
  std::mt19937 rng{11};
  std::vector<TagEdit> edits;
  for (int i = 0; i < 600; ++i) {
    edits.push_back(
        {static_cast<std::uint32_t>(rng() % sources.size()), static_cast<NodeIndex>(rng() % 5), rng() % 2 == 0});
    auto& tags = sources[edits.back().enterprise_id].tags;
    std::erase_if(tags, [&](NodeTag tag) { return tag.node == edits.back().node; });
    if (edits.back().has) tags.push_back({edits.back().node, 200});
  }
  auto const edited = atlas->with_edits(library, edits, "verdicts-1");
  AtlasBuilder builder{library, {"mei", "chang"}};
  for (std::size_t i = 0; i < sources.size(); ++i) {
    auto const& s = sources[i];
    builder.add({static_cast<std::uint32_t>(i), s.region, s.founded, s.capital, s.status, s.tags, s.zones, s.branch});
  }
  auto const built_path = path.string() + ".edited";
  builder.write(built_path, {"library-1", "register-1", "tagger-1", 5, 6, {}});
  auto const built = Atlas::open(built_path);
  std::filesystem::remove(built_path);

  std::size_t won = 0;
  std::size_t lost = 0;
  for (auto const subject : subjects()) {
    for (auto const& filter : filters()) {
      for (std::uint32_t id = 0; id < sources.size(); ++id) {
        auto const row = edited->find_row(id);
        auto const built_row = built->find_row(id);
        ASSERT_TRUE(row && built_row);
        auto const found = edited->find_member(subject, *row, filter);
        auto const wanted = built->find_member(subject, *built_row, filter);
        ASSERT_EQ(found.has_value(), wanted.has_value()) << id;
        auto const before = atlas->find_member(subject, *row, filter).has_value();
        if (found && !before) ++won;
        if (!found && before) ++lost;
        if (!found) continue;
        EXPECT_EQ(found->row, *row);
        EXPECT_EQ(found->confidence, wanted->confidence) << id;
      }
    }
  }
  EXPECT_GT(won, 0U) << "edits that change nothing prove nothing";
  EXPECT_GT(lost, 0U) << "edits that change nothing prove nothing";
}

TEST_F(AtlasTest, zones_and_complements_are_row_sets) {
  for (std::uint16_t z = 0; z < 2; ++z) {
    auto const in = *atlas->rows_of_zone(z == 0 ? "mei" : "chang");
    auto const belongs = [&](Source const& s) { return std::count(s.zones.begin(), s.zones.end(), z) > 0; };
    for (auto const subject : subjects()) {
      EXPECT_EQ(atlas->aggregate(subject, in, {}), expected(subject, {}, belongs));
      EXPECT_EQ(atlas->aggregate(subject, atlas->without(in), {}),
                expected(subject, {}, [&](Source const& s) { return !belongs(s); }));
    }
  }
  EXPECT_FALSE(atlas->rows_of_zone("absent").has_value());
  RowRanges const parts[] = {atlas->rows_of_region(220500), atlas->rows_of_region(220581),
                             atlas->rows_of_region(310000)};
  EXPECT_EQ(atlas->aggregate(Subject::everything(), Atlas::united(parts), {}),
            expected(Subject::everything(), {}, [](Source const& s) {
              return region_contains(220500, s.region) || region_contains(310000, s.region);
            }));
}

TEST_F(AtlasTest, members_carry_their_columns_and_own_tags) {
  Filter filter;
  filter.min_confidence = 0.5;
  std::size_t count = 0;
  for (auto const& [row, confidence] : atlas->members(Subject::of_node(0), atlas->rows_of_region(220000), filter)) {
    auto const view = atlas->row(row);
    auto const& s = sources[view.enterprise_id];
    EXPECT_TRUE(passes(s, Subject::of_node(0), filter));
    EXPECT_EQ(confidence, membership(s, Subject::of_node(0)));
    EXPECT_EQ(view.region_code, s.region);
    EXPECT_EQ(view.founded, s.founded);
    EXPECT_EQ(view.registered_capital_fen, s.capital);
    EXPECT_EQ(view.status, s.status);
    EXPECT_EQ(view.branch, s.branch);
    auto tags = s.tags;
    std::reverse(tags.begin(), tags.end());
    EXPECT_TRUE(std::equal(tags.begin(), tags.end(), view.tags.begin(), view.tags.end()));
    ++count;
  }
  EXPECT_GT(count, 0U);
  EXPECT_EQ(count, atlas->aggregate(Subject::of_node(0), atlas->rows_of_region(220000), filter).count);
}

TEST_F(AtlasTest, an_enterprise_is_found_by_its_number) {
  for (auto const subject : subjects()) {
    for (auto const& filter : filters()) {
      std::size_t members = 0;
      for (std::uint32_t id = 0; id < sources.size(); ++id) {
        auto const row = atlas->find_row(id);
        ASSERT_TRUE(row.has_value());
        ASSERT_EQ(atlas->row(*row).enterprise_id, id);
        auto const member = atlas->find_member(subject, *row, filter);
        ASSERT_EQ(member.has_value(), passes(sources[id], subject, filter));
        if (!member) continue;
        ++members;
        if (!subject.is_everything()) {
          EXPECT_EQ(member->confidence, membership(sources[id], subject));
        }
      }
      EXPECT_EQ(members, atlas->members(subject, atlas->rows_of_region(kChina), filter).size());
    }
  }
  EXPECT_FALSE(atlas->find_row(static_cast<std::uint32_t>(sources.size())).has_value());
}

TEST_F(AtlasTest, founding_years_add_up) {
  std::uint64_t sum = 0;
  for (auto const& [year, count] : atlas->by_founding_year(Subject::of_chain(0), atlas->rows_of_region(kChina), {})) {
    sum += count;
    EXPECT_EQ(count, expected(Subject::of_chain(0), {}, [y = year](Source const& s) {
                       return (s.founded ? static_cast<int>(civil_date(*s.founded).year()) : 0) == y;
                     }).count);
  }
  EXPECT_EQ(sum, atlas->aggregate(Subject::of_chain(0), atlas->rows_of_region(kChina), {}).count);
}

TEST_F(AtlasTest, a_torn_or_foreign_file_is_refused) {
  auto const bytes = read_file(path);
  for (auto const size : {std::size_t{0}, std::size_t{10}, bytes.size() / 2, bytes.size() - 1}) {
    write_file_atomically(path, std::string_view{bytes}.substr(0, size));
    EXPECT_THROW(Atlas::open(path), Failure) << size;
  }
  auto damaged = bytes;
  damaged[bytes.size() - 60] = static_cast<char>(damaged[bytes.size() - 60] ^ 1);
  write_file_atomically(path, damaged);
  EXPECT_THROW(Atlas::open(path), Failure);
  EXPECT_THROW(Atlas::open(path.string() + ".absent"), Failure);
}

TEST_F(AtlasTest, an_empty_snapshot_answers_with_nothing) {
  AtlasBuilder builder{library, {}};
  builder.add({1, 220581, {}, {}, EnterpriseStatus::kActive, {}, {}});
  builder.write(path, {});
  auto const untagged = Atlas::open(path);
  EXPECT_TRUE(untagged->members(Subject::of_node(0), untagged->rows_of_region(kChina), {}).empty());
  EXPECT_EQ(untagged->aggregate(Subject::of_chain(0), untagged->rows_of_region(kChina), {}), Aggregate{});
  AtlasBuilder{library, {}}.write(path, {});
  auto const empty = Atlas::open(path);
  EXPECT_EQ(empty->size(), 0U);
  EXPECT_EQ(empty->aggregate(Subject::of_node(0), empty->rows_of_region(kChina), {}), Aggregate{});
  EXPECT_FALSE(empty->provenance().newest_founding.has_value());
}

}  // namespace
}  // namespace lianzhao::atlas
