#pragma once

#include <string>
#include <string_view>

#include "kernel/clock.h"

namespace lianzhao::serve {

struct IdTokenAsked {
  std::string_view issuer;
  std::string_view client_id;
  std::string_view nonce;
  std::string_view claim;  ///< whose value is wanted
  Instant at = 0;
};

/// The value of a claim of an ID token (OpenID Connect Core 1.0, section 3.1.3.7) that is signed with RS256 by one of
/// the keys (`keys`: a JSON Web Key Set), for this client, in time and with this nonce. Any other algorithm is refused,
/// whatever the token says of itself. Pure.
/// @throws Failure "bad_id_token" that says what does not hold.
std::string claim_of_id_token(std::string_view token, std::string_view keys, IdTokenAsked const&);

/// RFC 4648, section 5, without padding.
std::string base64url(std::string_view bytes);
/// With padding, in the usual letters.
std::string base64(std::string_view bytes);
/// BASE64URL(SHA256(text)): the challenge of PKCE (RFC 7636).
std::string code_challenge(std::string_view verifier);

}  // namespace lianzhao::serve
