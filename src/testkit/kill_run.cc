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
      write_and_kill(*server, i % 2 == 1);
      options_.meddle();
      ++report_.kills;
      if (report_.kills % options_.verify_every == 0) verify();
      server = start();
      check(*server, before);
    }
    check(*server, 0);
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

  bool acknowledged(HttpReply const& reply) {
    auto const lock = std::lock_guard{mutex_};
    if (reply.status == 201) {
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
  KillRunReport report_;
};

}  // namespace

KillRunReport run_kills(KillRunOptions const& options) {
  return KillRun{options}.run();
}

}  // namespace lianzhao::testkit
