#include "store/sqlite_checkpointer.h"

#include <memory>
#include <utility>

#include <sqlite3.h>

#include "kernel/log.h"

namespace lianzhao::store::detail {

SqliteCheckpointer::SqliteCheckpointer(std::filesystem::path file)
    : file_{std::move(file)}, thread_{[this](std::stop_token const& stop) { work(stop); }} {}

void SqliteCheckpointer::note_log_pages(int pages) {
  constexpr int kLong = 1000;
  {
    auto const lock = std::lock_guard{mutex_};
    if (pages < last_) next_ = kLong;  // the log began anew
    last_ = pages;
    if (pages < next_) return;
    // Readers may keep the log from beginning anew for a while: it is not to be gone through after every commit.
    next_ = pages + kLong;
    due_ = true;
  }
  asked_.notify_one();
}

void SqliteCheckpointer::work(std::stop_token const& stop) {
  using Handle = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
  auto handle = Handle{nullptr, &sqlite3_close};
  for (;;) {
    {
      auto lock = std::unique_lock{mutex_};
      if (!asked_.wait(lock, stop, [this] { return due_; })) return;
      due_ = false;
    }
    if (!handle) {
      sqlite3* opened = nullptr;
      auto const code = sqlite3_open_v2(file_.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
      handle.reset(opened);
      if (code == SQLITE_OK) sqlite3_exec(opened, "PRAGMA synchronous = FULL", nullptr, nullptr, nullptr);
    }
    if (!handle) continue;
    // What cannot be done now is done when the log has grown further.
    auto const code = sqlite3_wal_checkpoint_v2(handle.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    if (code != SQLITE_OK && code != SQLITE_BUSY) log::warn("sqlite: checkpoint: {}", sqlite3_errstr(code));
  }
}

}  // namespace lianzhao::store::detail
