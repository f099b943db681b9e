#pragma once

#include <concepts>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace lianzhao {
struct Error;
}

namespace lianzhao::store {

enum class Engine : std::uint8_t { kSqlite, kPostgres };

/// How much of an acknowledged write survives a power cut. PostgreSQL: kFull is its default, the others switch
/// synchronous_commit off.
enum class Durability : std::uint8_t {
  kFull,    ///< every acknowledged commit (the workspace)
  kNormal,  ///< consistent, the last commits may be missing (the register between imports)
  kOff,     ///< a power cut may damage the file: only for what can be built again
};

/// A blob parameter. Borrowed for the call.
struct Blob {
  std::string_view bytes;
};

/// A value bound to a `?`. Borrows texts and blobs: they must live until the call it is passed to returns.
class Param {
 public:
  Param() = default;
  Param(std::nullptr_t) {}
  Param(std::nullopt_t) {}
  template <std::integral T>
  Param(T value) : value_{static_cast<std::int64_t>(value)} {}
  template <typename T>
  requires std::is_enum_v<T> Param(T value) : value_{static_cast<std::int64_t>(value)} {}
  Param(double value) : value_{value} {}
  Param(std::string_view text) : value_{text} {}
  Param(std::string const& text) : value_{std::string_view{text}} {}
  Param(char const* text) : value_{std::string_view{text}} {}
  Param(Blob blob) : value_{blob} {}
  /// Absent is NULL.
  template <typename T>
  Param(std::optional<T> const& value) {
    if (value) *this = Param{*value};
  }

  using Value = std::variant<std::monostate, std::int64_t, double, std::string_view, Blob>;
  Value const& value() const { return value_; }

 private:
  Value value_;
};

struct Executed {
  std::int64_t rows_affected = 0;
};

namespace detail {
class Connection;
class Prepared;
/// A prepared statement taken from its connection's cache for as long as it is used.
struct PreparedLease {
  PreparedLease() = default;
  explicit PreparedLease(std::shared_ptr<Prepared> taken);
  PreparedLease(PreparedLease&&) noexcept = default;
  PreparedLease& operator=(PreparedLease&&) noexcept;
  ~PreparedLease();
  std::shared_ptr<Prepared> prepared;
};
}  // namespace detail

/// Rows of a query, read once from first to last:
///
///   auto rows = sql.query("SELECT id, name FROM account WHERE role = ?", role);
///   while (rows.next()) use(rows.integer(0), rows.text(1));
///
/// Texts and blobs are valid until the next call of `next`. Must not outlive its session.
class Rows {
 public:
  /// Moves to the next row; false after the last.
  bool next();

  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string_view text(int column) const;
  std::string_view blob(int column) const;
  bool boolean(int column) const { return integer(column) != 0; }
  std::optional<std::int64_t> optional_integer(int column) const;
  std::optional<double> optional_real(int column) const;
  std::optional<std::string> optional_text(int column) const;

 private:
  friend class Session;
  friend class Statement;
  Rows(detail::PreparedLease lease, detail::Prepared* prepared) : lease_{std::move(lease)}, prepared_{prepared} {}

  detail::PreparedLease lease_;  ///< empty when a Statement owns it
  detail::Prepared* prepared_;
};

/// A statement prepared once and run often. Must not outlive its session. One running query at a time.
class Statement {
 public:
  template <typename... Args>
  Executed execute(Args const&... args) {
    return run({Param{args}...});
  }
  /// For callers that collect their parameters at run time.
  Executed execute_all(std::span<Param const> params);
  template <typename... Args>
  Rows query(Args const&... args) {
    return open({Param{args}...});
  }

 private:
  friend class Session;
  explicit Statement(detail::PreparedLease lease) : lease_{std::move(lease)} {}
  Executed run(std::initializer_list<Param> params);
  Rows open(std::initializer_list<Param> params);

  detail::PreparedLease lease_;
};

/// Rows sent in bulk: COPY on PostgreSQL, one prepared insert on SQLite. Belongs inside a Transaction. `finish` must
/// be called; without it (an exception) the transaction is to be rolled back.
class Bulk {
 public:
  Bulk(Bulk&&) noexcept;
  ~Bulk();
  void add(std::span<Param const> row);
  void add(std::initializer_list<Param> row) { add(std::span{row.begin(), row.size()}); }
  /// @returns rows sent
  std::int64_t finish();

 private:
  friend class Session;
  struct State;
  explicit Bulk(std::unique_ptr<State>);
  std::unique_ptr<State> state_;
};

class Database;

/// Whether the database itself refused: the transaction that it happened in can only be rolled back, whatever else was
/// right in it.
bool from_database(Error const&);

/// What a session is borrowed for.
enum class Use : std::uint8_t {
  kRead,
  kWrite,
  kLongWrite,  ///< takes seconds; on PostgreSQL others write meanwhile
};

/// A connection borrowed from a Database and handed back on destruction. Movable, not shared by threads.
///
/// SQL is the portable subset of SQLite 3.40 and PostgreSQL 15: placeholders are `?`, upserts `ON CONFLICT`, new ids
/// `RETURNING id`, times BIGINT milliseconds, truth SMALLINT 0/1. Values never stand in the SQL text.
///
/// @throws Failure from every call: "row_conflict" (a constraint), "database_busy", "database_full",
/// "database_damaged", "database_unreachable", "database_error"; the cause is logged, not shown. After a failure
/// inside a transaction the transaction can only be rolled back.
class Session {
 public:
  Session(Session&&) noexcept;
  Session& operator=(Session&&) = delete;
  ~Session();

  Engine engine() const;

  Statement prepare(std::string_view sql);
  template <typename... Args>
  Executed execute(std::string_view sql, Args const&... args) {
    return run(sql, {Param{args}...});
  }
  template <typename... Args>
  Rows query(std::string_view sql, Args const&... args) {
    return open(sql, {Param{args}...}, false);
  }
  /// As `query` for parameters collected at run time.
  Rows query_all(std::string_view sql, std::span<Param const> params);
  /// As `query` without holding the whole answer in memory. On PostgreSQL nothing else may run on this session until
  /// the rows are read to the end or dropped.
  template <typename... Args>
  Rows stream(std::string_view sql, Args const&... args) {
    return open(sql, {Param{args}...}, true);
  }
  /// The first column of the first row, absent when there is no row or it is NULL.
  template <typename... Args>
  std::optional<std::int64_t> find_integer(std::string_view sql, Args const&... args) {
    auto rows = query(sql, args...);
    return rows.next() ? rows.optional_integer(0) : std::nullopt;
  }
  template <typename... Args>
  std::optional<std::string> find_text(std::string_view sql, Args const&... args) {
    auto rows = query(sql, args...);
    return rows.next() ? rows.optional_text(0) : std::nullopt;
  }

  /// As `execute` for what nobody waits for: while a Batch is alive the statement is sent and its answer read with the
  /// next statement that has one, or at the commit; what it failed with is thrown there. Without a Batch it is run at
  /// once.
  template <typename... Args>
  void later(std::string_view sql, Args const&... args) {
    send(sql, {Param{args}...});
  }

  /// Several statements without parameters.
  void script(std::string_view sql);
  Bulk copy(std::string_view table, std::span<std::string_view const> columns);
  Bulk copy(std::string_view table, std::initializer_list<std::string_view> columns) {
    return copy(table, std::span{columns.begin(), columns.size()});
  }

  detail::Connection& connection() { return *connection_; }

 private:
  friend class Database;
  friend class Batch;
  Session(Database& database, std::unique_ptr<detail::Connection> connection, Use use);
  void send(std::string_view sql, std::initializer_list<Param> params);
  Executed run(std::string_view sql, std::initializer_list<Param> params);
  Rows open(std::string_view sql, std::initializer_list<Param> params, bool streaming);

  Database* database_;
  std::unique_ptr<detail::Connection> connection_;
  Use use_;
  bool batches_ = false;
};

/// While it lives, Session::later does not wait for answers: a change of thousands of rows on a server elsewhere takes
/// as long as the statements, not as long as the ways to it and back. Belongs inside a Transaction.
class Batch {
 public:
  explicit Batch(Session& session) : session_{session} { session_.batches_ = true; }
  Batch(Batch const&) = delete;
  Batch& operator=(Batch const&) = delete;
  ~Batch() { session_.batches_ = false; }

 private:
  Session& session_;
};

/// Everything between construction and `commit` happens, or nothing does (also when the process dies).
class Transaction {
 public:
  explicit Transaction(Session& session);
  Transaction(Transaction const&) = delete;
  Transaction& operator=(Transaction const&) = delete;
  ~Transaction();
  void commit();

 private:
  Session& session_;
  bool open_ = true;
};

struct DatabaseOptions {
  std::string schema = "workspace";  ///< PostgreSQL only: created when missing, first in the search path
  Durability durability = Durability::kFull;
  std::size_t readers = 8;
};

/// A SQLite file (one writer, a pool of readers) or a PostgreSQL database (one pool). Safe from any thread; must
/// outlive its sessions.
class Database {
 public:
  /// `url_or_path`: postgres://… or postgresql://…, else the path of a SQLite file, created when missing.
  static std::unique_ptr<Database> open(std::string const& url_or_path, DatabaseOptions options = {});
  ~Database();

  Engine engine() const { return engine_; }
  /// SQLite: the file. PostgreSQL: empty.
  std::filesystem::path const& file() const { return file_; }

  /// Waits for a free connection. A reader may not change anything.
  Session reader();
  /// Waits for the writer.
  Session writer();
  /// For what takes long: on PostgreSQL a connection of its own beside the writer, one such at a time, so that nobody
  /// else waits; on SQLite the writer.
  Session long_writer();

 private:
  friend class Session;
  Database() = default;
  std::unique_ptr<detail::Connection> connect(bool writes) const;
  void give_back(std::unique_ptr<detail::Connection> connection, Use use);

  Engine engine_ = Engine::kSqlite;
  std::string url_;
  std::filesystem::path file_;
  DatabaseOptions options_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<detail::Connection>> idle_readers_;
  std::unique_ptr<detail::Connection> idle_writer_;
  std::size_t readers_out_ = 0;
  bool writer_out_ = false;
  bool long_writer_out_ = false;
};

/// SQLite: copies the live database to `to` page by page, consistent while others write; replaces `to`.
/// @throws Failure "backup_needs_sqlite" on PostgreSQL (copy_workspace there).
void backup(Database&, std::filesystem::path const& to);

/// Whether the file is a sound SQLite database (PRAGMA integrity_check); the first problem otherwise.
std::optional<std::string> damage(std::filesystem::path const& sqlite_file);

}  // namespace lianzhao::store
