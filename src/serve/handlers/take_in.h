#pragma once

#include <cstddef>
#include <string_view>

#include "kernel/error.h"
#include "serve/router.h"
#include "serve/sheet.h"
#include "serve/workspace.h"

namespace lianzhao::serve {

/// Rows of a spreadsheet on their way in, one after another, in one change.
class TakingIn {
 public:
  TakingIn(Change& change, Sheet& sheet, bool only_good) : change_{change}, sheet_{sheet}, only_good_{only_good} {}

  Change& change() { return change_; }
  store::Session& sql() { return change_.sql(); }
  /// Does what the row says, where nothing is wrong with it. What says by Failure that it cannot be done is noted at
  /// the cell of the key; where only the good rows were asked for, nothing of the row remains then and the others go
  /// on.
  /// @returns whether it was done.
  template <typename Act>
  bool row(std::size_t row, std::string_view key, Act const& act) {
    if (!sheet_.good(row)) return false;
    sheet_.check(row, key, [&] {
      if (only_good_) {
        change_.attempt(act);
      } else {
        act();
      }
    });
    return sheet_.good(row);
  }
  /// What was found wrong cannot be taken back row by row any more: nothing is taken in at all.
  void refuse() { refused_ = true; }
  bool refused() const { return refused_; }

 private:
  Change& change_;
  Sheet& sheet_;
  bool only_good_;
  bool refused_ = false;
};

/// An import of a table. `read` (session) looks at every row and notes what is wrong; what it returns `apply`
/// (TakingIn, that) writes, row by row. One transaction: all of it, or the good rows where only these are asked for, or
/// nothing.
template <typename Params, typename Read, typename Apply>
api::ImportReport take_in(Workspace const& workspace, Viewer const& viewer, std::string_view operation,
                          Params const& params, Sheet& sheet, Read const& read, Apply const& apply) {
  auto const only_good = params.only_good == 1;
  if (params.commit == 0) {
    // Whoever only asks what is wrong with a table keeps no writer waiting.
    auto sql = workspace.database.reader();
    read(sql);
    return sheet.report();
  }
  auto change = Change{workspace, viewer, operation, store::Use::kLongWrite};
  auto const batch = store::Batch{change.sql()};
  auto rows = read(change.sql());
  if (!sheet.takable(only_good)) return sheet.report();
  auto taking = TakingIn{change, sheet, only_good};
  apply(taking, rows);
  if (taking.refused() || !sheet.takable(only_good)) return sheet.report();
  change.commit();
  return sheet.taken();
}

}  // namespace lianzhao::serve
