#include "siting/or_library.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>
#include <queue>
#include <string>

#include <fmt/format.h>

#include "kernel/error.h"

namespace lianzhao::siting {

namespace {

constexpr std::size_t kMostPairs = 40'000'000;
constexpr double kMostExact = 1.0e15;  ///< below 2^53, with room for bounds
constexpr double kLargest = 1e15;
constexpr int kMostDecimals = 6;

/// The decimals of a number as written, zeros at the end left out; more than kMostDecimals where it has an exponent.
int decimals_of(std::string_view text) {
  if (text.find_first_of("eE") != std::string_view::npos) return kMostDecimals + 1;
  auto const point = text.find('.');
  if (point == std::string_view::npos) return 0;
  auto const last = text.find_last_not_of('0');
  return last <= point ? 0 : static_cast<int>(std::min<std::size_t>(last - point, 100));
}

class Tokens {
 public:
  Tokens(std::string_view bytes, std::string_view file) : bytes_{bytes}, file_{file} { skip(); }

  bool at_end() const { return at_ == bytes_.size(); }
  std::size_t line() const { return line_; }
  std::string_view peek() const {
    auto end = at_;
    while (end < bytes_.size() && !is_space(bytes_[end])) ++end;
    return bytes_.substr(at_, end - at_);
  }
  /// Where the token before the current one stands.
  std::size_t last_line() const { return last_line_; }

  std::string_view next(std::string_view what) {
    if (at_end())
      throw bad(fmt::format("the file ends where {} should stand; is it cut off? Copy it whole", what), last_line_);
    auto const token = peek();
    last_line_ = line_;
    at_ += token.size();
    skip();
    return token;
  }

  /// A finite number >= 0.
  double number(std::string_view what) {
    auto const token = next(what);
    auto text = token;
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    auto const parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size() || !std::isfinite(value))
      throw bad(fmt::format("\"{}\" is no number; {} should stand here", shown(token), what), last_line_);
    if (value < 0 || std::signbit(value))
      throw bad(fmt::format("{} is negative; {} must be 0 or more", shown(token), what), last_line_);
    if (value > kLargest)
      throw bad(fmt::format("{} is too large for {}; use a larger unit", shown(token), what), last_line_);
    decimals_ = decimals_of(text);
    return value;
  }
  int decimals() const { return decimals_; }

  std::size_t count(std::string_view what, std::size_t least, std::size_t most) {
    auto const token = next(what);
    std::int64_t value = 0;
    auto const parsed = std::from_chars(token.data(), token.data() + token.size(), value);
    auto const rest = token.substr(static_cast<std::size_t>(parsed.ptr - token.data()));
    auto const whole = rest.empty() || (rest[0] == '.' && rest.find_first_not_of('0', 1) == std::string_view::npos);
    if (parsed.ec != std::errc{} || !whole)
      throw bad(fmt::format("\"{}\" is no whole number; {} should stand here", shown(token), what), last_line_);
    if (value < static_cast<std::int64_t>(least) || static_cast<std::uint64_t>(value) > most)
      throw bad(fmt::format("{} is {}; it must be {} to {}", what, value, least, most), last_line_);
    return static_cast<std::size_t>(value);
  }

  Failure bad(std::string const& what, std::size_t line) const {
    return invalid_input("bad_problem", fmt::format("{}:{}: {}", file_, line, what));
  }
  Failure too_large(std::string const& what) const {
    return Failure{{ErrorKind::kOverLimit, "problem_too_large", fmt::format("{}:{}: {}", file_, last_line_, what)}};
  }

 private:
  static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
  static std::string shown(std::string_view token) {
    std::string out;
    for (auto const c : token.substr(0, 40)) out += c >= ' ' && c <= '~' ? c : '?';
    return out;
  }
  void skip() {
    while (at_ < bytes_.size() && is_space(bytes_[at_])) line_ += bytes_[at_++] == '\n' ? 1 : 0;
  }

  std::string_view bytes_;
  std::string_view file_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t last_line_ = 1;
  int decimals_ = 0;
};

void limit_pairs(Tokens const& tokens, std::size_t facilities, std::size_t customers) {
  if (facilities * customers > kMostPairs)
    throw tokens.too_large(fmt::format("{} facilities × {} customers are more than {} pairs; group customers first",
                                       facilities, customers, kMostPairs));
}

/// Brings costs to whole ticks where they have few enough decimals, and finds the step of all of them.
void to_ticks(Problem& problem, int decimals) {
  double sum = 0;
  double largest = 0;
  for (auto const value : problem.fixed) sum += value;
  for (auto const value : problem.cost) largest = std::max(largest, value);
  sum += largest * static_cast<double>(problem.customers);
  if (decimals > kMostDecimals || sum * std::pow(10, decimals) > kMostExact) return;
  auto const scale = std::pow(10, decimals);
  std::int64_t step = 0;
  auto const take = [&](double& value) {
    value = std::round(value * scale);
    step = std::gcd(step, static_cast<std::int64_t>(value));
  };
  for (auto& value : problem.fixed) take(value);
  for (auto& value : problem.cost) take(value);
  problem.tick = 1 / scale;
  problem.step = static_cast<double>(step);
}

struct Edge {
  std::size_t from;
  std::size_t to;
  double cost;
};

/// Costs of shortest paths between all vertices (Dijkstra 1959 from each), infinite where there is none.
std::vector<double> shortest_paths(std::size_t vertices, std::vector<Edge> const& edges) {
  std::vector<std::size_t> begin(vertices + 1, 0);
  for (auto const& edge : edges) ++begin[edge.from + 1];
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  std::vector<Edge> by_from(edges.size());
  auto place = begin;
  for (auto const& edge : edges) by_from[place[edge.from]++] = edge;
  std::vector<double> out(vertices * vertices, std::numeric_limits<double>::infinity());
  using Reached = std::pair<double, std::size_t>;
  std::priority_queue<Reached, std::vector<Reached>, std::greater<>> queue;
  for (std::size_t source = 0; source < vertices; ++source) {
    auto* const distance = out.data() + source * vertices;
    distance[source] = 0;
    queue.emplace(0, source);
    while (!queue.empty()) {
      auto const [cost, vertex] = queue.top();
      queue.pop();
      if (cost > distance[vertex]) continue;
      for (auto e = begin[vertex]; e < begin[vertex + 1]; ++e) {
        auto const through = cost + by_from[e].cost;
        if (through >= distance[by_from[e].to]) continue;
        distance[by_from[e].to] = through;
        queue.emplace(through, by_from[e].to);
      }
    }
  }
  return out;
}

/// Of each pair of vertices the edge that was named last, in both directions.
std::vector<Edge> last_named(std::vector<Edge> edges) {
  std::stable_sort(edges.begin(), edges.end(), [](Edge const& a, Edge const& b) {
    return std::pair{a.from, a.to} < std::pair{b.from, b.to};
  });
  std::vector<Edge> out;
  for (std::size_t e = 0; e < edges.size(); ++e)
    if (e + 1 == edges.size() || edges[e].from != edges[e + 1].from || edges[e].to != edges[e + 1].to)
      out.push_back(edges[e]);
  return out;
}

/// Whether demands read so would fit into the capacities.
bool fits(std::vector<double> const& demand, std::vector<double> const& capacity) {
  auto const all = std::accumulate(demand.begin(), demand.end(), 0.0);
  auto const room = std::accumulate(capacity.begin(), capacity.end(), 0.0);
  return all <= room &&
         *std::max_element(demand.begin(), demand.end()) <= *std::max_element(capacity.begin(), capacity.end());
}

struct Number {
  double value;
  std::size_t line;
  int decimals;
};

Layout told_layout(Problem const& problem, std::vector<Number> const& rest) {
  auto const n = problem.facilities;
  auto const m = problem.customers;
  if (rest.size() == m + n * m + 1) return Layout::kMatrix;
  std::size_t first = 0;
  while (first < rest.size() && rest[first].line == rest[0].line) ++first;
  // A customer's demand has a line of its own, or one together with its costs; all demands have one together.
  if (m > 1 && n > 1) {
    std::size_t second = first;
    while (second < rest.size() && rest[second].line == rest[first].line) ++second;
    if (first == 1 && second - first > 1) return Layout::kCustomers;
    if (first == n + 1 && first != m) return Layout::kCustomers;
    if (first == m && m != n + 1) return Layout::kMatrix;
  }
  auto const usual = problem.kind == ProblemKind::kSingleSource ? Layout::kMatrix : Layout::kCustomers;
  if (problem.capacity.empty()) return usual;
  std::vector<double> leading;
  std::vector<double> spread;
  for (std::size_t customer = 0; customer < m; ++customer) {
    leading.push_back(rest[customer].value);
    spread.push_back(rest[customer * (n + 1)].value);
  }
  auto const matrix_fits = fits(leading, problem.capacity);
  if (matrix_fits == fits(spread, problem.capacity)) return usual;
  return matrix_fits ? Layout::kMatrix : Layout::kCustomers;
}

Problem read_warehouses(std::string_view bytes, std::string_view file, ProblemKind kind, Layout layout) {
  Tokens tokens{bytes, file};
  Problem problem;
  problem.kind = kind;
  auto const n = problem.facilities = tokens.count("the number of facilities", 1, kMostPairs);
  auto const m = problem.customers = tokens.count("the number of customers", 1, kMostPairs);
  limit_pairs(tokens, n, m);
  int decimals = 0;
  for (std::size_t facility = 0; facility < n; ++facility) {
    if (tokens.peek() == "capacity") {
      if (kind == ProblemKind::kSingleSource)
        throw tokens.bad("the word capacity stands for a number; write the capacity in its place", tokens.line());
      tokens.next("a capacity");
    } else {
      problem.capacity.push_back(tokens.number("the capacity of a facility"));
    }
    problem.fixed.push_back(tokens.number("the fixed cost of a facility"));
    decimals = std::max(decimals, tokens.decimals());
  }
  auto const needed = m + n * m;
  std::vector<Number> rest;
  while (rest.size() < needed) {
    if (tokens.at_end())
      throw tokens.bad(
          fmt::format("the file ends after {} of the {} demands and costs of {} facilities and {} customers; "
                      "is it cut off? Copy it whole",
                      rest.size(), needed, n, m),
          tokens.last_line());
    auto const value = tokens.number("a demand or cost");
    rest.push_back({value, tokens.last_line(), tokens.decimals()});
  }
  if (!tokens.at_end()) {
    auto const value = tokens.number("the known optimum");
    rest.push_back({value, tokens.last_line(), 0});
  }
  if (!tokens.at_end())
    throw tokens.bad(fmt::format("more numbers than {} facilities and {} customers need; check the first line", n, m),
                     tokens.line());
  if (problem.capacity.size() != n) problem.capacity.clear();
  if (layout == Layout::kTold) layout = told_layout(problem, rest);
  problem.demand.resize(m);
  problem.cost.resize(n * m);
  for (std::size_t customer = 0; customer < m; ++customer) {
    problem.demand[customer] = rest[layout == Layout::kMatrix ? customer : customer * (n + 1)].value;
    for (std::size_t facility = 0; facility < n; ++facility) {
      auto const& number =
          rest[layout == Layout::kMatrix ? m + facility * m + customer : customer * (n + 1) + 1 + facility];
      problem.cost[facility * m + customer] = number.value;
      decimals = std::max(decimals, number.decimals);
    }
  }
  if (kind == ProblemKind::kUncapacitated) {
    problem.capacity.clear();
    problem.demand.clear();
  }
  to_ticks(problem, decimals);
  return problem;
}

}  // namespace

Problem read_p_median(std::string_view bytes, std::string_view file) {
  Tokens tokens{bytes, file};
  Problem problem;
  problem.kind = ProblemKind::kMedian;
  auto const n = tokens.count("the number of vertices", 1, kMostPairs);
  limit_pairs(tokens, n, n);
  auto const edge_count = tokens.count("the number of edges", 0, kMostPairs);
  problem.facilities = problem.customers = n;
  problem.median = tokens.count("p, the number of medians,", 1, n);
  std::vector<Edge> edges;
  int decimals = 0;
  for (std::size_t e = 0; e < edge_count; ++e) {
    if (tokens.at_end())
      throw tokens.bad(fmt::format("the file ends after {} of {} edges; is it cut off? Copy it whole", e, edge_count),
                       tokens.last_line());
    auto const from = tokens.count("the first vertex of an edge", 1, n) - 1;
    auto const to = tokens.count("the second vertex of an edge", 1, n) - 1;
    auto const cost = tokens.number("the cost of an edge");
    decimals = std::max(decimals, tokens.decimals());
    if (from == to) continue;
    edges.push_back({from, to, cost});
    edges.push_back({to, from, cost});
  }
  if (!tokens.at_end())
    throw tokens.bad(fmt::format("more than the {} edges that the first line tells; correct it", edge_count),
                     tokens.line());
  edges = last_named(std::move(edges));
  // Whole ticks before paths are added up, so that equal paths are equal.
  double sum = 0;
  for (auto const& edge : edges) sum += edge.cost;
  auto const scale = std::pow(10, decimals);
  auto const whole = decimals <= kMostDecimals && sum * scale * static_cast<double>(n) < kMostExact;
  if (whole)
    for (auto& edge : edges) edge.cost = std::round(edge.cost * scale);
  problem.cost = shortest_paths(n, edges);
  problem.fixed.assign(n, 0);
  double farthest = 0;
  bool apart = false;
  for (auto const cost : problem.cost) {
    if (std::isfinite(cost))
      farthest = std::max(farthest, cost);
    else
      apart = true;
  }
  if (apart) {
    // Dearer than any placement that reaches everyone.
    problem.unreachable = (farthest + 1) * static_cast<double>(n) + 1;
    for (auto& cost : problem.cost)
      if (!std::isfinite(cost)) cost = problem.unreachable;
  }
  if (whole && problem.unreachable * static_cast<double>(n) < kMostExact) {
    to_ticks(problem, 0);
    problem.tick = 1 / scale;
  } else if (whole) {
    problem.tick = 1 / scale;
  }
  return problem;
}

Problem read_uncapacitated(std::string_view bytes, std::string_view file, Layout layout) {
  return read_warehouses(bytes, file, ProblemKind::kUncapacitated, layout);
}

Problem read_single_source(std::string_view bytes, std::string_view file, Layout layout) {
  return read_warehouses(bytes, file, ProblemKind::kSingleSource, layout);
}

}  // namespace lianzhao::siting
