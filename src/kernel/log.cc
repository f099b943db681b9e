#include "kernel/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace lianzhao::log {

namespace {

spdlog::logger& logger() {
  static auto const kInstance = [] {
    auto made = spdlog::stderr_color_mt("lianzhao");
    made->set_pattern("%^%l%$: %v");
    return made;
  }();
  return *kInstance;
}

spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::kDebug:
      return spdlog::level::debug;
    case Level::kInfo:
      return spdlog::level::info;
    case Level::kWarn:
      return spdlog::level::warn;
    case Level::kError:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

}  // namespace

void set_level(Level level) {
  logger().set_level(spdlog_level(level));
}
void show_time() {
  logger().set_pattern("%Y-%m-%d %H:%M:%S.%e %^%l%$: %v");
}
void write(Level level, std::string_view line) {
  logger().log(spdlog_level(level), line);
}

}  // namespace lianzhao::log
