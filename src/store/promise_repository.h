#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernel/clock.h"
#include "store/scope.h"
#include "store/session.h"

namespace lianzhao::store {

struct Promise {
  std::int64_t id = 0;
  std::int64_t project_id = 0;
  std::string side;
  std::string kind;
  std::string text;
  std::optional<std::int64_t> amount_fen;
  std::optional<std::int64_t> fulfilled_fen;
  std::string legal_basis;
  std::string review;
  DayNumber due = 0;
  DayNumber first_due = 0;
  std::int64_t slipped = 0;
  std::string state = "open";
  std::string reason;
  std::int64_t version = 1;
  std::string project_name;  ///< read only, in lists over projects
  std::string zone_id;       ///< read only, likewise

  bool operator==(Promise const&) const = default;
};

/// SQL of promises of both sides. Borrows a session.
class PromiseRepository {
 public:
  explicit PromiseRepository(Session& sql) : sql_{sql} {}

  std::int64_t add(Promise const&);
  std::vector<Promise> of_project(std::int64_t project_id);
  /// Of the projects of the scope, by project and due day.
  std::vector<Promise> list(std::optional<std::string> const& zone_id, Scope const&, Page const&);
  std::optional<Promise> find(std::int64_t id);
  /// If the version is still `promise.version`; counts it up.
  bool update(Promise const&);

 private:
  Session& sql_;
};

}  // namespace lianzhao::store
