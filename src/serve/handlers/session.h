#pragma once

#include "api_types.h"
#include "serve/accounts.h"
#include "serve/router.h"
#include "serve/single_sign_on.h"
#include "store/data_folder.h"

namespace lianzhao::serve {

struct LogIn {
  Accounts& accounts;
  store::DataFolder const& folder;
  api::Me operator()(api::LogInParams const&, api::LogInRequest const&, Call&) const;
};
struct LogOut {
  Accounts& accounts;
  void operator()(api::LogOutParams const&, api::NoBody, Call&) const;
};
struct GetMe {
  store::DataFolder const& folder;
  api::Me operator()(api::GetMeParams const&, api::NoBody, Call&) const;
};
struct UpdateMe {
  Accounts& accounts;
  store::DataFolder const& folder;
  api::Me operator()(api::UpdateMeParams const&, api::UpdateMeRequest const&, Call&) const;
};
struct ChangePassword {
  Accounts& accounts;
  void operator()(api::ChangePasswordParams const&, api::ChangePasswordRequest const&, Call&) const;
};

struct BeginSecondFactor {
  Accounts& accounts;
  api::SecondFactorSecret operator()(api::BeginSecondFactorParams const&, api::PasswordRequest const&, Call&) const;
};
struct ConfirmSecondFactor {
  Accounts& accounts;
  api::RecoveryCodes operator()(api::ConfirmSecondFactorParams const&, api::CodeRequest const&, Call&) const;
};
struct RemoveSecondFactor {
  Accounts& accounts;
  void operator()(api::RemoveSecondFactorParams const&, api::PasswordRequest const&, Call&) const;
};

struct GetSignInWays {
  SingleSignOn& single_sign_on;
  api::SignInWays operator()(api::GetSignInWaysParams const&, api::NoBody, Call&) const;
};
struct BeginSingleSignOn {
  SingleSignOn& single_sign_on;
  api::SingleSignOn operator()(api::BeginSingleSignOnParams const&, api::NoBody, Call&) const;
};
struct CompleteSingleSignOn {
  SingleSignOn& single_sign_on;
  store::DataFolder const& folder;
  api::Me operator()(api::CompleteSingleSignOnParams const&, api::SingleSignOnAnswer const&, Call&) const;
};

}  // namespace lianzhao::serve
