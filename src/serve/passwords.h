#pragma once

#include <semaphore>
#include <string>
#include <string_view>

namespace lianzhao::serve {

/// Argon2id of libsodium, 19 MiB each, at most four at once: a flood of sign-ins waits instead of taking the memory.
class Passwords {
 public:
  Passwords();
  std::string hash(std::string_view password);
  bool matches(std::string_view hash, std::string_view password);
  /// As long as `matches`, for names that do not exist: the time must not tell which do.
  void pretend(std::string_view password);

 private:
  std::counting_semaphore<4> places_{4};
  std::string nobody_;
};

/// @throws Failure "weak_password" that says what is missing.
void require_good_password(std::string_view password, std::string_view account_name);

/// Readable, without letters that look alike; 95 bits.
std::string random_password();
/// 256 bits, hexadecimal.
std::string random_token();
/// What is stored of a token.
std::string token_hash(std::string_view token);
/// Of the bytes, for documents and ETags; hexadecimal.
std::string content_hash(std::string_view bytes);

}  // namespace lianzhao::serve
