#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/clock.h"
#include "store/scope.h"
#include "store/session.h"

namespace lianzhao::store {

struct Task {
  std::int64_t id = 0;
  std::int64_t project_id = 0;
  std::string template_id;  ///< empty: in own words
  std::string stage;
  std::string name;
  int days = 1;
  bool working = true;
  std::optional<std::int64_t> assignee_id;
  std::string state = "open";
  DayNumber from_day = 0;  ///< not before
  std::optional<DayNumber> begin_day;
  std::optional<DayNumber> due_day;
  std::optional<DayNumber> done_day;
  std::optional<int> slack_days;
  bool ready = true;
  bool critical = false;
  std::string note;
  bool escalated = false;
  std::int64_t version = 1;
  std::vector<std::int64_t> depends_on;
  std::string assignee_name;  ///< read only
  std::string project_name;   ///< read only
  std::string zone_id;        ///< read only

  bool operator==(Task const&) const = default;
};

struct TaskFilter {
  std::optional<std::string> zone_id;
  std::optional<std::int64_t> assignee_id;
  std::optional<std::int64_t> member_id;  ///< in the team of the project
  std::optional<DayNumber> late_on;       ///< due before this day
  bool open = true;                       ///< only what is open or being done
};

/// SQL of tasks and the calendar tokens. Borrows a session.
class TaskRepository {
 public:
  explicit TaskRepository(Session& sql) : sql_{sql} {}

  std::int64_t add(Task const&);
  std::optional<Task> find(std::int64_t id, Scope const&);
  std::vector<Task> of_project(std::int64_t project_id);
  /// In the order of the ids; those that are not there are left out. No scope: the caller has looked.
  std::vector<Task> of_ids(std::vector<std::int64_t> const& ids);
  /// `total`: when it is known already; counting takes longer than the page.
  PageOf<Task> list(TaskFilter const&, Scope const&, Page const&, std::optional<std::int64_t> total = std::nullopt);
  /// If the version is still `task.version`; counts it up.
  bool update(Task const&);
  /// Dates of the plan; no change of a person, so the version stays.
  void set_dates(Task const&);
  void set_dependencies(std::int64_t id, std::vector<std::int64_t> const& depends_on);
  /// Open tasks of one go to another; returns how many.
  std::int64_t reassign(std::int64_t project_id, std::int64_t from, std::int64_t to);

  void set_calendar_token(std::int64_t account_id, std::string_view token_hash);
  std::optional<std::int64_t> account_of_calendar(std::string_view token_hash);

 private:
  void read_dependencies(std::vector<Task>&);

  Session& sql_;
};

}  // namespace lianzhao::store
