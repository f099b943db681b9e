#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lianzhao::net {

/// What a host's robots.txt says to one agent (RFC 9309). Immutable.
class Robots {
 public:
  /// Everything is allowed.
  Robots() = default;
  /// The rules of the groups that name the agent (without regard to case, by its product token), else those of `*`.
  /// Reads the first 512 kB. Never fails: lines that say nothing are passed over.
  Robots(std::string_view text, std::string_view agent);
  /// For hosts that cannot say now what they allow.
  static Robots nothing_allowed();

  /// `path` with its query. The longest rule that fits decides; of two as long the one that allows.
  bool allows(std::string_view path) const;
  std::optional<std::chrono::seconds> crawl_delay() const { return crawl_delay_; }

 private:
  struct Rule {
    std::string pattern;  ///< * is any text, $ at the end the end
    bool allow = false;
  };
  std::vector<Rule> rules_;
  std::optional<std::chrono::seconds> crawl_delay_;
};

}  // namespace lianzhao::net
