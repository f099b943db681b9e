#include "classify/word_trust.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace lianzhao::classify {

namespace {

/// The same for a word in whatever width or case it was written.
std::u16string spelling(std::string_view word) {
  auto const folded = text::folded(word);
  return {folded.begin(), folded.end()};
}

double log_odds(double probability) {
  return std::log(probability / (1 - probability));
}

struct Record {
  std::string word;       ///< of its ways of writing the first in order, whatever the order of verdicts
  double confidence = 0;  ///< sum
  double verdicts = 0;
  double right = 0;
  double wrong = 0;
};

}  // namespace

JudgedTag judged_tag(std::string node, Explanation const& why, bool right) {
  JudgedTag judged{std::move(node), {}, why.confidence, right};
  for (auto const& evidence : why.evidence) {
    if (evidence.verdict != Verdict::kSupports) continue;
    auto const known = std::any_of(judged.words.begin(), judged.words.end(),
                                   [&](std::string const& word) { return spelling(word) == spelling(evidence.text); });
    if (!known) judged.words.push_back(evidence.text);
  }
  return judged;
}

std::vector<WordTrust> trust_from_verdicts(std::span<JudgedTag const> verdicts, double firmness) {
  std::map<std::pair<std::string, std::u16string>, Record> records;
  for (auto const& verdict : verdicts) {
    for (auto const& word : verdict.words) {
      auto& record = records[{verdict.node, spelling(word)}];
      if (record.verdicts == 0 || word < record.word) record.word = word;
      record.confidence += std::isfinite(verdict.confidence) ? std::clamp(verdict.confidence, 0.0, 1.0) : 0.5;
      record.verdicts += 1;
      if (verdict.right) {
        record.right += 1 / static_cast<double>(verdict.words.size());
      } else {
        record.wrong += 1;
      }
    }
  }
  std::vector<WordTrust> trust;
  for (auto const& [key, record] : records) {
    // What is certain could not be moved by any number of verdicts.
    auto const before = std::clamp(record.confidence / record.verdicts, 1e-4, 1 - 1e-4);
    auto const after = (firmness * before + record.right) / (firmness + record.right + record.wrong);
    trust.push_back({key.first, record.word, log_odds(after) - log_odds(before)});
  }
  return trust;
}

}  // namespace lianzhao::classify
