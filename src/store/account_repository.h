#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/clock.h"
#include "store/session.h"

namespace lianzhao::store {

/// A secret shared with a device of the account.
struct SecondFactor {
  std::string secret;
  bool confirmed = false;
  std::int64_t last_step = 0;
};

struct Account {
  std::int64_t id = 0;
  std::string name;
  std::string display_name;
  std::string role;  ///< as in the vocabulary: "administrator", …
  std::string password_hash;
  bool must_change_password = false;
  bool disabled = false;
  std::int64_t failed_logins = 0;
  Instant locked_until = 0;
  std::optional<Instant> last_seen_at;
  std::string email;               ///< empty: none
  bool second_factor = false;      ///< read only: a code is asked for besides the password
  bool forgotten = false;          ///< read only
  std::vector<std::string> zones;  ///< empty: bound to none
};

/// SQL of accounts and sign-ins; all of it, and only it. Borrows a session, so the caller decides the transaction.
class AccountRepository {
 public:
  explicit AccountRepository(Session& sql) : sql_{sql} {}

  std::vector<Account> all();
  std::optional<Account> find(std::int64_t id);
  std::optional<Account> find_by_name(std::string_view name);
  /// Whether an account has the name, in capitals or not.
  bool name_taken(std::string_view name);
  std::int64_t count();
  /// Administrators who may sign in.
  std::int64_t active_administrators();
  /// Of these, who is bound to no zone: who can look after the whole installation.
  std::int64_t unbound_administrators();
  /// Zones that accounts are bound to, and leads, projects and campaigns lie in; each once.
  std::vector<std::string> used_zones();

  /// @throws Failure "row_conflict" when the name is taken.
  std::int64_t add(Account const&);
  /// Writes every column but the password; zones too.
  void update(Account const&);
  void set_password(std::int64_t id, std::string_view password_hash, bool must_change);
  void note_failed_login(std::int64_t id, std::int64_t failed, Instant locked_until);
  void note_seen(std::int64_t id, Instant at);

  void add_sign_in(std::string_view token_hash, std::int64_t account_id, Instant at, Instant expires_at);
  /// The account of a live sign-in that is not disabled.
  std::optional<Account> find_by_token(std::string_view token_hash, Instant at);
  void end_sign_in(std::string_view token_hash);
  /// All of the account but one (none when empty).
  void end_sign_ins(std::int64_t account_id, std::string_view except_token_hash);
  void drop_expired_sign_ins(Instant at);

  std::optional<SecondFactor> second_factor(std::int64_t account_id);
  /// Not yet confirmed; replaces one that was not confirmed either.
  void begin_second_factor(std::int64_t account_id, std::string_view secret);
  /// In force from now on, with new recovery codes in place of the old.
  void confirm_second_factor(std::int64_t account_id, std::int64_t step, std::vector<std::string> const& code_hashes,
                             Instant at);
  void note_code(std::int64_t account_id, std::int64_t step);
  /// False when it is no code of his or has been used.
  bool use_recovery_code(std::int64_t account_id, std::string_view code_hash, Instant at);
  void remove_second_factor(std::int64_t account_id);

  /// Takes out of the account and of everything that hangs on it what tells who it was. The row stays, for what was
  /// done points at it: disabled, under `name` and `display_name`.
  void forget(std::int64_t account_id, std::string_view name, std::string_view display_name, Instant at);

 private:
  std::vector<std::string> zones_of(std::int64_t id);
  std::optional<Account> one(Rows rows);

  Session& sql_;
};

}  // namespace lianzhao::store
