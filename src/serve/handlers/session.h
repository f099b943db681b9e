#pragma once

#include "api_types.h"
#include "serve/accounts.h"
#include "serve/router.h"

namespace lianzhao::serve {

struct LogIn {
  Accounts& accounts;
  api::Me operator()(api::LogInParams const&, api::LogInRequest const&, Call&) const;
};
struct LogOut {
  Accounts& accounts;
  void operator()(api::LogOutParams const&, api::NoBody, Call&) const;
};
struct GetMe {
  api::Me operator()(api::GetMeParams const&, api::NoBody, Call&) const;
};
struct ChangePassword {
  Accounts& accounts;
  void operator()(api::ChangePasswordParams const&, api::ChangePasswordRequest const&, Call&) const;
};

}  // namespace lianzhao::serve
