#include "serve/handlers/accounts.h"

#include "kernel/clock.h"

namespace lianzhao::serve {

namespace {

api::Account to_api(store::Account const& account) {
  return {account.id,           account.name,     account.display_name,         account.role,
          account.zones,        account.disabled, account.locked_until > now(), account.must_change_password,
          account.last_seen_at, account.email,    account.second_factor,        account.forgotten};
}

}  // namespace

std::vector<api::Account> ListAccounts::operator()(api::ListAccountsParams const&, api::NoBody, Call& call) const {
  std::vector<api::Account> shown;
  for (auto const& account : accounts.managed(call.viewer)) shown.push_back(to_api(account));
  return shown;
}

api::NewPassword CreateAccount::operator()(api::CreateAccountParams const&, api::CreateAccountRequest const& body,
                                           Call& call) const {
  for (auto const& zone : body.zones.value_or(std::vector<std::string>{})) require_zone(workspace, zone);
  auto const made = accounts.create(call.viewer, body.name, body.display_name.value_or(""), body.role,
                                    body.zones.value_or(std::vector<std::string>{}), body.email.value_or(""));
  return {made.name, made.password};
}

api::Account UpdateAccount::operator()(api::UpdateAccountParams const& params, api::UpdateAccountRequest const& body,
                                       Call& call) const {
  for (auto const& zone : body.zones.value_or(std::vector<std::string>{})) require_zone(workspace, zone);
  return to_api(accounts.update(call.viewer, params.account_id,
                                {body.display_name, body.role, body.disabled, body.email, body.zones}));
}

api::NewPassword ResetPassword::operator()(api::ResetPasswordParams const& params, api::NoBody, Call& call) const {
  auto const made = accounts.reset(call.viewer, params.account_id);
  return {made.name, made.password};
}

void ResetSecondFactor::operator()(api::ResetSecondFactorParams const& params, api::NoBody, Call& call) const {
  accounts.reset_second_factor(call.viewer, params.account_id);
}

void ForgetAccount::operator()(api::ForgetAccountParams const& params, api::ForgetRequest const& body,
                               Call& call) const {
  accounts.forget(call.viewer, params.account_id, body.name);
}

}  // namespace lianzhao::serve
