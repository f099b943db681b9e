// Any bytes are a model that predicts or a Failure; the checksum is made to fit, so that what lies behind it is
// reached.
// uses: classify text kernel
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "classify/model.h"
#include "kernel/error.h"

namespace {

std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t hash = 1469598103934665603ULL;
  while (bytes.size() >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), 8);
    hash = (hash ^ word) * 1099511628211ULL;
    hash ^= hash >> 29U;
    bytes.remove_prefix(8);
  }
  for (auto const c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace lianzhao;
  auto const bytes = std::string_view{reinterpret_cast<char const*>(data), size};
  auto const number = [](auto value) {
    std::string out(sizeof value, '\0');
    std::memcpy(out.data(), &value, sizeof value);
    return out;
  };
  auto const whole = "LZMODEL\n" + number(std::uint32_t{1}) + number(std::uint64_t{size}) + number(checksum(bytes)) +
                     std::string{bytes};
  for (auto const& file : {std::string{bytes}, whole}) {
    try {
      auto const model = classify::LearnedModel::load(file);
      classify::RowFeatures reader;
      std::vector<std::string_view> const texts(model.columns().size(), bytes);
      for (auto const& found : model.predict(texts, 3, reader)) {
        if (!(found.probability >= 0 && found.probability <= 1.001F)) std::abort();
      }
    } catch (Failure const&) {
    }
  }
  return 0;
}
