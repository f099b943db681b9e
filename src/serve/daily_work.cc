#include "serve/daily_work.h"

#include <chrono>
#include <iterator>

#include <fmt/format.h>

#include "kernel/error.h"
#include "kernel/log.h"
#include "serve/accounts.h"
#include "serve/digest.h"
#include "serve/lead_view.h"
#include "serve/project_view.h"
#include "serve/task_view.h"
#include "store/account_repository.h"
#include "store/daily_work_repository.h"
#include "store/lead_repository.h"

namespace lianzhao::serve {

namespace {

using Clock = std::chrono::steady_clock;

/// One writer for all: others get in between two portions of so many rows.
constexpr std::int64_t kAtOnce = 20;

bool rested(Pause const& pause, Clock::time_point begin) {
  return !pause || pause(Clock::now() - begin);
}

/// A day beyond tomorrow was noted by a clock that ran ahead; another server's clock may be at tomorrow already.
bool is_open(std::optional<DayNumber> last, DayNumber today) {
  return !last || *last < today || *last > today + 1;
}

bool is_due(Workspace const& workspace, std::string_view name, DayNumber today) {
  auto sql = workspace.database.reader();
  return is_open(store::DailyWorkRepository{sql}.last_day(name), today);
}

/// Whether the work of the day is still to be done; it is taken as done from now on.
bool take_day(Workspace const& workspace, std::string_view name, DayNumber today) {
  auto sql = workspace.database.writer();
  auto transaction = store::Transaction{sql};
  auto repository = store::DailyWorkRepository{sql};
  if (!is_open(repository.last_day(name), today)) return false;
  repository.note_day(name, today);
  transaction.commit();
  return true;
}

bool worked_on(Workspace const& workspace, DayNumber day) {
  return workspace.rules().calendar.extended().is_working(day).value_or(true);
}

/// What was due before this day is overdue for longer than `days` working days.
DayNumber overdue_since(Workspace const& workspace, DayNumber today, int days) {
  auto day = today;
  for (auto left = days; left > 0;) {
    --day;
    if (worked_on(workspace, day)) --left;
  }
  return day;
}

}  // namespace

Portion escalate_overdue(Workspace const& workspace, DayNumber today, Pause const& pause) {
  if (!worked_on(workspace, today)) return {};
  auto const before = overdue_since(workspace, today, workspace.rules().alarms.escalate_days);
  Portion done;
  for (;;) {
    auto const begin = Clock::now();
    auto change = Change{workspace, {}, "escalate_overdue"};
    auto repository = store::DailyWorkRepository{change.sql()};
    auto const tasks = repository.overdue(before, kAtOnce);
    if (tasks.empty()) return done;
    for (auto const& task : tasks) {
      if (!repository.escalate(task.id)) continue;
      ++done.count;
      auto const project = store::ProjectRepository{change.sql()}.find(task.project_id, {}).value();
      record(change, {}, project,
             history_line("task", "",
                          {{"event", "escalated"},
                           {"name", task.name},
                           {"template_id", task.template_id},
                           {"due", format_day(task.due)}}));
    }
    change.commit();
    if (!rested(pause, begin)) return {done.count, false};
  }
}

namespace {

/// One portion of projects behind `after`. @returns the last one looked at; none: there are no more.
std::optional<std::int64_t> replan_projects(Workspace const& workspace, DayNumber today, std::int64_t after,
                                            std::int64_t& count) {
  auto change = Change{workspace, {}, "apply_calendar"};
  auto const ids = store::DailyWorkRepository{change.sql()}.planned_beyond(today, after, kAtOnce);
  if (ids.empty()) return std::nullopt;
  for (auto const id : ids) {
    if (!replan(change.sql(), workspace, id)) continue;
    change.note("project", id, 1);
    ++count;
  }
  change.commit();
  return ids.back();
}

std::optional<std::int64_t> replan_leads(Workspace const& workspace, DayNumber today, std::int64_t after,
                                         std::int64_t& count) {
  auto change = Change{workspace, {}, "apply_calendar"};
  auto const ids = store::DailyWorkRepository{change.sql()}.leads_due_beyond(today, after, kAtOnce);
  if (ids.empty()) return std::nullopt;
  auto leads = store::LeadRepository{change.sql()};
  for (auto const id : ids) {
    auto lead = leads.find(id, {}).value();
    auto const due = lead.next_due;
    set_next_step(workspace, change.sql(), lead);
    if (lead.next_due == due) continue;
    leads.set_due(lead);
    change.note("lead", id, lead.version);
    ++count;
  }
  change.commit();
  return ids.back();
}

}  // namespace

Portion apply_calendar(Workspace const& workspace, DayNumber today, Pause const& pause) {
  constexpr std::string_view kName = "calendar";
  auto const fingerprint = workspace.rules().calendar.fingerprint();
  {
    auto sql = workspace.database.reader();
    if (store::DailyWorkRepository{sql}.last_number(kName) == fingerprint) return {};
  }
  Portion done;
  for (auto* const next : {replan_projects, replan_leads}) {
    for (std::int64_t after = 0;;) {
      auto const begin = Clock::now();
      auto const last = next(workspace, today, after, done.count);
      if (!last) break;
      after = *last;
      if (!rested(pause, begin)) return {done.count, false};
    }
  }
  auto sql = workspace.database.writer();
  auto transaction = store::Transaction{sql};
  store::DailyWorkRepository{sql}.note_number(kName, fingerprint);
  transaction.commit();
  return done;
}

std::int64_t send_digests(Workspace const& workspace, std::filesystem::path const& data_folder, Instant at) {
  constexpr auto kHourMs = Instant{3600} * 1000;
  auto const settings = read_mail_settings(data_folder);
  auto const today = civil_day(at);
  if (!settings || !worked_on(workspace, today)) return 0;
  if ((at / kHourMs + 8) % 24 < settings->hour) return 0;
  if (!take_day(workspace, "digest", today)) return 0;
  std::int64_t sent = 0;
  std::vector<store::Account> accounts;
  {
    auto sql = workspace.database.reader();
    accounts = store::AccountRepository{sql}.all();
  }
  for (auto const& account : accounts) {
    if (account.email.empty() || account.disabled || account.role == "investor") continue;
    std::optional<net::Mail> mail;
    {
      // Let go before the mail is handed in: that may take its time.
      auto sql = workspace.database.reader();
      mail = digest_of(sql, workspace, viewer_of(account), account.email, *settings, today);
    }
    if (!mail) continue;
    if (auto const done = net::send_mail(settings->server, *mail); done) {
      ++sent;
    } else {
      log::warn("digest of account {}: {}", account.id, done.error().message);
    }
  }
  return sent;
}

void DailyWork::start() {
  thread_ = std::jthread{[this](std::stop_token const& stop) { work(stop); }};
}

void DailyWork::stop() {
  thread_.request_stop();
  woken_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void DailyWork::work(std::stop_token const& stop) {
  // Three quarters of the time belong to the people who work, and a server that stops is not kept waiting.
  auto const pause = [&](Clock::duration worked) {
    auto lock = std::unique_lock{mutex_};
    woken_.wait_for(lock, stop, 3 * worked, [] { return false; });
    return !stop.stop_requested();
  };
  while (!stop.stop_requested()) {
    try {
      auto const today = civil_day(now());
      if (auto const done = apply_calendar(workspace_, today, pause); done.count > 0) {
        log::info("{} projects and leads were planned anew by another working-day calendar", done.count);
      }
      if (auto const count = renew_forms(workspace_); count > 0) {
        log::info("{} leads and projects in traditional characters are found by simplified ones now", count);
      }
      if (is_due(workspace_, "escalate", today)) {
        auto const done = escalate_overdue(workspace_, today, pause);
        if (done.finished) take_day(workspace_, "escalate", today);
        if (done.count > 0) log::info("{} overdue tasks were brought to the leader", done.count);
      }
      // PostgreSQL looks after its statistics itself; without them SQLite may go through all projects for a zone's.
      if (workspace_.database.engine() == store::Engine::kSqlite && take_day(workspace_, "statistics", today)) {
        workspace_.database.writer().script("PRAGMA analysis_limit = 1000; ANALYZE");
      }
      if (auto const count = send_digests(workspace_, data_folder_, now()); count > 0) {
        log::info("{} digests were sent", count);
      }
    } catch (Failure const& failure) {
      // Tried again in a minute: the disk may have room by then.
      log::error("daily work: {}", failure.error().message);
    }
    auto lock = std::unique_lock{mutex_};
    woken_.wait_for(lock, stop, std::chrono::minutes{1}, [] { return false; });
  }
}

}  // namespace lianzhao::serve
