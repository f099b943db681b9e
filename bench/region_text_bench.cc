// How many addresses a second does one core lead to their region, with and without knowing the city?
// uses: ingest
#include <array>
#include <string_view>

#include <benchmark/benchmark.h>

#include "ingest/region_reader.h"

namespace {

using namespace lianzhao;

// The kinds of addresses that registers hold: whole, without the province, by short names, by former ones, by a street.
constexpr std::array<std::string_view, 8> kAddresses{
    "吉林省长春市朝阳区西安大路1号",    "自贡市大安区凉大路36号",        "康定县炉城镇西大街148号",
    "上海市南汇区康桥镇沪南公路2502号", "北湖科技开发区盛北大街3333号",  "辽宁省大连普兰店经济开发区海湾路",
    "人民大街4646号吉发广场A座12层",    "江苏省徐州市鼓楼区中山北路29号"};

void without_context(benchmark::State& state) {
  auto const& table = ingest::region_table();
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(table.resolve_text(kAddresses[i++ % kAddresses.size()]));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(without_context);

void within_a_city(benchmark::State& state) {
  auto const& table = ingest::region_table();
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(table.resolve_text(kAddresses[i++ % kAddresses.size()], 220100));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(within_a_city);

}  // namespace
