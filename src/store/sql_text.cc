#include "store/sql_text.h"

#include <fmt/format.h>

namespace lianzhao::store {

std::string numbered_placeholders(std::string_view sql) {
  std::string out;
  out.reserve(sql.size() + 16);
  int number = 0;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    auto const c = sql[i];
    auto end = i;
    if (c == '\'' || c == '"') {
      end = sql.find(c, i + 1);
    } else if (sql.substr(i, 2) == "--") {
      end = sql.find('\n', i);
    } else if (c == '?') {
      out += '$';
      out += std::to_string(++number);
      continue;
    }
    if (end == std::string_view::npos) end = sql.size() - 1;
    out += sql.substr(i, end - i + 1);
    i = end;
  }
  return out;
}

std::string without_password(std::string_view url) {
  auto const scheme = url.find("://");
  auto const at = url.find('@');
  if (scheme == std::string_view::npos || at == std::string_view::npos) return std::string{url};
  auto const colon = url.find(':', scheme + 3);
  if (colon == std::string_view::npos || colon > at) return std::string{url};
  return std::string{url.substr(0, colon)} + ":***" + std::string{url.substr(at)};
}

std::string like_words(std::string_view column) {
  return fmt::format("lower({}) LIKE lower(?) ESCAPE '\\'", column);
}

std::string like_anywhere(std::string_view text) {
  std::string out = "%";
  for (auto const c : text) {
    if (c == '%' || c == '_' || c == '\\') out += '\\';
    out += c;
  }
  return out + "%";
}

std::string sum_in_parts(std::string_view expression) {
  return fmt::format(
      "CAST(sum(CAST({0} AS BIGINT) / 1000000) AS BIGINT), CAST(sum(CAST({0} AS BIGINT) % 1000000) AS BIGINT)",
      expression);
}

std::optional<MoneySum> sum_of(Rows const& rows, int first_column) {
  auto const millions = rows.optional_integer(first_column);
  if (!millions) return std::nullopt;
  return MoneySum::of_parts(*millions, rows.integer(first_column + 1));
}

}  // namespace lianzhao::store
