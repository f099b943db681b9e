#include "testkit/server_process.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kernel/error.h"
#include "testkit/http_client.h"

namespace lianzhao::testkit {

namespace {

/// In the child: nothing between fork and exec may allocate, for other threads of the parent may hold its locks.
pid_t spawn(std::vector<std::string> const& command, std::filesystem::path const& log, int output) {
  std::vector<char*> words;
  for (auto const& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  auto const errors = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  auto const pid = ::fork();
  if (pid == 0) {
    // Goes when whoever started it goes.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (errors >= 0) ::dup2(errors, 2);
    ::dup2(output >= 0 ? output : errors, 1);
    ::execv(words[0], words.data());
    ::_exit(127);
  }
  if (errors >= 0) ::close(errors);
  LIANZHAO_ASSERT(pid > 0, "a process can be started");
  return pid;
}

}  // namespace

std::uint16_t free_port() {
  auto const socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  LIANZHAO_ASSERT(::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0, "loopback has a free port");
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(socket);
  return ntohs(address.sin_port);
}

ProgramEnd run_program(std::vector<std::string> const& command, std::filesystem::path const& log) {
  int ends[2];
  LIANZHAO_ASSERT(::pipe2(ends, O_CLOEXEC) == 0, "a pipe can be made");
  auto const pid = spawn(command, log, ends[1]);
  ::close(ends[1]);
  ProgramEnd end;
  char piece[4096];
  for (ssize_t size = 0; (size = ::read(ends[0], piece, sizeof piece)) > 0;) {
    end.output.append(piece, static_cast<std::size_t>(size));
  }
  ::close(ends[0]);
  int status = 0;
  ::waitpid(pid, &status, 0);
  if (WIFEXITED(status)) end.exit_code = WEXITSTATUS(status);
  return end;
}

ServerProcess::ServerProcess(std::filesystem::path const& binary, std::vector<std::string> const& arguments,
                             std::filesystem::path const& log)
    : port_{free_port()} {
  std::vector<std::string> command{binary.string(), "serve", "--listen", fmt::format("127.0.0.1:{}", port_)};
  command.insert(command.end(), arguments.begin(), arguments.end());
  pid_ = spawn(command, log, -1);
  auto const begin = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - begin < std::chrono::minutes{2}) {
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = -1;
      throw std::runtime_error{fmt::format("the server ended before it answered, see {}", log.string())};
    }
    HttpClient client{port_};
    if (client.ask("GET", "/healthz").status == 200) return;
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  kill();
  throw std::runtime_error{fmt::format("the server does not answer, see {}", log.string())};
}

ServerProcess::~ServerProcess() {
  kill();
}

void ServerProcess::kill() {
  end(SIGKILL);
}
void ServerProcess::stop() {
  end(SIGTERM);
}

void ServerProcess::end(int signal) {
  if (pid_ < 0) return;
  ::kill(pid_, signal);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

std::int64_t ServerProcess::peak_bytes() const {
  std::ifstream status{fmt::format("/proc/{}/status", pid_)};
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stoll(line.substr(6)) * 1024;
  }
  return 0;
}

double ServerProcess::cpu_seconds() const {
  std::ifstream stat{fmt::format("/proc/{}/stat", pid_)};
  std::string text;
  std::getline(stat, text);
  // Fields 14 and 15, user and system ticks; the name before them may hold blanks.
  auto fields = std::istringstream{text.substr(std::min(text.size(), text.rfind(')') + 1))};
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace lianzhao::testkit
