#include "net/robots.h"

#include <algorithm>
#include <charconv>

namespace lianzhao::net {

namespace {

constexpr std::size_t kMostBytes = 512U << 10U;
constexpr std::size_t kMostRules = 5'000;
constexpr std::size_t kLongestPattern = 2'000;

std::string_view trimmed(std::string_view text) {
  auto const blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string out{text};
  for (auto& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

/// Whether the pattern fits a beginning of the path. Greedy with one step back, so O(pattern × path) at worst.
bool fits(std::string_view pattern, std::string_view path) {
  auto const ends = pattern.ends_with('$');
  if (ends) pattern.remove_suffix(1);
  std::size_t p = 0;
  std::size_t at = 0;
  auto star = std::string_view::npos;
  std::size_t star_at = 0;
  for (;;) {
    if (p == pattern.size() && (!ends || at == path.size())) return true;
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_at = at;
    } else if (p < pattern.size() && at < path.size() && pattern[p] == path[at]) {
      ++p;
      ++at;
    } else if (star != std::string_view::npos && star_at < path.size()) {
      p = star + 1;
      at = ++star_at;
    } else {
      return false;
    }
  }
}

}  // namespace

Robots::Robots(std::string_view text, std::string_view agent) {
  auto const wanted = lower(agent.substr(0, agent.find('/')));
  std::vector<Rule> of_all;
  std::optional<std::chrono::seconds> delay_of_all;
  auto named = false;     // a group names the agent, so those of * do not count
  auto mine = false;      // the group being read is for the agent
  auto for_all = false;   // … is for everybody
  auto in_names = false;  // the line before was a user-agent too
  text = text.substr(0, kMostBytes);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    auto const end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    line = trimmed(line.substr(0, line.find('#')));
    auto const colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    auto const key = lower(trimmed(line.substr(0, colon)));
    auto const value = trimmed(line.substr(colon + 1));
    if (key == "user-agent") {
      if (!in_names) mine = for_all = false;
      in_names = true;
      auto const name = lower(value.substr(0, value.find('/')));
      if (name == "*") for_all = true;
      if (name == wanted) mine = named = true;
      continue;
    }
    auto const rule = key == "allow" || key == "disallow";
    if (!rule && key != "crawl-delay") continue;
    in_names = false;
    if (key == "crawl-delay") {
      int seconds = 0;
      if (std::from_chars(value.data(), value.data() + value.size(), seconds).ec != std::errc{} || seconds < 0)
        continue;
      if (mine) crawl_delay_ = std::chrono::seconds{seconds};
      if (for_all) delay_of_all = std::chrono::seconds{seconds};
      continue;
    }
    // An empty Disallow forbids nothing.
    if (value.empty() || value.size() > kLongestPattern) continue;
    if (mine && rules_.size() < kMostRules) rules_.push_back({std::string{value}, key == "allow"});
    if (for_all && of_all.size() < kMostRules) of_all.push_back({std::string{value}, key == "allow"});
  }
  if (!named) {
    rules_ = std::move(of_all);
    crawl_delay_ = delay_of_all;
  }
}

Robots Robots::nothing_allowed() {
  Robots robots;
  robots.rules_.push_back({"/", false});
  return robots;
}

bool Robots::allows(std::string_view path) const {
  if (path == "/robots.txt") return true;
  Rule const* best = nullptr;
  for (auto const& rule : rules_) {
    if (!fits(rule.pattern, path)) continue;
    auto const longer = best == nullptr || rule.pattern.size() > best->pattern.size();
    if (longer || (rule.pattern.size() == best->pattern.size() && rule.allow)) best = &rule;
  }
  return best == nullptr || best->allow;
}

}  // namespace lianzhao::net
