// How many pages a second does one core read from HTML to project events? LIANZHAO_BENCH_PAGES names a folder of pages;
// without it the tests' own stand in, which are smaller than real ones. bench/peers/readability.mjs reads the same.
// uses: ingest pipeline radar
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "ingest/chain_reader.h"
#include "ingest/region_reader.h"
#include "ingest/zone_reader.h"
#include "kernel/file.h"
#include "pipeline/project_news.h"

int main() {
  using namespace lianzhao;
  using Clock = std::chrono::steady_clock;
  auto const* const wanted = std::getenv("LIANZHAO_BENCH_PAGES");
  auto const folder = std::filesystem::path{wanted != nullptr ? wanted : "tests/radar/pages"};
  std::vector<std::string> pages;
  std::size_t bytes = 0;
  for (auto const& entry : std::filesystem::directory_iterator{folder}) {
    if (entry.path().extension() != ".html" && entry.path().extension() != ".htm") continue;
    pages.push_back(read_file(entry.path(), 64U << 20U));
    bytes += pages.back().size();
  }
  if (pages.empty()) {
    fmt::print(stderr, "{} has no *.html\n", folder.string());
    return 1;
  }
  auto const library = ingest::load_chain_library();
  auto const zones = pipeline::known_zones({}, ingest::region_table());
  pipeline::NewsReader const reader{library, ingest::region_table(), zones};
  classify::Tagger::Buffers buffers;
  std::size_t read = 0;
  std::size_t events = 0;
  double slowest_ms = 0;
  auto const begin = Clock::now();
  auto const seconds = [&] { return std::chrono::duration<double>(Clock::now() - begin).count(); };
  constexpr double kSeconds = 10;
  while (seconds() < kSeconds) {
    for (auto const& page : pages) {
      auto const from = Clock::now();
      radar::for_each_page(page,
                           [&](radar::FoundPage const& found) { events += reader.read(found, buffers).events.size(); });
      slowest_ms = std::max(slowest_ms, std::chrono::duration<double, std::milli>(Clock::now() - from).count());
    }
    read += pages.size();
  }
  auto const took = seconds();
  auto const rounds = read / pages.size();
  fmt::print("{} pages of {:.1f} kB on average, {} events: {:.0f} pages/s, {:.1f} MB/s, slowest {:.1f} ms\n",
             pages.size(), static_cast<double>(bytes) / static_cast<double>(pages.size()) / 1000, events / rounds,
             static_cast<double>(read) / took, static_cast<double>(bytes * rounds) / took / 1e6, slowest_ms);
}
