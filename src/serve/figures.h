#pragma once

#include <array>
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

#include "kernel/money_sum.h"
#include "lifecycle/kpi.h"
#include "serve/insights.h"
#include "serve/shelf.h"
#include "store/figure_repository.h"
#include "store/lead_repository.h"
#include "store/scope.h"
#include "store/session.h"
#include "store/task_repository.h"

namespace lianzhao::serve {

/// What alarms, figures and the lists of the day are made from, of all zones, kept in memory. Before every use it reads
/// from the audit what has changed since, also by another process, and reads only that again; so an answer is as new as
/// the database, and asking for one does not go through 50,000 projects in SQL. Safe from any thread.
class Figures {
 public:
  explicit Figures(Insights const& insights) : insights_{insights} {}

  struct Project : store::ProjectRecord {
    lifecycle::KpiFact today;  ///< as figures count it today
    /// What it adds to a sum of contracts: nothing as a part of a project that stands for it.
    std::int64_t counted_fen() const;
  };
  struct Lead : store::LeadRecord {
    lifecycle::KpiFact today;
  };

  /// Columns of the board: the stages of what is active, then what rests and what has ended.
  static constexpr std::size_t kSuspended = kStages.size();
  static constexpr std::size_t kEnded = kStages.size() + 1;
  static constexpr std::size_t kColumns = kStages.size() + 2;
  static std::size_t column_of(std::string_view stage, std::string_view state);

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
      std::optional<std::int64_t> account_id;  ///< only what is his, and escalated tasks of projects he sponsors
      bool leads = false;                      ///< he leads the zones he sees: escalated tasks of all he sees too
      std::optional<std::string> kind;
      store::Page page;
    };
    /// The furthest beyond its limit first.
    AlarmPage alarms(store::Scope const&, AlarmsAsked const&) const;

    /// The last changed first; they go when the view does.
    struct ProjectPage {
      std::int64_t total = 0;
      std::int64_t contracted_fen = 0;  ///< of all of them
      std::vector<store::Project const*> rows;
    };
    /// Each column of the board with its first cards.
    std::array<ProjectPage, kColumns> board(store::Scope const&, std::optional<std::string> const& zone_id,
                                            std::int64_t cards) const;
    /// Of some columns of the board, each named once.
    ProjectPage projects(store::Scope const&, std::optional<std::string> const& zone_id,
                         std::vector<std::size_t> const& columns, store::Page const&) const;
    /// Under way, with evidence that this account did not give and that nobody has judged.
    ProjectPage waiting(store::Scope const&, std::int64_t account_id, store::Page const&) const;

    struct IdPage {
      std::int64_t total = 0;
      std::vector<std::int64_t> ids;
    };
    /// Tasks that are open in active projects, by their day.
    IdPage open_tasks(store::Scope const&, store::TaskFilter const&, store::Page const&) const;
    /// Leads of the zones, channel, states, reporter and officer of the filter, by the day of their next step.
    IdPage leads(store::Scope const&, store::LeadFilter const&, store::Page const&) const;

    /// Counts up whenever a figure may have become another.
    std::int64_t version() const { return figures_->version_; }

   private:
    friend class Figures;
    View(Figures const& figures, std::shared_lock<std::shared_mutex> lock)
        : figures_{&figures}, lock_{std::move(lock)} {}

    struct Reach;
    Reach reach(store::Scope const&, std::optional<std::string> const& zone_id) const;
    template <typename Place>
    ProjectPage page_of(Shelves<Place> const&, store::Page const&) const;

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
  /// A task and whose it is.
  struct TaskPlace : DuePlace {
    std::int64_t project_id = 0;
  };
  /// The lists of one zone.
  struct Zone {
    std::array<Shelf<ChangedPlace>, kColumns> columns;
    std::array<std::array<MoneySum, 2>, kColumns> contracted_fen{};  ///< plain, confidential
    Shelf<ChangedPlace> waiting;
    Shelf<TaskPlace> tasks;
    std::array<std::map<DayNumber, std::int64_t>, 2> dues;  ///< how many of the tasks; plain, confidential
    Shelf<DuePlace> open_leads;
    Shelf<DuePlace> ended_leads;
  };
  /// What is read before anything is changed.
  struct Read {
    std::int64_t audit_id = 0;
    std::vector<store::ProjectRecord> projects;
    std::vector<store::LeadRecord> leads;
    std::vector<store::AlarmRow> alarms;
    std::map<std::int64_t, std::string> names;
    std::set<std::int64_t> gone;
  };

  bool add_renamed(store::FigureRepository&, store::FigureRepository::Changed&, Read&) const;
  void read_all(store::Session&, DayNumber today);
  bool read_changed(store::Session&, std::int64_t since, DayNumber today);
  void put(store::ProjectRecord, DayNumber today, bool& changed);
  void put(store::LeadRecord, DayNumber today, bool& changed);
  void shelve(Project const&, bool add);
  void shelve(Lead const&, bool add);
  void silence(std::int64_t owner, bool lead);
  void ring(std::vector<store::AlarmRow>);
  std::shared_ptr<void const> find(std::int64_t version, std::string const& key);
  void keep(std::int64_t version, std::string const& key, std::shared_ptr<void const>);

  Insights const& insights_;
  std::mutex reading_;  ///< one reads what has changed, others wait for what he brings
  mutable std::shared_mutex mutex_;
  DayNumber today_ = 0;  ///< 0: nothing read yet
  std::int64_t audit_id_ = 0;
  std::int64_t version_ = 0;
  std::map<std::int64_t, std::string> names_;  ///< of accounts
  std::set<std::int64_t> gone_;                ///< accounts that may not sign in any more
  std::unordered_map<std::int64_t, Project> projects_;
  std::unordered_map<std::int64_t, Lead> leads_;
  Places project_places_;
  Places lead_places_;
  std::map<std::string, Zone, std::less<>> zones_;
  std::unordered_map<std::int64_t, std::set<TaskPlace>> tasks_of_assignee_;
  Alarms alarms_;
  std::set<std::int64_t> escalated_projects_;  ///< with alarms of escalated tasks
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
