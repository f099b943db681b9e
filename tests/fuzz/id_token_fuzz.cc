// uses: kernel
// with: serve/id_token.cc
// libs: Boost::json PkgConfig::CRYPTO PkgConfig::SODIUM
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "kernel/error.h"
#include "serve/id_token.h"

/// What a provider of sign-ons answers: any bytes as token and key set are refused by name. The keys are the first
/// line; the head and the claims are also given in their own encoding, so that the readers behind it are reached.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace lianzhao;
  auto const bytes = std::string_view{reinterpret_cast<char const*>(data), size};
  auto const end = bytes.find('\n');
  auto const keys = bytes.substr(0, end);
  auto const token = end == std::string_view::npos ? bytes : bytes.substr(end + 1);
  auto const middle = token.find('\n');
  auto const claims = middle == std::string_view::npos ? token : token.substr(middle + 1);
  auto const encoded = serve::base64url(token.substr(0, middle)) + "." + serve::base64url(claims) + ".c2ln";
  for (auto const given : {token, std::string_view{encoded}}) {
    try {
      serve::claim_of_id_token(given, keys, {"https://sign-on.test", "lianzhao", "nonce", "sub", 1'800'000'000'000});
      std::abort();  // nobody has signed it
    } catch (Failure const&) {
    }
  }
  return 0;
}
