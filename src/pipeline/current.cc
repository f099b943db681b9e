#include "pipeline/current.h"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <vector>

#include "kernel/file.h"

namespace lianzhao::pipeline {

namespace {

/// Whether a file is the unfinished one ("name.PID.tmp") of a process that is no more.
bool is_abandoned(std::filesystem::path const& path) {
  if (path.extension() != ".tmp") return false;
  auto const writer = path.stem().extension().string();
  pid_t pid = 0;
  if (writer.size() < 2) return false;
  auto const [end, error] = std::from_chars(writer.data() + 1, writer.data() + writer.size(), pid);
  return error == std::errc{} && end == writer.data() + writer.size() && pid > 0 && ::kill(pid, 0) != 0 &&
         errno == ESRCH;
}

}  // namespace

std::string current_name(std::filesystem::path const& folder) {
  auto const file = folder / "current";
  if (!std::filesystem::exists(file)) return {};
  auto name = read_file(file, 4096);
  while (!name.empty() && (name.back() == '\n' || name.back() == '\r')) name.pop_back();
  return name;
}

void make_current(std::filesystem::path const& folder, std::string const& name) {
  write_file_atomically(folder / "current", name + "\n");
  auto const kind = std::filesystem::path{name}.extension();
  std::vector<std::filesystem::path> old;
  for (auto const& entry : std::filesystem::directory_iterator{folder}) {
    auto const& path = entry.path();
    if ((path.extension() == kind && path.filename() != name) || is_abandoned(path)) old.push_back(path);
  }
  for (auto const& path : old) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
  }
}

}  // namespace lianzhao::pipeline
