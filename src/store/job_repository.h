#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/clock.h"
#include "store/session.h"

namespace lianzhao::store {

struct Job {
  std::int64_t id = 0;
  std::string kind;        ///< "import_enterprises"
  std::string subject;     ///< what is shown: the file's name
  std::string parameters;  ///< JSON, for the worker
  std::string state = "waiting";
  std::string stage;
  std::int64_t done = 0;
  std::int64_t total = 0;  ///< 0: not known
  bool cancel_requested = false;
  std::int64_t attempts = 0;
  std::string error_code;
  std::string error_message;
  std::optional<std::string> result;  ///< JSON
  std::optional<std::int64_t> account_id;
  Instant created_at = 0;
  std::optional<Instant> started_at;
  std::optional<Instant> ended_at;
};

/// SQL of long work. Borrows a session.
class JobRepository {
 public:
  explicit JobRepository(Session& sql) : sql_{sql} {}

  std::int64_t add(std::string_view kind, std::string_view subject, std::string_view parameters,
                   std::optional<std::int64_t> account_id);
  std::optional<Job> find(std::int64_t id);
  std::vector<Job> last(std::int64_t limit);
  /// The oldest waiting job, now running; absent when there is none.
  std::optional<Job> take();
  void note_progress(std::int64_t id, std::string_view stage, std::int64_t done, std::int64_t total);
  void end(std::int64_t id, std::string_view state, std::string_view error_code, std::string_view error_message,
           std::optional<std::string> const& result);
  /// A waiting job ends at once, a running one is asked to. False when it has ended already.
  bool cancel(std::int64_t id);
  bool cancel_requested(std::int64_t id);
  /// After a crash or restart: what was running waits again, and fails after three attempts. Returns how many wait.
  std::int64_t recover();

 private:
  Session& sql_;
};

}  // namespace lianzhao::store
