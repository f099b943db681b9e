#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace lianzhao::testkit {

/// A port of 127.0.0.1 that was free a moment ago.
std::uint16_t free_port();

struct ProgramEnd {
  int exit_code = -1;  ///< -1: it did not end by itself
  std::string output;  ///< standard output
};

/// Runs a program to its end; its standard error goes to `log`.
ProgramEnd run_program(std::vector<std::string> const& command, std::filesystem::path const& log);

/// `lianzhao serve` as a process of its own, for what only a process shows: that it dies at any instant, what it holds.
class ServerProcess {
 public:
  /// Starts `binary serve --listen 127.0.0.1:… arguments…` and waits until it answers; standard error is appended to
  /// `log`. Throws std::runtime_error when it ends or stays silent.
  ServerProcess(std::filesystem::path const& binary, std::vector<std::string> const& arguments,
                std::filesystem::path const& log);
  ServerProcess(ServerProcess const&) = delete;
  ServerProcess& operator=(ServerProcess const&) = delete;
  /// As kill().
  ~ServerProcess();

  std::uint16_t port() const { return port_; }
  /// At once, without a chance to tidy up (SIGKILL).
  void kill();
  /// By its own will (SIGTERM).
  void stop();
  /// The most memory it ever held.
  std::int64_t peak_bytes() const;
  /// Processor time of all its threads so far.
  double cpu_seconds() const;

 private:
  void end(int signal);

  pid_t pid_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace lianzhao::testkit
