#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "kernel/clock.h"
#include "store/session.h"

namespace lianzhao::store {

/// Whose rows are seen (x-rows `entitled` of the contract). serve/entitlement.cc makes it from who asks.
struct Scope {
  std::vector<std::string> zones;          ///< empty: all
  std::optional<std::int64_t> account_id;  ///< who asks; what he reported or made himself is always seen
  bool assigned_only = false;              ///< of the zones only what he is responsible for
  bool confidential = true;                ///< also what is marked so

  /// The same as add_lead_scope and add_project_scope ask of SQL, of a row in memory. `own`: he reported the lead or
  /// is in the team of the project; `assigned`: it is his task.
  bool sees(std::string_view zone_id, bool is_confidential, bool own, bool assigned) const;
  /// Bound to nothing.
  bool sees_all() const { return zones.empty() && !assigned_only && confidential; }
};

/// Conditions joined by AND, with the values of their `?`.
class Where {
 public:
  template <typename... Values>
  void add(std::string_view condition, Values const&... values) {
    text_ += text_.empty() ? " WHERE " : " AND ";
    text_ += condition;
    (bind(values), ...);
  }
  /// The value of the next `?` of what was added last.
  void bind(std::int64_t value) { values_.emplace_back(value); }
  void bind(std::string_view value) { values_.emplace_back(std::string{value}); }
  std::string const& text() const { return text_; }
  /// Borrows from this object.
  std::vector<Param> params() const;

 private:
  std::string text_;
  std::vector<std::variant<std::int64_t, std::string>> values_;
};

/// "(?, ?, ?)"
std::string placeholders(std::size_t count);

/// Rows of these ids, or of all.
using Only = std::optional<std::vector<std::int64_t>>;
/// `column` is one of them. Few different statements come of it, for each is kept prepared.
void add_ids(Where&, std::string_view column, Only const&);

/// How many rows the rest of the conditions leaves; the scope is asked in the way that is fast for it.
enum class Reach : std::uint8_t { kOne, kMany };

/// Rows of different ids in the order of these.
template <typename Row>
void sort_as(std::vector<std::int64_t> const& ids, std::vector<Row>& rows) {
  std::unordered_map<std::int64_t, std::size_t> places;
  for (std::size_t i = 0; i < ids.size(); ++i) places.emplace(ids[i], i);
  std::sort(rows.begin(), rows.end(), [&](Row const& a, Row const& b) { return places.at(a.id) < places.at(b.id); });
}

/// The scope as a condition on rows of `alias`, a lead or a project.
void add_lead_scope(Where&, Scope const&, std::string_view alias);
void add_project_scope(Where&, Scope const&, std::string_view alias, Reach = Reach::kOne);

/// Absent is NULL.
inline std::optional<DayNumber> optional_day(Rows const& rows, int column) {
  auto const value = rows.optional_integer(column);
  return value ? std::optional{static_cast<DayNumber>(*value)} : std::nullopt;
}

struct Page {
  std::int64_t limit = 50;
  std::int64_t offset = 0;
};

template <typename Row>
struct PageOf {
  std::int64_t total = 0;
  std::vector<Row> rows;
};

}  // namespace lianzhao::store
