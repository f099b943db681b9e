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

struct Member {
  std::int64_t id = 0;
  std::int64_t project_id = 0;
  std::int64_t account_id = 0;
  std::string role;  ///< "sponsor", "lead_officer", "agent", "co_agent", "specialist"
  DayNumber since_day = 0;
  std::optional<DayNumber> left_day;
  std::string note;           ///< why he left and what he hands over
  std::string display_name;   ///< read only
  std::string account_role;   ///< read only
  bool account_gone = false;  ///< read only: may not sign in any more
};

struct Load {
  std::int64_t account_id = 0;
  std::int64_t projects = 0;
  std::int64_t open_tasks = 0;
  std::int64_t late_tasks = 0;
};

/// SQL of who works on which project. Borrows a session.
class TeamRepository {
 public:
  explicit TeamRepository(Session& sql) : sql_{sql} {}

  std::int64_t add(Member const&);
  /// With those who left when asked.
  std::vector<Member> members(std::int64_t project_id, bool with_left);
  /// What somebody is in the teams of projects that have not ended, by project.
  std::vector<Member> of_account(std::int64_t account_id, Scope const&);
  std::optional<Member> find(std::int64_t project_id, std::int64_t id);
  /// False when he has left already.
  bool leave(std::int64_t id, DayNumber day, std::string_view note);
  /// What everybody has to do in active projects that are seen; who has nothing is not among them.
  std::vector<Load> loads(std::optional<std::string> const& zone_id, Scope const&, DayNumber today);

 private:
  Session& sql_;
};

}  // namespace lianzhao::store
