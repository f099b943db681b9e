#include "classify/model.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <numeric>

#include <fmt/format.h>

#include "classify/learn_softmax.h"
#include "kernel/error.h"

namespace lianzhao::classify {

namespace {

static_assert(std::endian::native == std::endian::little, "model files are little-endian");

constexpr std::string_view kMagic = "LZMODEL\n";
constexpr std::uint32_t kVersion = 2;
constexpr std::uint64_t kMostColumns = 64;
constexpr std::uint64_t kMostLabels = 65'535;
constexpr std::uint64_t kMostFeatures = 4'000'000;
constexpr std::uint64_t kLongestText = 4096;

Failure bad(std::string why) {
  return invalid_input("bad_model", fmt::format("the model file cannot be used: {}; learn it again", why));
}

/// FNV-1a over eight bytes at a time: tells damage, not malice.
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

class Writer {
 public:
  template <typename T>
  void number(T value) {
    std::array<char, sizeof(T)> bytes;
    std::memcpy(bytes.data(), &value, sizeof(T));
    out_.append(bytes.data(), bytes.size());
  }
  void text(std::string_view value) {
    number(static_cast<std::uint32_t>(value.size()));
    out_ += value;
  }
  template <typename T>
  void array(std::vector<T> const& values) {
    number(std::uint64_t{values.size()});
    out_.append(reinterpret_cast<char const*>(values.data()), values.size() * sizeof(T));
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_{bytes} {}

  template <typename T>
  T number() {
    if (rest_.size() < sizeof(T)) throw bad("it ends too early");
    T value;
    std::memcpy(&value, rest_.data(), sizeof(T));
    rest_.remove_prefix(sizeof(T));
    return value;
  }
  std::string text() {
    auto const size = number<std::uint32_t>();
    if (size > kLongestText || size > rest_.size()) throw bad(fmt::format("a text of {} bytes in it", size));
    std::string value{rest_.substr(0, size)};
    rest_.remove_prefix(size);
    return value;
  }
  std::uint64_t count(std::uint64_t limit, std::string_view what) {
    auto const value = number<std::uint64_t>();
    if (value > limit) throw bad(fmt::format("{} {}, at most {} are read", value, what, limit));
    return value;
  }
  template <typename T>
  std::vector<T> array(std::uint64_t expected, std::string_view what) {
    auto const size = number<std::uint64_t>();
    if (size != expected) throw bad(fmt::format("{} {} where {} are due", size, what, expected));
    if (size > rest_.size() / sizeof(T)) throw bad("it ends too early");
    std::vector<T> values(size);
    if (size > 0) std::memcpy(values.data(), rest_.data(), size * sizeof(T));
    rest_.remove_prefix(size * sizeof(T));
    return values;
  }
  bool done() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

bool all_finite(std::vector<float> const& values) {
  return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

/// How much each group counts beside the others.
constexpr std::array<float, kFeatureGroups> kGroupScale{1.0F, 0.5F, 0.45F};

}  // namespace

float rarest_idf(std::span<float const> idf) {
  return idf.empty() ? 0.0F : *std::max_element(idf.begin(), idf.end());
}

void project(std::span<Feature const> features, std::span<std::uint32_t const> keys, std::span<float const> idf,
             float rarest, std::vector<std::uint32_t>& columns, std::vector<float>& values) {
  columns.clear();
  values.clear();
  std::array<double, kFeatureGroups> squares{};
  std::vector<std::uint8_t> groups;
  // Keys are chosen from all rows, those held back included, so what only a held-back row says is rarest there; what
  // only a new row says is as rare, and lengthens it alike. Left out, new rows would seem surer than those judged.
  auto from = keys.begin();
  for (auto const& feature : features) {
    from = std::lower_bound(from, keys.end(), feature.key);
    auto const known = from != keys.end() && *from == feature.key;
    auto const column = static_cast<std::size_t>(from - keys.begin());
    // The power damps repetition: said twice is not twice as true.
    auto const value = std::pow(feature.value, 0.6F) * (known ? idf[column] : rarest);
    auto const group = static_cast<std::uint8_t>(feature.group());
    squares.at(group) += static_cast<double>(value) * static_cast<double>(value);
    if (!known) continue;
    columns.push_back(static_cast<std::uint32_t>(column));
    values.push_back(value);
    groups.push_back(group);
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] *= static_cast<float>(kGroupScale.at(groups[i]) / std::sqrt(squares.at(groups[i]) + 1e-9));
  }
}

LearnedModel::LearnedModel(Parts parts) : parts_{std::move(parts)} {
  auto const features = parts_.keys.size();
  auto const labels = parts_.labels.size();
  auto const fits = parts_.columns.size() == parts_.roles.size() && !parts_.columns.empty() && labels > 0 &&
                    parts_.bias.size() == labels && parts_.idf.size() == features && parts_.scale.size() == features &&
                    parts_.weights.size() == features * labels;
  if (!fits) throw bad("its parts do not fit together");
  auto const rising = std::adjacent_find(parts_.keys.begin(), parts_.keys.end(), std::greater_equal<>{});
  if (rising != parts_.keys.end()) throw bad("its features are not in order");
  if (std::any_of(parts_.keys.begin(), parts_.keys.end(),
                  [](std::uint32_t key) { return (key & 3U) >= kFeatureGroups; })) {
    throw bad("it has features of an unknown group");
  }
  if (!all_finite(parts_.idf) || !all_finite(parts_.scale) || !all_finite(parts_.bias)) {
    throw bad("it holds numbers that are none");
  }
  rarest_ = rarest_idf(parts_.idf);
}

std::vector<LabelProbability> LearnedModel::predict(std::span<std::string_view const> texts, std::size_t top,
                                                    RowFeatures& reader) const {
  std::vector<Feature> features;
  std::vector<std::uint32_t> columns;
  std::vector<float> values;
  reader.read(texts, parts_.roles, features);
  project(features, parts_.keys, parts_.idf, rarest_, columns, values);
  auto scores = parts_.bias;
  auto const labels = scores.size();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    auto const value = values[i] * parts_.scale[columns[i]];
    auto const* const from = parts_.weights.data() + columns[i] * labels;
    for (std::size_t l = 0; l < labels; ++l) scores[l] += value * static_cast<float>(from[l]);
  }
  for (auto& score : scores) score = std::clamp(score, -1e6F, 1e6F);
  softmax_in_place(scores);
  std::vector<LabelProbability> found(labels);
  for (std::size_t l = 0; l < labels; ++l) found[l] = {static_cast<std::uint32_t>(l), scores[l]};
  auto const kept = std::min(top, labels);
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(kept), found.end(),
                    [](LabelProbability const& a, LabelProbability const& b) {
                      return a.probability > b.probability || (a.probability == b.probability && a.label < b.label);
                    });
  found.resize(kept);
  return found;
}

std::string LearnedModel::save() const {
  Writer body;
  body.number(std::uint64_t{parts_.columns.size()});
  for (std::size_t i = 0; i < parts_.columns.size(); ++i) {
    body.text(parts_.columns[i]);
    body.number(static_cast<std::uint8_t>(parts_.roles[i]));
  }
  body.number(std::uint64_t{parts_.labels.size()});
  for (auto const& label : parts_.labels) body.text(label);
  body.number(std::uint64_t{parts_.keys.size()});
  body.array(parts_.keys);
  body.array(parts_.idf);
  body.array(parts_.scale);
  body.array(parts_.weights);
  body.array(parts_.bias);
  auto const payload = body.take();
  Writer file;
  file.number(kVersion);
  file.number(std::uint64_t{payload.size()});
  file.number(checksum(payload));
  return std::string{kMagic} + file.take() + payload;
}

LearnedModel LearnedModel::load(std::string_view bytes) {
  if (bytes.substr(0, kMagic.size()) != kMagic) throw bad("it does not begin like a model");
  Reader head{bytes.substr(kMagic.size())};
  auto const version = head.number<std::uint32_t>();
  if (version != kVersion) throw bad(fmt::format("version {} of its format, this program reads {}", version, kVersion));
  auto const size = head.number<std::uint64_t>();
  auto const sum = head.number<std::uint64_t>();
  if (size != head.rest().size()) {
    throw bad(fmt::format("{} bytes where {} are due", head.rest().size(), size));
  }
  if (checksum(head.rest()) != sum) throw bad("its checksum does not fit, it is damaged");
  Reader body{head.rest()};
  Parts parts;
  auto const columns = body.count(kMostColumns, "text columns");
  for (std::uint64_t i = 0; i < columns; ++i) {
    parts.columns.push_back(body.text());
    auto const role = body.number<std::uint8_t>();
    if (role > static_cast<std::uint8_t>(ColumnRole::kBody)) throw bad(fmt::format("column role {}", role));
    parts.roles.push_back(static_cast<ColumnRole>(role));
  }
  auto const labels = body.count(kMostLabels, "labels");
  for (std::uint64_t i = 0; i < labels; ++i) parts.labels.push_back(body.text());
  auto const features = body.count(kMostFeatures, "features");
  parts.keys = body.array<std::uint32_t>(features, "keys");
  parts.idf = body.array<float>(features, "idf values");
  parts.scale = body.array<float>(features, "scales");
  parts.weights = body.array<std::int8_t>(features * labels, "weights");
  parts.bias = body.array<float>(labels, "biases");
  if (!body.done()) throw bad("there is more in it than belongs");
  return LearnedModel{std::move(parts)};
}

}  // namespace lianzhao::classify
