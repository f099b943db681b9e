// How does the atlas compare with what a user would pick instead? Asks the atlas of DIR random map questions (the nodes
// of a chain × all prefectures, filtered) and writes questions, its answers' check sums and times, and the very members
// as a flat table, so that bench/peers/peers.mjs puts the same questions to DuckDB, PostgreSQL and SQLite.
// Run by bench/peers/run.sh: peers_bench DATA_DIR OUT_DIR [QUESTIONS]
// uses: ingest pipeline
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/os.h>

#include "atlas/atlas.h"
#include "ingest/chain_reader.h"
#include "pipeline/current.h"

namespace {

using namespace lianzhao;
using namespace lianzhao::atlas;

constexpr DayNumber kUnknownDay = -1'000'000;

/// What the peers add up, so that equal sums mean equal answers.
struct CheckSum {
  std::uint64_t cells = 0;  ///< that are not empty
  std::uint64_t count = 0;
  std::int64_t capital_fen = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: peers_bench DATA_DIR OUT_DIR [QUESTIONS]\n");
    return 2;
  }
  std::filesystem::path const out{argv[2]};
  auto const questions = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 100UL;
  auto const library = ingest::load_chain_library();
  auto const atlas = pipeline::Current<Atlas>{std::filesystem::path{argv[1]} / "atlas"}.get();
  if (!atlas) {
    fmt::print(stderr, "{} has no snapshot; run `lianzhao atlas build --data {}` first\n", argv[1], argv[1]);
    return 1;
  }
  auto const china = atlas->rows_of_region(kChina);
  std::vector<RegionCode> cities;
  for (auto const& [code, unused] : atlas->by_region(Subject::everything(), china, RegionLevel::kCity, {}))
    if (tiles_level(code, RegionLevel::kCity)) cities.push_back(code);
  std::filesystem::create_directories(out);

  // The peers get the best layout for this question: what they would have to join lies in one table.
  auto members = fmt::output_file((out / "members.csv").string());
  members.print("node,city,founded,capital_fen,confidence\n");
  for (NodeIndex node = 0; node < library.node_count(); ++node) {
    for (auto const& member : atlas->members(Subject::of_node(node), china, {})) {
      auto const row = atlas->row(member.row);
      auto const city = region_at_level(row.region_code, RegionLevel::kCity);
      members.print("{},{},{},{},{}\n", node, tiles_level(city, RegionLevel::kCity) ? city : kUnknownRegion,
                    row.founded.value_or(kUnknownDay), row.registered_capital_fen.value_or(-1), member.confidence);
    }
  }
  members.close();

  std::mt19937 rng{20261124};
  auto asked = fmt::output_file((out / "questions.ndjson").string());
  std::vector<double> took;
  for (unsigned long q = 0; q < questions; ++q) {
    auto const& chain = library.chains()[rng() % library.chains().size()];
    std::vector<Subject> subjects;
    std::string nodes;
    for (NodeIndex node = 0; node < library.node_count(); ++node) {
      if (&library.chain_of(node) != &chain) continue;
      subjects.push_back(Subject::of_node(node));
      nodes += fmt::format("{}{}", nodes.empty() ? "" : ",", node);
    }
    Filter filter;
    filter.min_confidence = 0.5;
    filter.founded_from = static_cast<DayNumber>(7000 + rng() % 8000);
    filter.capital_from_fen = static_cast<std::int64_t>(rng() % 5'000) * 1'000'000;
    auto const begin = std::chrono::steady_clock::now();
    auto const answer = atlas->matrix(subjects, cities, filter);
    took.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
    CheckSum sum;
    for (auto const& cell : answer) {
      sum.cells += cell.count > 0 ? 1 : 0;
      sum.count += cell.count;
      sum.capital_fen += cell.capital_fen;
    }
    asked.print(
        "{{\"nodes\":[{}],\"founded_from\":{},\"capital_from_fen\":{},\"confidence\":{},\"cells\":{},\"count\":{},"
        "\"capital_fen\":\"{}\"}}\n",
        nodes, *filter.founded_from, *filter.capital_from_fen, quantise(filter.min_confidence), sum.cells, sum.count,
        sum.capital_fen);
  }
  asked.close();
  std::sort(took.begin(), took.end());
  fmt::print(
      "{{\"peer\":\"atlas\",\"enterprises\":{},\"prefectures\":{},\"questions\":{},\"p50_ms\":{:.3f},\"p99_ms\":{:.3f}}"
      "}\n",
      atlas->size(), cities.size(), questions, took[took.size() / 2], took[took.size() * 99 / 100]);
}
