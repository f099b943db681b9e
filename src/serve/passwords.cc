#include "serve/passwords.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include <fmt/format.h>
#include <sodium.h>

#include "kernel/error.h"

namespace lianzhao::serve {

namespace {

constexpr std::size_t kMemory = 19 * 1024 * 1024;
constexpr unsigned long long kPasses = 2;
constexpr std::size_t kShortest = 10;

std::string hex(unsigned char const* bytes, std::size_t size) {
  std::string text(size * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes, size);
  text.pop_back();
  return text;
}

std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

struct Place {
  explicit Place(std::counting_semaphore<4>& places) : places_{places} { places_.acquire(); }
  Place(Place const&) = delete;
  Place& operator=(Place const&) = delete;
  ~Place() { places_.release(); }

 private:
  std::counting_semaphore<4>& places_;
};

}  // namespace

Passwords::Passwords() {
  if (sodium_init() < 0) throw Failure{{ErrorKind::kInternal, "no_randomness", "libsodium could not be started"}};
  nobody_ = hash(random_token());
}

std::string Passwords::hash(std::string_view password) {
  auto const place = Place{places_};
  std::array<char, crypto_pwhash_STRBYTES> out;
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), kPasses, kMemory,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw Failure{{ErrorKind::kUnavailable, "out_of_memory", "not enough memory to check a password; try again"}};
  }
  return out.data();
}

bool Passwords::matches(std::string_view hash, std::string_view password) {
  auto const place = Place{places_};
  return crypto_pwhash_str_verify(std::string{hash}.c_str(), password.data(), password.size()) == 0;
}

void Passwords::pretend(std::string_view password) {
  matches(nobody_, password);
}

void require_good_password(std::string_view password, std::string_view account_name) {
  auto const refuse = [](std::string message) { throw invalid_input("weak_password", std::move(message)); };
  std::size_t characters = 0;
  for (auto const c : password) characters += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  if (characters < kShortest)
    refuse(fmt::format("a password has at least {} characters, this has {}", kShortest, characters));
  if (std::set<char>{password.begin(), password.end()}.size() < 5) refuse("use at least five different characters");
  auto const plain = lower(password);
  if (account_name.size() >= 3 && plain.find(lower(account_name)) != std::string::npos) {
    refuse("a password must not contain the name it belongs to");
  }
  for (auto const* const common :
       {"password", "12345678", "qwertyui", "lianzhao", "admin123", "11223344", "abcd1234"}) {
    if (plain.find(common) != std::string::npos)
      refuse(fmt::format("\"{}\" is too easy to guess, leave it out", common));
  }
}

std::string random_password() {
  static constexpr std::string_view kLetters = "abcdefghjkmnpqrstuvwxyz23456789";
  std::string password;
  for (int i = 0; i < 19; ++i) {
    if (i % 5 == 4) {
      password += '-';
    } else {
      password += kLetters[randombytes_uniform(static_cast<std::uint32_t>(kLetters.size()))];
    }
  }
  return password;
}

std::string random_token() {
  std::array<unsigned char, 32> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  return hex(bytes.data(), bytes.size());
}

std::string token_hash(std::string_view token) {
  return content_hash(token);
}

std::string content_hash(std::string_view bytes) {
  std::array<unsigned char, 32> hash;
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(),
                     nullptr, 0);
  return hex(hash.data(), hash.size());
}

}  // namespace lianzhao::serve
