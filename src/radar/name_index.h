#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "radar/events.h"

namespace lianzhao::radar {

/// Full and short names of enterprises → their keys. Immutable once built; safe
/// from any thread.
class NameIndex {
 public:
  NameIndex() = default;
  /// (enterprise_key, registered name).
  explicit NameIndex(std::vector<std::pair<std::string, std::string>> const& enterprises);

  /// Keys of the enterprises that bear a name: those whose whole name it is,
  /// else those it is a short name of (四环制药 of 吉林四环制药有限公司), at
  /// most 20. One key: resolved. Several: to be offered, not guessed.
  std::vector<std::string> find(std::string_view name) const;

  /// Fills enterprise_key where one enterprise bears the name, candidates where
  /// several do.
  void resolve(std::vector<ProjectEvent>& events) const;

 private:
  std::unordered_map<std::string, std::vector<std::string>> by_full_;
  std::unordered_map<std::string, std::vector<std::string>> by_short_;
};

}  // namespace lianzhao::radar
