#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernel/clock.h"
#include "store/scope.h"
#include "store/session.h"

namespace lianzhao::store {

struct Campaign {
  std::int64_t id = 0;
  std::string zone_id;
  std::string name;
  std::string kind;
  DayNumber begin_day = 0;
  DayNumber end_day = 0;
  std::string route;
  std::string plan;
  std::string people;
  std::optional<std::int64_t> cost_fen;
  std::string report;
  std::int64_t version = 1;
  std::int64_t leads = 0;  ///< this and what follows is what came of it; `count` fills it in
  std::int64_t projects = 0;
  std::int64_t with_contract = 0;
  std::int64_t contracted_fen = 0;  ///< of those whose amount is known

  bool operator==(Campaign const&) const = default;
};

/// What came of a campaign until a day.
struct CampaignOutcome {
  std::int64_t leads = 0;
  std::int64_t projects = 0;
  std::int64_t with_contract = 0;
  std::int64_t in_production = 0;
  std::optional<std::int64_t> contracted_fen;  ///< absent while of none the amount is known
};

struct Visit {
  std::int64_t id = 0;
  std::int64_t campaign_id = 0;
  std::string enterprise;
  std::string enterprise_key;
  DayNumber day = 0;
  std::string note;
  bool done = false;
  std::int64_t version = 1;

  bool operator==(Visit const&) const = default;
};

/// SQL of campaigns and visits. Borrows a session.
class CampaignRepository {
 public:
  explicit CampaignRepository(Session& sql) : sql_{sql} {}

  std::int64_t add(Campaign const&);
  std::optional<Campaign> find(std::int64_t id);
  /// Of the zones (all when empty), newest first.
  PageOf<Campaign> list(std::vector<std::string> const& zones, std::optional<std::string> const& zone_id, Page const&);
  /// If the version is still `campaign.version`; counts it up.
  bool update(Campaign const&);
  void touch(std::int64_t id);
  CampaignOutcome outcome(std::int64_t id, DayNumber until, Scope const&);
  /// Of each what came of it, of the leads and projects in the scope.
  void count(std::vector<Campaign>&, Scope const&);

  std::int64_t add_visit(Visit const&);
  std::optional<Visit> find_visit(std::int64_t campaign_id, std::int64_t id);
  /// False when the campaign has none of this id, or its version is another by now.
  bool update_visit(Visit const&);
  /// False when the campaign has no such visit, or it was made.
  bool remove_visit(std::int64_t campaign_id, std::int64_t id);
  std::vector<Visit> visits(std::int64_t campaign_id);

 private:
  Session& sql_;
};

}  // namespace lianzhao::store
