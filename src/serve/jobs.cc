#include "serve/jobs.h"

#include <atomic>
#include <filesystem>
#include <system_error>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "kernel/clock.h"
#include "kernel/error.h"
#include "kernel/log.h"
#include "serve/messages.h"
#include "store/account_repository.h"
#include "store/audit_log.h"

namespace lianzhao::serve {

void Jobs::start() {
  {
    auto sql = workspace_.writer();
    auto transaction = store::Transaction{sql};
    auto const waiting = store::JobRepository{sql}.recover();
    transaction.commit();
    if (waiting > 0) log::info("{} interrupted job(s) start again", waiting);
  }
  thread_ = std::jthread{[this](std::stop_token const& stop) { work(stop); }};
}

void Jobs::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
}

void Jobs::work(std::stop_token const& stop) {
  while (!stop.stop_requested()) {
    try {
      std::optional<store::Job> job;
      {
        auto sql = workspace_.writer();
        job = store::JobRepository{sql}.take();
      }
      if (job) {
        run(*job, stop);
        continue;
      }
    } catch (std::exception const& error) {
      log::error("jobs: {}", error.what());
    }
    auto lock = std::unique_lock{mutex_};
    // Another process may add jobs too, so it looks now and then.
    woken_.wait_for(lock, stop, std::chrono::seconds{5}, [&] { return more_; });
    more_ = false;
  }
}

namespace {

/// A job that has ended, well or not, needs its upload no more; one that a stop interrupted does.
std::string text_of(boost::json::object const& object, std::string_view key) {
  auto const* const value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
}

std::vector<api::HeadingMeaning> meanings_of(boost::json::object const& table, std::string_view key) {
  std::vector<api::HeadingMeaning> shown;
  auto const* const list = table.if_contains(key);
  if (list == nullptr || !list->is_object()) return shown;
  for (auto const& [heading, meaning] : list->get_object()) {
    if (meaning.is_string()) shown.push_back({std::string{heading}, std::string{meaning.get_string()}});
  }
  return shown;
}

/// What an import's result says of its tables; none where it is another work's.
std::vector<api::ImportedTable> tables_of(boost::json::object const& result) {
  std::vector<api::ImportedTable> shown;
  auto const* const tables = result.if_contains("tables");
  if (tables == nullptr || !tables->is_array()) return shown;
  for (auto const& each : tables->get_array()) {
    if (!each.is_object()) continue;
    auto const& table = each.get_object();
    auto& one = shown.emplace_back();
    one.sheet = text_of(table, "sheet");
    one.passed_over = text_of(table, "passed_over");
    one.used = meanings_of(table, "columns");
    one.not_kept = meanings_of(table, "not_kept");
    auto const count_of = [&](char const* key) {
      auto const* const count = table.if_contains(key);
      return count != nullptr && count->is_number() ? count->to_number<std::int64_t>() : std::int64_t{0};
    };
    one.rows = count_of("rows");
    one.notes = count_of("notes");
    auto const* const ignored = table.if_contains("ignored");
    if (ignored == nullptr || !ignored->is_array()) continue;
    for (auto const& heading : ignored->get_array()) {
      if (heading.is_string()) one.ignored.emplace_back(heading.get_string());
    }
  }
  return shown;
}

void remove_upload(std::string const& parameters) {
  boost::json::error_code code;
  auto const json = boost::json::parse(parameters, code);
  auto const* const file = !code && json.is_object() ? json.get_object().if_contains("file") : nullptr;
  if (file == nullptr || !file->is_string() || file->get_string().empty()) return;
  std::error_code ignored;
  std::filesystem::remove(std::filesystem::path{std::string{file->get_string()}}, ignored);
}

}  // namespace

void Jobs::run(store::Job const& job, std::stop_token const& stop) {
  tell(job.id);
  std::atomic<Instant> told = now();
  std::atomic<bool> cancelled = false;
  auto const look = [&] {
    auto sql = workspace_.reader();
    if (store::JobRepository{sql}.cancel_requested(job.id)) cancelled = true;
  };
  std::string last_stage;
  std::mutex progress_mutex;
  Progress const progress = [&](std::string_view stage, std::uint64_t done, std::uint64_t total) {
    auto const lock = std::lock_guard{progress_mutex};
    if (stage == last_stage && now() - told < 400) return;
    told = now();
    last_stage = stage;
    auto sql = workspace_.writer();
    store::JobRepository{sql}.note_progress(job.id, stage, static_cast<std::int64_t>(done),
                                            static_cast<std::int64_t>(total));
    tell(job.id);
  };
  std::atomic<Instant> looked = 0;
  Cancelled const is_cancelled = [&] {
    if (stop.stop_requested()) return true;
    if (now() - looked > 300) {
      looked = now();
      look();
    }
    return cancelled.load();
  };

  auto state = std::string{"done"};
  Error error;
  std::optional<std::string> result;
  try {
    auto const work = works_.find(job.kind);
    if (work == works_.end()) {
      throw Failure{{ErrorKind::kInternal, "unknown_job", fmt::format("this program knows no job \"{}\"", job.kind)}};
    }
    result = work->second(job.parameters, progress, is_cancelled);
  } catch (Failure const& failure) {
    state = "failed";
    error = failure.error();
  } catch (std::exception const& exception) {
    log::error("job {}: {}", job.id, exception.what());
    state = "failed";
    error = {ErrorKind::kInternal, "internal", "something went wrong inside; the log says what"};
  }
  look();
  if (cancelled) {
    state = "cancelled";
    error = {};
  } else if (stop.stop_requested() && state != "done") {
    return;  // Still marked running: the next start takes it up again.
  }
  {
    auto sql = workspace_.writer();
    store::JobRepository{sql}.end(job.id, state, error.code, error.message, result);
  }
  remove_upload(job.parameters);
  log::info("job {} ({} {}): {}{}", job.id, job.kind, job.subject, state,
            error.message.empty() ? "" : ": " + error.message);
  tell(job.id);
}

void Jobs::tell(std::int64_t id) {
  events_->publish("job", api::to_json(to_api(find(id), "")));
}

store::Job Jobs::add(Viewer const& by, std::string_view kind, std::string_view subject, std::string_view parameters) {
  std::int64_t id = 0;
  {
    auto sql = workspace_.writer();
    auto transaction = store::Transaction{sql};
    id = store::JobRepository{sql}.add(kind, subject, parameters, by.account_id);
    store::AuditLog{sql}.append(by.account_id, kind, fmt::format("job:{}", id));
    transaction.commit();
  }
  {
    auto const lock = std::lock_guard{mutex_};
    more_ = true;
  }
  woken_.notify_all();
  tell(id);
  return find(id);
}

std::vector<store::Job> Jobs::last(std::int64_t limit) {
  auto sql = workspace_.reader();
  return store::JobRepository{sql}.last(limit);
}

store::Job Jobs::find(std::int64_t id) {
  auto sql = workspace_.reader();
  auto job = store::JobRepository{sql}.find(id);
  if (!job) throw not_found("job_not_found", fmt::format("there is no job {}", id));
  return *job;
}

store::Job Jobs::cancel(Viewer const& by, std::int64_t id) {
  find(id);
  {
    auto sql = workspace_.writer();
    auto transaction = store::Transaction{sql};
    if (!store::JobRepository{sql}.cancel(id)) {
      throw Failure{{ErrorKind::kConflict, "job_ended", fmt::format("job {} has ended already", id)}};
    }
    store::AuditLog{sql}.append(by.account_id, "cancel_job", fmt::format("job:{}", id));
    transaction.commit();
  }
  tell(id);
  return find(id);
}

api::Job Jobs::to_api(store::Job const& job, std::string_view language) {
  api::Job shown;
  shown.id = job.id;
  shown.kind = job.kind;
  shown.subject = job.subject;
  shown.state = job.state;
  shown.stage = job.stage;
  if (job.state == "done") {
    shown.progress = 1.0;
  } else if (job.total > 0) {
    shown.progress = static_cast<double>(job.done) / static_cast<double>(job.total);
  }
  shown.created_ms = job.created_at;
  shown.started_ms = job.started_at;
  shown.ended_ms = job.ended_at;
  if (job.account_id) {
    auto sql = workspace_.reader();
    if (auto const account = store::AccountRepository{sql}.find(*job.account_id)) shown.by = account->display_name;
  }
  shown.error_code = job.error_code;
  shown.error = job.error_message;
  if (auto said = message(language, fmt::format("error.{}", job.error_code))) {
    shown.error = std::move(*said);
    shown.error_detail = job.error_message;
  }
  if (job.result) {
    boost::json::error_code code;
    auto const result = boost::json::parse(*job.result, code);
    if (!code && result.is_object()) {
      auto& numbers = shown.result.emplace();
      for (auto const& member : result.get_object()) {
        if (member.value().is_number()) numbers[std::string{member.key()}] = member.value().to_number<double>();
      }
      shown.tables = tables_of(result.get_object());
    }
  }
  return shown;
}

}  // namespace lianzhao::serve
