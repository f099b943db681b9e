// How long do 200 people wait who read and write at once, with 50,000 projects and 2 million tasks and events? p50 and
// p99 by kind of request, errors and the most memory, against a real `serve` on SQLite and on PostgreSQL.
//
//   workspace_bench --binary build/release/lianzhao [--engine sqlite|postgresql] [--seconds 60] [--think-ms 2000]
//                   [--projects 50000] [--people 200] [--settle 10] [--folder DIR] [--database URL] [--calendar new]
//
// A person does one thing, looks at it (--think-ms on average) and does the next, on a kept connection. All come in at
// once, at a server that has just been started on a database that has just been filled: the first --settle seconds are
// told apart. --calendar new: the server meanwhile plans all projects anew, as after the notice of a year's holidays.
// --folder keeps the filled workspace for the next run; on PostgreSQL it needs --database, which is empty
// at the first run. Processor time is what the server used by itself, PostgreSQL not counted.
// uses: domain ingest store lifecycle serve testkit
// with: workspace/filled_workspace.cc
// libs: Boost::json
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "kernel/clock.h"
#include "kernel/error.h"
#include "testkit/http_client.h"
#include "testkit/postgres_cluster.h"
#include "testkit/server_process.h"
#include "testkit/temporary_folder.h"
#include "workspace/filled_workspace.h"

namespace {

using namespace lianzhao;
namespace json = boost::json;
using Clock = std::chrono::steady_clock;

struct Options {
  std::string binary = "build/release/lianzhao";
  std::string engine;  ///< empty: both
  std::string folder;
  std::string database;  ///< URL of one that stays; empty: a server of its own for PostgreSQL
  int seconds = 60;
  int think_ms = 2000;
  int settle = 10;
  bench::WorkspaceSize size;
};

struct Measured {
  std::vector<double> milliseconds;
  std::int64_t errors = 0;
  std::int64_t refused = 0;  ///< 409: somebody else was first
};

/// What all people saw, by kind of request.
class Log {
 public:
  void add(std::string const& kind, double milliseconds, int status, std::string const& answer) {
    auto const lock = std::lock_guard{mutex_};
    auto& one = kinds_[kind];
    one.milliseconds.push_back(milliseconds);
    if (status == 409) {
      ++one.refused;
    } else if (status < 200 || status > 299) {
      if (++one.errors <= 3) fmt::print(stderr, "{}: {} {}\n", kind, status, answer.substr(0, 300));
    }
  }
  std::map<std::string, Measured> const& kinds() const { return kinds_; }

 private:
  std::mutex mutex_;
  std::map<std::string, Measured> kinds_;
};

double quantile(std::vector<double>& values, double q) {
  if (values.empty()) return 0;
  auto const at = static_cast<std::size_t>(q * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

/// One who works: a cookie, a connection, and the projects, leads and tasks he has on his screen.
class Colleague {
 public:
  Colleague(std::uint16_t port, bench::Person person, unsigned seed, Log& log)
      : client_{port}, person_{std::move(person)}, random_{seed}, log_{&log} {}

  void tell(Log& log) { log_ = &log; }

  void look_around() {
    projects_ = ids("projects", "/projects?state=active&limit=50");
    leads_ = ids("leads", "/leads?limit=50");
    tasks();
  }

  void act() {
    auto const writes = person_.role == "leader" || person_.role == "officer" || person_.role == "agent" ||
                        person_.role == "administrator";
    switch (auto const dice = below(100); dice) {
      default:
        if (dice < 10) {
          get("board", "/board?cards=20");
        } else if (dice < 30) {
          if (auto const id = any(projects_)) get("project", fmt::format("/projects/{}", *id));
        } else if (dice < 38) {
          projects_ = ids("projects", "/projects?state=active&limit=50");
        } else if (dice < 50) {
          get("my day", "/my-day");
        } else if (dice < 60) {
          tasks();
        } else if (dice < 65) {
          get("kpis", below(3) == 0 ? "/kpis?by=zone" : "/kpis?by=all");
        } else if (dice < 73) {
          get("alarms", "/alarms?limit=50");
        } else if (dice < 78) {
          leads_ = ids("leads", "/leads?limit=50");
        } else if (dice < 82 || !writes) {
          if (auto const id = any(leads_)) get("lead", fmt::format("/leads/{}", *id));
        } else if (dice < 88) {
          if (auto const id = any(projects_))
            post("note", fmt::format("/projects/{}/notes", *id), R"({"text":"电话"})");
        } else if (dice < 90) {
          evidence();
        } else if (dice < 96) {
          finish_task();
        } else if (auto const id = any(leads_)) {
          post("lead step", fmt::format("/leads/{}/steps", *id), R"({"kind":"note","text":"电话"})");
        }
    }
  }

  void think(int mean_ms) {
    if (mean_ms <= 0) return;
    auto const ms = std::exponential_distribution<double>{1.0 / mean_ms}(random_);
    std::this_thread::sleep_for(std::chrono::duration<double, std::milli>{std::min(ms, 4.0 * mean_ms)});
  }

 private:
  std::int64_t below(std::int64_t n) { return std::uniform_int_distribution<std::int64_t>{0, n - 1}(random_); }
  std::optional<std::int64_t> any(std::vector<std::int64_t> const& from) {
    if (from.empty()) return std::nullopt;
    return from[static_cast<std::size_t>(below(static_cast<std::int64_t>(from.size())))];
  }

  testkit::HttpReply ask(std::string const& kind, char const* method, std::string const& url,
                         std::string const& body = "") {
    auto const begin = Clock::now();
    auto reply =
        client_.ask(method, "/api/v1" + url,
                    fmt::format("Cookie: lianzhao_session={}\r\nAccept-Encoding: gzip\r\n", person_.token), body);
    log_->add(kind, std::chrono::duration<double, std::milli>(Clock::now() - begin).count(), reply.status, reply.body);
    return reply;
  }
  void get(std::string const& kind, std::string const& url) { ask(kind, "GET", url); }
  void post(std::string const& kind, std::string const& url, std::string const& body) {
    ask("write: " + kind, "POST", url, body);
  }
  /// Without compression, to be read here.
  json::value read(std::string const& kind, std::string const& url) {
    auto const begin = Clock::now();
    auto const reply =
        client_.ask("GET", "/api/v1" + url, fmt::format("Cookie: lianzhao_session={}\r\n", person_.token));
    log_->add(kind, std::chrono::duration<double, std::milli>(Clock::now() - begin).count(), reply.status, reply.body);
    return reply.status == 200 ? json::parse(reply.body) : json::value{};
  }

  std::vector<std::int64_t> ids(std::string const& kind, std::string const& url) {
    std::vector<std::int64_t> found;
    auto const page = read(kind, url);
    if (!page.is_object()) return found;
    for (auto const& item : page.at("items").as_array()) found.push_back(item.at("id").as_int64());
    return found;
  }

  void tasks() {
    auto const page = read("tasks", below(2) == 0 ? "/tasks?limit=50" : "/tasks?late=1&limit=50");
    tasks_.clear();
    if (!page.is_object()) return;
    for (auto const& item : page.at("items").as_array()) {
      tasks_.emplace_back(item.at("id").as_int64(), item.at("version").as_int64());
    }
  }

  void finish_task() {
    if (tasks_.empty()) return;
    auto const at = static_cast<std::size_t>(below(static_cast<std::int64_t>(tasks_.size())));
    auto const [id, version] = tasks_[at];
    tasks_.erase(tasks_.begin() + static_cast<std::ptrdiff_t>(at));
    ask("write: task", "PATCH", fmt::format("/tasks/{}", id),
        fmt::format(R"({{"version":{},"state":"done"}})", version));
  }

  void evidence() {
    auto const id = any(projects_);
    if (!id) return;
    auto const detail = read("project", fmt::format("/projects/{}", *id));
    if (!detail.is_object()) return;
    auto const* const next = detail.as_object().if_contains("next_stage");
    if (!next || !next->is_string()) return;
    post("evidence", fmt::format("/projects/{}/evidence", *id),
         fmt::format(R"({{"stage":"{}","document":"证明","day":"{}","version":{}}})",
                     std::string_view{next->as_string()}, format_day(civil_day(now())),
                     detail.at("project").at("version").as_int64()));
  }

  testkit::HttpClient client_;
  bench::Person person_;
  std::mt19937_64 random_;
  Log* log_;
  std::vector<std::int64_t> projects_;
  std::vector<std::int64_t> leads_;
  std::vector<std::pair<std::int64_t, std::int64_t>> tasks_;  ///< with versions
};

std::string load_average() {
  std::ifstream file{"/proc/loadavg"};
  std::string text;
  file >> text;
  return text;
}

void report(Log const& log, double seconds, double start_seconds, std::int64_t peak_bytes, double cpu_seconds) {
  std::vector<double> reads;
  std::vector<double> writes;
  std::int64_t errors = 0;
  fmt::print("{:<18} {:>7} {:>9} {:>9} {:>9} {:>7} {:>7}\n", "", "count", "p50 ms", "p99 ms", "most ms", "refused",
             "errors");
  for (auto const& [kind, seen] : log.kinds()) {
    auto times = seen.milliseconds;
    auto const most = *std::max_element(times.begin(), times.end());
    auto const middle = quantile(times, 0.5);
    fmt::print("{:<18} {:>7} {:>9.1f} {:>9.1f} {:>9.1f} {:>7} {:>7}\n", kind, times.size(), middle,
               quantile(times, 0.99), most, seen.refused, seen.errors);
    auto& all = kind.starts_with("write") ? writes : reads;
    all.insert(all.end(), times.begin(), times.end());
    errors += seen.errors;
  }
  auto const count = reads.size() + writes.size();
  fmt::print("reads  p50 {:.1f} ms, p99 {:.1f} ms\nwrites p50 {:.1f} ms, p99 {:.1f} ms\n", quantile(reads, 0.5),
             quantile(reads, 0.99), quantile(writes, 0.5), quantile(writes, 0.99));
  fmt::print(
      "{} errors, {:.0f} requests/s, {:.2f} ms of processor time each, start {:.1f} s, at most {:.0f} MB, load {}\n\n",
      errors, static_cast<double>(count) / seconds,
      1000 * cpu_seconds / static_cast<double>(std::max<std::size_t>(count, 1)), start_seconds,
      static_cast<double>(peak_bytes) / 1e6, load_average());
}

void run(Options const& options, std::string const& engine) {
  testkit::TemporaryFolder temporary;
  auto const kept = !options.folder.empty() && (engine == "sqlite" || !options.database.empty());
  auto const folder = kept ? std::filesystem::path{options.folder} : temporary.path();
  std::optional<testkit::PostgresCluster> cluster;
  std::string database;
  if (engine == "postgresql" && !options.database.empty()) {
    database = options.database;
  } else if (engine == "postgresql") {
    cluster.emplace(testkit::PostgresOptions{.durable = true, .shared_buffers_mb = 128});
    if (!cluster->missing().empty()) {
      fmt::print("postgresql: {}\n", cluster->missing());
      return;
    }
    database = cluster->new_database();
  }
  std::vector<bench::Person> people;
  auto const names = folder / "people.txt";
  if (std::ifstream known{names}; known) {
    for (bench::Person person; known >> person.role >> person.token;) people.push_back(person);
  } else {
    auto const begin = Clock::now();
    people = bench::fill_workspace(folder, database, options.size);
    std::ofstream out{names};
    for (auto const& person : people) out << person.role << ' ' << person.token << '\n';
    fmt::print("{}: filled in {:.0f} s\n", engine, std::chrono::duration<double>(Clock::now() - begin).count());
  }

  std::vector<std::string> arguments{"--data", folder.string()};
  if (!database.empty()) arguments.insert(arguments.end(), {"--database", database});
  auto const begin = Clock::now();
  testkit::ServerProcess server{options.binary, arguments, folder / "serve.log"};
  auto const start_seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  Log coming;
  Log log;
  auto const settled = Clock::now() + std::chrono::seconds{options.settle};
  auto const end = settled + std::chrono::seconds{options.seconds};
  auto const cpu_begin = server.cpu_seconds();
  auto cpu_settled = cpu_begin;
  std::vector<std::jthread> threads;
  threads.emplace_back([&] {
    std::this_thread::sleep_until(settled);
    cpu_settled = server.cpu_seconds();
  });
  for (std::size_t i = 0; i < people.size(); ++i) {
    threads.emplace_back([&, i] {
      Colleague colleague{server.port(), people[i], static_cast<unsigned>(i), coming};
      colleague.think(options.think_ms);
      colleague.look_around();
      while (Clock::now() < end) {
        if (Clock::now() >= settled) colleague.tell(log);
        colleague.act();
        colleague.think(options.think_ms);
      }
    });
  }
  threads.clear();
  fmt::print("{}: {} people, {} projects, {} tasks, {} events, {} s, {} ms to think\n", engine, people.size(),
             options.size.projects, options.size.projects * options.size.tasks_per_project,
             options.size.projects * options.size.events_per_project, options.seconds, options.think_ms);
  fmt::print("the first {} s:\n", options.settle);
  report(coming, options.settle, start_seconds, server.peak_bytes(), cpu_settled - cpu_begin);
  fmt::print("then:\n");
  report(log, options.seconds, start_seconds, server.peak_bytes(), server.cpu_seconds() - cpu_settled);
  server.stop();
}

}  // namespace

int main(int count, char** words) {
  Options options;
  for (int i = 1; i + 1 < count; i += 2) {
    auto const name = std::string_view{words[i]};
    auto const* const value = words[i + 1];
    if (name == "--binary") options.binary = value;
    if (name == "--engine") options.engine = value;
    if (name == "--folder") options.folder = value;
    if (name == "--database") options.database = value;
    if (name == "--settle") options.settle = std::atoi(value);
    if (name == "--seconds") options.seconds = std::atoi(value);
    if (name == "--think-ms") options.think_ms = std::atoi(value);
    if (name == "--calendar") options.size.new_calendar = value == std::string_view{"new"};
    if (name == "--projects") options.size.projects = std::atoll(value);
    if (name == "--people") options.size.people = std::atoll(value);
  }
  try {
    for (auto const* const engine : {"sqlite", "postgresql"}) {
      if (options.engine.empty() || options.engine == engine) run(options, engine);
    }
  } catch (std::exception const& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
  return 0;
}
