#pragma once

#include <string>
#include <string_view>

namespace lianzhao::radar {

/// The longest string value of `key` in a script, which may be JSON or a
/// program with JSON in it ("key":"…", key: '…'); escapes resolved. Empty when
/// there is none. Linear, no recursion.
std::string json_value(std::string_view script, std::string_view key);

/// The name of who stands under `key` in JSON: "key":"…", or the first "name" in its object or list. Empty when there
/// is none. Linear, no recursion.
std::string json_name(std::string_view script, std::string_view key);

}  // namespace lianzhao::radar
