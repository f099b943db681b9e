#include <cmath>
#include <filesystem>
#include <limits>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

#include "kernel/error.h"
#include "kernel/file.h"
#include "siting/check.h"
#include "siting/knapsack.h"
#include "siting/or_library.h"
#include "siting/single_source.h"
#include "siting/uncapacitated.h"

namespace lianzhao::siting {
namespace {

bool never() {
  return false;
}

Problem random_problem(std::mt19937& rng, ProblemKind kind, std::size_t facilities, std::size_t customers) {
  Problem out;
  out.kind = kind;
  out.facilities = facilities;
  out.customers = customers;
  out.step = 1;
  for (std::size_t k = 0; k < facilities * customers; ++k) out.cost.push_back(static_cast<double>(rng() % 40));
  for (std::size_t j = 0; j < facilities; ++j)
    out.fixed.push_back(kind == ProblemKind::kMedian ? 0 : static_cast<double>(rng() % 60));
  out.median = kind == ProblemKind::kMedian ? 1 + rng() % facilities : 0;
  if (kind != ProblemKind::kSingleSource) return out;
  double demand = 0;
  for (std::size_t i = 0; i < customers; ++i) {
    out.demand.push_back(static_cast<double>(1 + rng() % 9));
    demand += out.demand.back();
  }
  for (std::size_t j = 0; j < facilities; ++j)
    out.capacity.push_back(std::floor(demand * (0.2 + 0.1 * static_cast<double>(rng() % 6))));
  return out;
}

/// The least cost of all placements, by trying every one; infinite where there is none.
double brute_force(Problem const& problem) {
  auto best = std::numeric_limits<double>::infinity();
  for (std::size_t set = 1; set < (std::size_t{1} << problem.facilities); ++set) {
    std::vector<std::int32_t> open;
    for (std::size_t j = 0; j < problem.facilities; ++j)
      if ((set >> j) & 1) open.push_back(static_cast<std::int32_t>(j));
    if (problem.kind == ProblemKind::kMedian && open.size() != problem.median) continue;
    Assignment assignment(problem.customers, open[0]);
    if (problem.kind != ProblemKind::kSingleSource) {
      for (std::size_t i = 0; i < problem.customers; ++i)
        for (auto const j : open)
          if (problem.costs_of(static_cast<std::size_t>(j))[i] <
              problem.costs_of(static_cast<std::size_t>(assignment[i]))[i])
            assignment[i] = j;
      best = std::min(best, cost_of(problem, open, assignment).value_or(best));
      continue;
    }
    std::vector<std::size_t> digit(problem.customers, 0);
    for (std::size_t i = 0; i < digit.size();) {
      for (std::size_t k = 0; k < digit.size(); ++k) assignment[k] = open[digit[k]];
      best = std::min(best, cost_of(problem, open, assignment).value_or(best));
      for (i = 0; i < digit.size() && ++digit[i] == open.size(); ++i) digit[i] = 0;
    }
  }
  return best;
}

TEST(Uncapacitated, finds_and_proves_what_trying_every_placement_finds) {
  std::mt19937 rng{7};
  for (int k = 0; k < 400; ++k) {
    auto const kind = k % 2 == 0 ? ProblemKind::kMedian : ProblemKind::kUncapacitated;
    auto const facilities = 1 + rng() % 9;
    auto const problem = random_problem(rng, kind, facilities, 1 + rng() % 14);
    auto const answer = place_uncapacitated(problem, never);
    auto const optimum = brute_force(problem);
    ASSERT_TRUE(answer.objective) << k;
    EXPECT_EQ(*answer.objective, optimum) << k;
    EXPECT_EQ(cost_of(problem, answer.open, answer.assignment), optimum) << k;
    EXPECT_TRUE(answer.proven) << k;
    EXPECT_EQ(answer.bound, optimum) << k;
  }
}

TEST(SingleSource, finds_and_proves_what_trying_every_placement_finds) {
  std::mt19937 rng{8};
  int none = 0;
  for (int k = 0; k < 120; ++k) {
    auto const facilities = 1 + rng() % 4;
    auto const problem = random_problem(rng, ProblemKind::kSingleSource, facilities, 1 + rng() % 6);
    auto const answer = place_single_source(problem, never);
    auto const optimum = brute_force(problem);
    EXPECT_TRUE(answer.proven) << k;
    if (std::isinf(optimum)) {
      ++none;
      EXPECT_FALSE(answer.objective) << k;
      continue;
    }
    ASSERT_TRUE(answer.objective) << k;
    EXPECT_EQ(*answer.objective, optimum) << k;
    EXPECT_EQ(cost_of(problem, answer.open, answer.assignment), optimum) << k;
    EXPECT_EQ(answer.bound, optimum) << k;
  }
  EXPECT_GT(none, 0) << "no problem without a placement was among them";
}

TEST(Bounds, never_exceed_the_optimum_wherever_the_search_is_cut_off) {
  std::mt19937 rng{9};
  for (int k = 0; k < 300; ++k) {
    auto const kind = static_cast<ProblemKind>(k % 3);
    auto const single = kind == ProblemKind::kSingleSource;
    auto const problem = random_problem(rng, kind, 2 + rng() % (single ? 3 : 7), 2 + rng() % (single ? 4 : 10));
    int left = static_cast<int>(rng() % 60);
    Stop const stop = [&] { return --left < 0; };
    auto const answer = single ? place_single_source(problem, stop) : place_uncapacitated(problem, stop);
    auto const optimum = brute_force(problem);
    EXPECT_LE(answer.bound, optimum) << k;
    if (!answer.objective) continue;
    EXPECT_GE(*answer.objective, optimum) << k;
    EXPECT_EQ(cost_of(problem, answer.open, answer.assignment), answer.objective) << k;
    if (!answer.proven) continue;
    EXPECT_EQ(*answer.objective, optimum) << k;
  }
}

TEST(Knapsack, agrees_with_trying_every_choice) {
  std::mt19937 rng{10};
  for (int k = 0; k < 300; ++k) {
    std::vector<Item> items;
    auto const count = 1 + rng() % 12;
    for (std::uint32_t i = 0; i < count; ++i)
      items.push_back({static_cast<double>(1 + rng() % 50), static_cast<double>(rng() % 20), i});
    auto const all = items;
    auto const capacity = static_cast<double>(rng() % 80);
    double best = 0;
    for (std::size_t set = 0; set < (std::size_t{1} << count); ++set) {
      double worth = 0;
      double weight = 0;
      for (std::size_t i = 0; i < count; ++i)
        if ((set >> i) & 1) {
          worth += all[i].profit;
          weight += all[i].weight;
        }
      if (weight <= capacity) best = std::max(best, worth);
    }
    Knapsack knapsack;
    knapsack.solve(items, capacity);
    EXPECT_NEAR(knapsack.at_most(), best, 1e-9) << k;
    double worth = 0;
    double weight = 0;
    for (auto const i : knapsack.chosen()) {
      worth += all[i].profit;
      weight += all[i].weight;
    }
    EXPECT_EQ(worth, best) << k;
    EXPECT_LE(weight, capacity) << k;
    EXPECT_GE(knapsack.continuous(), best - 1e-9) << k;
  }
}

TEST(Check, refuses_what_is_no_placement) {
  Problem problem;
  problem.kind = ProblemKind::kSingleSource;
  problem.facilities = problem.customers = 2;
  problem.cost = {1, 2, 4, 8};
  problem.fixed = {16, 32};
  problem.demand = {3, 3};
  problem.capacity = {5, 6};
  EXPECT_EQ(cost_of(problem, {0, 1}, {0, 1}), 57);
  EXPECT_EQ(cost_of(problem, {1}, {1, 1}), 44);
  EXPECT_FALSE(cost_of(problem, {0}, {0, 0})) << "over capacity";
  EXPECT_FALSE(cost_of(problem, {0}, {0, 1})) << "served by a closed one";
  EXPECT_FALSE(cost_of(problem, {1, 1}, {1, 1})) << "repeated";
  EXPECT_FALSE(cost_of(problem, {1}, {1})) << "somebody is not served";
  EXPECT_FALSE(cost_of(problem, {2}, {2, 2})) << "no such facility";
}

// A path 1 - 2 - 3: the edge of 1 and 2 is named twice, and its last cost counts.
TEST(OrLibrary, of_repeated_edges_the_last_counts) {
  auto const problem = read_p_median("3 3 1\n1 2 9\n2 3 5\n2 1 2\n", "graph");
  EXPECT_EQ(problem.cost, (std::vector<double>{0, 2, 7, 2, 0, 5, 7, 5, 0}));
  auto const answer = place_uncapacitated(problem, never);
  EXPECT_EQ(answer.objective, 7);
  EXPECT_EQ(answer.open, std::vector<std::int32_t>{1});
}

TEST(OrLibrary, parts_that_no_edge_joins_need_a_median_each) {
  auto const apart = read_p_median("4 2 1\n1 2 3\n3 4 5\n", "graph");
  auto const none = place_uncapacitated(apart, never);
  EXPECT_FALSE(none.objective);
  EXPECT_TRUE(none.proven);
  auto const joined = place_uncapacitated(read_p_median("4 2 2\n1 2 3\n3 4 5\n", "graph"), never);
  EXPECT_EQ(joined.objective, 8);
}

TEST(OrLibrary, both_layouts_of_warehouses_are_one_problem) {
  auto const customers = read_uncapacitated("2 3\n capacity 1.5\n capacity 2.\n 7\n 1 2\n 8\n 3 4\n 9\n 5 6.25\n", "a");
  auto const matrix = read_uncapacitated("2 3\n90 1.5\n90 2\n7 8 9\n1 3 5\n2 4 6.25\n999\n", "b");
  EXPECT_EQ(customers.cost, matrix.cost);
  EXPECT_EQ(customers.fixed, matrix.fixed);
  EXPECT_EQ(customers.tick, 0.01);
  EXPECT_EQ(customers.cost[5], 625);
  EXPECT_EQ(customers.step, 25);
  auto const single = read_single_source("2 3\n20 1\n20 1\n7\n1 2\n8\n3 4\n9\n5 6\n", "c");
  EXPECT_EQ(single.demand, (std::vector<double>{7, 8, 9}));
  EXPECT_EQ(single.cost, (std::vector<double>{1, 3, 5, 2, 4, 6}));
}

TEST(OrLibrary, what_is_wrong_is_told_with_file_line_and_value) {
  auto const message = [](auto const& read, std::string_view bytes) -> std::string {
    try {
      static_cast<void>(read(bytes));
    } catch (Failure const& failure) {
      return failure.error().code + " " + failure.error().message;
    }
    return "read";
  };
  auto const median = [](std::string_view bytes) { return read_p_median(bytes, "F"); };
  auto const single = [](std::string_view bytes) { return read_single_source(bytes, "F"); };
  auto const has = [](std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; };
  EXPECT_TRUE(has(message(median, ""), "F:1: the file ends where the number of vertices"));
  EXPECT_TRUE(has(message(median, "-3 1 1\n"), "bad_problem F:1: the number of vertices is -3"));
  EXPECT_TRUE(has(message(median, "3 2 1\n1 2 4\n"), "F:2: the file ends after 1 of 2 edges"));
  EXPECT_TRUE(has(message(median, "3 1 1\n1 9 4\n"), "F:2: the second vertex of an edge is 9; it must be 1 to 3"));
  EXPECT_TRUE(has(message(median, "3 1 1\n1 2 nan\n"), "F:2: \"nan\" is no number"));
  EXPECT_TRUE(has(message(median, "3 1 1\n1 2 -4\n"), "F:2: -4 is negative"));
  EXPECT_TRUE(has(message(median, "3 1 4\n1 2 4\n"), "F:1: p, the number of medians, is 4; it must be 1 to 3"));
  EXPECT_TRUE(has(message(median, "3 1 1\n1 2 4\n2 3 1\n"), "F:3: more than the 1 edges"));
  EXPECT_TRUE(has(message(median, "40000000 1 1\n"), "problem_too_large F:1: "));
  EXPECT_TRUE(has(message(single, "1 1\ncapacity 3\n1\n1\n"), "F:2: the word capacity"));
  EXPECT_TRUE(has(message(single, "2 2\n5 1\n5 1\n1 1\n1 2\n3\n"), "F:6: the file ends after 5 of the 6"));
  EXPECT_TRUE(has(message(single, "1 1\n5 1\n1\n1\n9\n9\n"), "F:6: more numbers than 1 facilities"));
}

TEST(OrLibrary, known_optima_are_found_and_proven) {
  auto const folder = std::filesystem::path{LIANZHAO_SOURCE_DIR} / "../shared/data/facility";
  if (!std::filesystem::exists(folder / "optima.tsv")) GTEST_SKIP() << "no ../shared/data/facility";
  std::istringstream lines{read_file(folder / "optima.tsv")};
  std::string line;
  std::getline(lines, line);
  int tried = 0;
  while (std::getline(lines, line)) {
    auto const name = line.substr(0, line.find('\t'));
    auto const optimum = std::stod(line.substr(line.rfind('\t') + 1));
    auto const file = (folder / (name + ".txt")).string();
    auto const bytes = read_file(file);
    auto const single = name.starts_with("sscflp");
    auto const problem = single                    ? read_single_source(bytes, file)
                         : name.starts_with("ufl") ? read_uncapacitated(bytes, file)
                                                   : read_p_median(bytes, file);
    auto const answer = single ? place_single_source(problem, never) : place_uncapacitated(problem, never);
    ASSERT_TRUE(answer.objective) << name;
    EXPECT_NEAR(*answer.objective * problem.tick, optimum, 0.06) << name;  // some are told with one decimal
    EXPECT_TRUE(answer.proven) << name;
    ++tried;
  }
  EXPECT_GT(tried, 0);
}

}  // namespace
}  // namespace lianzhao::siting
