#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/knowledge.h"
#include "serve/table_words.h"

namespace lianzhao::serve {

enum class CellKind : std::uint8_t {
  kText,
  kWan,    ///< 万元; kept as fen
  kDay,    ///< kept as YYYY-MM-DD
  kWord,   ///< of a list; kept as its code
  kTruth,  ///< 是 or 否; kept as "1" or blank
  kCount,  ///< a whole number from 0
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
  std::string fixed = {};             ///< code of what is said where an import would change it; empty: it may
};

/// What a record says in a table, by the key of the column, as CellKind keeps it; blank is unknown. What has no word of
/// its own stands as people write it.
using TableRecord = std::map<std::string, std::string, std::less<>>;

/// Columns of the tables, with `id` and `version` last: a row with an id is about that record.
std::vector<SheetColumn> lead_columns(pipeline::Knowledge const&);
std::vector<SheetColumn> project_columns(pipeline::Knowledge const&);
std::vector<SheetColumn> task_columns(pipeline::Knowledge const&);
std::vector<SheetColumn> promise_columns(pipeline::Knowledge const&);
std::vector<SheetColumn> visit_columns(pipeline::Knowledge const&);

}  // namespace lianzhao::serve
