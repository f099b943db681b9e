#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "serve/sheet.h"
#include "serve/workspace.h"

namespace lianzhao::serve {

/// What a row changes of the record that it is about.
struct RowChange {
  std::size_t row = 0;
  std::int64_t id = 0;
  std::int64_t version = 0;  ///< of the record
  TableRecord from;          ///< the record as it was read
  TableRecord to;
};

/// As the single operation would.
inline void check_change(Workspace const& workspace, Viewer const& viewer, std::string const& zone_id, Sheet& sheet,
                         RowChange& change) {
  sheet.check(change.row, "id", [&] { require_change(viewer, zone_id); });
  if (auto const node = change.to.find("node"); node != change.to.end()) {
    sheet.check(change.row, "node", [&] { require_node(workspace, node->second); });
  }
  if (auto const code = change.to.find("credit_code"); code != change.to.end()) {
    sheet.check(change.row, "credit_code", [&] { code->second = checked_credit_code(code->second); });
  }
}

/// Ids that the rows are about.
inline std::vector<std::int64_t> ids_of(Sheet const& sheet) {
  std::vector<std::int64_t> ids;
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    if (sheet.id(row) && sheet.good(row)) ids.push_back(*sheet.id(row));
  }
  return ids;
}

/// A statement takes so many parameters and no more.
template <typename Look>
void in_parts(std::vector<std::int64_t> const& ids, Look const& look) {
  constexpr std::size_t kMost = 8192;
  for (std::size_t begin = 0; begin < ids.size(); begin += kMost) {
    auto const end = std::min(ids.size(), begin + kMost);
    look(std::vector<std::int64_t>(ids.begin() + static_cast<std::ptrdiff_t>(begin),
                                   ids.begin() + static_cast<std::ptrdiff_t>(end)));
  }
}

/// Compares every row that is about a record with it. `find` gives the record of an id or null; `compare` (row, record)
/// what the row changes, after Sheet::changes. An id that is nobody's and one that is not for this viewer are told
/// alike.
template <typename Find, typename Compare>
std::vector<RowChange> changes_of(Sheet& sheet, Find const& find, Compare const& compare) {
  std::vector<RowChange> changes;
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    if (!sheet.id(row) || !sheet.good(row)) continue;
    auto const* const record = find(*sheet.id(row));
    if (!record) {
      sheet.wrong(row, "id", "no_id", "you see no such record; leave it blank for a new one");
      continue;
    }
    if (auto change = compare(row, *record); !change.to.empty()) changes.push_back(std::move(change));
  }
  return changes;
}

/// For changes_of.
template <typename Record>
auto finder(std::map<std::int64_t, Record> const& there) {
  return [&there](std::int64_t id) {
    auto const at = there.find(id);
    return at == there.end() ? nullptr : &at->second;
  };
}

/// What the single operation cannot make blank again.
inline void require_filled(Sheet& sheet, RowChange const& change, std::initializer_list<std::string_view> keys) {
  for (auto const key : keys) {
    auto const found = change.to.find(key);
    if (found == change.to.end() || !found->second.empty()) continue;
    sheet.wrong(change.row, key, "cannot_clear", "cannot be made blank");
  }
}

// Into what a request leaves out where nothing changes.

inline void take(TableRecord const& from, std::string_view key, std::optional<std::string>& to) {
  if (auto const found = from.find(key); found != from.end()) to = found->second;
}
inline void take(TableRecord const& from, std::string_view key, std::optional<bool>& to) {
  if (auto const found = from.find(key); found != from.end()) to = !found->second.empty();
}
inline void take(TableRecord const& from, std::string_view key, std::optional<std::int64_t>& to) {
  if (auto const found = from.find(key); found != from.end()) to = number_of(found->second);
}
inline void take(TableRecord const& from, std::string_view key, std::optional<std::optional<std::int64_t>>& to) {
  if (auto const found = from.find(key); found != from.end()) to = number_of(found->second);
}
inline void take(TableRecord const& from, std::string_view key, std::optional<std::optional<std::string>>& to) {
  if (auto const found = from.find(key); found != from.end()) {
    to = found->second.empty() ? std::nullopt : std::optional{found->second};
  }
}

}  // namespace lianzhao::serve
