#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel/clock.h"
#include "store/scope.h"
#include "store/session.h"

namespace lianzhao::store {

struct Evidence {
  std::int64_t id = 0;
  std::int64_t project_id = 0;
  std::string stage;
  std::string document;
  std::optional<std::int64_t> document_id;
  DayNumber day = 0;
  std::string note;
  std::optional<std::int64_t> given_by;
  Instant given_at = 0;
  std::string verdict =
      "waiting";  ///< "waiting", "verified", "refused"; "taken_over", verified or not: entered afterwards
  std::string verdict_note;
  std::optional<std::int64_t> verified_by;
  std::optional<Instant> verified_at;
  std::string given_by_name;     ///< read only
  std::string verified_by_name;  ///< read only

  /// Whether somebody is still to judge it.
  bool judgeable() const { return verdict == "waiting" || (verdict == "taken_over" && !verified_at); }
};

struct Amount {
  std::int64_t id = 0;
  std::int64_t project_id = 0;
  std::string kind;
  std::string source = "unknown";
  std::string currency = "CNY";
  std::int64_t amount = 0;                 ///< hundredths of the currency
  std::optional<std::int64_t> amount_fen;  ///< absent: no rate known
  DayNumber day = 0;
  std::string reason;
  std::optional<std::int64_t> account_id;
  Instant at = 0;
  std::string by;                 ///< read only
  std::string project_name = {};  ///< read only, in lists over projects
};

struct Measure {
  std::int64_t project_id = 0;
  std::string measure;
  std::string kind;
  std::optional<int> year;
  std::int64_t value = 0;
  DayNumber day = 0;
  std::string reason;
  std::optional<std::int64_t> account_id;
  Instant at = 0;
  std::string by;                 ///< read only
  std::string project_name = {};  ///< read only, in lists over projects
};

struct PassedStage {
  std::int64_t project_id = 0;
  std::string stage;
  DayNumber day = 0;
};

/// SQL of what a project is proven and measured by: evidence, stages, amounts, measures. Append-only but for verdicts.
/// Borrows a session.
class ProjectLedger {
 public:
  explicit ProjectLedger(Session& sql) : sql_{sql} {}

  std::int64_t add_evidence(Evidence const&);
  std::optional<Evidence> find_evidence(std::int64_t project_id, std::int64_t id);
  std::vector<Evidence> evidence(std::int64_t project_id);
  /// Of what waits, or was entered afterwards and not verified yet. False when somebody was faster.
  bool set_verdict(Evidence const&);
  /// The gate is passed: what else waits for it waits no longer.
  void refuse_waiting(std::int64_t project_id, std::string_view stage, std::string_view note, Instant at);

  /// @throws Failure "row_conflict" when the project has passed the stage before: it counts once.
  void pass_stage(std::int64_t project_id, std::string_view stage, DayNumber day,
                  std::optional<std::int64_t> evidence_id);
  /// Moves the beginning of the negotiation back when it lies after `day`.
  void begin_no_later(std::int64_t project_id, DayNumber day);
  /// False for a project entered afterwards of which nobody has said since when it is negotiated.
  bool begin_known(std::int64_t project_id);
  /// Those of the projects for which begin_known is false.
  std::set<std::int64_t> begins_unknown(std::vector<std::int64_t> const& project_ids);
  /// It is negotiated already, since when nobody says; until somebody enters the beginning.
  void set_begin_unknown(std::int64_t project_id);
  /// Another day for a stage that was passed, and for what it was passed with. False when it was passed on a day that
  /// is not known.
  bool correct_stage(std::int64_t project_id, std::string_view stage, DayNumber day);
  /// What the stage was passed with; absent for the beginning, and where nothing was said.
  std::optional<Evidence> evidence_of_stage(std::int64_t project_id, std::string_view stage);
  /// Stage and day, in order of the day.
  std::vector<std::pair<std::string, DayNumber>> stages(std::int64_t project_id);

  void add_amount(Amount const&);
  std::vector<Amount> amounts(std::int64_t project_id);
  /// Of the projects of the scope, with their names and zones.
  std::vector<Amount> amounts(std::optional<std::string> const& zone_id, Scope const&, Page const&);
  void add_measure(Measure const&);
  /// In force, of the projects of the scope, with their names and zones.
  std::vector<Measure> measures(std::optional<std::string> const& zone_id, Scope const&, Page const&);
  /// In force, of these projects.
  std::vector<Measure> measures_of(std::vector<std::int64_t> const& project_ids);
  /// Project, stage and day, of these projects.
  std::vector<PassedStage> stages_of(std::vector<std::int64_t> const& project_ids);
  /// In force.
  std::vector<Measure> measures(std::int64_t project_id);

 private:
  /// Of the kind of money that was added.
  void refresh_sums(std::int64_t project_id, std::string_view kind);
  void refresh_waiting(std::int64_t project_id);

  Session& sql_;
};

}  // namespace lianzhao::store
