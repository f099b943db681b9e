#include <fmt/format.h>
#include <sqlite3.h>

#include "kernel/error.h"
#include "kernel/log.h"
#include "store/connection.h"
#include "store/sqlite_checkpointer.h"

namespace lianzhao::store::detail {

namespace {

[[noreturn]] void fail(sqlite3* handle, int code, std::string_view doing) {
  auto const primary = code & 0xff;
  auto const* const cause = handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
  if (primary != SQLITE_CONSTRAINT) log::error("sqlite: {} ({}): {}", cause, code, doing);
  switch (primary) {
    case SQLITE_CONSTRAINT:
      throw Failure{{ErrorKind::kConflict, "row_conflict",
                     fmt::format("the row contradicts one that is stored ({}); read it again and retry", cause)}};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Failure{{ErrorKind::kUnavailable, "database_busy",
                     "another process is writing to the database; try again in a moment"}};
    case SQLITE_FULL:
      throw Failure{
          {ErrorKind::kUnavailable, "database_full", "the disk is full; nothing was changed, free some space"}};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      throw Failure{{ErrorKind::kInternal, "database_damaged",
                     "the database file is damaged or is not a database; restore the last backup"}};
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      throw Failure{
          {ErrorKind::kUnavailable, "database_unreachable",
           fmt::format("the database cannot be opened or written ({}); check the folder and its rights", cause)}};
    default:
      throw Failure{{ErrorKind::kInternal, "database_error", "the database refused a statement; the log says why"}};
  }
}

class SqlitePrepared final : public Prepared {
 public:
  SqlitePrepared(sqlite3* handle, std::string_view sql) : handle_{handle} {
    auto const code = sqlite3_prepare_v3(handle, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                         &statement_, nullptr);
    if (code != SQLITE_OK) fail(handle, code, sql);
    // A query reads its bindings at every step, when the caller's texts may have gone. Writes (with RETURNING too) have
    // done all their work by the first step, and bulk loads should not pay for copies.
    if (sqlite3_stmt_readonly(statement_) != 0) copying_ = SQLITE_TRANSIENT;
  }
  SqlitePrepared(SqlitePrepared const&) = delete;
  SqlitePrepared& operator=(SqlitePrepared const&) = delete;
  ~SqlitePrepared() override { sqlite3_finalize(statement_); }

  void start(std::span<Param const> params, bool /*streaming*/) override {
    LIANZHAO_ASSERT(static_cast<int>(params.size()) == sqlite3_bind_parameter_count(statement_),
                    "as many values as placeholders");
    sqlite3_reset(statement_);
    ended_ = false;
    int index = 0;
    for (auto const& param : params) bind(++index, param);
    first_ = step();
    fetched_ = true;
  }

  bool next() override {
    if (fetched_) {
      fetched_ = false;
      return first_;
    }
    return !ended_ && step();
  }

  void reset() noexcept override {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
    fetched_ = false;
    ended_ = true;
  }

  void send(std::span<Param const> params) override {
    start(params, false);
    while (next()) {
    }
    reset();
  }
  std::int64_t rows_affected() const override { return sqlite3_changes64(handle_); }
  bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  double real(int column) const override { return sqlite3_column_double(statement_, column); }
  std::string_view text(int column) const override {
    auto const* const bytes = reinterpret_cast<char const*>(sqlite3_column_text(statement_, column));
    return bytes ? std::string_view{bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))}
                 : std::string_view{};
  }
  std::string_view blob(int column) const override {
    auto const* const bytes = static_cast<char const*>(sqlite3_column_blob(statement_, column));
    return bytes ? std::string_view{bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))}
                 : std::string_view{};
  }

 private:
  bool step() {
    auto const code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    ended_ = true;
    if (code == SQLITE_DONE) return false;
    auto const sql = std::string{sqlite3_sql(statement_)};
    sqlite3_reset(statement_);
    fail(handle_, code, sql);
  }

  void bind(int index, Param const& param) {
    auto const& value = param.value();
    int code = SQLITE_OK;
    if (auto const* integer = std::get_if<std::int64_t>(&value)) {
      code = sqlite3_bind_int64(statement_, index, *integer);
    } else if (auto const* real = std::get_if<double>(&value)) {
      code = sqlite3_bind_double(statement_, index, *real);
    } else if (auto const* text = std::get_if<std::string_view>(&value)) {
      // A null pointer would bind NULL, and an empty text is not that.
      code =
          sqlite3_bind_text64(statement_, index, text->data() ? text->data() : "", text->size(), copying_, SQLITE_UTF8);
    } else if (auto const* blob = std::get_if<Blob>(&value)) {
      code = sqlite3_bind_blob64(statement_, index, blob->bytes.data() ? blob->bytes.data() : "", blob->bytes.size(),
                                 copying_);
    } else {
      code = sqlite3_bind_null(statement_, index);
    }
    if (code != SQLITE_OK) fail(handle_, code, "bind");
  }

  sqlite3* handle_;
  sqlite3_stmt* statement_ = nullptr;
  sqlite3_destructor_type copying_ = SQLITE_STATIC;
  bool fetched_ = false;  ///< the first step is done and waits for next()
  bool first_ = false;
  bool ended_ = true;
};

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(std::filesystem::path const& file, bool writes, Durability durability) : writes_{writes} {
    auto const code = sqlite3_open_v2(file.c_str(), &handle_,
                                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    try {
      if (code != SQLITE_OK) fail(handle_, code, file.string());
      sqlite3_extended_result_codes(handle_, 1);
      // First of all pragmas: switching to WAL must wait for others too.
      run("PRAGMA busy_timeout = 10000");
      run("PRAGMA journal_mode = WAL");
      run(durability == Durability::kFull     ? "PRAGMA synchronous = FULL"
          : durability == Durability::kNormal ? "PRAGMA synchronous = NORMAL"
                                              : "PRAGMA synchronous = OFF");
      run("PRAGMA foreign_keys = ON");
      run("PRAGMA temp_store = MEMORY");
      // The register is large and mostly read: mapped. The workspace is asked by many connections at once, each of
      // which would count the whole mapping as its own.
      if (durability == Durability::kFull) {
        run("PRAGMA mmap_size = 0");
        // What a reader has in its cache goes with every commit of the writer; the writer's own stays.
        run(writes ? "PRAGMA cache_size = -12288" : "PRAGMA cache_size = -6144");
      } else {
        run("PRAGMA mmap_size = 268435456");
        run("PRAGMA cache_size = -131072");
      }
      if (!writes) run("PRAGMA query_only = ON");
      if (writes && durability == Durability::kFull) {
        checkpointer_ = std::make_unique<SqliteCheckpointer>(file);
        auto const committed = [](void* checkpointer, sqlite3*, char const*, int pages) {
          static_cast<SqliteCheckpointer*>(checkpointer)->note_log_pages(pages);
          return SQLITE_OK;
        };
        sqlite3_wal_hook(handle_, committed, checkpointer_.get());
      }
    } catch (...) {
      sqlite3_close_v2(handle_);
      throw;
    }
  }
  SqliteConnection(SqliteConnection const&) = delete;
  SqliteConnection& operator=(SqliteConnection const&) = delete;
  ~SqliteConnection() override {
    copy_.reset();
    clear_cache();
    // Before this connection goes: the last one brings the rest of the log into the file.
    checkpointer_.reset();
    sqlite3_close_v2(handle_);
  }

  Engine engine() const override { return Engine::kSqlite; }
  std::unique_ptr<Prepared> prepare(std::string_view sql) override {
    return std::make_unique<SqlitePrepared>(handle_, sql);
  }
  void script(std::string_view sql) override { run(std::string{sql}); }
  void begin() override {
    // A writer takes the lock at once: an upgrade in the middle could fail however long it waited.
    run(writes_ ? "BEGIN IMMEDIATE" : "BEGIN");
  }
  bool healthy() const override { return sqlite3_get_autocommit(handle_) != 0; }

  void copy_begin(std::string_view table, std::span<std::string_view const> columns) override {
    auto sql = fmt::format("INSERT INTO {} ({}) VALUES (?", table, fmt::join(columns, ", "));
    for (std::size_t i = 1; i < columns.size(); ++i) sql += ", ?";
    copy_ = prepare(sql + ")");
  }
  void copy_row(std::span<Param const> row) override { copy_->start(row, false); }
  void copy_end() override { copy_.reset(); }
  void copy_abandon() noexcept override { copy_.reset(); }

  sqlite3* handle() { return handle_; }

 private:
  void run(std::string const& sql) {
    auto const code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(handle_, code, sql);
  }

  sqlite3* handle_ = nullptr;
  bool writes_;
  std::unique_ptr<Prepared> copy_;
  std::unique_ptr<SqliteCheckpointer> checkpointer_;
};

}  // namespace

std::unique_ptr<Connection> connect_sqlite(std::filesystem::path const& file, bool writes, Durability durability) {
  return std::make_unique<SqliteConnection>(file, writes, durability);
}

void sqlite_backup(Connection& from, std::filesystem::path const& to) {
  auto& source = dynamic_cast<SqliteConnection&>(from);
  auto temporary = to;
  temporary += ".part";
  std::filesystem::remove(temporary);
  sqlite3* target = nullptr;
  auto code = sqlite3_open(temporary.c_str(), &target);
  if (code == SQLITE_OK) {
    if (auto* const copy = sqlite3_backup_init(target, "main", source.handle(), "main")) {
      code = sqlite3_backup_step(copy, -1);
      sqlite3_backup_finish(copy);
      if (code == SQLITE_DONE) {
        // The copy stands alone: no -wal beside it that could be forgotten.
        code = sqlite3_exec(target, "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr);
      }
    } else {
      code = sqlite3_errcode(target);
    }
  }
  if (code != SQLITE_OK) {
    try {
      fail(target, code, "backup to " + to.string());
    } catch (...) {
      sqlite3_close(target);
      std::filesystem::remove(temporary);
      throw;
    }
  }
  sqlite3_close(target);
  std::filesystem::rename(temporary, to);
}

}  // namespace lianzhao::store::detail
