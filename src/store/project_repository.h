#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/clock.h"
#include "kernel/money_sum.h"
#include "store/scope.h"
#include "store/session.h"

namespace lianzhao::store {

struct Project {
  std::int64_t id = 0;
  std::string zone_id;
  std::string name;
  std::string investor;
  std::string investor_form;
  std::string short_name;
  std::string credit_code;
  std::string enterprise_key;
  std::string idea;
  std::string node;
  std::string kind = "new";
  std::optional<std::int64_t> parent_id;
  std::optional<std::int64_t> lead_id;
  std::string stage = "negotiation";
  DayNumber stage_since = 0;
  std::string state = "active";
  std::string state_reason;
  DayNumber state_since = 0;
  std::string lost_to;
  bool confidential = false;
  std::string source;
  std::optional<std::int64_t> planned_fen;  ///< sums of the items whose value in yuan is known; absent: no such item
  std::optional<std::int64_t> contracted_fen;
  std::optional<std::int64_t> arrived_fen;
  std::optional<std::int64_t> fixed_asset_fen;
  std::int64_t unconverted_amounts = 0;
  std::int64_t evidence_waiting = 0;
  std::int64_t unverified_stages = 0;        ///< read only; gates entered afterwards that nobody has verified
  std::optional<DayNumber> above_scale_day;  ///< 上规: entered the statistics of enterprises above scale
  std::optional<DayNumber> known_until;  ///< 资料截至: of what came after it nothing is known; absent: it is followed
  std::optional<std::int64_t> account_id;  ///< who entered it
  Instant created_at = 0;
  Instant updated_at = 0;
  std::int64_t version = 1;
  std::string lead_officer_name;  ///< read only

  /// Counts in its parent; an expansion counts by its increment.
  bool part() const { return parent_id && kind == "new"; }
};

struct ProjectFilter {
  std::optional<std::string> zone_id;
  std::optional<std::string> stage;
  std::optional<std::string> state;
  std::optional<std::string> words;
  std::optional<std::string> chain;  ///< any node of it
  std::vector<std::string> nodes;    ///< any of these; empty: no such condition
  std::optional<std::int64_t> member_id;
  std::optional<std::int64_t> parent_id;
  std::optional<std::int64_t> evidence_waiting_for;  ///< with evidence that this account did not give
  std::vector<std::int64_t> ids;                     ///< only these; empty: no such condition
  std::string sort = "updated";
};

struct BoardCount {
  std::string stage;
  std::string state;
  std::int64_t projects = 0;
  MoneySum contracted_fen;
};

struct HistoryLine {
  std::int64_t id = 0;
  std::int64_t project_id = 0;
  std::string kind;
  std::optional<std::string> stage;
  std::optional<DayNumber> day;
  std::string text;
  std::optional<std::int64_t> account_id;
  Instant at = 0;
  std::string by;     ///< read only
  std::string facts;  ///< JSON object of texts; empty: none
};

/// SQL of projects and their history. Borrows a session.
class ProjectRepository {
 public:
  explicit ProjectRepository(Session& sql) : sql_{sql} {}

  std::int64_t add(Project const&);
  std::optional<Project> find(std::int64_t id, Scope const&);
  PageOf<Project> list(ProjectFilter const&, Scope const&, Page const&);
  /// Of all zones, by id.
  std::vector<Project> rows(Only const&);
  /// What counts in its sums, of whatever zone.
  std::vector<Project> parts(std::int64_t id);
  /// Those of the ids that are in the scope.
  std::set<std::int64_t> seen(std::vector<std::int64_t> const& ids, Scope const&);
  std::vector<BoardCount> board(ProjectFilter const&, Scope const&);
  /// The `cards` last changed of each column of the board: of a stage while active, else of the state.
  std::vector<Project> board_cards(ProjectFilter const&, Scope const&, std::int64_t cards);
  /// Writes every column but those that are derived, if the version is still `project.version`, and counts it up.
  bool update(Project const&);
  /// Nobody else changes it before the end of this transaction, and what the next statement reads of it and of what
  /// belongs to it is as whoever held it before has left it. Without this two who enter money at once would each store
  /// a sum without the other's.
  void hold(std::int64_t id);
  /// Counts the version up and says when; for changes in the tables that belong to it.
  void touch(std::int64_t id, Instant at);

  void add_history(HistoryLine const&);
  /// Newest first.
  /// Only lines before the one of the id, if one is given.
  std::vector<HistoryLine> history(std::int64_t project_id, std::int64_t limit,
                                   std::optional<std::int64_t> before = std::nullopt);

 private:
  Session& sql_;
};

}  // namespace lianzhao::store
