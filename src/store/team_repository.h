#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/clock.h"
#include "store/session.h"

namespace lianzhao::store {

struct Member {
  std::int64_t id = 0;
  std::int64_t project_id = 0;
  std::int64_t account_id = 0;
  std::string role;  ///< "sponsor", "lead_officer", "agent", "co_agent", "specialist"
  DayNumber since_day = 0;
  std::optional<DayNumber> left_day;
  std::string note;          ///< why he left and what he hands over
  std::string display_name;  ///< read only
  std::string account_role;  ///< read only
};

/// SQL of who works on which project. Borrows a session.
class TeamRepository {
 public:
  explicit TeamRepository(Session& sql) : sql_{sql} {}

  std::int64_t add(Member const&);
  /// With those who left when asked.
  std::vector<Member> members(std::int64_t project_id, bool with_left);
  std::optional<Member> find(std::int64_t project_id, std::int64_t id);
  /// False when he has left already.
  bool leave(std::int64_t id, DayNumber day, std::string_view note);

 private:
  Session& sql_;
};

}  // namespace lianzhao::store
