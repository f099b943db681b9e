#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/clock.h"
#include "store/scope.h"
#include "store/session.h"

namespace lianzhao::store {

struct Lead {
  std::int64_t id = 0;
  std::string zone_id;
  std::string channel;
  std::string state = "reported";
  std::string investor;
  std::string investor_form;  ///< lifecycle::investor_form
  std::string short_name;     ///< lifecycle::short_name
  std::string credit_code;
  std::string enterprise_key;
  std::string idea;
  std::string node;
  std::optional<std::int64_t> size_fen;
  std::string needs;
  std::string contact;
  std::optional<std::int64_t> reporter_id;
  std::string reporter_name;
  std::optional<std::int64_t> officer_id;
  bool confidential = false;
  Instant reported_at = 0;
  Instant identity_at = 0;                       ///< since when it is about this investor; 0: since it was reported
  std::optional<std::int64_t> first_lead_id;     ///< absent as the next: this one has the first report
  std::optional<std::int64_t> first_project_id;  ///< the project under way that it was
  std::optional<DayNumber> protected_until;
  std::optional<std::string> next_step;
  std::optional<DayNumber> next_due;
  Instant last_step_at = 0;
  std::optional<std::int64_t> campaign_id;
  std::optional<std::int64_t> project_id;
  std::string decision_reason;
  std::int64_t version = 1;
  std::string officer_name;  ///< read only
  /// Read only: of the lead or project that was first; absent also where that one is confidential and of another zone.
  std::optional<std::string> first_zone_id;

  bool first() const { return !first_lead_id && !first_project_id; }
  bool open() const { return state != "converted" && state != "declined" && state != "withdrawn"; }
};

struct LeadStep {
  std::int64_t id = 0;
  std::int64_t lead_id = 0;
  std::string kind;
  std::string text;
  Instant at = 0;
  std::optional<std::int64_t> account_id;
  std::optional<DayNumber> due;
  bool late = false;
  std::string by;                                  ///< read only
  std::string due_step = {};                       ///< what `due` was the day of; this step was that or stands for it
  std::optional<std::int64_t> other_lead_id = {};  ///< that was registered in spite of the protection of this one
};

struct LeadFilter {
  std::optional<std::string> zone_id;
  std::vector<std::string> states;
  std::optional<std::string> channel;
  std::optional<std::string> words;
  std::optional<std::int64_t> reporter_id;
  std::optional<std::int64_t> officer_id;
  std::optional<std::int64_t> campaign_id;
  std::optional<DayNumber> late_on;        ///< next step was due before this day
  std::optional<Instant> silent_since;     ///< no step since then
  std::optional<Instant> reported_from;    ///< inclusive
  std::optional<Instant> reported_before;  ///< exclusive
  std::string sort = "due";
};

struct LeadCount {
  std::string key;
  std::string label;
  std::int64_t leads = 0;
  std::int64_t converted = 0;
  std::int64_t signed_ = 0;  ///< with a project that has passed the gate "signed"
  std::int64_t declined = 0;
  std::int64_t open = 0;
  /// By shares of the credit, in leads.
  double credited = 0;
  double credited_converted = 0;
  double credited_signed = 0;
};

/// A lead or project that may be about the same.
struct Known {
  std::string noun;
  std::int64_t id = 0;
  std::string zone_id;
  std::string investor;
  std::string investor_form;
  std::string short_name;
  std::string credit_code;
  std::string idea;
  std::string state;
  Instant reported_at = 0;  ///< of a lead about another investor than at first: since when
  std::optional<DayNumber> protected_until;
  std::optional<std::int64_t> first_lead_id;
  std::optional<std::int64_t> first_project_id;
  std::optional<std::int64_t> lead_id;  ///< of a project: the lead it began as
  bool confidential = false;
  std::string node;
};

/// SQL of leads, their steps and what they repeat. Borrows a session.
class LeadRepository {
 public:
  explicit LeadRepository(Session& sql) : sql_{sql} {}

  /// Until the transaction ends nobody else hands in a lead: who is first must be one question. Belongs in a
  /// transaction.
  void lock_reports();
  std::int64_t add(Lead const&);
  std::optional<Lead> find(std::int64_t id, Scope const&);
  PageOf<Lead> list(LeadFilter const&, Scope const&, Page const&);
  /// In the order of the ids; those that are not there are left out. No scope: the caller has looked.
  std::vector<Lead> of_ids(std::vector<std::int64_t> const& ids);
  /// Writes every column if the version is still `lead.version`, and counts it up. False when it is not.
  bool update(Lead const&);
  /// The day of the next step by another calendar; no change of a person, so the version stays.
  void set_due(Lead const&);

  std::int64_t add_step(LeadStep const&);
  std::vector<LeadStep> steps(std::int64_t lead_id);

  /// `by`: "channel", "reporter", "officer" or "zone"; the last also with what a zone has a share in and lies
  /// elsewhere.
  std::vector<LeadCount> conversion(std::string_view by, LeadFilter const&, Scope const&);

  /// Those of the ids that are in the scope.
  std::set<std::int64_t> seen(std::vector<std::int64_t> const& ids, Scope const&);

  /// Those that share one of the keys, of all zones: the caller decides what of it is shown. At most 100 of each noun,
  /// those that share what few have.
  std::vector<Known> known(std::span<std::int64_t const> keys);
  /// Of those only what can have the first report on a day: leads that have it and are protected, projects under way
  /// before they produce. So that none is beyond the 100 because others about the same are many.
  std::vector<Known> holding(std::span<std::int64_t const> keys, DayNumber);
  /// Leads that are not the first because of this one, oldest first.
  std::vector<std::int64_t> followers(std::int64_t lead_id);
  /// What every lead ("lead") or project ("project") is found by, as it was written.
  struct Written {
    std::int64_t id = 0;
    std::string investor;
    std::string credit_code;
    std::string idea;
  };
  std::vector<Written> written(std::string_view noun);
  /// Its matching forms anew; no change of a person, so the version stays.
  void set_forms(std::string_view noun, std::int64_t id, std::string_view form, std::string_view short_name);
  void set_keys(std::string_view noun, std::int64_t id, std::span<std::int64_t const> keys);

 private:
  std::vector<Known> alike(std::span<std::int64_t const> keys, std::optional<DayNumber> holding_on);
  std::vector<std::int64_t> sharing(std::string_view noun, std::span<std::int64_t const> keys,
                                    std::optional<DayNumber> holding_on);

  Session& sql_;
};

}  // namespace lianzhao::store
