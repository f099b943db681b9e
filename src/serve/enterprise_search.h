#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "atlas/atlas.h"
#include "pipeline/insight.h"
#include "serve/viewer.h"
#include "store/session.h"

namespace lianzhao::serve {

struct SearchWords {
  std::optional<std::string> q;  ///< words, all of which name, scope or products contain; or a credit code
  std::optional<std::string> region;
  std::optional<std::string> zone;
  std::optional<std::string> chain;
  std::optional<std::string> node;
  std::string sort;  ///< of the contract's words; empty: most confident first, then by row
  atlas::Filter filter;
};

/// Rows of the snapshot that fit, in the order asked for. Words are looked up in the register, which stops at 20,000
/// hits; narrow the place or the words to see more.
std::vector<atlas::Atlas::Member> search(pipeline::Insight const&, store::Database& register_database, Viewer const&,
                                         SearchWords const&);

/// Up to 40 code points around the first hit; empty when the text does not contain it.
std::string words_around(std::string_view text, std::string_view word);

}  // namespace lianzhao::serve
