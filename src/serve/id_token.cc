#include "serve/id_token.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <sodium.h>

#include "kernel/error.h"

namespace lianzhao::serve {

namespace {

namespace json = boost::json;

template <auto Free>
struct FreedBy {
  template <typename T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using Number = std::unique_ptr<BIGNUM, FreedBy<&BN_free>>;
using Key = std::unique_ptr<EVP_PKEY, FreedBy<&EVP_PKEY_free>>;

Failure bad(std::string_view what) {
  return Failure{
      {ErrorKind::kUnauthenticated, "bad_id_token", fmt::format("the provider's token does not hold: {}", what)}};
}

std::string decoded(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  char const* end = nullptr;
  auto const ok = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                                    text.size(), nullptr, &size, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  if (ok != 0 || end != text.data() + text.size()) throw bad("it is not in base64url");
  bytes.resize(size);
  return bytes;
}

json::object object_of(std::string_view text) {
  boost::system::error_code code;
  auto value = json::parse(text, code);
  if (code || !value.is_object()) throw bad("a part of it is no JSON object");
  return std::move(value.as_object());
}

std::string_view text_of(json::object const& object, std::string_view name) {
  auto const* const value = object.if_contains(name);
  return value && value->is_string() ? std::string_view{value->as_string()} : std::string_view{};
}

std::optional<std::int64_t> seconds_of(json::object const& object, std::string_view name) {
  auto const* const value = object.if_contains(name);
  if (!value || !value->is_number()) return std::nullopt;
  boost::system::error_code code;
  auto const seconds = value->to_number<double>(code);
  if (code || !(seconds > 0) || seconds > 1e11) return std::nullopt;
  return static_cast<std::int64_t>(seconds);
}

Key key_of(json::object const& jwk) {
  auto const number = [&](std::string_view name) {
    auto const bytes = decoded(text_of(jwk, name));
    return Number{
        BN_bin2bn(reinterpret_cast<unsigned char const*>(bytes.data()), static_cast<int>(bytes.size()), nullptr)};
  };
  auto const modulus = number("n");
  auto const exponent = number("e");
  // Shorter ones can be broken; RFC 7518, section 3.3.
  if (!modulus || !exponent || BN_num_bits(modulus.get()) < 2048) throw bad("the key is no RSA key of 2048 bits");
  auto const build = std::unique_ptr<OSSL_PARAM_BLD, FreedBy<&OSSL_PARAM_BLD_free>>{OSSL_PARAM_BLD_new()};
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  auto const params = std::unique_ptr<OSSL_PARAM, FreedBy<&OSSL_PARAM_free>>{OSSL_PARAM_BLD_to_param(build.get())};
  auto const context =
      std::unique_ptr<EVP_PKEY_CTX, FreedBy<&EVP_PKEY_CTX_free>>{EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr)};
  EVP_PKEY* made = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
    throw bad("the key is no RSA key");
  }
  return Key{made};
}

bool is_signed_by(json::object const& jwk, std::string_view text, std::string const& signature) {
  auto const key = key_of(jwk);
  auto const context = std::unique_ptr<EVP_MD_CTX, FreedBy<&EVP_MD_CTX_free>>{EVP_MD_CTX_new()};
  return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), reinterpret_cast<unsigned char const*>(signature.data()), signature.size(),
                          reinterpret_cast<unsigned char const*>(text.data()), text.size()) == 1;
}

void require_signature(std::string_view token, std::string_view keys) {
  auto const first = token.find('.');
  auto const second = token.find('.', first + 1);
  auto const head = object_of(decoded(token.substr(0, first)));
  if (text_of(head, "alg") != "RS256") throw bad("it is not signed with RS256");
  if (head.contains("crit")) throw bad("it asks for what is not known here");
  auto const signature = decoded(token.substr(second + 1));
  auto const kid = text_of(head, "kid");
  auto const set = object_of(keys);
  auto const* const list = set.if_contains("keys");
  if (!list || !list->is_array()) throw bad("the provider has no keys");
  for (auto const& each : list->as_array()) {
    if (!each.is_object()) continue;
    auto const& jwk = each.as_object();
    auto const use = text_of(jwk, "use");
    if (text_of(jwk, "kty") != "RSA" || (!use.empty() && use != "sig")) continue;
    if (!kid.empty() && text_of(jwk, "kid") != kid) continue;
    if (is_signed_by(jwk, token.substr(0, second), signature)) return;
  }
  throw bad("none of the provider's keys has signed it");
}

bool is_for(json::object const& claims, std::string_view client_id) {
  auto const* const audience = claims.if_contains("aud");
  if (!audience) return false;
  if (audience->is_string()) return audience->as_string() == client_id;
  if (!audience->is_array()) return false;
  auto const& all = audience->as_array();
  auto const named = std::any_of(
      all.begin(), all.end(), [&](json::value const& one) { return one.is_string() && one.as_string() == client_id; });
  // Where there are several, it must say for whom it was made.
  return named && (all.size() == 1 || text_of(claims, "azp") == client_id);
}

}  // namespace

std::string claim_of_id_token(std::string_view token, std::string_view keys, IdTokenAsked const& asked) {
  constexpr std::int64_t kClockSeconds = 60;
  if (std::count(token.begin(), token.end(), '.') != 2 || token.size() > 100'000) throw bad("it has not three parts");
  // First of all: of what nobody has signed nothing is believed.
  require_signature(token, keys);
  auto const first = token.find('.');
  auto const claims = object_of(decoded(token.substr(first + 1, token.rfind('.') - first - 1)));
  auto const seconds = asked.at / 1000;
  if (text_of(claims, "iss") != asked.issuer) throw bad("it is from somebody else");
  if (!is_for(claims, asked.client_id)) throw bad("it is for somebody else");
  auto const expires = seconds_of(claims, "exp");
  auto const made = seconds_of(claims, "iat");
  if (!expires || *expires + kClockSeconds <= seconds) throw bad("it is too old");
  if (!made || *made - kClockSeconds > seconds) throw bad("it is from the future; check the clocks");
  if (asked.nonce.empty() || text_of(claims, "nonce") != asked.nonce) throw bad("it belongs to another sign-in");
  auto const value = text_of(claims, asked.claim);
  if (value.empty()) throw bad(fmt::format("it has no text \"{}\"", asked.claim));
  return std::string{value};
}

std::string base64url(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  text.resize(text.size() - 1);  // its zero
  return text;
}

std::string base64(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  text.resize(text.size() - 1);  // its zero
  return text;
}

std::string code_challenge(std::string_view verifier) {
  std::array<unsigned char, 32> hash;
  crypto_hash_sha256(hash.data(), reinterpret_cast<unsigned char const*>(verifier.data()), verifier.size());
  return base64url({reinterpret_cast<char const*>(hash.data()), hash.size()});
}

}  // namespace lianzhao::serve
