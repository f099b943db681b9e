#pragma once

#include <string>
#include <string_view>

namespace lianzhao::app {

/// Appends UTF-8 `text` as a JSON string, quotes included. For bulk lines, where building a document a row would cost
/// more than the row.
void append_json_string(std::string& out, std::string_view text);

}  // namespace lianzhao::app
