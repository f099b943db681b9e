#include "store/register_search.h"

#include <string>

#include "store/sql_text.h"

namespace lianzhao::store {

std::vector<std::int64_t> find_ids_by_words(Session& sql, std::string_view words, std::size_t limit) {
  std::vector<std::string> texts;
  std::string where;
  auto rest = words;
  while (!rest.empty()) {
    auto const blank = rest.find(' ');
    auto const word = rest.substr(0, blank);
    rest = blank == std::string_view::npos ? std::string_view{} : rest.substr(blank + 1);
    if (word.empty()) continue;
    if (!where.empty()) where += " AND ";
    where += "(" + like_words("name") + " OR " + like_words("former_names") + " OR " + like_words("business_scope") +
             " OR " + like_words("products") + " OR credit_code = ?)";
    for (int i = 0; i < 4; ++i) texts.push_back(like_anywhere(word));
    texts.emplace_back(word);
  }
  if (where.empty()) return {};
  std::vector<Param> params{texts.begin(), texts.end()};
  params.emplace_back(static_cast<std::int64_t>(limit));
  std::vector<std::int64_t> ids;
  auto rows = sql.query_all("SELECT id FROM enterprise WHERE " + where + " ORDER BY id LIMIT ?", params);
  while (rows.next()) ids.push_back(rows.integer(0));
  return ids;
}

void for_each_text(Session& sql, std::function<void(std::int64_t, RegisterTexts const&)> const& each) {
  auto rows = sql.stream("SELECT id, name, business_scope, products, former_names FROM enterprise ORDER BY id");
  while (rows.next()) each(rows.integer(0), {rows.text(1), rows.text(2), rows.text(3), rows.text(4)});
}

TextReader::TextReader(Session& sql)
    : statement_{sql.prepare("SELECT name, business_scope, products, former_names FROM enterprise WHERE id = ?")} {}

std::optional<RegisterTexts> TextReader::find(std::int64_t id) {
  rows_.emplace(statement_.query(id));
  if (!rows_->next()) return std::nullopt;
  return RegisterTexts{rows_->text(0), rows_->text(1), rows_->text(2), rows_->text(3)};
}

}  // namespace lianzhao::store
