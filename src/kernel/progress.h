#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace lianzhao {

/// How far long work has come. `total` is 0 where it is not known. Called from the working thread, often: listeners
/// throttle. An empty function means nobody listens.
using Progress = std::function<void(std::string_view stage, std::uint64_t done, std::uint64_t total)>;

/// Asked between pieces of long work; true means stop soon and leave everything consistent.
using Cancelled = std::function<bool()>;

}  // namespace lianzhao
