#include "radar/span_model.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "kernel/error.h"
#include "radar/span_chain.h"
#include "text/folded_text.h"

namespace lianzhao::radar {

namespace {

constexpr std::string_view kMagic = "LZSPAN\n";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kMostTypes = 40;
constexpr std::size_t kMostCharacters = 1'000'000;
constexpr std::size_t kLongestSentence = 400;
/// From what probability on a span may be chosen. A threshold of half the F1 that it leads to is the best there is
/// (Z. Lipton, C. Elkan, B. Naryanaswamy, ECML 2014): 0.37 where F1 is 0.75, 0.27 where it is 0.53. The lower one loses
/// less; measured in docs/methods/radar.md.
constexpr double kLeastProbability = 0.25;

Failure bad_model(std::string why) {
  return invalid_input("bad_model", "the span model " + std::move(why) + "; make it with `lianzhao radar learn-spans`");
}

std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t hash = 1469598103934665603ULL;
  for (auto const c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

template <typename T>
void put(std::string& out, T value) {
  out.append(reinterpret_cast<char const*>(&value), sizeof value);
}

template <typename T>
void put_all(std::string& out, std::vector<T> const& values) {
  put(out, static_cast<std::uint64_t>(values.size()));
  out.append(reinterpret_cast<char const*>(values.data()), values.size() * sizeof(T));
}

void put_words(std::string& out, std::vector<std::string> const& words) {
  put(out, static_cast<std::uint64_t>(words.size()));
  for (auto const& word : words) {
    put(out, static_cast<std::uint32_t>(word.size()));
    out += word;
  }
}

class Input {
 public:
  explicit Input(std::string_view bytes) : rest_{bytes} {}

  template <typename T>
  T get() {
    T value{};
    if (rest_.size() < sizeof value) throw bad_model("ends too early");
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
  }
  template <typename T>
  std::vector<T> get_all() {
    auto const count = get<std::uint64_t>();
    if (count > rest_.size() / sizeof(T)) throw bad_model("ends too early");
    std::vector<T> values(count);
    // Not even nothing may be copied to or from nowhere.
    if (count > 0) std::memcpy(values.data(), rest_.data(), count * sizeof(T));
    rest_.remove_prefix(count * sizeof(T));
    return values;
  }
  std::vector<std::string> get_words() {
    auto const count = get<std::uint64_t>();
    if (count > rest_.size() / sizeof(std::uint32_t)) throw bad_model("ends too early");
    std::vector<std::string> words;
    for (std::uint64_t i = 0; i < count; ++i) {
      auto const size = get<std::uint32_t>();
      if (size > rest_.size()) throw bad_model("ends too early");
      words.emplace_back(rest_.substr(0, size));
      rest_.remove_prefix(size);
    }
    return words;
  }
  bool done() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

/// Where sentences end, so that one is short enough to be decoded whole.
std::vector<std::size_t> sentence_ends(std::u16string_view text) {
  std::vector<std::size_t> out;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto const c = text[i];
    auto const ends = c == u'\n' || c == u'。' || c == u'!' || c == u'?' || i - begin + 1 >= kLongestSentence;
    if (!ends) continue;
    out.push_back(i + 1);
    begin = i + 1;
  }
  if (begin < text.size()) out.push_back(text.size());
  return out;
}

}  // namespace

SpanModel::SpanModel(Parts parts, RegionTable const* regions)
    : parts_{std::move(parts)}, words_{regions, parts_.given} {
  auto const tags = tag_count(parts_.types.size());
  if (parts_.types.empty() || parts_.types.size() > kMostTypes) throw bad_model("names no types, or too many");
  if (parts_.first.size() != parts_.keys.size() + 1 || parts_.tags.size() != parts_.weights.size() ||
      parts_.first.front() != 0 || parts_.first.back() != parts_.weights.size() ||
      !std::is_sorted(parts_.first.begin(), parts_.first.end()) ||
      !std::is_sorted(parts_.keys.begin(), parts_.keys.end()) || parts_.transitions.size() != tags * tags)
    throw bad_model("is damaged");
  if (std::any_of(parts_.tags.begin(), parts_.tags.end(), [&](std::uint8_t tag) { return tag >= tags; }))
    throw bad_model("is damaged");
  auto const finite = [](float value) { return std::isfinite(value) && std::abs(value) < 1e6F; };
  if (!std::all_of(parts_.weights.begin(), parts_.weights.end(), finite) ||
      !std::all_of(parts_.transitions.begin(), parts_.transitions.end(), finite))
    throw bad_model("holds numbers that are none");
  // Keys are hashes, so their upper bits say nearly where they stand; within a part they are searched by halves, so
  // that a file with keys of one part only costs no more than that.
  while (shift_ > 32 && (std::uint64_t{1} << (64U - shift_)) < parts_.keys.size()) --shift_;
  buckets_.assign((std::size_t{1} << (64U - shift_)) + 1, static_cast<std::uint32_t>(parts_.keys.size()));
  for (auto i = parts_.keys.size(); i-- > 0;) buckets_[parts_.keys[i] >> shift_] = static_cast<std::uint32_t>(i);
  for (auto part = buckets_.size() - 1; part-- > 0;) buckets_[part] = std::min(buckets_[part], buckets_[part + 1]);
}

std::pair<std::uint32_t, std::uint32_t> SpanModel::weights_of(std::uint64_t key) const {
  auto const part = key >> shift_;
  auto const begin = parts_.keys.begin() + buckets_[part];
  auto const end = parts_.keys.begin() + buckets_[part + 1];
  auto const place = std::lower_bound(begin, end, key);
  if (place == end || *place != key) return {0, 0};
  auto const row = static_cast<std::size_t>(place - parts_.keys.begin());
  return {parts_.first[row], parts_.first[row + 1]};
}

std::vector<NamedSpan> SpanModel::find(std::string_view utf8) const {
  std::vector<text::FoldedChar> characters;
  text::fold(utf8, characters);
  std::u16string_view const text{characters.data(), std::min(characters.size(), kMostCharacters)};
  auto const tags = tag_count(parts_.types.size());
  std::vector<NamedSpan> out;
  SpanFeatures features;
  std::vector<float> scores;
  std::vector<LikelySpan> likely;
  SpanChain chain{tags};
  chain.set_transitions(parts_.transitions);
  std::size_t begin = 0;
  for (auto const end : sentence_ends(text)) {
    features.read(text.substr(begin, end - begin), words_);
    scores.assign(features.size() * tags, 0);
    for (std::size_t i = 0; i < features.size(); ++i) {
      auto const [from, until] = features.at(i);
      for (auto const* key = from; key != until; ++key) {
        auto const [first, last] = weights_of(*key);
        for (auto k = first; k < last; ++k) scores[i * tags + parts_.tags[k]] += parts_.weights[k];
      }
    }
    chain.sum(scores);
    chain.likely_spans(kLeastProbability, likely);
    for (auto const& span : best_spans(likely, features.size(), kLeastProbability))
      out.push_back({begin + span.begin, begin + span.end, parts_.types[span.type]});
    begin = end;
  }
  return out;
}

std::string SpanModel::save() const {
  std::string body;
  put_words(body, parts_.types);
  put_words(body, parts_.given);
  put_all(body, parts_.keys);
  put_all(body, parts_.first);
  put_all(body, parts_.tags);
  put_all(body, parts_.weights);
  put_all(body, parts_.transitions);
  std::string out{kMagic};
  put(out, kVersion);
  put(out, checksum(body));
  return out + body;
}

SpanModel SpanModel::load(std::string_view bytes, RegionTable const* regions) {
  if (!bytes.starts_with(kMagic)) throw bad_model("is another kind of file");
  Input head{bytes.substr(kMagic.size())};
  if (head.get<std::uint32_t>() != kVersion) throw bad_model("is of another version of the program");
  auto const expected = head.get<std::uint64_t>();
  auto const body = bytes.substr(kMagic.size() + sizeof(std::uint32_t) + sizeof(std::uint64_t));
  if (checksum(body) != expected) throw bad_model("is damaged");
  Input input{body};
  Parts parts;
  parts.types = input.get_words();
  parts.given = input.get_words();
  parts.keys = input.get_all<std::uint64_t>();
  parts.first = input.get_all<std::uint32_t>();
  parts.tags = input.get_all<std::uint8_t>();
  parts.weights = input.get_all<float>();
  parts.transitions = input.get_all<float>();
  if (!input.done() || parts.first.empty()) throw bad_model("is damaged");
  return SpanModel{std::move(parts), regions};
}

}  // namespace lianzhao::radar
