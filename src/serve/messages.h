#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lianzhao::serve {

/// A text of the message catalogue (messages/zh.yaml, messages/en.yaml), by dotted key: "error.not_signed_in".
/// Absent when the catalogue has none. Safe from any thread.
std::optional<std::string> message(std::string_view language, std::string_view key);

/// The same for words of tables; the word itself where the catalogue has none.
std::string word_in(std::string_view language, std::string_view group, std::string_view word);

}  // namespace lianzhao::serve
