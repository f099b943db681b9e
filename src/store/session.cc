#include "store/session.h"

#include <algorithm>

#include "kernel/error.h"
#include "kernel/log.h"
#include "store/connection.h"
#include "store/sql_text.h"

namespace lianzhao::store {

namespace detail {

PreparedLease::PreparedLease(std::shared_ptr<Prepared> taken) : prepared{std::move(taken)} {
  prepared->leased = true;
}

PreparedLease& PreparedLease::operator=(PreparedLease&& other) noexcept {
  std::swap(prepared, other.prepared);
  return *this;
}

PreparedLease::~PreparedLease() {
  if (!prepared) return;
  prepared->reset();
  prepared->leased = false;
}

std::shared_ptr<Prepared> Connection::take(std::string_view sql) {
  // Statements put together at run time come in many forms; those that nobody runs at the moment may go.
  constexpr std::size_t kMost = 400;
  if (cache_.size() >= kMost) std::erase_if(cache_, [](auto const& kept) { return !kept.second->leased; });
  auto& cached = cache_[std::string{sql}];
  if (cached && cached->leased) return prepare(sql);
  if (!cached) cached = prepare(sql);
  return cached;
}

}  // namespace detail

bool Rows::next() {
  return prepared_->next();
}
bool Rows::is_null(int column) const {
  return prepared_->is_null(column);
}
std::int64_t Rows::integer(int column) const {
  return prepared_->integer(column);
}
double Rows::real(int column) const {
  return prepared_->real(column);
}
std::string_view Rows::text(int column) const {
  return prepared_->text(column);
}
std::string_view Rows::blob(int column) const {
  return prepared_->blob(column);
}
std::optional<std::int64_t> Rows::optional_integer(int column) const {
  return is_null(column) ? std::nullopt : std::optional{integer(column)};
}
std::optional<double> Rows::optional_real(int column) const {
  return is_null(column) ? std::nullopt : std::optional{real(column)};
}
std::optional<std::string> Rows::optional_text(int column) const {
  return is_null(column) ? std::nullopt : std::optional{std::string{text(column)}};
}

namespace {

Executed run_to_end(detail::Prepared& prepared, std::span<Param const> params) {
  prepared.start(params, false);
  while (prepared.next()) {
  }
  auto const done = Executed{prepared.rows_affected()};
  prepared.reset();
  return done;
}

}  // namespace

Executed Statement::execute_all(std::span<Param const> params) {
  return run_to_end(*lease_.prepared, params);
}
Executed Statement::run(std::initializer_list<Param> params) {
  return run_to_end(*lease_.prepared, {params.begin(), params.size()});
}
Rows Statement::open(std::initializer_list<Param> params) {
  lease_.prepared->reset();
  lease_.prepared->start({params.begin(), params.size()}, false);
  return Rows{{}, lease_.prepared.get()};
}

struct Bulk::State {
  detail::Connection* connection;
  std::size_t columns;
  std::int64_t rows = 0;
};

Bulk::Bulk(std::unique_ptr<State> state) : state_{std::move(state)} {}
Bulk::Bulk(Bulk&&) noexcept = default;
Bulk::~Bulk() {
  if (state_) state_->connection->copy_abandon();
}

void Bulk::add(std::span<Param const> row) {
  LIANZHAO_ASSERT(row.size() == state_->columns, "a bulk row has one value per column");
  state_->connection->copy_row(row);
  ++state_->rows;
}

std::int64_t Bulk::finish() {
  auto const state = std::move(state_);
  state->connection->copy_end();
  return state->rows;
}

Session::Session(Database& database, std::unique_ptr<detail::Connection> connection, Use use)
    : database_{&database}, connection_{std::move(connection)}, use_{use} {}

Session::Session(Session&& other) noexcept
    : database_{other.database_},
      connection_{std::move(other.connection_)},
      use_{other.use_},
      batches_{other.batches_} {}

Session::~Session() {
  if (connection_) database_->give_back(std::move(connection_), use_);
}

Engine Session::engine() const {
  return connection_->engine();
}

Statement Session::prepare(std::string_view sql) {
  return Statement{detail::PreparedLease{connection_->take(sql)}};
}

Executed Session::run(std::string_view sql, std::initializer_list<Param> params) {
  auto const lease = detail::PreparedLease{connection_->take(sql)};
  return run_to_end(*lease.prepared, {params.begin(), params.size()});
}

void Session::send(std::string_view sql, std::initializer_list<Param> params) {
  auto const lease = detail::PreparedLease{connection_->take(sql)};
  if (batches_) {
    lease.prepared->send({params.begin(), params.size()});
  } else {
    run_to_end(*lease.prepared, {params.begin(), params.size()});
  }
}

Rows Session::open(std::string_view sql, std::initializer_list<Param> params, bool streaming) {
  auto lease = detail::PreparedLease{connection_->take(sql)};
  auto* const prepared = lease.prepared.get();
  prepared->start({params.begin(), params.size()}, streaming);
  return Rows{std::move(lease), prepared};
}

Rows Session::query_all(std::string_view sql, std::span<Param const> params) {
  auto lease = detail::PreparedLease{connection_->take(sql)};
  auto* const prepared = lease.prepared.get();
  prepared->start(params, false);
  return Rows{std::move(lease), prepared};
}

void Session::script(std::string_view sql) {
  connection_->script(sql);
}

Bulk Session::copy(std::string_view table, std::span<std::string_view const> columns) {
  connection_->copy_begin(table, columns);
  auto state = std::make_unique<Bulk::State>();
  state->connection = connection_.get();
  state->columns = columns.size();
  return Bulk{std::move(state)};
}

Transaction::Transaction(Session& session) : session_{session} {
  session_.connection().begin();
}

void Transaction::commit() {
  LIANZHAO_ASSERT(open_, "a transaction is committed once");
  session_.script("COMMIT");
  open_ = false;
}

Transaction::~Transaction() {
  // Where the disk is full SQLite takes the transaction back by itself.
  if (!open_ || session_.connection().healthy()) return;
  try {
    session_.script("ROLLBACK");
  } catch (Failure const& failure) {
    // The connection is gone, and with it the transaction: that is what was wanted.
    log::warn("rollback: {}", failure.what());
  }
}

bool from_database(Error const& error) {
  return error.code == "row_conflict" || error.code.starts_with("database_");
}

std::unique_ptr<Database> Database::open(std::string const& url_or_path, DatabaseOptions options) {
  auto database = std::unique_ptr<Database>{new Database};
  database->options_ = std::move(options);
  if (url_or_path.starts_with("postgres://") || url_or_path.starts_with("postgresql://")) {
    database->engine_ = Engine::kPostgres;
    database->url_ = url_or_path;
  } else {
    database->file_ = url_or_path;
  }
  // The first connection is made here so that a wrong address or an unwritable folder shows at once.
  database->idle_writer_ = database->connect(true);
  return database;
}

Database::~Database() = default;

std::unique_ptr<detail::Connection> Database::connect(bool writes) const {
  return engine_ == Engine::kSqlite ? detail::connect_sqlite(file_, writes, options_.durability)
                                    : detail::connect_postgres(url_, options_.schema, writes, options_.durability);
}

Session Database::reader() {
  auto lock = std::unique_lock{mutex_};
  freed_.wait(lock, [&] { return readers_out_ < options_.readers; });
  ++readers_out_;
  std::unique_ptr<detail::Connection> connection;
  if (!idle_readers_.empty()) {
    connection = std::move(idle_readers_.back());
    idle_readers_.pop_back();
  }
  lock.unlock();
  try {
    if (!connection || !connection->alive()) connection = connect(false);
  } catch (...) {
    give_back(nullptr, Use::kRead);
    throw;
  }
  return Session{*this, std::move(connection), Use::kRead};
}

Session Database::writer() {
  auto lock = std::unique_lock{mutex_};
  freed_.wait(lock, [&] { return !writer_out_; });
  writer_out_ = true;
  auto connection = std::move(idle_writer_);
  lock.unlock();
  try {
    if (!connection || !connection->alive()) connection = connect(true);
  } catch (...) {
    give_back(nullptr, Use::kWrite);
    throw;
  }
  return Session{*this, std::move(connection), Use::kWrite};
}

Session Database::long_writer() {
  if (engine_ == Engine::kSqlite) return writer();
  auto lock = std::unique_lock{mutex_};
  freed_.wait(lock, [&] { return !long_writer_out_; });
  long_writer_out_ = true;
  lock.unlock();
  try {
    return Session{*this, connect(true), Use::kLongWrite};
  } catch (...) {
    give_back(nullptr, Use::kLongWrite);
    throw;
  }
}

void Database::give_back(std::unique_ptr<detail::Connection> connection, Use use) {
  if (connection && !connection->healthy()) connection.reset();
  auto const lock = std::lock_guard{mutex_};
  if (use == Use::kLongWrite) {
    long_writer_out_ = false;
  } else if (use == Use::kWrite) {
    writer_out_ = false;
    idle_writer_ = std::move(connection);
  } else {
    --readers_out_;
    if (connection) idle_readers_.push_back(std::move(connection));
  }
  freed_.notify_all();
}

void backup(Database& database, std::filesystem::path const& to) {
  if (database.engine() != Engine::kSqlite) {
    throw Failure{{ErrorKind::kInvalidInput, "backup_needs_sqlite",
                   "the data lies in PostgreSQL: pages are copied of files only"}};
  }
  auto session = database.reader();
  detail::sqlite_backup(session.connection(), to);
}

std::optional<std::string> damage(std::filesystem::path const& sqlite_file) {
  if (!std::filesystem::exists(sqlite_file)) return "no such file";
  try {
    auto const database = Database::open(sqlite_file.string());
    auto session = database->reader();
    auto const verdict = session.find_text("PRAGMA integrity_check(1)");
    if (verdict == "ok") return std::nullopt;
    return verdict.value_or("no answer");
  } catch (Failure const& failure) {
    return failure.error().message;
  }
}

}  // namespace lianzhao::store
