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
  Instant lock_ms = 15 * 60 * 1000;                ///< for so long
  Instant sign_in_ms = Instant{12} * 3600 * 1000;  ///< how long a sign-in lasts
  int logins_per_minute = 30;                      ///< from one address
};

/// Who may sign in, and who did. Safe from any thread. Every change is in the audit.
class Accounts {
 public:
  Accounts(store::Database& workspace, AccountSettings settings) : workspace_{workspace}, settings_{settings} {}

  struct SignIn {
    Viewer viewer;
    std::string token;  ///< for the cookie
  };
  /// @throws Failure "wrong_name_or_password", "account_locked", "too_many_logins".
  SignIn sign_in(std::string_view name, std::string_view password, std::string_view remote);
  void sign_out(Viewer const&);
  /// Nobody when the token is not that of a live sign-in.
  Viewer find(std::string_view token);

  /// @throws Failure "wrong_password", "weak_password".
  void change_password(Viewer const&, std::string_view old_password, std::string_view new_password);

  struct NewPassword {
    std::int64_t id;
    std::string name;
    std::string password;
  };
  /// @throws Failure "name_taken", "bad_role", "bad_name".
  NewPassword create(Viewer const& by, std::string name, std::string display_name, std::string role,
                     std::vector<std::string> zones);
  NewPassword reset(Viewer const& by, std::int64_t id);
  struct Change {
    std::optional<std::string> display_name;
    std::optional<std::string> role;
    std::optional<bool> disabled;
    std::optional<std::vector<std::string>> zones;
  };
  /// @throws Failure "account_not_found", "last_administrator".
  store::Account update(Viewer const& by, std::int64_t id, Change const&);
  std::vector<store::Account> all();

  /// An account `admin` where nobody may administer yet; absent when somebody may.
  std::optional<NewPassword> first_administrator();

 private:
  void require_rate(std::string_view remote);

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
