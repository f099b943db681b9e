#pragma once

#include <string_view>

namespace lianzhao::radar {

/// The character of a named entity without & and ; ("nbsp"); 0 when there is
/// none of that name.
char32_t named_entity(std::string_view name);

}  // namespace lianzhao::radar
