#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/knowledge.h"
#include "serve/table_words.h"

namespace lianzhao::serve {

enum class CellKind : std::uint8_t {
  kText,
  kWan,        ///< 万元; kept as fen
  kSignedWan,  ///< likewise, below 0 takes back
  kDay,        ///< kept as YYYY-MM-DD
  kWord,       ///< of a list; kept as its code
  kTruth,      ///< 是 or 否; kept as "1" or blank
  kCount,      ///< a whole number from 0
  kMu,         ///< 亩; kept as whole square metres
};

/// A column of a spreadsheet that is taken in or given out: by its key, its Chinese or its English title.
struct SheetColumn {
  std::string key;
  std::string title;
  std::string title_en;
  bool required = false;
  std::size_t longest = 10'000;  ///< characters
  CellKind kind = CellKind::kText;
  std::vector<SheetWord> words = {};  ///< of a kWord
  std::string problem = {};           ///< code of what is said of a word that is none
  bool rare = false;                  ///< known, but not in the list of what is known
  std::string fixed = {};             ///< code of what is said where an import would change it; empty: it may
  bool only_in = false;               ///< is taken in and never given out
  std::string unless = {};            ///< key of the column that says it as well: required only where that is blank
};

/// What a record says in a table, by the key of the column, as CellKind keeps it; blank is unknown. What has no word of
/// its own stands as people write it.
using TableRecord = std::map<std::string, std::string, std::less<>>;

/// Columns of the tables, with `id` and `version` last: a row with an id is about that record.
std::vector<SheetColumn> lead_columns(pipeline::Knowledge const&);
/// With output and tax of `years`.
std::vector<SheetColumn> project_columns(pipeline::Knowledge const&, std::set<int> const& years);
/// The years that an import knows.
std::set<int> table_years();
/// Of a measure of the contract, promised or real; of output and tax with the year, absent at capacity.
std::string measure_key(std::string_view measure, std::string_view kind, std::optional<int> year);
std::vector<SheetColumn> amount_columns(pipeline::Knowledge const&);
/// Without id: a row is about what is in force of its project, measure, kind and year.
std::vector<SheetColumn> measure_columns(pipeline::Knowledge const&);
std::vector<SheetColumn> campaign_columns(pipeline::Knowledge const&);
std::vector<SheetColumn> task_columns(pipeline::Knowledge const&);
std::vector<SheetColumn> promise_columns(pipeline::Knowledge const&);
std::vector<SheetColumn> visit_columns(pipeline::Knowledge const&);

}  // namespace lianzhao::serve
