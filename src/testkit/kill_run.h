#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace lianzhao::testkit {

struct KillRunOptions {
  std::filesystem::path binary;  ///< of lianzhao
  std::filesystem::path folder;  ///< data folder, empty
  std::string database;          ///< PostgreSQL URL; empty: SQLite in the folder
  int kills = 15;
  int writers = 4;
  unsigned seed = 1;
  int verify_every = 1;  ///< `audit verify` after so many kills, and at the end
  /// After each kill; a test spoils something here to see that the run finds it.
  std::function<void()> meddle = [] {};
};

struct KillRunReport {
  int kills = 0;
  std::int64_t acknowledged = 0;  ///< writes that were answered 2xx
  std::int64_t unanswered = 0;    ///< writes cut off by a kill: they may be there or not, but not by half
  std::int64_t lost = 0;          ///< acknowledged ones that are not there
  std::int64_t halves = 0;        ///< rows of a change or a spreadsheet without the rest of it
  std::int64_t audit_entries = 0;
  bool audit_whole = true;
  std::string first_problem;
};

/// Serves a workspace, writes to it and takes spreadsheets in from several connections, ends the server at a random
/// instant (SIGKILL), starts it again, looks for every write that had been acknowledged, and so on. Every second kill
/// comes after at least one write was acknowledged, the others also before.
KillRunReport run_kills(KillRunOptions const&);

}  // namespace lianzhao::testkit
