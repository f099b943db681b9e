#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/error.h"

namespace lianzhao::pipeline {

/// A folder of derived files of which the small file `current` names the valid one.
std::string current_name(std::filesystem::path const& folder);

/// Makes `name` the current file of its folder. Older ones are removed: whoever still reads one has it mapped and keeps
/// it until it is done; and what a build that died left behind.
void make_current(std::filesystem::path const& folder, std::string const& name);

/// The file that `current` names, opened. Follows it: a build by another process is seen at the next `get`. Safe from
/// any thread.
template <typename File>
class Current {
 public:
  explicit Current(std::filesystem::path folder) : folder_{std::move(folder)} {}

  /// Null when there is none yet. Looks at the time of the name only, a few microseconds, and opens what it names when
  /// that has changed: once, also where it turns out damaged.
  /// @throws Failure of File::open when there is no older one to go on with.
  std::shared_ptr<File const> get() {
    auto const lock = std::lock_guard{mutex_};
    std::error_code absent;
    auto const written = std::filesystem::last_write_time(folder_ / "current", absent);
    if (absent) return file_;
    if (written == seen_) {
      if (!file_) throw Failure{*broken_};
      return file_;
    }
    auto const name = current_name(folder_);
    if (!file_ || name != name_) {
      try {
        file_ = File::open(folder_ / name);
      } catch (Failure const& failure) {
        // Replaced and removed between the two reads, which the next time tells; or damaged: the old one goes on where
        // there is one.
        if (current_name(folder_) == name) seen_ = written;
        broken_ = failure.error();
        if (!file_) throw;
        return file_;
      }
      name_ = name;
    }
    seen_ = written;
    return file_;
  }

 private:
  std::filesystem::path folder_;
  std::mutex mutex_;
  std::filesystem::file_time_type seen_{};
  std::string name_;
  std::shared_ptr<File const> file_;
  std::optional<Error> broken_;  ///< why what `current` names could not be opened, where there is no file_
};

}  // namespace lianzhao::pipeline
