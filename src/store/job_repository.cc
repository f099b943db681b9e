#include "store/job_repository.h"

#include <fmt/format.h>

namespace lianzhao::store {

namespace {

constexpr auto kColumns =
    "id, kind, subject, parameters, state, stage, done, total, cancel_requested, attempts, error_code, error_message,"
    " result, account_id, created_at, started_at, ended_at";

Job read(Rows const& rows) {
  Job job;
  job.id = rows.integer(0);
  job.kind = rows.text(1);
  job.subject = rows.text(2);
  job.parameters = rows.text(3);
  job.state = rows.text(4);
  job.stage = rows.text(5);
  job.done = rows.integer(6);
  job.total = rows.integer(7);
  job.cancel_requested = rows.boolean(8);
  job.attempts = rows.integer(9);
  job.error_code = rows.text(10);
  job.error_message = rows.text(11);
  job.result = rows.optional_text(12);
  job.account_id = rows.optional_integer(13);
  job.created_at = rows.integer(14);
  job.started_at = rows.optional_integer(15);
  job.ended_at = rows.optional_integer(16);
  return job;
}

}  // namespace

std::int64_t JobRepository::add(std::string_view kind, std::string_view subject, std::string_view parameters,
                                std::optional<std::int64_t> account_id) {
  return sql_
      .find_integer(
          "INSERT INTO job (kind, subject, parameters, state, account_id, created_at)"
          " VALUES (?, ?, ?, 'waiting', ?, ?) RETURNING id",
          kind, subject, parameters, account_id, now())
      .value();
}

std::optional<Job> JobRepository::find(std::int64_t id) {
  auto rows = sql_.query(fmt::format("SELECT {} FROM job WHERE id = ?", kColumns), id);
  return rows.next() ? std::optional{read(rows)} : std::nullopt;
}

std::vector<Job> JobRepository::last(std::int64_t limit) {
  std::vector<Job> jobs;
  auto rows = sql_.query(fmt::format("SELECT {} FROM job ORDER BY id DESC LIMIT ?", kColumns), limit);
  while (rows.next()) jobs.push_back(read(rows));
  return jobs;
}

std::optional<Job> JobRepository::take() {
  auto rows = sql_.query(
      fmt::format("UPDATE job SET state = 'running', started_at = ?, attempts = attempts + 1 WHERE state = 'waiting'"
                  " AND id = (SELECT min(id) FROM job WHERE state = 'waiting') RETURNING {}",
                  kColumns),
      now());
  return rows.next() ? std::optional{read(rows)} : std::nullopt;
}

void JobRepository::note_progress(std::int64_t id, std::string_view stage, std::int64_t done, std::int64_t total) {
  sql_.execute("UPDATE job SET stage = ?, done = ?, total = ? WHERE id = ? AND state = 'running'", stage, done, total,
               id);
}

void JobRepository::end(std::int64_t id, std::string_view state, std::string_view error_code,
                        std::string_view error_message, std::optional<std::string> const& result) {
  sql_.execute(
      "UPDATE job SET state = ?, error_code = ?, error_message = ?, result = ?, ended_at = ? WHERE id = ?"
      " AND state = 'running'",
      state, error_code, error_message, result, now(), id);
}

bool JobRepository::cancel(std::int64_t id) {
  auto const waiting = sql_.execute(
      "UPDATE job SET state = 'cancelled', ended_at = ?, cancel_requested = 1 WHERE id = ? AND state = 'waiting'",
      now(), id);
  if (waiting.rows_affected == 1) return true;
  return sql_.execute("UPDATE job SET cancel_requested = 1 WHERE id = ? AND state = 'running'", id).rows_affected == 1;
}

bool JobRepository::cancel_requested(std::int64_t id) {
  return sql_.find_integer("SELECT cancel_requested FROM job WHERE id = ?", id).value_or(0) != 0;
}

std::int64_t JobRepository::recover() {
  sql_.execute(
      "UPDATE job SET state = 'failed', ended_at = ?, error_code = 'job_interrupted', error_message ="
      " 'interrupted three times; look into the log and start it again' WHERE state = 'running' AND attempts >= 3",
      now());
  sql_.execute("UPDATE job SET state = 'cancelled', ended_at = ? WHERE state = 'running' AND cancel_requested = 1",
               now());
  return sql_.execute("UPDATE job SET state = 'waiting' WHERE state = 'running'").rows_affected;
}

}  // namespace lianzhao::store
