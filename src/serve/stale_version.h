#pragma once

#include <string>
#include <utility>

#include <fmt/format.h>

#include "kernel/error.h"

namespace lianzhao::serve {

/// A change that was based on an older version than the newest. Carries the record as it is now, so that the page can
/// show both and nobody's work is lost.
class StaleVersion : public Failure {
 public:
  StaleVersion(std::int64_t based_on, std::int64_t newest, std::string current)
      : Failure{{ErrorKind::kConflict, "stale_version",
                 fmt::format("somebody else changed it: the change is based on version {}, the newest is {}; look at "
                             "both and send it again",
                             based_on, newest)}},
        current_{std::move(current)} {}

  /// JSON of the record.
  std::string const& current() const { return current_; }

 private:
  std::string current_;
};

}  // namespace lianzhao::serve
