#pragma once

#include <string>
#include <string_view>

namespace lianzhao::store {

/// `?` becomes `$1`, `$2`, … outside of quotes and comments, as PostgreSQL wants it.
std::string numbered_placeholders(std::string_view sql);

/// A URL without its password, for messages.
std::string without_password(std::string_view url);

/// "%…%" that finds `text` anywhere under LIKE … ESCAPE '\', its own wildcards made literal.
std::string like_anywhere(std::string_view text);

/// "lower(column) LIKE lower(?) ESCAPE '\'": LIKE alone tells capitals apart on PostgreSQL and not on SQLite, and which
/// letters have small ones the database says. Goes with like_anywhere.
std::string like_words(std::string_view column);

}  // namespace lianzhao::store
