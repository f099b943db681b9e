#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "search/index.h"

namespace lianzhao::search {

/// Texts of an enterprise as they are now.
struct CurrentTexts {
  std::string_view name;
  std::string_view business_scope;
  std::string_view products;
  std::string_view former_names = {};
};

struct Question {
  std::string_view query;  ///< words, all of which name, former names, scope or products of a hit contain
  /// Whether an enterprise passes the filters; empty when there are none.
  std::function<bool(std::uint32_t enterprise_id)> passes;
  /// All that pass: asked for, once, when too few of the candidates do. Set when `passes` is.
  std::function<std::vector<std::uint32_t>()> all_that_pass;
  /// Texts, valid until the next call; absent when the enterprise is gone. Asked for when pairs do not decide.
  std::function<std::optional<CurrentTexts>(std::uint32_t enterprise_id)> read;
  /// The register is newer than the index: pairs alone decide nothing.
  bool index_is_older = false;
  std::size_t limit = 1000;               ///< hits that are enough
  std::optional<std::size_t> limit_read;  ///< the same where the texts of every hit have to be read; absent: `limit`
  /// Candidates that fail the filters before all that pass are marked instead. Asking one costs a tenth of a
  /// microsecond or two, marking up to tens of milliseconds.
  std::size_t failures_before_marking = 20'000;
};

struct Hits {
  /// Those named exactly so (of four characters or more), those whose name has all words, the others; each by
  /// importance.
  std::vector<std::uint32_t> enterprise_ids;
  /// False when there may be more: a limit was reached, or too many texts had to be read for nothing.
  bool complete = true;
  std::uint64_t at_least = 0;  ///< how many there are; exactly so many when complete
};

Hits find(SearchIndex const&, Question const&);

}  // namespace lianzhao::search
