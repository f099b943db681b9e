#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/clock.h"
#include "serve/accounts.h"

namespace lianzhao::serve {

/// How long a sign-in at the provider may take.
constexpr int kSingleSignOnSeconds = 600;

/// DIR/single_sign_on.yaml: the OpenID provider of the place.
struct SingleSignOnSettings {
  std::string issuer;  ///< https://id.zone.example; plain http on this machine only
  std::string name;    ///< as the sign-in page calls it
  std::string client_id;
  std::string client_secret;                 ///< empty: a public client
  std::string page;                          ///< address of the pages; the provider sends back to page/sign-in/done
  std::string claim = "preferred_username";  ///< that holds the name of the account
};

/// Absent without the file. @throws Failure "bad_single_sign_on" with file and line.
std::optional<SingleSignOnSettings> read_single_sign_on(std::filesystem::path const& data_folder);

/// OpenID Connect Core 1.0, authorization code flow with PKCE (RFC 7636). Accounts are not made by it: the provider
/// says who somebody is, an administrator what he may do. Safe from any thread.
class SingleSignOn {
 public:
  SingleSignOn(std::optional<SingleSignOnSettings> settings, Accounts& accounts)
      : settings_{std::move(settings)}, accounts_{accounts} {}

  /// Absent where there is none.
  std::optional<std::string> name() const;

  struct Begun {
    std::string url;      ///< of the provider
    std::string browser;  ///< for a cookie: who completes it must be who began it
  };
  /// @throws Failure "no_single_sign_on", "provider_unreachable", "too_many_logins".
  Begun begin(std::string_view remote);
  /// `one_time_code`: of an account with a second factor. After "code_required" and "wrong_code" the same answer may be
  /// given again, with the code.
  /// @throws Failure "sign_in_expired", "provider_refused", "bad_id_token", "no_such_account", "code_required",
  /// "wrong_code", "account_locked".
  Accounts::SignIn complete(std::string_view code, std::string_view state, std::string_view browser,
                            std::string_view one_time_code, std::string_view remote);

 private:
  struct Provider {
    std::string authorization;
    std::string token;
    std::string keys;
  };
  struct Pending {
    std::string browser;
    std::string verifier;
    std::string nonce;
    Instant expires_at = 0;
    std::string vouched = {};  ///< for whom the provider has vouched, while the code of the second factor is asked for
  };
  SingleSignOnSettings const& settings() const;
  Provider provider();
  std::string vouched_name(std::string_view code, Pending const&);

  std::optional<SingleSignOnSettings> settings_;
  Accounts& accounts_;
  std::mutex mutex_;
  std::optional<Provider> provider_;
  std::map<std::string, Pending, std::less<>> pending_;  ///< by state
};

}  // namespace lianzhao::serve
