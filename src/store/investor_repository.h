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

struct Invitation {
  std::int64_t id = 0;
  std::int64_t project_id = 0;
  std::string name;
  std::optional<std::int64_t> account_id;
  Instant created_at = 0;
  Instant expires_at = 0;
  std::optional<Instant> seen_at;
  bool revoked = false;
};

struct Question {
  std::int64_t id = 0;
  std::int64_t project_id = 0;
  std::int64_t invitation_id = 0;
  std::string text;
  Instant asked_at = 0;
  std::optional<DayNumber> due;
  std::string answer;
  std::optional<std::int64_t> answered_by;
  std::optional<Instant> answered_at;
  std::string asked_by;          ///< read only
  std::string answered_by_name;  ///< read only
};

struct Rating {
  std::int64_t project_id = 0;
  std::int64_t invitation_id = 0;
  std::string stage;
  std::int64_t rating = 0;
  std::string text;
  Instant at = 0;
  std::string by;  ///< read only
};

/// SQL of the investor's page. Borrows a session.
class InvestorRepository {
 public:
  explicit InvestorRepository(Session& sql) : sql_{sql} {}

  std::int64_t add_invitation(Invitation const&, std::string_view token_hash);
  std::vector<Invitation> invitations(std::int64_t project_id);
  /// False when the project has none of this id.
  bool revoke(std::int64_t project_id, std::int64_t id);
  /// One that is neither revoked nor over.
  std::optional<Invitation> find(std::string_view token_hash, Instant at);
  void note_seen(std::int64_t id, Instant at);

  std::int64_t add_question(Question const&);
  std::vector<Question> questions(std::int64_t project_id);
  std::optional<Question> find_question(std::int64_t id);
  /// Without an answer, of projects that are seen; those of `account_id`'s teams when given.
  std::vector<Question> open_questions(Scope const&, std::optional<std::int64_t> account_id);
  /// False when it was answered already.
  bool answer(std::int64_t id, std::string_view text, std::optional<std::int64_t> account_id, Instant at);

  void add_rating(Rating const&);
  /// In force: the last of each invitation and stage; of all invitations without one.
  std::vector<Rating> ratings(std::int64_t project_id, std::optional<std::int64_t> invitation_id);

 private:
  Session& sql_;
};

}  // namespace lianzhao::store
