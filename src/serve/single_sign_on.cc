#include "serve/single_sign_on.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "ingest/rule_yaml.h"
#include "kernel/error.h"
#include "kernel/file.h"
#include "kernel/log.h"
#include "net/known_server.h"
#include "net/percent.h"
#include "serve/id_token.h"

namespace lianzhao::serve {

namespace {

namespace json = boost::json;

Failure unreachable(std::string_view what) {
  // The cause is for who runs the server, not for whom somebody sends here.
  log::error("single sign-on: {}", what);
  return Failure{{ErrorKind::kUnavailable, "provider_unreachable",
                  "the sign-in service does not answer as it should; use a password or try again later"}};
}

/// A JSON object that the provider answers with 200.
json::object object_of(Result<net::KnownAnswer> const& answer, std::string_view url) {
  if (!answer) throw unreachable(answer.error().message);
  boost::system::error_code code;
  auto value = json::parse(answer->body, code);
  if (answer->status != 200 || code || !value.is_object()) {
    throw unreachable(fmt::format("{} answers {}: {}", url, answer->status, answer->body.substr(0, 200)));
  }
  return std::move(value.as_object());
}

std::string text_of(json::object const& object, std::string_view name, std::string_view from) {
  auto const* const value = object.if_contains(name);
  if (!value || !value->is_string()) throw unreachable(fmt::format("{} names no {}", from, name));
  return std::string{value->as_string()};
}

}  // namespace

std::optional<SingleSignOnSettings> read_single_sign_on(std::filesystem::path const& data_folder) {
  auto const file = data_folder / "single_sign_on.yaml";
  if (!std::filesystem::exists(file)) return std::nullopt;
  auto const name = file.string();  // borrowed by the reader
  auto const reader = ingest::RuleYaml{name};
  auto const root = reader.root(read_file(file, 1U << 20));
  reader.known_keys(root, {"issuer", "name", "client_id", "client_secret", "page", "claim"});
  SingleSignOnSettings settings;
  settings.issuer = reader.text(root, "issuer");
  settings.name = reader.text(root, "name");
  settings.client_id = reader.text(root, "client_id");
  settings.client_secret = reader.text(root, "client_secret");
  settings.page = reader.text(root, "page");
  if (auto const claim = reader.text(root, "claim"); !claim.empty()) settings.claim = claim;
  if (settings.name.empty()) settings.name = settings.issuer;
  if (settings.issuer.empty() || settings.client_id.empty() || settings.page.empty()) {
    throw reader.bad(root.line, "issuer, client_id and page are needed");
  }
  while (settings.page.ends_with('/')) settings.page.pop_back();
  return settings;
}

std::optional<std::string> SingleSignOn::name() const {
  return settings_ ? std::optional{settings_->name} : std::nullopt;
}

SingleSignOnSettings const& SingleSignOn::settings() const {
  if (settings_) return *settings_;
  throw Failure{{ErrorKind::kNotFound, "no_single_sign_on", "there is no single sign-on here; use a password"}};
}

SingleSignOn::Provider SingleSignOn::provider() {
  {
    auto const lock = std::lock_guard{mutex_};
    if (provider_) return *provider_;
  }
  auto issuer = settings().issuer;
  auto const url = issuer + (issuer.ends_with('/') ? "" : "/") + ".well-known/openid-configuration";
  auto const said = object_of(net::get({}, url), url);
  // OpenID Connect Discovery 1.0, section 4.3: whoever says he is somebody else is not asked further.
  if (text_of(said, "issuer", url) != issuer) throw unreachable(fmt::format("{} is of another issuer", url));
  auto found = Provider{text_of(said, "authorization_endpoint", url), text_of(said, "token_endpoint", url),
                        text_of(said, "jwks_uri", url)};
  auto const lock = std::lock_guard{mutex_};
  provider_ = found;
  return found;
}

SingleSignOn::Begun SingleSignOn::begin(std::string_view remote) {
  constexpr std::size_t kMost = 10'000;
  accounts_.require_rate(remote);
  auto const& s = settings();
  auto const where = provider();
  Pending pending{random_token(), random_token(), random_token(), now() + kSingleSignOnSeconds * 1000};
  auto const state = random_token();
  auto const url = fmt::format(
      "{}{}response_type=code&scope=openid%20profile%20email&client_id={}&redirect_uri={}&state={}&nonce={}"
      "&code_challenge={}&code_challenge_method=S256",
      where.authorization, where.authorization.find('?') == std::string::npos ? "?" : "&",
      net::percent_encoded(s.client_id), net::percent_encoded(s.page + "/sign-in/done"), state, pending.nonce,
      code_challenge(pending.verifier));
  auto begun = Begun{url, pending.browser};
  auto const lock = std::lock_guard{mutex_};
  std::erase_if(pending_, [at = now()](auto const& each) { return each.second.expires_at <= at; });
  if (pending_.size() >= kMost) {
    throw Failure{{ErrorKind::kOverLimit, "too_many_logins", "too many sign-ins have been begun; wait a minute"}};
  }
  pending_.emplace(state, std::move(pending));
  return begun;
}

Accounts::SignIn SingleSignOn::complete(std::string_view code, std::string_view state, std::string_view browser,
                                        std::string_view one_time_code, std::string_view remote) {
  accounts_.require_rate(remote);
  static_cast<void>(settings());
  Pending pending;
  {
    auto const lock = std::lock_guard{mutex_};
    auto const found = pending_.find(state);
    // Of another browser: somebody was sent here with the answer to a sign-in that he has not begun.
    if (found == pending_.end() || found->second.expires_at <= now() || found->second.browser != browser) {
      throw Failure{{ErrorKind::kUnauthenticated, "sign_in_expired", "this sign-in is not under way; begin again"}};
    }
    pending = std::move(found->second);
    pending_.erase(found);
  }
  if (pending.vouched.empty()) pending.vouched = vouched_name(code, pending);
  try {
    return accounts_.sign_in_vouched(pending.vouched, one_time_code, remote);
  } catch (Failure const& failure) {
    // The provider's code was good for once; who he is need not be asked again while the second factor is.
    if (failure.error().code == "code_required" || failure.error().code == "wrong_code") {
      auto const lock = std::lock_guard{mutex_};
      pending_.emplace(std::string{state}, std::move(pending));
    }
    throw;
  }
}

std::string SingleSignOn::vouched_name(std::string_view code, Pending const& pending) {
  auto const& s = settings();
  auto const where = provider();
  std::vector<std::pair<std::string, std::string>> fields = {{"grant_type", "authorization_code"},
                                                             {"code", std::string{code}},
                                                             {"redirect_uri", s.page + "/sign-in/done"},
                                                             {"client_id", s.client_id},
                                                             {"code_verifier", pending.verifier}};
  auto const answer =
      net::post_form({}, where.token, fields, s.client_secret.empty() ? "" : net::percent_encoded(s.client_id),
                     net::percent_encoded(s.client_secret));
  if (answer && answer->status >= 400 && answer->status < 500) {
    log::warn("single sign-on: {} answers {}: {}", where.token, answer->status, answer->body.substr(0, 200));
    throw Failure{{ErrorKind::kUnauthenticated, "provider_refused", "the sign-in service does not vouch for you"}};
  }
  auto const token = text_of(object_of(answer, where.token), "id_token", where.token);
  auto const keys = net::get({}, where.keys);
  if (!keys || keys->status != 200) throw unreachable(keys ? where.keys : keys.error().message);
  IdTokenAsked asked;
  asked.issuer = s.issuer;
  asked.client_id = s.client_id;
  asked.nonce = pending.nonce;
  asked.claim = s.claim;
  asked.at = now();
  return claim_of_id_token(token, keys->body, asked);
}

}  // namespace lianzhao::serve
