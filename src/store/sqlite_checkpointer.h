#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

namespace lianzhao::store::detail {

/// Brings what stands in the write-ahead log of a SQLite file into the file, on a thread and a connection of its own:
/// SQLite would do it within the commit of whoever makes the log too long, and all who want to write would wait for two
/// more syncs. Readers and the writer go on meanwhile.
class SqliteCheckpointer {
 public:
  explicit SqliteCheckpointer(std::filesystem::path file);

  /// After a commit, with the length of the log.
  void note_log_pages(int pages);

 private:
  void work(std::stop_token const&);

  std::filesystem::path file_;
  std::mutex mutex_;
  std::condition_variable_any asked_;
  int last_ = 0;
  int next_ = 0;
  bool due_ = false;
  std::jthread thread_;  ///< last: it works on what stands above
};

}  // namespace lianzhao::store::detail
