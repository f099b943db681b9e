#pragma once

#include <vector>

#include "api_types.h"
#include "serve/accounts.h"
#include "serve/router.h"
#include "serve/workspace.h"

namespace lianzhao::serve {

struct ListAccounts {
  Accounts& accounts;
  std::vector<api::Account> operator()(api::ListAccountsParams const&, api::NoBody, Call&) const;
};
struct CreateAccount {
  Accounts& accounts;
  Workspace workspace;
  api::NewPassword operator()(api::CreateAccountParams const&, api::CreateAccountRequest const&, Call&) const;
};
struct UpdateAccount {
  Accounts& accounts;
  Workspace workspace;
  api::Account operator()(api::UpdateAccountParams const&, api::UpdateAccountRequest const&, Call&) const;
};
struct GetAccountWork {
  Accounts& accounts;
  Workspace workspace;
  api::AccountWork operator()(api::GetAccountWorkParams const&, api::NoBody, Call&) const;
};
struct HandOverAccount {
  Accounts& accounts;
  Workspace workspace;
  api::AccountWork operator()(api::HandOverAccountParams const&, api::HandOverAccountRequest const&, Call&) const;
};
struct ResetPassword {
  Accounts& accounts;
  api::NewPassword operator()(api::ResetPasswordParams const&, api::NoBody, Call&) const;
};

struct ResetSecondFactor {
  Accounts& accounts;
  void operator()(api::ResetSecondFactorParams const&, api::NoBody, Call&) const;
};
struct ForgetAccount {
  Accounts& accounts;
  void operator()(api::ForgetAccountParams const&, api::ForgetRequest const&, Call&) const;
};

}  // namespace lianzhao::serve
