#pragma once

#include <cstdint>
#include <cstring>
#include <string>
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

/// The hash of bytes that come in pieces: the same however they are cut.
class RunningHash {
 public:
  void add(std::string_view bytes) {
    while (!bytes.empty()) {
      if (pending_.empty() && bytes.size() >= kBlock) {
        state_ = stable_hash(bytes.substr(0, kBlock), state_);
        bytes.remove_prefix(kBlock);
        continue;
      }
      auto const taken = bytes.substr(0, kBlock - pending_.size());
      pending_ += taken;
      bytes.remove_prefix(taken.size());
      if (pending_.size() < kBlock) continue;
      state_ = stable_hash(pending_, state_);
      pending_.clear();
    }
  }
  std::uint64_t value() const { return stable_hash(pending_, state_); }

 private:
  static constexpr std::size_t kBlock = 65536;
  std::uint64_t state_ = 0;
  std::string pending_;
};

}  // namespace lianzhao
