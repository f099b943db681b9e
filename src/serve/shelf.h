#pragma once

#include <cstdint>
#include <optional>
#include <queue>
#include <set>
#include <utility>
#include <vector>

#include "store/scope.h"

namespace lianzhao::serve {

/// What of one zone stands in one list, in the order of the list. What is confidential stands apart: who may not see it
/// does not have to pass over it.
template <typename Place>
struct Shelf {
  std::set<Place> plain;
  std::set<Place> confidential;

  std::set<Place>& of(bool is_confidential) { return is_confidential ? confidential : plain; }
};

/// Lists of several zones read as one.
template <typename Place>
class Shelves {
 public:
  void add(std::set<Place> const& places) {
    if (places.empty()) return;
    total_ += static_cast<std::int64_t>(places.size());
    parts_.push_back(&places);
  }
  void add(Shelf<Place> const& shelf, bool also_confidential) {
    add(shelf.plain);
    if (also_confidential) add(shelf.confidential);
  }
  std::int64_t total() const { return total_; }

  /// A page of all. The time it takes grows with its end, not with all there is.
  std::vector<Place> page(store::Page const& asked) const {
    using At = typename std::set<Place>::const_iterator;
    struct Cursor {
      At at;
      At end;
      bool operator<(Cursor const& other) const { return *other.at < *at; }  // the first is on top
    };
    std::priority_queue<Cursor> next;
    for (auto const* const part : parts_) next.push({part->begin(), part->end()});
    std::vector<Place> found;
    for (std::int64_t n = 0; !next.empty() && n < asked.offset + asked.limit; ++n) {
      auto cursor = next.top();
      next.pop();
      if (n >= asked.offset) found.push_back(*cursor.at);
      if (++cursor.at != cursor.end) next.push(cursor);
    }
    return found;
  }

 private:
  std::vector<std::set<Place> const*> parts_;
  std::int64_t total_ = 0;
};

/// Later ones first.
struct ChangedPlace {
  Instant updated_at = 0;
  std::int64_t id = 0;
  bool operator<(ChangedPlace const& other) const {
    return std::pair{other.updated_at, other.id} < std::pair{updated_at, id};
  }
};

/// By the day something is due; what has none comes last.
struct DuePlace {
  std::optional<DayNumber> due;
  std::int64_t id = 0;
  bool operator<(DuePlace const& other) const {
    return std::tuple{!due, due.value_or(0), id} < std::tuple{!other.due, other.due.value_or(0), other.id};
  }
};

}  // namespace lianzhao::serve
