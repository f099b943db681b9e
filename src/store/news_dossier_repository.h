#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/clock.h"
#include "store/news_repository.h"
#include "store/scope.h"
#include "store/session.h"

namespace lianzhao::store {

struct NewsDossier {
  std::int64_t id = 0;
  std::string zone_id;
  std::string name;
  std::string stage;
  std::string node;
  std::int64_t region_code = 0;
  std::string place_zone_id;
  std::optional<std::int64_t> amount_fen;
  std::optional<DayNumber> first_day;
  std::optional<DayNumber> last_day;
  std::int64_t events = 0;
  std::int64_t articles = 0;
  std::int64_t contradictions = 0;
  std::vector<std::string> enterprises;  ///< read only: who lands it, the most named first; at most three
};

/// What somebody said of a dossier.
struct DossierRuling {
  std::int64_t id = 0;
  std::string zone_id;
  std::string kind;  ///< "joined": `other_id`'s reports came here; "taken_out": a report went to `other_id`
  std::int64_t dossier_id = 0;
  std::int64_t other_id = 0;
  std::string reason;
  std::optional<std::int64_t> account_id;
  Instant at = 0;
  bool undone = false;
  std::optional<Instant> undone_at;
  std::vector<std::int64_t> event_ids;  ///< that it moved
  std::string by;                       ///< read only
  std::string undone_by;                ///< read only
  std::string other_name;               ///< read only
};

struct DossierFilter {
  std::optional<std::string> zone_id;
  std::optional<RegionRange> region;
  std::optional<std::string> chain;
  std::vector<std::string> nodes;
  std::optional<std::string> stage;
  std::optional<std::int64_t> year;  ///< of its first report
  std::optional<std::int64_t> year_from;
  std::optional<std::int64_t> year_to;
  std::optional<std::string> place_zone;  ///< that it lands in
  std::optional<std::string> words;
  bool contradicting = false;
  std::string sort = "-last";
};

/// So many projects that a place or node got in a year.
struct Landing {
  std::string key;
  std::int64_t year = 0;
  std::int64_t projects = 0;
  std::int64_t amount_fen = 0;      ///< of those whose investment is known in yuan
  std::int64_t without_amount = 0;  ///< how many of them it is not known of
};

/// SQL of the radar's dossiers: projects, each with what all its reports say together. Borrows a session. `zones` are
/// those that are seen, all when empty.
class NewsDossierRepository {
 public:
  explicit NewsDossierRepository(Session& sql) : sql_{sql} {}

  std::int64_t add(std::string_view zone_id);
  std::optional<NewsDossier> find(std::int64_t id, std::vector<std::string> const& zones);
  PageOf<NewsDossier> dossiers(DossierFilter const&, std::vector<std::string> const& zones, Page const&);
  void update(NewsDossier const&);

  /// Moves its events and keeps that it did.
  std::int64_t add_ruling(DossierRuling const&);
  std::optional<DossierRuling> find_ruling(std::int64_t id, std::vector<std::string> const& zones);
  /// Of a dossier, on either side; newest first.
  std::vector<DossierRuling> rulings(std::int64_t dossier_id);
  /// Moves back what nobody moved since; gives how many.
  std::int64_t undo_ruling(DossierRuling const&, std::optional<std::int64_t> account_id, Instant at);
  /// The dossier that people put the event into, as far as they said so; else none.
  std::optional<std::int64_t> ruled(std::int64_t event_id);
  /// The dossier that this one's reports went to by a joining that stands.
  std::optional<std::int64_t> joined_into(std::int64_t dossier_id);
  /// `by`: "province", "city", "county", "zone" or "node".
  std::vector<Landing> landings(std::string_view by, DossierFilter const&, std::vector<std::string> const& zones);

 private:
  Session& sql_;
};

}  // namespace lianzhao::store
