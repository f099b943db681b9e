#include "serve/handlers/session.h"

#include <fmt/format.h>

namespace lianzhao::serve {

namespace {

api::Me me(Viewer const& viewer) {
  return {viewer.name, viewer.display_name, {viewer.role}, viewer.zones, viewer.must_change_password, viewer.open};
}

void set_cookie(Call& call, std::string_view token, int seconds) {
  // Behind a proxy that ends TLS the cookie must not travel without it.
  auto const* const secure = call.request->header("x-forwarded-proto") == "https" ? "; Secure" : "";
  call.headers.emplace_back(
      "Set-Cookie",
      fmt::format("lianzhao_session={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{}", token, seconds, secure));
}

}  // namespace

api::Me LogIn::operator()(api::LogInParams const&, api::LogInRequest const& body, Call& call) const {
  if (call.viewer.open) return me(call.viewer);
  auto const signed_in = accounts.sign_in(body.name, body.password, call.request->remote);
  set_cookie(call, signed_in.token, 12 * 3600);
  return me(signed_in.viewer);
}

void LogOut::operator()(api::LogOutParams const&, api::NoBody, Call& call) const {
  accounts.sign_out(call.viewer);
  set_cookie(call, "", 0);
}

api::Me GetMe::operator()(api::GetMeParams const&, api::NoBody, Call& call) const {
  return me(call.viewer);
}

void ChangePassword::operator()(api::ChangePasswordParams const&, api::ChangePasswordRequest const& body,
                                Call& call) const {
  accounts.change_password(call.viewer, body.old_password, body.new_password);
}

}  // namespace lianzhao::serve
