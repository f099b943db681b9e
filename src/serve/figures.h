#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lifecycle/kpi.h"
#include "serve/insights.h"
#include "store/figure_repository.h"
#include "store/scope.h"
#include "store/session.h"

namespace lianzhao::serve {

/// What alarms and figures are counted from, of all zones, kept in memory. Before every use it reads from the audit
/// what has changed since, also by another process, and reads only that again; so a figure is as new as the database,
/// and asking for one does not go through 50,000 projects in SQL. Safe from any thread.
class Figures {
 public:
  explicit Figures(Insights const& insights) : insights_{insights} {}

  struct Project {
    store::ProjectFacts facts;
    lifecycle::KpiFact today;  ///< as figures count it today
  };
  struct Lead {
    store::LeadFacts facts;
    lifecycle::KpiFact today;
  };

  /// A look at them. While it is held nothing changes; hold it for a moment only.
  class View {
   public:
    /// Those who asks is entitled to, by id.
    std::vector<Project const*> projects(store::Scope const&, std::optional<std::string> const& zone_id) const;
    std::vector<Lead const*> leads(store::Scope const&, std::optional<std::string> const& zone_id) const;

    struct Alarm {
      store::AlarmRow row;
      std::string zone_id;
    };
    struct AlarmPage {
      std::map<std::string, std::int64_t> counts;  ///< by kind, whatever kind is asked for
      std::int64_t total = 0;
      std::vector<Alarm> rows;
    };
    struct AlarmsAsked {
      std::optional<std::string> zone_id;
      std::optional<std::int64_t> account_id;  ///< only what is his
      std::optional<std::string> kind;
      store::Page page;
    };
    /// The furthest beyond its limit first.
    AlarmPage alarms(store::Scope const&, AlarmsAsked const&) const;

    /// Tasks that are open in active projects. `late_on`: only those due before.
    std::int64_t open_tasks(store::Scope const&, std::optional<std::string> const& zone_id,
                            std::optional<DayNumber> late_on) const;

    /// Counts up whenever a figure may have become another.
    std::int64_t version() const { return figures_->version_; }

   private:
    friend class Figures;
    View(Figures const& figures, std::shared_lock<std::shared_mutex> lock)
        : figures_{&figures}, lock_{std::move(lock)} {}
    Figures const* figures_;
    std::shared_lock<std::shared_mutex> lock_;
  };

  /// As the database is now.
  View look(store::Session&);

  /// What was counted for `key` from this version, or counts it. The view may be let go before.
  template <typename T>
  std::shared_ptr<T const> once(std::int64_t version, std::string const& key, std::function<T()> const& make) {
    if (auto known = find(version, key)) return std::static_pointer_cast<T const>(known);
    auto made = std::make_shared<T const>(make());
    keep(version, key, made);
    return made;
  }

  static lifecycle::KpiFact fact_of(store::ProjectFacts const&, DayNumber as_of);
  static lifecycle::KpiFact fact_of(store::LeadFacts const&, DayNumber as_of);

 private:
  struct FurthestFirst {
    bool operator()(store::AlarmRow const& a, store::AlarmRow const& b) const;
  };
  using Alarms = std::set<store::AlarmRow, FurthestFirst>;
  /// Where rows are found without going through all: of a zone, and of an account that is in the team, reported the
  /// lead or is responsible for it.
  struct Places {
    std::unordered_map<std::string, std::set<std::int64_t>> of_zone;
    std::unordered_map<std::int64_t, std::set<std::int64_t>> of_account;
    /// Ids among which all that the scope sees are; absent: it sees so much that all are to be gone through.
    std::optional<std::set<std::int64_t>> candidates(store::Scope const&,
                                                     std::optional<std::string> const& zone_id) const;
  };

  void read_all(store::Session&, DayNumber today);
  void read_changed(store::Session&, store::FigureRepository::Changed const&);
  void put(store::ProjectFacts, DayNumber today, bool& changed);
  void put(store::LeadFacts, DayNumber today, bool& changed);
  void forget(Project const&);
  void ring(std::vector<store::AlarmRow>, std::vector<std::int64_t> const& owners, bool leads);
  std::shared_ptr<void const> find(std::int64_t version, std::string const& key);
  void keep(std::int64_t version, std::string const& key, std::shared_ptr<void const>);

  Insights const& insights_;
  mutable std::shared_mutex mutex_;
  DayNumber today_ = 0;  ///< 0: nothing read yet
  std::int64_t audit_id_ = 0;
  std::int64_t version_ = 0;
  std::unordered_map<std::int64_t, Project> projects_;
  std::unordered_map<std::int64_t, Lead> leads_;
  Places project_places_;
  Places lead_places_;
  std::map<DayNumber, std::int64_t> open_dues_;  ///< tasks of active projects
  std::int64_t open_without_due_ = 0;
  Alarms alarms_;
  std::map<std::string, std::int64_t> alarm_counts_;
  std::unordered_map<std::int64_t, std::vector<Alarms::iterator>> alarms_of_projects_;
  std::unordered_map<std::int64_t, std::vector<Alarms::iterator>> alarms_of_leads_;

  std::mutex kept_mutex_;
  std::int64_t kept_version_ = -1;
  std::map<std::string, std::shared_ptr<void const>> kept_;
};

/// Of a scope, for `Figures::once`: equal for those who see the same.
std::string key_of(store::Scope const&);

}  // namespace lianzhao::serve
