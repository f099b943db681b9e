#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api_types.h"
#include "kernel/clock.h"
#include "kernel/error.h"
#include "report/table.h"
#include "serve/table_words.h"

namespace lianzhao::serve {

/// A column of a spreadsheet that is taken in or given out: by its key, its Chinese or its English title.
struct SheetColumn {
  std::string_view key;
  std::string_view title;
  std::string_view title_en;
  bool required = false;
  std::size_t longest = 10'000;  ///< characters
};

/// As it is written in the language; the code itself where the list has none.
std::string word_of(std::span<SheetWord const>, std::string_view code, std::string_view language);

/// A table without rows under the titles of the columns.
report::Table table_of(std::span<SheetColumn const>, std::string_view language, std::string title);
/// Fen in 万元; empty where it is not known.
report::Cell wan_cell(std::optional<std::int64_t> fen);
report::Cell truth_cell(bool);
report::Cell day_cell(std::optional<DayNumber>);

/// A spreadsheet read as a whole, with everything that is wrong with its cells.
class Sheet {
 public:
  static constexpr std::size_t kMostRows = 50'000;

  /// @throws Failure "too_many_rows" beyond kMostRows; those of ingest::open_table.
  /// `language` is that of what it says.
  Sheet(std::filesystem::path const&, std::span<SheetColumn const>, std::string language);

  /// Without rows that only note something: one cell that begins with "#", as under the rows of an export.
  std::size_t size() const { return rows_.size(); }
  /// Blank when the column or the cell is not there.
  std::string const& text(std::size_t row, std::string_view key) const;
  /// 万元 as fen. Notes what is no amount.
  std::optional<std::int64_t> wan(std::size_t row, std::string_view key);
  /// 2026-01-05, 2026/1/5, 2026.1.5 or 2026年1月5日.
  std::optional<DayNumber> day(std::size_t row, std::string_view key);
  /// The code of a word of the list, written as code, as the pages say it in Chinese or English, or as one of its
  /// variants. Notes what is none as `problem`; blank is blank.
  std::string word(std::size_t row, std::string_view key, std::span<SheetWord const>, std::string_view problem);
  /// A whole number from 0.
  std::optional<std::int64_t> count(std::size_t row, std::string_view key);
  /// 是/否, yes/no, 1/0.
  bool truth(std::size_t row, std::string_view key);
  /// `message` is what is said where the catalogue has no `error.cell.<code>`.
  void wrong(std::size_t row, std::string_view key, std::string_view code, std::string message);
  /// What a check of the API threw: said as everywhere else.
  void wrong(std::size_t row, std::string_view key, Error const& error);
  /// What the row tells of was entered before.
  void known(std::size_t row, std::string_view key);
  /// Runs what says by Failure that a cell is wrong.
  template <typename Act>
  void check(std::size_t row, std::string_view key, Act const& act) {
    try {
      act();
    } catch (Failure const& failure) {
      wrong(row, key, failure.error());
    }
  }
  bool good(std::size_t row) const { return !bad_[row]; }

  bool sound() const { return problems_ == 0; }
  api::ImportReport report(std::int64_t imported) const;

 private:
  struct Problem {
    std::size_t place = 0;  ///< of the column in the spreadsheet
    api::CellError error;
  };

  void complain(std::int64_t line, std::string column, std::string value, std::string message, std::size_t place = 0);
  void complain(std::size_t row, std::string_view key, std::string message);
  /// As somebody reads the spreadsheet: by row, then by column; as many as are shown.
  static void put_in_order(std::vector<Problem>&);
  std::string said(std::string_view code, std::string message) const;
  std::string title_of(SheetColumn const& column) const;

  std::string language_;
  std::vector<SheetColumn> columns_;
  std::map<std::string, std::size_t, std::less<>> places_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::int64_t> lines_;
  std::vector<bool> bad_;
  std::vector<Problem> errors_;
  std::size_t problems_ = 0;
};

}  // namespace lianzhao::serve
