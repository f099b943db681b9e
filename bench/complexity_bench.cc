// What do the measures of regions × activities cost at the size of China: 3000 counties × 1500 activities?
// uses: diagnose
#include <cmath>
#include <random>

#include <benchmark/benchmark.h>

#include "diagnose/complexity.h"

namespace {

using namespace lianzhao::diagnose;

/// Activity falls off with the rank of the region and of the activity, as in real registers; about a fifth is present.
Matrix activity() {
  std::mt19937 rng{20261124};
  std::uniform_real_distribution<double> uniform{0, 1};
  return Matrix::NullaryExpr(3000, 1500, [&](Eigen::Index r, Eigen::Index a) {
    auto const expected = 40.0 / (1 + static_cast<double>(r) / 100) / (1 + static_cast<double>(a) / 100);
    return std::floor(expected * -std::log(1 - uniform(rng)));
  });
}

Matrix const& shared_activity() {
  static Matrix const x = activity();
  return x;
}

void rca(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(revealed_comparative_advantage(shared_activity()));
}
void all_measures(benchmark::State& state) {
  for (auto _ : state) {
    auto const present = presence(revealed_comparative_advantage(shared_activity()));
    auto const phi = proximity(present);
    benchmark::DoNotOptimize(density(present, phi));
    benchmark::DoNotOptimize(economic_complexity(present));
  }
}
void proximity_only(benchmark::State& state) {
  auto const present = presence(revealed_comparative_advantage(shared_activity()));
  state.counters["share_present"] = present.cast<double>().mean();
  for (auto _ : state) benchmark::DoNotOptimize(proximity(present));
}
void density_only(benchmark::State& state) {
  auto const present = presence(revealed_comparative_advantage(shared_activity()));
  auto const phi = proximity(present);
  for (auto _ : state) benchmark::DoNotOptimize(density(present, phi));
}
void eci_only(benchmark::State& state) {
  auto const present = presence(revealed_comparative_advantage(shared_activity()));
  for (auto _ : state) benchmark::DoNotOptimize(economic_complexity(present));
}

BENCHMARK(rca)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(proximity_only)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(density_only)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(eci_only)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(all_measures)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
