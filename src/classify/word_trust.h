#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "classify/tagger.h"

namespace lianzhao::classify {

/// A user's verdict on a tag, brought back to the words that had caused it.
struct JudgedTag {
  std::string node;                ///< "chain/node"
  std::vector<std::string> words;  ///< that supported it, as written, each spelling once
  double confidence = 0;           ///< the tagger's own, before any verdict
  bool right = false;
};

/// The supporting words of an explanation, as a verdict on them. Empty `words` where nothing supported the node (a
/// user added it): no word learns from that.
JudgedTag judged_tag(std::string node, Explanation const&, bool right);

/// What verdicts on tags teach about the words behind them, in order of node and word.
///
/// Each word of each node is taken to be right with a probability that has a beta distribution, its mean the tagger's
/// mean confidence where the word was judged and as firm as `firmness` verdicts. A rejected tag counts against every
/// word that supported it, for none of them held; a confirmed one counts for its words in equal shares. The offset is
/// the log-odds of the posterior mean less those of the prior mean. It depends on the verdicts only, so that taking a
/// verdict back takes its lesson back.
std::vector<WordTrust> trust_from_verdicts(std::span<JudgedTag const> verdicts, double firmness = 4);

}  // namespace lianzhao::classify
