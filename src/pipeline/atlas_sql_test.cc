#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "ingest/region_reader.h"
#include "ingest/synthetic_register.h"
#include "kernel/file.h"
#include "pipeline/import_register.h"
#include "pipeline/snapshot.h"

namespace lianzhao::pipeline {
namespace {

namespace fs = std::filesystem;

/// A made-up register in SQLite and the snapshot built from it: the same questions are put to both.
class AtlasAndSql : public testing::Test {
 protected:
  static constexpr std::uint64_t kRows = 4000;

  AtlasAndSql()
      : path_{fs::temp_directory_path() / fmt::format("lianzhao_atlas_sql_{}", getpid())}, knowledge_{[&] {
          fs::remove_all(path_);
          fs::create_directories(path_);
          return load_knowledge(path_);
        }()} {
    folder_.path = path_;
    ingest::SyntheticRegister const synthetic{knowledge_.library, ingest::region_table(), 7};
    std::string csv;
    ingest::write_synthetic_register(synthetic, kRows, [&](std::string_view piece) { csv += piece; });
    write_file_atomically(path_ / "rows.csv", csv);
    database_ = store::open_register(folder_);
    import_register(*database_, {{path_ / "rows.csv"}, {}, folder_.rejects()});
    refresh_snapshot(*database_, folder_, knowledge_, {}, {});
    atlas_ = CurrentAtlas{folder_.atlas()}.get();
  }
  ~AtlasAndSql() override { fs::remove_all(path_); }

  /// A random question, as the atlas takes it and as SQL does.
  struct Asked {
    atlas::Subject subject = atlas::Subject::everything();
    RegionCode region = kChina;
    atlas::Filter filter;
    std::string where = "1 = 1";
    std::vector<store::Param> params;
    std::vector<std::string> node_ids;
  };

  std::size_t pick(std::size_t below) { return rng_() % below; }

  /// A node with all it contains, or a chain.
  std::vector<std::string> nodes_of(std::optional<NodeIndex> within, std::size_t chain) const {
    std::vector<std::string> out;
    for (std::size_t n = 0; n < knowledge_.library.node_count(); ++n) {
      auto const node = static_cast<NodeIndex>(n);
      if (!within) {
        if (&knowledge_.library.chain_of(node) == &knowledge_.library.chains()[chain]) {
          out.push_back(knowledge_.library.node(node).id);
        }
        continue;
      }
      for (std::optional<NodeIndex> at = node; at; at = knowledge_.library.parent_of(*at)) {
        if (*at == *within) out.push_back(knowledge_.library.node(node).id);
      }
    }
    return out;
  }

  void ask_randomly(Asked& asked) {
    auto const also = [&](std::string_view condition, std::int64_t value) {
      asked.where += fmt::format(" AND {}", condition);
      asked.params.emplace_back(value);
    };
    if (pick(2) == 0) {
      auto const codes = atlas_->region_codes();
      auto const code = codes[pick(codes.size())];
      auto const level = pick(3) == 0   ? RegionLevel::kProvince
                         : pick(2) == 0 ? RegionLevel::kCity
                                        : RegionLevel::kCounty;
      asked.region = region_at_level(code, level);
      if (asked.region != kUnknownRegion && asked.region != kChina) {
        // The region and what lies in it, by the codes that occur.
        std::string in = "region_code IN (-1";
        for (auto const one : codes) {
          if (region_contains(asked.region, one)) in += fmt::format(", {}", one);
        }
        asked.where += " AND " + in + ")";
      } else {
        asked.region = kChina;
      }
    }
    auto& f = asked.filter;
    if (pick(2) == 0) also("founded >= ?", *(f.founded_from = static_cast<DayNumber>(7000 + pick(12'000))));
    if (pick(3) == 0) also("founded <= ?", *(f.founded_to = static_cast<DayNumber>(10'000 + pick(10'000))));
    if (pick(2) == 0) {
      also("registered_capital_fen >= ?", *(f.capital_from_fen = static_cast<std::int64_t>(pick(500)) * 1'000'000));
    }
    if (pick(3) == 0) {
      also("registered_capital_fen <= ?", *(f.capital_to_fen = static_cast<std::int64_t>(pick(5000)) * 1'000'000));
    }
    if (pick(3) == 0) {
      f.statuses = static_cast<std::uint32_t>(1 + pick(62));
      also("(? >> status) & 1 = 1", f.statuses);
    }
    if (pick(4) > 0) {
      auto const chain = pick(knowledge_.library.chains().size());
      auto const node = static_cast<NodeIndex>(pick(knowledge_.library.node_count()));
      auto const whole_chain = pick(4) == 0;
      asked.subject = whole_chain ? atlas::Subject::of_chain(chain) : atlas::Subject::of_node(node);
      asked.node_ids = nodes_of(whole_chain ? std::nullopt : std::optional{node}, chain);
      f.min_confidence = static_cast<double>(pick(3)) * 0.35;
      std::string marks;
      for (auto const& id : asked.node_ids) {
        marks += marks.empty() ? "?" : ", ?";
        asked.params.emplace_back(std::string_view{id});
      }
      asked.where += fmt::format(
          " AND EXISTS (SELECT 1 FROM enterprise_node n WHERE n.enterprise_id = enterprise.id AND n.node_id IN ({})"
          " AND n.confidence >= ?)",
          marks);
      asked.params.emplace_back(atlas::confidence_of(atlas::quantise(f.min_confidence)));
    }
  }

  fs::path path_;
  Knowledge knowledge_;
  store::DataFolder folder_;
  std::unique_ptr<store::Database> database_;
  std::shared_ptr<atlas::Atlas const> atlas_;
  std::mt19937 rng_{20261124};
};

TEST_F(AtlasAndSql, counts_sums_and_members_are_those_of_the_register) {
  auto sql = database_->reader();
  std::size_t not_empty = 0;
  for (int i = 0; i < 400; ++i) {
    Asked asked;
    ask_randomly(asked);
    auto const rows = atlas_->rows_of_region(asked.region);
    std::set<std::int64_t> ids;
    std::map<RegionCode, atlas::Aggregate> by_code;
    auto found = sql.query_all(
        fmt::format("SELECT id, region_code, registered_capital_fen FROM enterprise WHERE {}", asked.where),
        asked.params);
    while (found.next()) {
      auto const capital = found.optional_integer(2);
      ids.insert(found.integer(0));
      by_code[static_cast<RegionCode>(found.integer(1))] += {1, capital ? 1U : 0U, capital.value_or(0)};
    }
    not_empty += ids.empty() ? 0U : 1U;

    auto summed = sql.query_all(fmt::format("SELECT count(*), count(registered_capital_fen), "
                                            "coalesce(sum(registered_capital_fen), 0) FROM enterprise WHERE {}",
                                            asked.where),
                                asked.params);
    ASSERT_TRUE(summed.next());
    auto const whole = atlas_->aggregate(asked.subject, rows, asked.filter);
    ASSERT_EQ(whole, (atlas::Aggregate{static_cast<std::uint64_t>(summed.integer(0)),
                                       static_cast<std::uint64_t>(summed.integer(1)), summed.integer(2)}))
        << asked.where;

    std::set<std::int64_t> members;
    for (auto const& member : atlas_->members(asked.subject, rows, asked.filter)) {
      members.insert(atlas_->enterprise_id(member.row));
    }
    ASSERT_EQ(members, ids) << asked.where;

    for (auto const level : {RegionLevel::kProvince, RegionLevel::kCity, RegionLevel::kCounty}) {
      std::map<RegionCode, atlas::Aggregate> expected;
      for (auto const& [code, aggregate] : by_code) expected[region_at_level(code, level)] += aggregate;
      std::map<RegionCode, atlas::Aggregate> answered;
      for (auto const& [code, aggregate] : atlas_->by_region(asked.subject, rows, level, asked.filter)) {
        answered[code] = aggregate;
      }
      ASSERT_EQ(answered, expected) << asked.where;
    }
  }
  EXPECT_GT(not_empty, 150U);
}

TEST_F(AtlasAndSql, the_matrix_of_nodes_and_regions_is_that_of_the_register) {
  auto sql = database_->reader();
  std::vector<atlas::Subject> subjects;
  for (NodeIndex n = 0; n < 12; ++n) subjects.push_back(atlas::Subject::of_node(n));
  std::vector<RegionCode> regions;
  auto const china = atlas_->rows_of_region(kChina);
  for (auto const& [code, unused] : atlas_->by_region(atlas::Subject::everything(), china, RegionLevel::kCity, {})) {
    if (code != kUnknownRegion && region_at_level(code, RegionLevel::kProvince) != code) regions.push_back(code);
  }
  for (int i = 0; i < 5; ++i) {
    atlas::Filter filter;
    filter.min_confidence = 0.5;
    if (i % 2 == 1) filter.founded_from = static_cast<DayNumber>(9000 + pick(8000));
    if (i > 1) filter.capital_from_fen = static_cast<std::int64_t>(pick(300)) * 1'000'000;
    auto const cells = atlas_->matrix(subjects, regions, filter);
    for (std::size_t s = 0; s < subjects.size(); ++s) {
      std::map<RegionCode, std::uint64_t> counted;
      auto const ids = nodes_of(static_cast<NodeIndex>(s), 0);
      std::string marks;
      std::vector<store::Param> params{filter.founded_from.value_or(-3'000'000), filter.capital_from_fen.value_or(-3)};
      for (auto const& id : ids) {
        marks += marks.empty() ? "?" : ", ?";
        params.emplace_back(std::string_view{id});
      }
      auto rows = sql.query_all(fmt::format("SELECT region_code, count(DISTINCT e.id) FROM enterprise e JOIN "
                                            "enterprise_node n ON n.enterprise_id = e.id WHERE coalesce(founded, "
                                            "-2000000) >= ? AND coalesce(registered_capital_fen, -2) >= ? AND "
                                            "node_id IN ({}) AND n.confidence >= 0.5 GROUP BY region_code",
                                            marks),
                                params);
      while (rows.next()) {
        counted[region_at_level(static_cast<RegionCode>(rows.integer(0)), RegionLevel::kCity)] +=
            static_cast<std::uint64_t>(rows.integer(1));
      }
      for (std::size_t r = 0; r < regions.size(); ++r) {
        ASSERT_EQ(cells[s * regions.size() + r].count, counted[regions[r]]) << s << " " << regions[r];
      }
      for (std::size_t r = 0; r < regions.size(); ++r) {
        ASSERT_EQ(cells[s * regions.size() + r],
                  atlas_->aggregate(subjects[s], atlas_->rows_of_region(regions[r]), filter));
      }
    }
  }
}

}  // namespace
}  // namespace lianzhao::pipeline
