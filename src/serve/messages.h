#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lianzhao::serve {

/// A text of the message catalogue (messages/zh.yaml, messages/en.yaml), by dotted key: "error.not_signed_in".
/// Absent when the catalogue has none. Safe from any thread.
std::optional<std::string> message(std::string_view language, std::string_view key);

/// A text of the catalogue with "{name}" replaced by the value of that name; values are not looked into.
std::string with_values(std::string text, std::vector<std::pair<std::string, std::string>> const& values);

/// The same for words of tables; the word itself where the catalogue has none.
std::string word_in(std::string_view language, std::string_view group, std::string_view word);

}  // namespace lianzhao::serve
