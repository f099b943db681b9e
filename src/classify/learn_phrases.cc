#include "classify/learn_phrases.h"

#include <algorithm>
#include <cmath>

namespace lianzhao::classify {

namespace {

using text::FoldedChar;

template <typename OnGram>
void each_gram(std::span<FoldedChar const> words, OnGram&& on_gram) {
  auto const is_word = [](FoldedChar c) { return (c >= u'a' && c <= u'z') || (c >= 0x3400 && c <= 0x9FFF); };
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (!is_word(words[i]) || !is_word(words[i + 1])) continue;
    auto const pair = std::uint64_t{words[i]} << 16U | words[i + 1];
    on_gram(pair);
    if (i + 2 < words.size() && is_word(words[i + 2])) on_gram(pair << 16U | words[i + 2]);
  }
}

}  // namespace

PhraseIndex::PhraseIndex(std::span<Phrase const> phrases) {
  std::vector<std::vector<std::uint64_t>> grams(phrases.size());
  std::unordered_map<std::uint64_t, std::uint32_t> seen_in;
  std::vector<FoldedChar> folded;
  for (std::size_t p = 0; p < phrases.size(); ++p) {
    text::fold(phrases[p].text, folded);
    each_gram(folded, [&](std::uint64_t gram) { grams[p].push_back(gram); });
    std::sort(grams[p].begin(), grams[p].end());
    grams[p].erase(std::unique(grams[p].begin(), grams[p].end()), grams[p].end());
    for (auto const gram : grams[p]) ++seen_in[gram];
  }
  auto const total = static_cast<float>(phrases.size());
  for (std::size_t p = 0; p < phrases.size(); ++p) {
    concept_of_.push_back(phrases[p].concept_id);
    weight_of_.push_back(phrases[p].weight);
    float norm = 0;
    for (auto const gram : grams[p]) {
      auto const idf = std::log(1 + total / static_cast<float>(seen_in[gram]));
      norm += idf * idf;
    }
    if (norm == 0) continue;
    norm = 1 / std::sqrt(norm);
    for (auto const gram : grams[p]) {
      auto const [at, fresh] = gram_ids_.try_emplace(gram, static_cast<std::uint32_t>(postings_.size()));
      auto const idf = std::log(1 + total / static_cast<float>(seen_in[gram]));
      if (fresh) {
        postings_.emplace_back();
        idf_.push_back(idf);
      }
      postings_[at->second].push_back({static_cast<std::uint32_t>(p), idf * norm});
    }
  }
}

void PhraseIndex::grams_of(std::span<FoldedChar const> words, std::vector<std::pair<std::uint32_t, float>>& out) const {
  out.clear();
  float norm = 0;
  auto const unknown = std::log(1 + static_cast<float>(concept_of_.size()));
  each_gram(words, [&](std::uint64_t gram) {
    auto const at = gram_ids_.find(gram);
    if (at == gram_ids_.end()) {
      norm += 0.25F * unknown * unknown;  // what no phrase knows still makes the text less like any
      return;
    }
    out.emplace_back(at->second, idf_[at->second]);
    norm += idf_[at->second] * idf_[at->second];
  });
  if (norm > 0) norm = 1 / std::sqrt(norm);
  for (auto& gram : out) gram.second *= norm;
}

void PhraseIndex::match(std::span<FoldedChar const> words, std::size_t limit, float floor, Buffers& buffers,
                        std::vector<Hit>& out) const {
  out.clear();
  if (concept_of_.empty()) return;
  buffers.scores.resize(concept_of_.size());
  buffers.touched.clear();
  grams_of(words, buffers.grams);
  for (auto const& [gram, value] : buffers.grams) {
    for (auto const& posting : postings_[gram]) {
      auto& score = buffers.scores[posting.phrase];
      if (score == 0) buffers.touched.push_back(posting.phrase);
      score += value * posting.value;
    }
  }
  for (auto const phrase : buffers.touched) {
    auto const similarity = buffers.scores[phrase] * weight_of_[phrase];
    buffers.scores[phrase] = 0;
    if (similarity > floor) out.push_back({concept_of_[phrase], similarity});
  }
  std::sort(out.begin(), out.end(), [](Hit const& a, Hit const& b) {
    return a.concept_id < b.concept_id || (a.concept_id == b.concept_id && a.similarity > b.similarity);
  });
  out.erase(
      std::unique(out.begin(), out.end(), [](Hit const& a, Hit const& b) { return a.concept_id == b.concept_id; }),
      out.end());
  std::sort(out.begin(), out.end(), [](Hit const& a, Hit const& b) {
    return a.similarity > b.similarity || (a.similarity == b.similarity && a.concept_id < b.concept_id);
  });
  if (out.size() > limit) out.resize(limit);
}

}  // namespace lianzhao::classify
