#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/clock.h"
#include "serve/passwords.h"
#include "serve/viewer.h"
#include "store/account_repository.h"
#include "store/session.h"

namespace lianzhao::serve {

struct AccountSettings {
  int failed_logins = 5;                           ///< then the account is locked
  Instant lock_ms = Instant{15} * 60 * 1000;       ///< for so long
  Instant sign_in_ms = Instant{12} * 3600 * 1000;  ///< how long a sign-in lasts
  int logins_per_minute = 30;                      ///< from one address
};

/// As whom an account asks.
Viewer viewer_of(store::Account const&);

/// Who may sign in, and who did. Safe from any thread. Every change is in the audit.
class Accounts {
 public:
  Accounts(store::Database& workspace, AccountSettings settings) : workspace_{workspace}, settings_{settings} {}

  struct SignIn {
    Viewer viewer;
    std::string token;  ///< for the cookie
  };
  /// `code`: of the second factor, or a recovery code. A wrong one counts towards the lock as a wrong password does.
  /// @throws Failure "wrong_name_or_password", "code_required", "wrong_code", "account_locked", "too_many_logins".
  SignIn sign_in(std::string_view name, std::string_view password, std::string_view code, std::string_view remote);
  /// For whom somebody else vouches in place of a password; an account with a second factor needs its code all the
  /// same. A first password that was not changed yet is void from then on. @throws Failure "no_such_account", also for
  /// one that is disabled, "code_required", "wrong_code", "account_locked".
  SignIn sign_in_vouched(std::string_view name, std::string_view code, std::string_view remote);
  /// @throws Failure "too_many_logins".
  void require_rate(std::string_view remote);
  void sign_out(Viewer const&);
  /// Nobody when the token is not that of a live sign-in.
  Viewer find(std::string_view token);

  /// @throws Failure "wrong_password", "weak_password".
  void change_password(Viewer const&, std::string_view old_password, std::string_view new_password);

  struct NewSecret {
    std::string secret;  ///< in base 32
    std::string uri;     ///< otpauth://
  };
  /// Shown this once. In force after confirm_second_factor only.
  /// @throws Failure "wrong_password", "second_factor_on".
  NewSecret begin_second_factor(Viewer const&, std::string_view password);
  /// @returns the recovery codes, shown this once. @throws Failure "wrong_code", "no_second_factor".
  std::vector<std::string> confirm_second_factor(Viewer const&, std::string_view code);
  /// @throws Failure "wrong_password", "no_second_factor".
  void remove_second_factor(Viewer const&, std::string_view password);
  /// For who has lost device and codes; ends his sign-ins.
  void reset_second_factor(Viewer const& by, std::int64_t id);

  /// Deletes what tells who an account was; what it did stays, under a number. Cannot be undone.
  /// @throws Failure "account_not_found", "last_administrator", "name_differs" unless `name` is that of the account.
  void forget(Viewer const& by, std::int64_t id, std::string_view name);

  struct NewPassword {
    std::int64_t id;
    std::string name;
    std::string password;
  };
  /// Whoever is bound to zones manages accounts whose zones all lie within his, and gives no others; the rest does not
  /// exist for him.
  /// @throws Failure "name_taken", "bad_role", "bad_name", "beyond_own_zones".
  NewPassword create(Viewer const& by, std::string name, std::string display_name, std::string role,
                     std::vector<std::string> zones, std::string_view email = "");
  /// His own address; empty: none. @throws Failure "bad_email", "open_server".
  Viewer set_email(Viewer const&, std::string_view email);
  NewPassword reset(Viewer const& by, std::int64_t id);
  struct Change {
    std::optional<std::string> display_name;
    std::optional<std::string> role;
    std::optional<bool> disabled;
    std::optional<std::string> email;
    std::optional<std::vector<std::string>> zones;
  };
  /// @throws Failure "account_not_found", "last_administrator", "beyond_own_zones".
  store::Account update(Viewer const& by, std::int64_t id, Change const&);
  std::vector<store::Account> all();
  /// Those that `by` manages, by name.
  std::vector<store::Account> managed(Viewer const& by);
  /// @throws Failure "account_not_found", also for one that `by` does not manage.
  store::Account find_managed(Viewer const& by, std::int64_t id);

  /// An account `admin` where nobody may administer yet; absent when somebody may.
  std::optional<NewPassword> first_administrator();

 private:
  SignIn signed_in(store::Session&, store::Account const&, std::string_view how, std::string_view remote);
  void require_password(Viewer const&, std::string_view password);
  void note_failure(store::AccountRepository&, std::int64_t account_id);
  bool takes_code(store::AccountRepository&, std::int64_t account_id, std::string_view code);

  store::Database& workspace_;
  AccountSettings settings_;
  Passwords passwords_;
  std::mutex mutex_;
  struct Tries {
    Instant minute = 0;
    int count = 0;
  };
  std::map<std::string, Tries, std::less<>> tries_;
};

}  // namespace lianzhao::serve
