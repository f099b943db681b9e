// Does a server that is killed at random instants under load ever lose a write it had acknowledged, leave half a change
// or break the chain of the audit? Exits 1 if it does.
//
//   kill_bench [--binary build/release/lianzhao] [--engine sqlite|postgresql] [--kills 1000] [--seed 1]
// uses: testkit
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "testkit/kill_run.h"
#include "testkit/postgres_cluster.h"
#include "testkit/temporary_folder.h"

int main(int count, char** words) {
  using namespace lianzhao::testkit;
  KillRunOptions options;
  options.binary = "build/release/lianzhao";
  options.kills = 1000;
  options.verify_every = 25;
  std::string only;
  for (int i = 1; i + 1 < count; i += 2) {
    auto const name = std::string_view{words[i]};
    if (name == "--binary") options.binary = words[i + 1];
    if (name == "--engine") only = words[i + 1];
    if (name == "--kills") options.kills = std::atoi(words[i + 1]);
    if (name == "--seed") options.seed = static_cast<unsigned>(std::atoi(words[i + 1]));
  }
  auto sound = true;
  for (std::string const engine : {"sqlite", "postgresql"}) {
    if (!only.empty() && only != engine) continue;
    try {
      TemporaryFolder folder;
      options.folder = folder.path();
      options.database.clear();
      if (engine == "postgresql") {
        auto& cluster = PostgresCluster::instance();
        if (!cluster.missing().empty()) {
          fmt::print("postgresql: {}\n", cluster.missing());
          continue;
        }
        options.database = cluster.new_database();
      }
      auto const begin = std::chrono::steady_clock::now();
      auto const report = run_kills(options);
      auto const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
      fmt::print(
          "{}: {} kills, {} writes acknowledged, {} lost; {} cut off, {} by half; audit of {} entries {}; {:.0f} s\n",
          engine, report.kills, report.acknowledged, report.lost, report.unanswered, report.halves,
          report.audit_entries, report.audit_whole ? "whole" : "broken", seconds);
      if (report.first_problem.empty()) continue;
      fmt::print("{}\n", report.first_problem);
      sound = false;
    } catch (std::exception const& error) {
      fmt::print(stderr, "{}: {}\n", engine, error.what());
      sound = false;
    }
  }
  return sound ? 0 : 1;
}
