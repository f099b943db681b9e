#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api_types.h"
#include "kernel/clock.h"
#include "kernel/error.h"
#include "kernel/named_failure.h"
#include "report/table.h"
#include "serve/table_columns.h"
#include "store/session.h"

namespace lianzhao::serve {

/// As it is written in the language; the code itself where the list has none.
std::string word_of(std::span<SheetWord const>, std::string_view code, std::string_view language);

/// A table without rows under the titles of the columns.
report::Table table_of(std::span<SheetColumn const>, std::string_view language, std::string title);
/// A row of it. `id` and `version` go into the columns of that name, the version with marks of what each cell says, so
/// that an import can tell who has changed what.
void add_record(report::Table&, std::span<SheetColumn const>, TableRecord const&, std::int64_t id, std::int64_t version,
                std::string_view language);

/// How CellKind keeps what a record says.
std::string kept(std::optional<std::int64_t> number);
std::string kept_truth(bool);
std::string kept_day(std::optional<DayNumber>);
/// Back again; absent for what is blank.
std::optional<std::int64_t> number_of(std::string_view kept);

/// The row of a template that shows how to fill it in begins so.
inline constexpr std::string_view kExampleMark = "# 示例 example:";

/// A spreadsheet read as a whole, with everything that is wrong with its cells.
class Sheet {
 public:
  static constexpr std::size_t kMostRows = 50'000;

  /// @throws Failure "too_many_rows" beyond kMostRows; those of ingest::open_table.
  /// `language` is that of what it says.
  Sheet(std::filesystem::path const&, std::vector<SheetColumn>, std::string language);

  /// Without rows that only note something: one cell that begins with "#", as under the rows of an export.
  std::size_t size() const { return rows_.size(); }
  bool has(std::string_view key) const { return places_.contains(key); }
  /// Of the record that the row is about; absent: a new one. Notes what is no number.
  std::optional<std::int64_t> id(std::size_t row) const { return ids_[row]; }
  /// Blank when the column or the cell is not there.
  std::string const& text(std::size_t row, std::string_view key) const;
  /// 万元 as fen. Notes what is no amount.
  std::optional<std::int64_t> wan(std::size_t row, std::string_view key);
  /// 2026-01-05, 2026/1/5, 2026.1.5 or 2026年1月5日.
  std::optional<DayNumber> day(std::size_t row, std::string_view key);
  /// The code of a word of the column's list, written as code, as the pages say it in Chinese or English, or as one of
  /// its variants. Notes what is none; blank is blank.
  std::string word(std::size_t row, std::string_view key);
  /// A whole number from 0.
  std::optional<std::int64_t> count(std::size_t row, std::string_view key);
  /// 亩 as whole square metres.
  std::optional<std::int64_t> mu(std::size_t row, std::string_view key);
  /// 是/否, yes/no, 1/0.
  bool truth(std::size_t row, std::string_view key);
  /// `message` is what is said where the catalogue has no `error.cell.<code>`.
  void wrong(std::size_t row, std::string_view key, std::string_view code, std::string message);
  /// Likewise, with "{name}" in what is said replaced by the value of that name.
  void wrong(std::size_t row, std::string_view key, std::string_view code, std::string message,
             NamedFailure::Values const& values);
  /// What a check of the API threw: said as everywhere else.
  void wrong(std::size_t row, std::string_view key, Error const& error);
  /// Against the record as it is now, column by column of those that the record names and the spreadsheet has: what an
  /// import may change there becomes part of the changes shown; what it may not is told with the way to do it, and so
  /// is what somebody else has changed since the row was exported.
  /// @returns keys and new values, as kept, of what is to be changed.
  TableRecord changes(std::size_t row, TableRecord const& now, std::int64_t version);
  /// The row, without an id, changes what it is about.
  void changed(std::size_t row, std::string_view key, std::string was, std::string becomes);
  /// The row, without an id, says what is there already.
  void same(std::size_t row) { same_rows_.insert(row); }
  /// The row tells of a new project, but not since when it is talked about.
  void begin_unknown(std::size_t row) { begin_unknown_.insert(row); }
  /// What the row tells of was entered before.
  void known(std::size_t row, std::string_view key);
  void wrong(std::size_t row, std::string_view key, NamedFailure const& failure);
  /// Runs what says by Failure that a cell is wrong. What the database refused is thrown on: no cell is at fault, and
  /// nothing more can be done in its transaction.
  template <typename Act>
  void check(std::size_t row, std::string_view key, Act const& act) {
    try {
      act();
    } catch (NamedFailure const& failure) {
      wrong(row, key, failure);
    } catch (Failure const& failure) {
      if (store::from_database(failure.error())) throw;
      wrong(row, key, failure.error());
    }
  }
  bool good(std::size_t row) const { return !bad_[row]; }

  bool sound() const { return problems_ == 0; }
  /// Whether it may be taken in: nothing is wrong, or, where only the good rows are asked for, nothing with the head.
  bool takable(bool only_good) const { return sound() || (only_good && head_problems_ == 0); }
  /// Before anything was taken in.
  api::ImportReport report() const;
  /// After the good rows were: with the others as a file.
  api::ImportReport taken() const;

 private:
  struct Problem {
    std::size_t place = 0;  ///< of the column in the spreadsheet
    api::CellError error;
  };
  struct Changed {
    std::size_t row = 0;
    std::size_t place = 0;  ///< of the column in the spreadsheet
    api::CellChange change;
  };

  void complain(std::int64_t line, std::string column, std::string value, std::string message, std::size_t place = 0);
  void complain(std::size_t row, std::string_view key, std::string message);
  void read_heading(std::vector<std::string> const& header);
  void read_id(std::size_t row);
  /// The rows in which something is wrong, as they came, with the reasons: "csv" or "xlsx" as the file itself.
  std::string left_rows() const;
  SheetColumn const& column_of(std::string_view key) const;
  /// As CellKind keeps it; absent when the cell says nothing that it may.
  std::optional<std::string> value(std::size_t row, SheetColumn const&);
  /// As somebody reads the spreadsheet: by row, then by column; as many as are shown.
  static void put_in_order(std::vector<Problem>&);
  std::string said(std::string_view code, std::string message) const;
  std::string title_of(SheetColumn const& column) const;

  std::string language_;
  bool workbook_ = false;
  std::vector<std::string> header_;           ///< as it came
  std::optional<std::size_t> reasons_place_;  ///< of the column of an earlier import's reasons
  std::vector<std::string> reasons_;          ///< by row: all that is wrong with it
  std::vector<SheetColumn> columns_;
  std::map<std::string, std::size_t, std::less<>> places_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::int64_t> lines_;
  std::vector<bool> bad_;
  std::vector<std::optional<std::int64_t>> ids_;
  std::set<std::int64_t> seen_ids_;
  std::set<std::size_t> changed_rows_;
  std::set<std::size_t> same_rows_;
  std::set<std::size_t> begin_unknown_;
  std::vector<Changed> changes_;
  std::vector<Problem> errors_;
  std::size_t problems_ = 0;
  std::size_t head_problems_ = 0;
};

}  // namespace lianzhao::serve
