#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>

#include "kernel/clock.h"
#include "serve/workspace.h"

namespace lianzhao::serve {

/// Called between two portions with how long the last one took, so that people's own changes get in between.
/// False: leave the rest for later.
using Pause = std::function<bool(std::chrono::steady_clock::duration worked)>;

/// What a piece of the day's work did.
struct Portion {
  std::int64_t count = 0;
  bool finished = true;  ///< nothing was left for later
};

/// Brings to the leader what is overdue for longer than the rules allow, and leaves it in the history of the project.
/// @returns how many tasks. Does nothing on days that are not worked on.
Portion escalate_overdue(Workspace const&, DayNumber today, Pause const& pause = {});

/// Computes anew what is due from `today` on when the working-day calendar is another one than at the last time, as
/// after the notice of a year came. What is overdue stays. Left for later, it begins anew: what agrees is not written.
/// @returns how many projects and leads got other days.
Portion apply_calendar(Workspace const&, DayNumber today, Pause const& pause = {});

/// Sends everybody who has an address what he has to know, once a day. What a server refuses is logged and not tried
/// again that day. @returns how many were sent.
std::int64_t send_digests(Workspace const&, std::filesystem::path const& data_folder, Instant at);

/// What is done once a day by itself, from its own thread.
class DailyWork {
 public:
  DailyWork(Workspace const& workspace, std::filesystem::path data_folder)
      : workspace_{workspace}, data_folder_{std::move(data_folder)} {}
  ~DailyWork() { stop(); }
  DailyWork(DailyWork const&) = delete;
  DailyWork& operator=(DailyWork const&) = delete;

  void start();
  void stop();

 private:
  void work(std::stop_token const& stop);

  Workspace workspace_;
  std::filesystem::path data_folder_;
  std::mutex mutex_;
  std::condition_variable_any woken_;
  std::jthread thread_;
};

}  // namespace lianzhao::serve
