#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "api_types.h"
#include "kernel/progress.h"
#include "serve/http.h"
#include "serve/viewer.h"
#include "store/job_repository.h"
#include "store/session.h"

namespace lianzhao::serve {

/// What a worker of one kind does. Gets the job's parameters (JSON), returns its result (JSON with numbers). Throws
/// Failure when it cannot go on. Must be safe to start again after it was interrupted.
using JobWork = std::function<std::string(std::string const& parameters, Progress const&, Cancelled const&)>;

/// Long work, one job at a time, kept in the workspace: what waits or runs is found again after a restart.
class Jobs {
 public:
  Jobs(store::Database& workspace, std::shared_ptr<EventFeed> events)
      : workspace_{workspace}, events_{std::move(events)} {}
  ~Jobs() { stop(); }

  /// Before start().
  void add_kind(std::string kind, JobWork work) { works_[std::move(kind)] = std::move(work); }
  void start();
  /// Asks the running job to stop and waits; it goes on at the next start.
  void stop();

  store::Job add(Viewer const& by, std::string_view kind, std::string_view subject, std::string_view parameters);
  std::vector<store::Job> last(std::int64_t limit);
  /// @throws Failure "job_not_found"
  store::Job find(std::int64_t id);
  /// @throws Failure "job_not_found", "job_ended"
  store::Job cancel(Viewer const& by, std::int64_t id);

  /// `language` says what went wrong; empty: as the log does.
  api::Job to_api(store::Job const&, std::string_view language);

 private:
  void work(std::stop_token const& stop);
  void run(store::Job const&, std::stop_token const& stop);
  void tell(std::int64_t id);

  store::Database& workspace_;
  std::shared_ptr<EventFeed> events_;
  std::map<std::string, JobWork, std::less<>> works_;
  std::mutex mutex_;
  std::condition_variable_any woken_;
  bool more_ = true;
  std::jthread thread_;
};

}  // namespace lianzhao::serve
