#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "domain/region_table.h"
#include "radar/events.h"

namespace lianzhao::radar {

/// Full and short names of enterprises → their keys. Immutable once filled; then safe from any thread.
class NameIndex {
 public:
  struct Found {
    std::vector<std::string> keys;  ///< rising, at most 20
    /// One enterprise and no doubt: its whole name, or a short name of at least four characters that nobody else
    /// bears; where the short name leaves out a place (通化万通药业, 某某地产(武汉)), only in news of that place, for
    /// elsewhere it is the group's or another's. Anything else is to be offered, not guessed.
    bool sure = false;
  };

  /// `regions` says what of a name is its place (吉林省通化市…) and may be null.
  explicit NameIndex(RegionTable const* regions = nullptr) : regions_{regions} {}

  /// Keeps only enterprises that one of these names may mean, so that a register of any size can be streamed through
  /// add() in memory that grows with the news alone. To be called before the first add().
  void want(std::string_view name);
  void want(std::vector<ProjectEvent> const& events);

  void add(std::string_view enterprise_key, std::string_view registered_name);

  /// The enterprises whose whole name it is, else those it is a short name of: 吉林四环制药有限公司 is 吉林四环制药,
  /// 四环制药 and, as an offer only, 四环. `near` is where the news is; kUnknownRegion where nobody says.
  Found find(std::string_view name, RegionCode near = kUnknownRegion) const;

  /// Fills enterprise_key where one enterprise surely bears the name, candidates where it may be several or is a
  /// guess. Possible enterprises that somebody bears the name of become enterprises, the others go.
  void resolve(std::vector<ProjectEvent>& events) const;

 private:
  struct Forms {
    std::vector<std::string> names;     ///< from the whole name to the shortest that still says its trade
    std::string brand;                  ///< without the trade (四环); empty where the name says none
    bool placed = false;                ///< the name begins with a place, which the last of `names` leaves out
    bool in_front = false;              ///< so it does, and the place is no country
    bool bracketed = false;             ///< a place in brackets is left out of all but the first
    RegionCode place = kUnknownRegion;  ///< what is left out, where it is known
  };
  struct Bearer {
    std::string key;
    bool placed = false;  ///< the name is short of a place
    RegionCode place = kUnknownRegion;
    bool brand = false;  ///< the name is short of the trade
    std::string core;    ///< the whole name but 有限公司 and its like
  };
  Forms forms(std::string_view name) const;

  RegionTable const* regions_;
  bool choosy_ = false;
  std::unordered_set<std::string> wanted_;
  std::unordered_map<std::string, std::vector<std::string>> by_full_;
  std::unordered_map<std::string, std::vector<Bearer>> by_short_;
};

}  // namespace lianzhao::radar
