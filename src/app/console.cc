#include "app/console.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <string>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "kernel/error.h"

namespace lianzhao::app {

namespace {

bool bar_open = false;

}  // namespace

void print_json(boost::json::value const& value) {
  auto const text = boost::json::serialize(value);
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fputc('\n', stdout);
  std::fflush(stdout);
}

void flush_output() {
  std::cout.flush();
  if (!std::cout || std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    throw Failure{{ErrorKind::kUnavailable, "file_unwritable", "standard output takes no more: is the disk full?"}};
  }
}

OutputFile::OutputFile(std::filesystem::path const& path) {
  if (path != "-") file_.emplace(path);
}

void OutputFile::append(std::string_view bytes) {
  size_ += bytes.size();
  if (file_) {
    file_->append(bytes);
  } else {
    std::fwrite(bytes.data(), 1, bytes.size(), stdout);
    if (std::ferror(stdout) != 0) flush_output();
  }
}

void OutputFile::commit() {
  if (file_) {
    file_->commit();
  } else {
    flush_output();
  }
}

Progress progress_bar() {
  if (::isatty(STDERR_FILENO) != 1) return {};
  using Clock = std::chrono::steady_clock;
  return [last = Clock::time_point{}](std::string_view stage, std::uint64_t done, std::uint64_t total) mutable {
    auto const now = Clock::now();
    if (now - last < std::chrono::milliseconds{200} && done != total) return;
    last = now;
    bar_open = true;
    if (total == 0) {
      fmt::print(stderr, "\r\033[K{} {}", stage, done);
    } else {
      constexpr int kWidth = 30;
      auto const share = std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
      auto const filled = static_cast<std::size_t>(share * kWidth);
      fmt::print(stderr, "\r\033[K{} [{}{}] {:3.0f}%", stage, std::string(filled, '='),
                 std::string(kWidth - filled, ' '), share * 100);
    }
    std::fflush(stderr);
  };
}

void end_progress() {
  if (!std::exchange(bar_open, false)) return;
  std::fputs("\r\033[K", stderr);
}

}  // namespace lianzhao::app
