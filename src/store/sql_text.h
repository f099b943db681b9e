#pragma once

#include <string>
#include <string_view>

namespace lianzhao::store {

/// `?` becomes `$1`, `$2`, … outside of quotes and comments, as PostgreSQL wants it.
std::string numbered_placeholders(std::string_view sql);

/// A URL without its password, for messages.
std::string without_password(std::string_view url);

/// ASCII letters small, as lower() of SQLite makes them.
std::string lower_case(std::string_view text);

/// "%…%" that finds `text` anywhere under LIKE … ESCAPE '\', its own wildcards made literal.
std::string like_anywhere(std::string_view text);

/// "lower(column) LIKE ? ESCAPE '\'": LIKE alone tells capitals apart on PostgreSQL and not on SQLite. Goes with
/// words_anywhere.
std::string like_words(std::string_view column);
std::string words_anywhere(std::string_view text);

}  // namespace lianzhao::store
