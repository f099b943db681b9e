#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace lianzhao {

/// 64-bit hash of bytes, the same on every machine and in every version: it is stored. Multiplies 64 × 64 → 128 bits
/// and folds, eight bytes a step. Not for adversaries.
inline std::uint64_t stable_hash(std::string_view bytes, std::uint64_t seed = 0) {
  __extension__ using Wide = unsigned __int128;
  auto const mix = [](std::uint64_t a, std::uint64_t b) {
    auto const product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
  };
  constexpr std::uint64_t kFirst = 0x9E3779B97F4A7C15ULL;
  constexpr std::uint64_t kSecond = 0xD6E8FEB86659FD93ULL;
  auto state = mix(seed ^ kFirst, bytes.size() ^ kSecond);
  std::size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, 8);
    state = mix(state ^ word, kSecond ^ at);
  }
  std::uint64_t tail = 0;
  if (at < bytes.size()) std::memcpy(&tail, bytes.data() + at, bytes.size() - at);
  return mix(state ^ tail ^ kSecond, state ^ kFirst);
}

}  // namespace lianzhao
