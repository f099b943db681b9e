#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domain/lifecycle_rules.h"
#include "kernel/clock.h"
#include "store/project_repository.h"
#include "store/scope.h"
#include "store/session.h"

namespace lianzhao::store {

/// What figures of any day are counted from: a project with its gates, items and measures.
struct ProjectFacts {
  struct Amount {
    std::string kind;  ///< "contracted", "arrived", "fixed_asset"
    DayNumber day = 0;
    std::optional<std::int64_t> fen;  ///< absent: foreign money without a rate
    std::string currency;
    std::int64_t hundredths = 0;  ///< of the currency
    bool operator==(Amount const&) const = default;
  };
  struct Measure {
    std::string measure;  ///< "land_m2", "tax_fen", "output_fen"; the last two real only
    DayNumber day = 0;
    std::int64_t value = 0;
    bool operator==(Measure const&) const = default;
  };

  std::int64_t id = 0;
  std::string name;
  std::string zone_id;
  bool confidential = false;
  std::string node;
  std::string channel;  ///< of its lead; empty: none
  std::string officer;
  std::string state;
  DayNumber state_since = 0;
  bool part = false;                     ///< of another project, which stands for it
  std::optional<DayNumber> known_until;  ///< of what came after it nothing is known
  std::array<std::optional<DayNumber>, kStages.size()> passed;
  std::array<bool, kStages.size()> verified{};  ///< of those passed: by a second person
  std::vector<Amount> amounts;                  ///< of a kind of which it has none itself, those of its parts
  std::vector<Measure> measures;      ///< in rising order of what is in force: real after promised, newer after older
  std::vector<std::int64_t> members;  ///< accounts in the team now

  /// Whether money of the kind is there by the day whose value in yuan nobody knows.
  bool unconverted(std::string_view kind, DayNumber as_of) const;
  bool operator==(ProjectFacts const&) const = default;
};

/// A project as lists and alarms show it today, beside what figures are counted from.
struct ProjectRecord {
  struct OpenTask {
    std::optional<DayNumber> due;
    std::int64_t id = 0;
    std::optional<std::int64_t> assignee_id;
  };

  ProjectFacts facts;
  Project row;
  bool begin_known = true;                 ///< false: entered afterwards without saying since when it was talked about
  std::vector<OpenTask> tasks;             ///< open or being done
  std::vector<std::int64_t> sponsors;      ///< leaders who look after it
  std::vector<std::int64_t> waiting_from;  ///< of each evidence that waits for a verdict who gave it; 0: not known
};

struct LeadFacts {
  std::int64_t id = 0;
  std::string investor;
  std::string zone_id;
  bool confidential = false;
  std::string node;
  std::string channel;
  std::string officer;
  std::optional<std::int64_t> reporter_id;
  std::optional<std::int64_t> officer_id;
  std::string state;
  Instant reported_at = 0;
  std::optional<DayNumber> signed_day;  ///< of its project
  std::optional<Instant> converted_at;

  bool open() const { return state != "converted" && state != "declined" && state != "withdrawn"; }
  bool operator==(LeadFacts const&) const = default;
};

struct LeadRecord {
  LeadFacts facts;
  std::string next_step;
  std::optional<DayNumber> next_due;
  Instant last_step_at = 0;
  std::optional<DayNumber> officer_gone;  ///< he may not sign in any more, and was last seen on
  /// Another zone registered its investor within its protection, and nobody has taken a step since.
  struct Overridden {
    DayNumber since = 0;
    std::string by;      ///< who did
    std::string reason;  ///< with the zone
  };
  std::optional<Overridden> overridden;
};

/// An alarm before its words are found.
struct AlarmRow {
  std::string kind;
  std::string noun;
  std::int64_t id = 0;
  std::string title;
  std::int64_t owner_id = 0;                ///< the project it belongs to; of the noun "lead" the lead itself
  std::optional<std::int64_t> assignee_id;  ///< of tasks
  DayNumber since = 0;
  int limit_days = 0;
  std::string detail;
  bool escalated = false;                     ///< a task, or a project, that was brought to the leader
  std::optional<DayNumber> known_until = {};  ///< of the project: the clock stopped on this day

  /// Of the clock on `today`, in days.
  int days(DayNumber today) const { return std::min(today, known_until.value_or(today)) - since; }
};

/// SQL of figures and alarms: reads, changes nothing. Knows no scope: serve/figures.h keeps what it reads and shows of
/// it what who asks is entitled to. Borrows a session.
class FigureRepository {
 public:
  explicit FigureRepository(Session& sql) : sql_{sql} {}

  std::vector<ProjectRecord> projects(Only const& ids = std::nullopt);
  std::vector<LeadRecord> leads(Only const& ids = std::nullopt);

  /// Tasks, promises and questions of the projects that are beyond their day on `today`, and what is in the hands of
  /// somebody who may not sign in any more. What follows from a record
  /// itself is in serve/alarm_rules.h.
  std::vector<AlarmRow> project_alarms(DayNumber today, Only const& project_ids = std::nullopt);
  /// What all accounts are called.
  std::map<std::int64_t, std::string> names();
  /// Accounts that may not sign in any more.
  std::set<std::int64_t> gone();

  /// What has changed since an entry of the audit, which every change of the workspace leaves.
  struct Changed {
    std::int64_t audit_id = 0;           ///< the newest entry
    std::vector<std::int64_t> projects;  ///< each once
    std::vector<std::int64_t> leads;
    bool accounts = false;  ///< a name may be another
    bool too_many = false;  ///< read everything again
  };
  std::int64_t newest_audit_id();
  Changed changed_since(std::int64_t audit_id);

 private:
  Session& sql_;
};

}  // namespace lianzhao::store
