#include "store/workspace_repository.h"

namespace lianzhao::store {

namespace {

TagVerdict read_verdict(Rows const& rows) {
  TagVerdict verdict{std::string{rows.text(0)}, std::string{rows.text(1)}, std::string{rows.text(2)},
                     rows.optional_integer(3),  rows.integer(4),           {}};
  if (!rows.is_null(5)) {
    verdict.judged = JudgedText{std::string{rows.text(5)}, std::string{rows.text(6)}, std::string{rows.text(7)},
                                std::string{rows.text(8)}};
  }
  return verdict;
}

constexpr std::string_view kVerdict =
    "SELECT enterprise_key, node_id, verdict, account_id, at, judged_name, judged_scope, judged_products,"
    " judged_industry FROM tag_verdict WHERE undone = 0";

}  // namespace

std::int64_t WorkspaceRepository::add_document(DocumentRow const& document) {
  return sql_
      .find_integer(
          "INSERT INTO document (hash, name, media_type, size_bytes, account_id, created_at)"
          " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
          document.hash, document.name, document.media_type, document.size_bytes, document.account_id, now())
      .value();
}

std::optional<DocumentRow> WorkspaceRepository::find_document(std::int64_t id) {
  auto rows = sql_.query("SELECT id, hash, name, media_type, size_bytes, account_id FROM document WHERE id = ?", id);
  if (!rows.next()) return std::nullopt;
  return DocumentRow{rows.integer(0),           std::string{rows.text(1)}, std::string{rows.text(2)},
                     std::string{rows.text(3)}, rows.integer(4),           rows.optional_integer(5)};
}

std::vector<TagVerdict> WorkspaceRepository::verdicts_of(std::string_view enterprise_key) {
  std::vector<TagVerdict> verdicts;
  auto rows = sql_.query(std::string{kVerdict} + " AND enterprise_key = ? ORDER BY node_id", enterprise_key);
  while (rows.next()) verdicts.push_back(read_verdict(rows));
  return verdicts;
}

std::vector<TagVerdict> WorkspaceRepository::verdicts() {
  std::vector<TagVerdict> verdicts;
  auto rows = sql_.query(std::string{kVerdict} + " ORDER BY enterprise_key, node_id");
  while (rows.next()) verdicts.push_back(read_verdict(rows));
  return verdicts;
}

std::string WorkspaceRepository::verdict_revision() {
  auto rows = sql_.query("SELECT COALESCE(MAX(id), 0), COALESCE(SUM(undone), 0) FROM tag_verdict");
  rows.next();
  return std::to_string(rows.integer(0)) + "-" + std::to_string(rows.integer(1));
}

void WorkspaceRepository::set_verdict(std::string_view enterprise_key, std::string_view node_id,
                                      std::optional<std::string> const& verdict, std::optional<std::int64_t> account_id,
                                      std::optional<JudgedText> const& judged) {
  // What was said before stays readable, marked undone.
  sql_.execute("UPDATE tag_verdict SET undone = 1 WHERE enterprise_key = ? AND node_id = ? AND undone = 0",
               enterprise_key, node_id);
  if (!verdict) return;
  auto const words = [&](std::string JudgedText::*field) {
    return judged ? std::optional{(*judged).*field} : std::nullopt;
  };
  sql_.execute(
      "INSERT INTO tag_verdict (enterprise_key, node_id, verdict, account_id, at, judged_name, judged_scope,"
      " judged_products, judged_industry) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      enterprise_key, node_id, *verdict, account_id, now(), words(&JudgedText::name),
      words(&JudgedText::business_scope), words(&JudgedText::products), words(&JudgedText::industry_code));
}

}  // namespace lianzhao::store
