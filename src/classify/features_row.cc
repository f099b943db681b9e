#include "classify/features_row.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "classify/glossary.h"
#include "industry_tables.h"
#include "kernel/error.h"

namespace lianzhao::classify {

namespace {

/// Names and explanations of the national classes as phrases; concept ids index `codes`.
struct IndustryConcepts {
  std::vector<std::string> codes;
  PhraseIndex index;
};

/// Explanations fall apart into pieces at marks and at the words that only join.
std::vector<std::string> pieces_of(std::string_view remark) {
  constexpr auto kCuts =
      std::array<std::string_view, 13>{"，", "、", "；", "。", "（", "）", "(", ")", "和", "及", "指", "用", "的"};
  std::vector<std::string> pieces;
  std::string piece;
  for (std::size_t i = 0; i < remark.size();) {
    auto const cut = std::find_if(kCuts.begin(), kCuts.end(),
                                  [&](std::string_view mark) { return remark.substr(i, mark.size()) == mark; });
    if (cut == kCuts.end()) {
      piece += remark[i++];
      continue;
    }
    i += cut->size();
    pieces.push_back(std::move(piece));
    piece.clear();
  }
  pieces.push_back(std::move(piece));
  return pieces;
}

/// Calls `take` with the first five cells of each line but the heading of a compiled-in table.
template <typename Take>
void each_line(std::string_view table, Take&& take) {
  auto const files = embedded::industry_tables();
  auto const file = std::find_if(files.begin(), files.end(),
                                 [&](embedded::File const& f) { return f.name.find(table) != std::string_view::npos; });
  LIANZHAO_ASSERT(file != files.end(), "the tables of national classes are compiled in");
  auto rest = file->bytes;
  rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
  while (!rest.empty()) {
    auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    std::array<std::string_view, 5> cells;
    for (auto& cell : cells) {
      cell = line.substr(0, line.find('\t'));
      line.remove_prefix(std::min(cell.size() + 1, line.size()));
    }
    take(cells);
  }
}

IndustryConcepts read_concepts() {
  constexpr float kPieceWeight = 0.7F;  // a class's name says it better than a word of its explanation
  IndustryConcepts concepts;
  std::vector<Phrase> phrases;
  each_line("gbt4754", [&](std::array<std::string_view, 5> const& cells) {
    auto const id = static_cast<std::uint32_t>(concepts.codes.size());
    concepts.codes.emplace_back(cells[0]);
    phrases.push_back({std::string{cells[3]}, id, 1});
    for (auto& piece : pieces_of(cells[4])) {
      if (piece.size() >= 9 && piece.size() <= 45) phrases.push_back({std::move(piece), id, kPieceWeight});
    }
  });
  // Trade words, by the class that makes the thing, else the one that serves it, else the one that sells it.
  each_line("industry_words", [&](std::array<std::string_view, 5> const& cells) {
    auto code = cells[1];
    for (auto const other : {cells[4], cells[2], cells[3]}) {
      if (code.empty()) code = other;
    }
    auto const at = std::find(concepts.codes.begin(), concepts.codes.end(), code);
    auto const id = static_cast<std::uint32_t>(at - concepts.codes.begin());
    if (at == concepts.codes.end()) concepts.codes.emplace_back(code);
    for (auto words = cells[0]; !words.empty();) {
      auto const word = words.substr(0, words.find('|'));
      words.remove_prefix(std::min(word.size() + 1, words.size()));
      phrases.push_back({std::string{word}, id, 1});
    }
  });
  concepts.index = PhraseIndex{phrases};
  return concepts;
}

/// Names and things of the glossary as phrases; concept ids index glossary().
PhraseIndex read_trades() {
  std::vector<Phrase> phrases;
  auto const entries = glossary();
  for (std::uint32_t e = 0; e < entries.size(); ++e) {
    for (auto const name : entries[e].names) phrases.push_back({std::string{name}, e, 1});
    for (auto const thing : entries[e].things) phrases.push_back({std::string{thing}, e, 1});
  }
  return PhraseIndex{phrases};
}

PhraseIndex const& trades() {
  static auto const kTrades = read_trades();
  return kTrades;
}

IndustryConcepts const& industry_concepts() {
  static auto const kConcepts = read_concepts();
  return kConcepts;
}

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 1469598103934665603ULL;
  for (auto const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

}  // namespace

void RowFeatures::add_concepts(std::uint32_t begin, std::uint32_t end, float weight, std::vector<Feature>& out) {
  constexpr std::size_t kNearest = 4;
  constexpr float kFloor = 0.08F;
  auto const& concepts = industry_concepts();
  concepts.index.match(std::span{folded_}.subspan(begin, end - begin), kNearest, kFloor, buffers_, hits_);
  for (auto const& hit : hits_) {
    auto const code = std::string_view{concepts.codes[hit.concept_id]};
    auto const value = weight * hit.similarity * hit.similarity;
    auto const section = code[0] >= 'A';
    for (std::size_t length = section ? 1 : 2; length <= code.size(); ++length) {
      auto const share = length == 4 ? 0.5F : 1.0F;  // the class itself is right less often than what it belongs to
      out.push_back({feature_key(FeatureGroup::kConcept, hash_of(code.substr(0, length))), share * value});
    }
  }
}

void RowFeatures::add_trades(std::uint32_t begin, std::uint32_t end, float weight, std::vector<Feature>& out) {
  constexpr std::size_t kNearest = 3;
  constexpr float kFloor = 0.12F;
  // Apart from codes of classes and from each other: a trade may have the name of what it is counted to.
  constexpr std::uint64_t kTrade = 1;
  constexpr std::uint64_t kBroader = 2;
  trades().match(std::span{folded_}.subspan(begin, end - begin), kNearest, kFloor, buffers_, hits_);
  for (auto const& hit : hits_) {
    auto const& entry = glossary()[hit.concept_id];
    auto const value = weight * hit.similarity * hit.similarity;
    out.push_back({feature_key(FeatureGroup::kConcept, hash_of(entry.names.front()) ^ kTrade), value});
    for (auto const name : entry.broader)
      out.push_back({feature_key(FeatureGroup::kConcept, hash_of(name) ^ kBroader), value});
  }
}

void RowFeatures::add_body(std::string_view body, float weight, std::vector<Feature>& out) {
  text::fold(body, folded_);
  split_items(folded_, items_);
  for (auto const& item : items_) {
    add_grams(folded_, item.begin, item.end, weight * item.weight, FeatureGroup::kBody, out);
    add_concepts(item.begin, item.end, weight * item.weight, out);
    add_trades(item.begin, item.end, weight * item.weight, out);
  }
}

void RowFeatures::add_title(std::string_view title, std::vector<Feature>& out) {
  text::fold(title, folded_);
  auto const end = title_end(folded_);
  // Both as a name and as words like any other: 药业 in a name says what 药业 in a scope says.
  add_grams(folded_, 0, end, 1, FeatureGroup::kTitle, out);
  add_grams(folded_, 0, end, 1, FeatureGroup::kBody, out);
  constexpr float kAsConcept = 2.5F;  // a name is one item, and the one that was chosen with care
  add_concepts(0, end, kAsConcept, out);
  add_trades(0, end, kAsConcept, out);
}

void RowFeatures::read(std::span<std::string_view const> texts, std::span<ColumnRole const> roles,
                       std::vector<Feature>& out) {
  out.clear();
  for (std::size_t i = 0; i < texts.size() && i < roles.size(); ++i) {
    // Longer texts are cut: no register writes more, and one row must not hold up all others.
    constexpr std::size_t kLongest = std::size_t{64} << 10;
    auto const cut = texts[i].substr(0, kLongest);
    if (roles[i] == ColumnRole::kTitle) {
      add_title(cut, out);
    } else {
      add_body(cut, 1, out);
    }
  }
  merge_features(out);
}

}  // namespace lianzhao::classify
