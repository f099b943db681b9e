#pragma once

#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace lianzhao::log {

enum class Level { kDebug, kInfo, kWarn, kError };

/// Lines go to standard error, never to standard output: with --json that belongs to one document.
void set_level(Level);
/// Lines begin with the time from now on: a server's log is read long afterwards, a command's lines at once.
void show_time();
void write(Level, std::string_view line);

template <typename... Args>
void info(fmt::format_string<Args...> format, Args&&... args) {
  write(Level::kInfo, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void warn(fmt::format_string<Args...> format, Args&&... args) {
  write(Level::kWarn, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void error(fmt::format_string<Args...> format, Args&&... args) {
  write(Level::kError, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace lianzhao::log
