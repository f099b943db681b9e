// How long does the map wait at 10 million enterprises? p50 and p99 over random questions; bytes an enterprise; the
// cost of building. LIANZHAO_BENCH_ROWS overrides the size.
// uses: atlas
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>

#include <fmt/format.h>

#include "atlas/atlas.h"
#include "atlas/builder.h"

namespace {

using namespace lianzhao;
using namespace lianzhao::atlas;
using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

/// Six chains of 60 nodes, as large as the shipped library.
ChainLibrary library() {
  std::vector<Chain> chains;
  for (int c = 0; c < 6; ++c) {
    Chain chain;
    chain.id = fmt::format("c{}", c);
    for (int n = 0; n < 60; ++n) {
      ChainNode node;
      node.id = fmt::format("c{}/n{:02}", c, n);
      if (n % 6 != 0) node.parent = fmt::format("c{}/n{:02}", c, n / 6 * 6);
      chain.nodes.push_back(std::move(node));
    }
    chains.push_back(std::move(chain));
  }
  return ChainLibrary{std::move(chains), "bench"};
}

void report(char const* what, int times, std::function<void()> const& ask) {
  std::vector<double> took;
  for (int i = 0; i < times; ++i) {
    auto const begin = Clock::now();
    ask();
    took.push_back(milliseconds_since(begin));
  }
  std::sort(took.begin(), took.end());
  fmt::print("{:<58} p50 {:8.3f} ms   p99 {:8.3f} ms\n", what, took[took.size() / 2], took[took.size() * 99 / 100]);
}

}  // namespace

int main() {
  auto const* const wanted = std::getenv("LIANZHAO_BENCH_ROWS");
  auto const rows = wanted != nullptr ? std::strtoul(wanted, nullptr, 10) : 10'000'000UL;
  auto const chains = library();
  std::mt19937 rng{20261124};
  std::vector<RegionCode> counties;
  for (RegionCode province = 11; province < 66; ++province)
    for (RegionCode city = 1; city <= 10; ++city)
      for (RegionCode county = 1; county <= 6; ++county) counties.push_back(province * 10000 + city * 100 + county);
  auto const path = std::filesystem::temp_directory_path() / "lianzhao_atlas_bench.bin";

  auto begin = Clock::now();
  AtlasBuilder builder{chains, {}};
  for (std::size_t i = 0; i < rows; ++i) {
    // Four in ten enterprises have tags; those have 1.5 on average, the first nodes more often.
    NodeTag tags[3];
    std::size_t count = rng() % 10 < 4 ? 1 + (rng() % 2) : 0;
    for (std::size_t t = 0; t < count; ++t)
      tags[t] = {static_cast<NodeIndex>(std::min(rng() % 360, rng() % 360)),
                 static_cast<std::uint8_t>(80 + rng() % 121)};
    if (count == 2 && tags[0].node == tags[1].node) count = 1;
    BuilderRow row{static_cast<std::uint32_t>(i),
                   counties[std::min(rng() % counties.size(), rng() % counties.size())],
                   static_cast<DayNumber>(7000 + rng() % 13'000),
                   {},
                   EnterpriseStatus::kActive,
                   std::span{tags, count},
                   {}};
    if (rng() % 20 != 0) row.registered_capital_fen = static_cast<std::int64_t>(rng() % 100'000) * 1'000'000;
    builder.add(row);
  }
  fmt::print("{:<58} {:12.0f} ms\n", "rows added", milliseconds_since(begin));
  begin = Clock::now();
  builder.write(path, {});
  fmt::print("{:<58} {:12.0f} ms\n", "sorted and written", milliseconds_since(begin));
  begin = Clock::now();
  auto const atlas = Atlas::open(path);
  fmt::print("{:<58} {:12.3f} ms\n", "opened", milliseconds_since(begin));
  fmt::print("{:<58} {:12.1f} bytes\n", "an enterprise",
             static_cast<double>(atlas->bytes()) / static_cast<double>(rows));

  auto const china = atlas->rows_of_region(kChina);
  auto const random_filter = [&] {
    Filter f;
    f.min_confidence = 0.5;
    if (rng() % 2 == 0) f.founded_from = static_cast<DayNumber>(7000 + rng() % 8000);
    if (rng() % 2 == 0) f.capital_from_fen = static_cast<std::int64_t>(rng() % 50'000) * 1'000'000;
    return f;
  };
  auto const random_node = [&] { return Subject::of_node(static_cast<NodeIndex>(rng() % 360)); };
  report("one node by county, filtered", 300,
         [&] { (void)atlas->by_region(random_node(), china, RegionLevel::kCounty, random_filter()); });
  report("one chain by prefecture, filtered", 300,
         [&] { (void)atlas->by_region(Subject::of_chain(rng() % 6), china, RegionLevel::kCity, random_filter()); });
  report("all enterprises by province, filtered", 300,
         [&] { (void)atlas->by_region(Subject::everything(), china, RegionLevel::kProvince, random_filter()); });
  report("60 nodes of a chain in one province, filtered", 300, [&] {
    auto const where = atlas->rows_of_region(static_cast<RegionCode>((11 + rng() % 55) * 10000));
    auto const filter = random_filter();
    for (NodeIndex n = 0; n < 60; ++n) (void)atlas->aggregate(Subject::of_node(n), where, filter);
  });
  std::vector<Subject> nodes;
  for (NodeIndex n = 0; n < 60; ++n) nodes.push_back(Subject::of_node(n));
  std::vector<RegionCode> cities;
  for (auto const& [code, unused] : atlas->by_region(Subject::everything(), china, RegionLevel::kCity, {}))
    cities.push_back(code);
  report("60 nodes × all prefectures, filtered", 300, [&] { (void)atlas->matrix(nodes, cities, random_filter()); });
  std::vector<Subject> every;
  for (NodeIndex n = 0; n < 360; ++n) every.push_back(Subject::of_node(n));
  report("360 nodes × all prefectures, filtered", 100, [&] { (void)atlas->matrix(every, cities, random_filter()); });
  std::filesystem::remove(path);
}
