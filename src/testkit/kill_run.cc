#include "testkit/kill_run.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <memory>
#include <mutex>
#include <random>
#include <stdexcept>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "testkit/http_client.h"
#include "testkit/server_process.h"

namespace lianzhao::testkit {

namespace {

/// A project and the notes on it that were acknowledged.
struct Written {
  std::int64_t project_id = 0;
  std::string name;
  std::vector<std::string> notes;
  bool cut_off = false;  ///< one more may or may not be there
};

/// A spreadsheet of projects that was taken in: all of it or nothing.
struct Imported {
  std::string name;           ///< of its rows, each with a number behind it
  bool acknowledged = false;  ///< else it may be there or not
};
constexpr std::size_t kRows = 25;

std::int64_t integer_after(std::string const& text, std::string const& name) {
  auto const at = text.find(name);
  return at == std::string::npos ? 0 : std::atoll(text.c_str() + at + name.size());
}

std::size_t occurrences(std::string const& text, std::string const& what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++count;
  return count;
}

class KillRun {
 public:
  explicit KillRun(KillRunOptions const& options) : options_{options}, random_{options.seed} {
    std::filesystem::create_directories(options_.folder);
    std::ofstream{options_.folder / "zones.yaml"}
        << "zones:\n  - {id: east, name: 东区, level: provincial, regions: [220104]}\n";
    data_ = {"--data", options_.folder.string()};
    if (!options_.database.empty()) data_.insert(data_.end(), {"--database", options_.database});
  }

  KillRunReport run() {
    auto server = start();
    for (int i = 0; i < options_.kills; ++i) {
      auto const before = written_.size();
      auto const imports_before = imported_.size();
      write_and_kill(*server, i % 2 == 1);
      options_.meddle();
      ++report_.kills;
      if (report_.kills % options_.verify_every == 0) verify();
      server = start();
      check(*server, before);
      check_imports(*server, imports_before);
    }
    check(*server, 0);
    check_imports(*server, 0);
    server->stop();
    verify();
    return report_;
  }

 private:
  std::unique_ptr<ServerProcess> start() {
    auto arguments = data_;
    arguments.emplace_back("--open");
    return std::make_unique<ServerProcess>(options_.binary, arguments, options_.folder / "serve.log");
  }

  void write_and_kill(ServerProcess& server, bool after_a_write) {
    auto const before = acknowledged_.load();
    std::vector<std::jthread> writers;
    for (int w = 0; w < options_.writers; ++w) {
      writers.emplace_back([this, port = server.port()] { write(port); });
    }
    writers.emplace_back([this, port = server.port()] { import(port); });
    for (int i = 0; after_a_write && acknowledged_ == before && i < kPatience; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    // Also soon after the start, when the first writes of a fresh process are under way.
    auto const wait = std::uniform_int_distribution<int>{1, 250}(random_);
    std::this_thread::sleep_for(std::chrono::milliseconds{wait});
    server.kill();
  }

  /// Until the server is gone.
  void write(std::uint16_t port) {
    constexpr int kNotes = 40;
    HttpClient client{port};
    for (;;) {
      Written written;
      written.name = fmt::format("n{}e", ++names_);
      auto const made = client.ask(
          "POST", "/api/v1/projects", "",
          fmt::format(R"({{"zone_id":"east","name":"{}","investor":"甲公司","idea":"建厂"}})", written.name));
      if (!acknowledged(made)) return;
      written.project_id = integer_after(made.body, R"("project":{"id":)");
      for (int n = 0; n < kNotes && !written.cut_off; ++n) {
        auto const text = fmt::format("{}note{}e", written.name, n);
        auto const reply = client.ask("POST", fmt::format("/api/v1/projects/{}/notes", written.project_id), "",
                                      fmt::format(R"({{"text":"{}"}})", text));
        written.cut_off = !acknowledged(reply);
        if (!written.cut_off) written.notes.push_back(text);
      }
      auto const gone = written.cut_off;
      auto const lock = std::lock_guard{mutex_};
      written_.push_back(std::move(written));
      if (gone) return;
    }
  }

  /// Spreadsheets, one after another, beside the others' writes.
  void import(std::uint16_t port) {
    HttpClient client{port};
    for (;;) {
      Imported imported;
      imported.name = fmt::format("t{}e", ++names_);
      std::string table = "开发区,项目名称,投资方,计划投资(万元)\r\n";
      for (std::size_t row = 0; row < kRows; ++row) {
        table += fmt::format("东区,{}-{},乙公司,{}\r\n", imported.name, row, 100 + row);
      }
      auto const reply = client.ask("POST", "/api/v1/imports/projects?name=t.csv&commit=1", "", table);
      imported.acknowledged = acknowledged(reply, 200);
      if (imported.acknowledged && integer_after(reply.body, R"("imported":)") != static_cast<std::int64_t>(kRows)) {
        auto const lock = std::lock_guard{mutex_};
        problem("an import was answered " + reply.body);
      }
      auto const gone = !imported.acknowledged;
      auto const lock = std::lock_guard{mutex_};
      imported_.push_back(std::move(imported));
      if (gone) return;
    }
  }

  bool acknowledged(HttpReply const& reply, int status = 201) {
    auto const lock = std::lock_guard{mutex_};
    if (reply.status == status) {
      ++acknowledged_;
      ++report_.acknowledged;
      return true;
    }
    ++report_.unanswered;
    if (reply.status != 0) problem(fmt::format("a write was answered {}: {}", reply.status, reply.body));
    return false;
  }

  void check(ServerProcess const& server, std::size_t from) {
    HttpClient client{server.port()};
    for (auto i = from; i < written_.size(); ++i) {
      auto const& written = written_[i];
      auto const reply = client.ask("GET", fmt::format("/api/v1/projects/{}", written.project_id));
      if (reply.status != 200 || reply.body.find(written.name) == std::string::npos) {
        report_.lost += 1 + static_cast<std::int64_t>(written.notes.size());
        problem(fmt::format("project {} ({}) is answered {}", written.project_id, written.name, reply.status));
        continue;
      }
      for (auto const& note : written.notes) {
        if (reply.body.find(note) != std::string::npos) continue;
        ++report_.lost;
        problem(fmt::format("{} is not there", note));
      }
      // A note is a line of the history and counts the version up: by half it would be one without the other.
      auto const lines = occurrences(reply.body, written.name + "note");
      auto const version = integer_after(reply.body, R"("version":)");
      if (version != static_cast<std::int64_t>(lines) + 1 ||
          lines > written.notes.size() + (written.cut_off ? 1U : 0U)) {
        ++report_.halves;
        problem(fmt::format("project {} has version {} and {} notes", written.project_id, version, lines));
      }
    }
  }

  void check_imports(ServerProcess const& server, std::size_t from) {
    HttpClient client{server.port()};
    for (auto i = from; i < imported_.size(); ++i) {
      auto const& [name, sure] = imported_[i];
      auto const reply = client.ask("GET", fmt::format("/api/v1/projects?limit=100&q={}", name));
      auto const there = occurrences(reply.body, fmt::format(R"("name":"{}-)", name));
      // Each with its money, or not at all.
      auto const sums = occurrences(reply.body, R"("planned_fen":1)");
      if (there == kRows && sums == kRows) continue;
      if (reply.status == 200 && there == 0 && !sure) continue;
      if (sure) {
        report_.lost += static_cast<std::int64_t>(kRows - std::min(there, kRows));
      } else {
        ++report_.halves;
      }
      problem(fmt::format("of the spreadsheet {} there are {} rows and {} sums, answered {}", name, there, sums,
                          reply.status));
    }
  }

  void verify() {
    std::vector<std::string> command{options_.binary.string(), "--json", "audit", "verify"};
    command.insert(command.end(), data_.begin(), data_.end());
    auto const end = run_program(command, options_.folder / "serve.log");
    report_.audit_entries = integer_after(end.output, R"("entries":)");
    if (end.exit_code == 0 && end.output.find(R"("sound":true)") != std::string::npos) return;
    report_.audit_whole = false;
    problem("audit verify: " + end.output);
  }

  void problem(std::string const& text) {
    if (report_.first_problem.empty()) report_.first_problem = text;
  }

  KillRunOptions options_;
  std::mt19937_64 random_;
  std::vector<std::string> data_;
  static constexpr int kPatience = 20'000;  ///< milliseconds
  std::atomic<std::int64_t> names_ = 0;
  std::atomic<std::int64_t> acknowledged_ = 0;
  std::mutex mutex_;
  std::vector<Written> written_;
  std::vector<Imported> imported_;
  KillRunReport report_;
};

}  // namespace

KillRunReport run_kills(KillRunOptions const& options) {
  return KillRun{options}.run();
}

}  // namespace lianzhao::testkit
