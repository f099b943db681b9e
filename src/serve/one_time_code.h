#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/clock.h"

namespace lianzhao::serve {

/// Codes that change every half minute: RFC 6238 with SHA-1 and 6 digits, which every authenticator app knows. Pure.

constexpr std::int64_t kCodeStepSeconds = 30;

/// RFC 4226 of a counter; `digits` 6 to 8.
std::string counter_code(std::string_view secret, std::int64_t counter, int digits);

/// Of the time step that holds `at`.
std::int64_t code_step(Instant at);

/// The step of a code that is good at `at`, one step of clock difference allowed on either side; absent for a wrong one
/// and for one of a step that has been used already. Takes the same time for every wrong code.
std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view code, Instant at,
                                          std::int64_t last_step);

/// 160 random bits.
std::string random_secret();
/// RFC 4648, without padding; as people type it and as otpauth wants it.
std::string base32(std::string_view bytes);
/// What a QR code for authenticator apps holds.
std::string otpauth_uri(std::string_view secret, std::string_view account_name, std::string_view issuer);

}  // namespace lianzhao::serve
