#include "radar/span_model.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "kernel/error.h"
#include "text/folded_text.h"

namespace lianzhao::radar {

namespace {

constexpr std::string_view kMagic = "LZSPAN\n";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kMostTypes = 40;
constexpr std::size_t kMostCharacters = 1'000'000;
constexpr std::size_t kLongestSentence = 400;

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

bool may_begin(std::size_t tag) {
  return tag == 0 || (tag - 1) % 4 == 0 || (tag - 1) % 4 == 3;
}

bool may_end(std::size_t tag) {
  return tag == 0 || (tag - 1) % 4 >= 2;
}

bool may_follow(std::size_t from, std::size_t to) {
  if (may_end(from)) return may_begin(to);
  // Begin and inner go on within their type.
  return to != 0 && (to - 1) / 4 == (from - 1) / 4 && ((to - 1) % 4 == 1 || (to - 1) % 4 == 2);
}

void best_tags(std::vector<float> const& scores, std::size_t tags, std::vector<float> const& transitions,
               std::vector<std::uint8_t>& out) {
  auto const size = scores.size() / tags;
  out.assign(size, 0);
  if (size == 0) return;
  constexpr auto kNever = -std::numeric_limits<float>::infinity();
  std::vector<std::uint8_t> back(size * tags, 0);
  std::vector<float> best(tags, kNever);
  std::vector<float> next(tags, kNever);
  for (std::size_t tag = 0; tag < tags; ++tag) {
    if (may_begin(tag)) best[tag] = scores[tag];
  }
  for (std::size_t i = 1; i < size; ++i) {
    for (std::size_t to = 0; to < tags; ++to) {
      next[to] = kNever;
      for (std::size_t from = 0; from < tags; ++from) {
        if (best[from] == kNever || !may_follow(from, to)) continue;
        auto const score = best[from] + transitions[from * tags + to];
        if (score <= next[to]) continue;
        next[to] = score;
        back[i * tags + to] = static_cast<std::uint8_t>(from);
      }
      next[to] += scores[i * tags + to];
    }
    best.swap(next);
  }
  std::size_t tag = 0;
  auto top = kNever;
  for (std::size_t candidate = 0; candidate < tags; ++candidate) {
    if (may_end(candidate) && best[candidate] > top) {
      top = best[candidate];
      tag = candidate;
    }
  }
  for (auto i = size; i-- > 0;) {
    out[i] = static_cast<std::uint8_t>(tag);
    tag = back[i * tags + tag];
  }
}

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
}

std::vector<NamedSpan> SpanModel::find(std::string_view utf8) const {
  std::vector<text::FoldedChar> characters;
  text::fold(utf8, characters);
  std::u16string_view const text{characters.data(), std::min(characters.size(), kMostCharacters)};
  auto const tags = tag_count(parts_.types.size());
  std::vector<NamedSpan> out;
  SpanFeatures features;
  std::vector<float> scores;
  std::vector<std::uint8_t> found;
  std::size_t begin = 0;
  for (auto const end : sentence_ends(text)) {
    features.read(text.substr(begin, end - begin), words_);
    scores.assign(features.size() * tags, 0);
    for (std::size_t i = 0; i < features.size(); ++i) {
      auto const [from, until] = features.at(i);
      for (auto const* key = from; key != until; ++key) {
        auto const place = std::lower_bound(parts_.keys.begin(), parts_.keys.end(), *key);
        if (place == parts_.keys.end() || *place != *key) continue;
        auto const row = static_cast<std::size_t>(place - parts_.keys.begin());
        for (auto k = parts_.first[row]; k < parts_.first[row + 1]; ++k)
          scores[i * tags + parts_.tags[k]] += parts_.weights[k];
      }
    }
    best_tags(scores, tags, parts_.transitions, found);
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (found[i] == 0 || !may_begin(found[i])) continue;
      auto last = i;
      while (!may_end(found[last]) && last + 1 < found.size()) ++last;
      out.push_back({begin + i, begin + last + 1, parts_.types[(found[i] - 1U) / 4U]});
      i = last;
    }
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
