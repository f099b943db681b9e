#pragma once

namespace lianzhao::app {

/// What the shell gets (docs/commands.md).
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kWrongUsage = 2;
inline constexpr int kSomeRejected = 3;

}  // namespace lianzhao::app
