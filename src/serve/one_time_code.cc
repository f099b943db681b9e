#include "serve/one_time_code.h"

#include <array>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include "kernel/error.h"
#include "serve/http.h"

namespace lianzhao::serve {

namespace {

constexpr int kDigits = 6;

}  // namespace

std::string counter_code(std::string_view secret, std::int64_t counter, int digits) {
  std::array<unsigned char, 8> message;
  for (std::size_t i = 0; i < message.size(); ++i) {
    message[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(counter) >> (8 * (7 - i)));
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash;
  unsigned int size = 0;
  auto const* const made = HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), message.data(),
                                message.size(), hash.data(), &size);
  LIANZHAO_ASSERT(made != nullptr && size == 20, "SHA-1 is there");
  auto const at = static_cast<std::size_t>(hash[size - 1] & 0x0fU);
  auto const number = (std::uint32_t{hash[at]} & 0x7fU) << 24 | std::uint32_t{hash[at + 1]} << 16 |
                      std::uint32_t{hash[at + 2]} << 8 | std::uint32_t{hash[at + 3]};
  std::uint32_t range = 1;
  for (int i = 0; i < digits; ++i) range *= 10;
  return fmt::format("{:0{}}", number % range, digits);
}

std::int64_t code_step(Instant at) {
  return at / 1000 / kCodeStepSeconds;
}

std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view code, Instant at,
                                          std::int64_t last_step) {
  std::optional<std::int64_t> found;
  for (auto const difference : {-1, 0, 1}) {
    auto const step = code_step(at) + difference;
    auto const right = counter_code(secret, step, kDigits);
    auto const same = code.size() == right.size() && sodium_memcmp(code.data(), right.data(), right.size()) == 0;
    if (same && step > last_step) found = step;
  }
  return found;
}

std::string random_secret() {
  std::string bytes(20, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string base32(std::string_view bytes) {
  static constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t bits = 0;
  int count = 0;
  for (auto const c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    count += 8;
    while (count >= 5) {
      count -= 5;
      text += kLetters[bits >> count & 31U];
    }
  }
  if (count > 0) text += kLetters[bits << (5 - count) & 31U];
  return text;
}

std::string otpauth_uri(std::string_view secret, std::string_view account_name, std::string_view issuer) {
  return fmt::format("otpauth://totp/{0}:{1}?secret={2}&issuer={0}&algorithm=SHA1&digits={3}&period={4}",
                     percent_encoded(issuer), percent_encoded(account_name), base32(secret), kDigits, kCodeStepSeconds);
}

}  // namespace lianzhao::serve
