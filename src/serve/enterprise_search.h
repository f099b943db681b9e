#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "atlas/atlas.h"
#include "pipeline/insight.h"
#include "search/index.h"
#include "serve/viewer.h"
#include "store/session.h"

namespace lianzhao::serve {

struct SearchWords {
  std::optional<std::string> q;  ///< words, all of which name, scope or products contain; or a credit code
  std::optional<std::string> region;
  std::optional<std::string> zone;
  std::optional<std::string> chain;
  std::optional<std::string> node;
  /// Of the contract's words. Empty or "relevance": with words those named so first, then those with the words in their
  /// name, then the others, each by importance; without words the most confident first.
  std::string sort;
  atlas::Filter filter;
  std::size_t wanted = 50;  ///< so many from the top
};

/// What the words were looked up in.
enum class LookedUpIn : std::uint8_t {
  kNothing,     ///< there were no words
  kIndex,       ///< the full-text index
  kOlderIndex,  ///< one that is older than the register: what came since is found when it is built anew
  kScan,        ///< the register itself, as there is no index yet; time grows with its size
};

struct Found {
  std::vector<atlas::Atlas::Member> members;  ///< from the top, `wanted` at most
  std::uint64_t total = 0;
  bool total_is_exact = true;  ///< else there are at least so many
  LookedUpIn looked_up_in = LookedUpIn::kNothing;
};

/// Rows of the snapshot that fit, in the order asked for. Of words that many enterprises have, 2,000 hits are taken in
/// the order of relevance, 20,000 to be sorted otherwise; narrow the place or the words to see others.
Found search(pipeline::Insight const&, search::SearchIndex const* index, store::Database& register_database,
             Viewer const&, SearchWords const&);

/// Up to 40 code points around the first hit; empty when the text does not contain it.
std::string words_around(std::string_view text, std::string_view word);

}  // namespace lianzhao::serve
