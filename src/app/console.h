#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "kernel/file.h"
#include "kernel/progress.h"

namespace lianzhao::app {

/// The one document that --json promises, and a line end, on standard output.
void print_json(boost::json::value const&);

/// Pushes out what stands in standard output's buffers. Throws Failure "file_unwritable" where it took not everything,
/// as on a full disk.
void flush_output();

/// What a command's --out names: a file that stands there whole or not at all (AtomicFile), or `-`, standard output.
class OutputFile {
 public:
  explicit OutputFile(std::filesystem::path const& path);

  bool to_stdout() const { return !file_; }
  /// Both throw Failure "file_unwritable".
  void append(std::string_view bytes);
  void commit();
  std::uint64_t size() const { return size_; }

 private:
  std::optional<AtomicFile> file_;
  std::uint64_t size_ = 0;
};

/// A progress bar on standard error when that is a terminal, else nothing. Redraws a few times a second.
Progress progress_bar();

/// Ends the bar's line, so that what follows begins on its own.
void end_progress();

}  // namespace lianzhao::app
