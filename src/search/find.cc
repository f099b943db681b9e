#include "search/find.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace lianzhao::search {

namespace {

/// Texts read for nothing before the search gives up: some ten milliseconds, more where they are not in memory yet.
constexpr std::size_t kReadInVain = 2'000;
/// The same for the exact name, which the other searches find too, only less far ahead.
constexpr std::size_t kNamesReadInVain = 200;
/// No enterprise has a shorter name, and two characters would fit a great many.
constexpr std::size_t kShortestName = 4;

class Finder {
 public:
  Finder(SearchIndex const& index, Question const& question)
      : index_{index},
        question_{question},
        words_{words_of(question.query)},
        decided_by_pairs_{!question.index_is_older && std::all_of(words_.begin(), words_.end(), [](auto const& word) {
          return word.decided_by_pairs;
        })} {}

  Hits run() {
    if (words_.empty()) return {};
    collect_named();
    collect(Field::kName);
    collect(Field::kAny);
    hits_.at_least = hits_.enterprise_ids.size();
    // Of one pair the list says how many have it.
    if (!hits_.complete && decided_by_pairs_ && !question_.passes && words_.size() == 1 &&
        words_.front().folded.size() == 2) {
      hits_.at_least = index_.having(Field::kAny, words_.front())->size();
    }
    return std::move(hits_);
  }

 private:
  void collect_named() {
    auto name = text::folded(question_.query);
    while (!name.empty() && name.back() == u' ') name.pop_back();
    auto const begin = std::find_if(name.begin(), name.end(), [](auto c) { return c != u' '; });
    name.erase(name.begin(), begin);
    if (name.size() < kShortestName) return;
    auto cursor = index_.named(name);
    std::size_t in_vain = 0;
    for (; cursor->at() != kEnd && in_vain < kNamesReadInVain && !enough(); cursor->seek(cursor->at() + 1)) {
      auto const id = index_.enterprise_id(cursor->at());
      auto const texts = question_.passes && !question_.passes(id) ? std::nullopt : question_.read(id);
      if (texts && text::folded(texts->name) == name && has_all(*texts, Field::kName)) {
        take(id);
      } else {
        ++in_vain;
      }
    }
  }

  void collect(Field field) {
    if (!hits_.complete) return;
    auto cursor = candidates(field);
    std::size_t failed = 0;
    while (cursor->at() != kEnd) {
      if (failed > question_.failures_before_marking && marks_.empty()) {
        auto const from = cursor->at();
        mark();
        cursor = candidates(field);
        cursor->seek(from);
        continue;
      }
      auto const id = index_.enterprise_id(cursor->at());
      if (question_.passes && marks_.empty() && !question_.passes(id)) {
        ++failed;
      } else if (!taken_.contains(id)) {
        if (enough() || read_in_vain_ == kReadInVain) {
          hits_.complete = false;
          return;
        }
        if (has(id, field)) take(id);
      }
      cursor->seek(cursor->at() + 1);
    }
  }

  bool enough() const {
    return hits_.enterprise_ids.size() >=
           (decided_by_pairs_ ? question_.limit : question_.limit_read.value_or(question_.limit));
  }

  void take(std::uint32_t id) {
    if (taken_.insert(id).second) hits_.enterprise_ids.push_back(id);
  }

  bool has(std::uint32_t id, Field field) {
    if (decided_by_pairs_) return true;
    auto const texts = question_.read(id);
    auto const hit = texts && has_all(*texts, field);
    read_in_vain_ += hit ? 0U : 1U;
    return hit;
  }

  bool has_all(CurrentTexts const& texts, Field field) {
    return std::all_of(words_.begin(), words_.end(), [&](Word const& word) {
      return contains_(texts.name, word) ||
             (field == Field::kAny && (contains_(texts.former_names, word) || contains_(texts.business_scope, word) ||
                                       contains_(texts.products, word)));
    });
  }

  void mark() {
    marks_.assign(index_.size() / 64 + 1, 0);
    for (auto const id : question_.all_that_pass()) {
      auto const document = index_.document_of(id);
      if (document != kEnd) marks_[document / 64] |= std::uint64_t{1} << (document % 64);
    }
  }

  std::unique_ptr<Cursor> candidates(Field field) const {
    std::vector<std::unique_ptr<Cursor>> parts;
    for (auto const& word : words_) index_.add_parts(field, word, parts);
    if (!marks_.empty()) parts.push_back(marked(marks_));
    return intersection(std::move(parts), 0);
  }

  SearchIndex const& index_;
  Question const& question_;
  std::vector<Word> words_;
  bool decided_by_pairs_;
  Containment contains_;
  std::vector<std::uint64_t> marks_;  ///< documents that pass; empty: not marked
  std::unordered_set<std::uint32_t> taken_;
  std::size_t read_in_vain_ = 0;
  Hits hits_;
};

}  // namespace

Hits find(SearchIndex const& index, Question const& question) {
  return Finder{index, question}.run();
}

}  // namespace lianzhao::search
