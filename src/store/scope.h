#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "store/session.h"

namespace lianzhao::store {

/// Whose rows are seen (x-rows `entitled` of the contract). serve/entitlement.cc makes it from who asks.
struct Scope {
  std::vector<std::string> zones;          ///< empty: all
  std::optional<std::int64_t> account_id;  ///< who asks; what he reported or made himself is always seen
  bool assigned_only = false;              ///< of the zones only what he is responsible for
  bool confidential = true;                ///< also what is marked so
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

/// The scope as a condition on rows of `alias`, a lead or a project.
void add_lead_scope(Where&, Scope const&, std::string_view alias);
void add_project_scope(Where&, Scope const&, std::string_view alias);

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
