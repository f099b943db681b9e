#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kernel/money_sum.h"
#include "store/session.h"

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

/// Two columns, the sum of an amount in millions and of what is left: a sum over many rows is beyond int64 where single
/// amounts are not, and the databases answer that with an error. Absent amounts are left out. Read by `sum_of`.
std::string sum_in_parts(std::string_view expression);
/// Absent where no row had an amount.
std::optional<MoneySum> sum_of(Rows const&, int first_column);

}  // namespace lianzhao::store
