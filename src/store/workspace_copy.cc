#include "store/workspace_copy.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "kernel/error.h"

namespace lianzhao::store {

namespace {

enum class Kind : std::uint8_t { kInteger, kReal, kText, kBlob };

struct Column {
  std::string name;
  Kind kind;
};

struct Table {
  std::string name;
  std::vector<Column> columns;
};

Kind kind_of(std::string_view declared) {
  if (declared.find("INT") != std::string_view::npos) return Kind::kInteger;
  if (declared == "BLOB") return Kind::kBlob;
  return declared == "TEXT" ? Kind::kText : Kind::kReal;
}

/// Of a workspace on SQLite; the steps taken are each engine's own and left out.
std::vector<Table> tables_of(Session& sqlite) {
  std::vector<Table> tables;
  auto rows = sqlite.query(
      "SELECT m.name, c.name, c.type FROM sqlite_master m JOIN pragma_table_info(m.name) c"
      " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name <> 'migration' ORDER BY m.name, c.cid");
  while (rows.next()) {
    if (tables.empty() || tables.back().name != rows.text(0)) tables.push_back({std::string{rows.text(0)}, {}});
    tables.back().columns.push_back({std::string{rows.text(1)}, kind_of(rows.text(2))});
  }
  return tables;
}

Param value_of(Rows const& rows, int column, Kind kind) {
  if (rows.is_null(column)) return nullptr;
  switch (kind) {
    case Kind::kInteger:
      return rows.integer(column);
    case Kind::kReal:
      return rows.real(column);
    case Kind::kText:
      return rows.text(column);
    case Kind::kBlob:
      break;
  }
  return Blob{rows.blob(column)};
}

void copy_rows(Session& from, Session& to, Table const& table) {
  std::vector<std::string_view> names;
  for (auto const& column : table.columns) names.push_back(column.name);
  auto bulk = to.copy(table.name, std::span{std::as_const(names)});
  auto rows = from.stream(fmt::format("SELECT {} FROM {}", fmt::join(names, ", "), table.name));
  std::vector<Param> row(table.columns.size());
  while (rows.next()) {
    for (std::size_t i = 0; i < row.size(); ++i) row[i] = value_of(rows, static_cast<int>(i), table.columns[i].kind);
    bulk.add(row);
  }
  bulk.finish();
}

/// Rows may name others that come later, and those of their own table do.
class LaterReferences {
 public:
  explicit LaterReferences(Session& sql) : sql_{sql} {
    if (sql.engine() == Engine::kSqlite) {
      sql.script("PRAGMA defer_foreign_keys = ON");
      return;
    }
    auto rows = sql.query(
        "SELECT r.relname, c.conname FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid"
        " WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace");
    while (rows.next())
      constraints_.push_back(fmt::format("ALTER TABLE \"{}\" ALTER CONSTRAINT \"{}\" ", rows.text(0), rows.text(1)));
    for (auto const& each : constraints_) sql_.script(each + "DEFERRABLE INITIALLY DEFERRED");
  }
  /// Now all of them hold, or the transaction ends here.
  void check() {
    if (sql_.engine() == Engine::kSqlite) return;  // at the commit
    sql_.script("SET CONSTRAINTS ALL IMMEDIATE");
    for (auto const& each : constraints_) sql_.script(each + "NOT DEFERRABLE");
  }

 private:
  Session& sql_;
  std::vector<std::string> constraints_;
};

void continue_ids(Session& postgres, Table const& table) {
  auto const numbered = std::any_of(table.columns.begin(), table.columns.end(), [](Column const& column) {
    return column.name == "id" && column.kind == Kind::kInteger;
  });
  if (!numbered) return;
  postgres.find_integer(fmt::format(
      "SELECT setval(pg_get_serial_sequence('{0}', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM {0}), false)",
      table.name));
}

}  // namespace

void copy_workspace(Database& from, Database& to) {
  LIANZHAO_ASSERT(from.engine() == Engine::kSqlite || to.engine() == Engine::kSqlite,
                  "the schema is read off the side on SQLite");
  auto source = from.reader();
  auto const looked = Transaction{source};
  if (source.engine() == Engine::kPostgres) source.script("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  auto target = to.writer();
  auto transaction = Transaction{target};
  auto const step = [](Session& sql) { return sql.find_integer("SELECT max(number) FROM migration").value_or(0); };
  auto const given = step(source);
  auto const wanted = step(target);
  if (given != wanted) {
    throw invalid_input(
        "other_version",
        fmt::format("one workspace is at step {}, the other at {}: `migrate` brings both to the same", given, wanted));
  }
  auto references = LaterReferences{target};
  auto const tables = tables_of(source.engine() == Engine::kSqlite ? source : target);
  for (auto const& table : tables) target.execute(fmt::format("DELETE FROM {}", table.name));
  for (auto const& table : tables) copy_rows(source, target, table);
  references.check();
  if (target.engine() == Engine::kPostgres) {
    for (auto const& table : tables) continue_ids(target, table);
  }
  transaction.commit();
}

}  // namespace lianzhao::store
