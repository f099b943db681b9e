#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/lifecycle_rules.h"
#include "store/scope.h"
#include "store/session.h"

namespace lianzhao::store {

/// What figures are counted from: a project with its gates, sums and measures as of a day.
struct ProjectFacts {
  std::int64_t id = 0;
  std::string name;
  std::string zone_id;
  std::string node;
  std::string channel;  ///< of its lead; empty: none
  std::string officer;
  std::string state;  ///< as of the day
  DayNumber state_since = 0;
  std::array<std::optional<DayNumber>, kStages.size()> passed;  ///< on the day or before
  std::optional<std::int64_t> contracted_fen;
  std::optional<std::int64_t> arrived_fen;
  std::optional<std::int64_t> fixed_asset_fen;
  std::optional<std::int64_t> land_m2;  ///< real, else promised
  std::optional<std::int64_t> tax_fen;  ///< real, of the newest year
  std::optional<std::int64_t> output_fen;
};

struct LeadFacts {
  std::int64_t id = 0;
  std::string investor;
  std::string zone_id;
  std::string node;
  std::string channel;
  std::string officer;
  std::string state;
  DayNumber reported = 0;
  std::optional<DayNumber> signed_day;
  bool converted = false;
};

/// An alarm before its words are found.
struct AlarmRow {
  std::string kind;
  std::string noun;
  std::int64_t id = 0;
  std::optional<std::int64_t> project_id;
  std::string title;
  std::string zone_id;
  DayNumber since = 0;
  int limit_days = 0;
  std::string detail;
};

/// SQL of figures and alarms: reads, changes nothing. Borrows a session.
class FigureRepository {
 public:
  explicit FigureRepository(Session& sql) : sql_{sql} {}

  std::vector<ProjectFacts> projects(Scope const&, std::optional<std::string> const& zone_id, DayNumber as_of);
  std::vector<LeadFacts> leads(Scope const&, std::optional<std::string> const& zone_id, DayNumber as_of);

  /// Everything beyond its limit on `today`. `account_id`: only what is his. At most 5,000 of a kind.
  std::vector<AlarmRow> alarms(Scope const&, std::optional<std::string> const& zone_id, LifecycleRules const&,
                               DayNumber today, std::optional<std::int64_t> account_id);

 private:
  Session& sql_;
};

}  // namespace lianzhao::store
