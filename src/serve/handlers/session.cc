#include "serve/handlers/session.h"

#include <filesystem>

#include <fmt/format.h>

namespace lianzhao::serve {

namespace {

api::Me me(Viewer const& viewer, bool mail) {
  return {viewer.name, viewer.display_name,  {viewer.role}, viewer.zones, viewer.must_change_password,
          viewer.open, viewer.second_factor, viewer.email,  mail};
}

bool sends_mail(store::DataFolder const& folder) {
  return std::filesystem::exists(folder.path / "mail.yaml");
}

constexpr auto kSessionCookie = std::string_view{"lianzhao_session"};
constexpr auto kSingleSignOnCookie = std::string_view{"lianzhao_single_sign_on"};

void set_cookie(Call& call, std::string_view name, std::string_view token, int seconds) {
  // Behind a proxy that ends TLS the cookie must not travel without it.
  auto const* const secure = call.request->header("x-forwarded-proto") == "https" ? "; Secure" : "";
  call.headers.emplace_back("Set-Cookie", fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{}", name,
                                                      token, seconds, secure));
}

}  // namespace

api::Me LogIn::operator()(api::LogInParams const&, api::LogInRequest const& body, Call& call) const {
  if (call.viewer.open) return me(call.viewer, sends_mail(folder));
  auto const signed_in = accounts.sign_in(body.name, body.password, body.code.value_or(""), call.request->remote);
  set_cookie(call, kSessionCookie, signed_in.token, 12 * 3600);
  return me(signed_in.viewer, sends_mail(folder));
}

api::SignInWays GetSignInWays::operator()(api::GetSignInWaysParams const&, api::NoBody, Call&) const {
  return {single_sign_on.name()};
}

api::SingleSignOn BeginSingleSignOn::operator()(api::BeginSingleSignOnParams const&, api::NoBody, Call& call) const {
  auto begun = single_sign_on.begin(call.request->remote);
  set_cookie(call, kSingleSignOnCookie, begun.browser, kSingleSignOnSeconds);
  return {std::move(begun.url)};
}

api::Me CompleteSingleSignOn::operator()(api::CompleteSingleSignOnParams const&, api::SingleSignOnAnswer const& body,
                                         Call& call) const {
  auto const signed_in = single_sign_on.complete(body.code, body.state, cookie(*call.request, kSingleSignOnCookie),
                                                 body.one_time_code.value_or(""), call.request->remote);
  set_cookie(call, kSessionCookie, signed_in.token, 12 * 3600);
  set_cookie(call, kSingleSignOnCookie, "", 0);
  return me(signed_in.viewer, sends_mail(folder));
}

void LogOut::operator()(api::LogOutParams const&, api::NoBody, Call& call) const {
  accounts.sign_out(call.viewer);
  set_cookie(call, kSessionCookie, "", 0);
}

api::Me GetMe::operator()(api::GetMeParams const&, api::NoBody, Call& call) const {
  return me(call.viewer, sends_mail(folder));
}

api::Me UpdateMe::operator()(api::UpdateMeParams const&, api::UpdateMeRequest const& body, Call& call) const {
  return me(accounts.set_email(call.viewer, body.email), sends_mail(folder));
}

void ChangePassword::operator()(api::ChangePasswordParams const&, api::ChangePasswordRequest const& body,
                                Call& call) const {
  accounts.change_password(call.viewer, body.old_password, body.new_password);
}

api::SecondFactorSecret BeginSecondFactor::operator()(api::BeginSecondFactorParams const&,
                                                      api::PasswordRequest const& body, Call& call) const {
  auto made = accounts.begin_second_factor(call.viewer, body.password);
  return {std::move(made.secret), std::move(made.uri)};
}

api::RecoveryCodes ConfirmSecondFactor::operator()(api::ConfirmSecondFactorParams const&, api::CodeRequest const& body,
                                                   Call& call) const {
  return {accounts.confirm_second_factor(call.viewer, body.code)};
}

void RemoveSecondFactor::operator()(api::RemoveSecondFactorParams const&, api::PasswordRequest const& body,
                                    Call& call) const {
  accounts.remove_second_factor(call.viewer, body.password);
}

}  // namespace lianzhao::serve
