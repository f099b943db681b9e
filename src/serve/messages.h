#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lianzhao::serve {

/// A text of the message catalogue (messages/zh.yaml, messages/en.yaml), by dotted key: "error.not_signed_in".
/// Absent when the catalogue has none. Safe from any thread.
std::optional<std::string> message(std::string_view language, std::string_view key);

}  // namespace lianzhao::serve
