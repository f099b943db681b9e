#include <charconv>
#include <cstring>

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include "kernel/error.h"
#include "kernel/log.h"
#include "store/connection.h"
#include "store/sql_text.h"

namespace lianzhao::store::detail {

namespace {

using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;

Answer answer(PGresult* result) {
  return {result, &PQclear};
}

[[noreturn]] void fail(PGconn* handle, PGresult const* result, std::string_view doing) {
  auto const* const state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
  auto const code = std::string_view{state ? state : ""};
  auto const cause = std::string{result ? PQresultErrorMessage(result) : PQerrorMessage(handle)};
  if (code.starts_with("23")) {
    auto const* const constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    throw Failure{{ErrorKind::kConflict, "row_conflict",
                   fmt::format("the row contradicts one that is stored ({}); read it again and retry",
                               constraint ? constraint : "constraint")}};
  }
  log::error("postgresql: {} ({}): {}", cause, code, doing);
  if (code == "53100") {
    throw Failure{{ErrorKind::kUnavailable, "database_full", "the disk is full; nothing was changed, free some space"}};
  }
  if (code == "40001" || code == "40P01" || code == "55P03") {
    throw Failure{{ErrorKind::kUnavailable, "database_busy",
                   "another process is writing to the same rows; try again in a moment"}};
  }
  if (PQstatus(handle) != CONNECTION_OK || code.starts_with("08") || code.starts_with("57P")) {
    throw Failure{{ErrorKind::kUnavailable, "database_unreachable",
                   "PostgreSQL cannot be reached; check --database and whether the server runs"}};
  }
  throw Failure{{ErrorKind::kInternal, "database_error", "the database refused a statement; the log says why"}};
}

template <typename T>
T number(char const* text) {
  T value{};
  std::from_chars(text, text + std::strlen(text), value);
  return value;
}

/// Statements sent ahead of their answers (libpq's pipeline mode).
class Pipeline {
 public:
  explicit Pipeline(PGconn* handle) : handle_{handle} {}

  void enter() {
    if (sent_.empty() && PQenterPipelineMode(handle_) == 0) fail(handle_, nullptr, "pipeline");
  }
  /// Answers are small, but a server that cannot get rid of them reads nothing more.
  void sent(std::string const& sql) {
    constexpr std::size_t kMost = 200;
    sent_.push_back(sql);
    if (sent_.size() == kMost) settle();
  }
  /// Reads what is missing. @throws what the first statement that failed said; "database_unreachable" when the answers
  /// do not come to their end: whatever was sent may or may not have happened, and the transaction is gone.
  void settle() {
    if (sent_.empty()) return;
    auto const end = drain();
    if (end.failed) fail(handle_, end.failed.get(), end.sql);
    if (!end.whole) {
      log::error("postgresql: {}: the answers to statements sent ahead broke off", PQerrorMessage(handle_));
      throw Failure{{ErrorKind::kUnavailable, "database_unreachable",
                     "PostgreSQL cannot be reached; check --database and whether the server runs"}};
    }
  }
  /// Reads what is missing, whatever it says.
  void drop() noexcept {
    if (!sent_.empty()) drain();
  }

 private:
  struct End {
    Answer failed = answer(nullptr);  ///< of the first statement that did
    std::string sql;                  ///< that statement
    bool whole = false;
  };
  End drain() {
    End end;
    auto const sent = std::move(sent_);
    sent_.clear();
    std::size_t at = 0;
    end.whole = PQpipelineSync(handle_) == 1;
    auto synced = false;
    // Each statement's answers end with a null; the end of all is the sync.
    for (auto nulls = 0; end.whole && !synced && nulls < 2 && PQstatus(handle_) == CONNECTION_OK;) {
      auto result = answer(PQgetResult(handle_));
      nulls = result ? 0 : nulls + 1;
      at += result ? 0 : 1;
      auto const status = PQresultStatus(result.get());
      synced = result && status == PGRES_PIPELINE_SYNC;
      if (result && status == PGRES_FATAL_ERROR && !end.failed) {
        end.failed = std::move(result);
        if (at < sent.size()) end.sql = sent[at];
      }
    }
    end.whole = synced && PQexitPipelineMode(handle_) == 1;
    return end;
  }

  PGconn* handle_;
  std::vector<std::string> sent_;
};

/// Parameters as libpq wants them.
struct Bound {
  std::vector<std::string> texts;
  std::vector<char const*> values;
  std::vector<int> lengths;
  std::vector<int> formats;

  explicit Bound(std::span<Param const> params)
      : texts(params.size()), values(params.size()), lengths(params.size()), formats(params.size()) {
    for (std::size_t i = 0; i < params.size(); ++i) {
      auto const& value = params[i].value();
      if (std::holds_alternative<std::monostate>(value)) continue;
      if (auto const* integer = std::get_if<std::int64_t>(&value)) {
        texts[i] = fmt::format("{}", *integer);
      } else if (auto const* real = std::get_if<double>(&value)) {
        texts[i] = fmt::format("{}", *real);
      } else if (auto const* text = std::get_if<std::string_view>(&value)) {
        texts[i] = *text;
      } else if (auto const* blob = std::get_if<Blob>(&value)) {
        texts[i] = blob->bytes;
        formats[i] = 1;
      }
      values[i] = texts[i].c_str();
      lengths[i] = static_cast<int>(texts[i].size());
    }
  }
  int count() const { return static_cast<int>(values.size()); }
};

class PostgresPrepared final : public Prepared {
 public:
  PostgresPrepared(PGconn* handle, Pipeline& pipeline, std::string name, std::string_view sql)
      : handle_{handle}, pipeline_{pipeline}, name_{std::move(name)}, sql_{numbered_placeholders(sql)} {
    pipeline_.settle();
    auto const result = answer(PQprepare(handle_, name_.c_str(), sql_.c_str(), 0, nullptr));
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) fail(handle_, result.get(), sql_);
  }

  void start(std::span<Param const> params, bool streaming) override {
    reset();
    pipeline_.settle();
    auto const bound = Bound{params};
    row_ = -1;
    affected_ = 0;
    streaming_ = streaming;
    if (!streaming) {
      accept(answer(PQexecPrepared(handle_, name_.c_str(), bound.count(), bound.values.data(), bound.lengths.data(),
                                   bound.formats.data(), 0)));
      return;
    }
    if (PQsendQueryPrepared(handle_, name_.c_str(), bound.count(), bound.values.data(), bound.lengths.data(),
                            bound.formats.data(), 0) == 0) {
      fail(handle_, nullptr, sql_);
    }
    PQsetSingleRowMode(handle_);
    unread_ = true;
  }

  void send(std::span<Param const> params) override {
    reset();
    auto const bound = Bound{params};
    pipeline_.enter();
    if (PQsendQueryPrepared(handle_, name_.c_str(), bound.count(), bound.values.data(), bound.lengths.data(),
                            bound.formats.data(), 0) == 0) {
      fail(handle_, nullptr, sql_);
    }
    pipeline_.sent(sql_);
  }

  bool next() override {
    blob_.reset();
    if (!streaming_) return result_ && ++row_ < PQntuples(result_.get());
    if (!unread_) return false;
    auto result = answer(PQgetResult(handle_));
    row_ = 0;
    if (PQresultStatus(result.get()) == PGRES_SINGLE_TUPLE) {
      result_ = std::move(result);
      return true;
    }
    while (auto* const more = PQgetResult(handle_)) PQclear(more);
    unread_ = false;
    accept(std::move(result));
    return false;
  }

  void reset() noexcept override {
    if (unread_) {
      if (auto* const cancel = PQgetCancel(handle_)) {
        char ignored[256];
        PQcancel(cancel, ignored, sizeof ignored);
        PQfreeCancel(cancel);
      }
      while (auto* const more = PQgetResult(handle_)) PQclear(more);
      unread_ = false;
    }
    result_.reset();
    blob_.reset();
  }

  std::int64_t rows_affected() const override { return affected_; }
  bool is_null(int column) const override { return PQgetisnull(result_.get(), row_, column) != 0; }
  std::int64_t integer(int column) const override { return number<std::int64_t>(field(column)); }
  double real(int column) const override { return number<double>(field(column)); }
  std::string_view text(int column) const override {
    return {field(column), static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
  }
  std::string_view blob(int column) const override {
    std::size_t size = 0;
    blob_.reset(PQunescapeBytea(reinterpret_cast<unsigned char const*>(field(column)), &size));
    return {reinterpret_cast<char const*>(blob_.get()), size};
  }

 private:
  struct FreeBlob {
    void operator()(unsigned char* bytes) const { PQfreemem(bytes); }
  };

  void accept(Answer result) {
    auto const status = PQresultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) fail(handle_, result.get(), sql_);
    affected_ = number<std::int64_t>(PQcmdTuples(result.get()));
    result_ = std::move(result);
  }
  char const* field(int column) const { return PQgetvalue(result_.get(), row_, column); }

  PGconn* handle_;
  Pipeline& pipeline_;
  std::string name_;
  std::string sql_;
  Answer result_ = answer(nullptr);
  int row_ = -1;
  std::int64_t affected_ = 0;
  bool streaming_ = false;
  bool unread_ = false;
  mutable std::unique_ptr<unsigned char, FreeBlob> blob_;
};

class PostgresConnection final : public Connection {
 public:
  PostgresConnection(std::string const& url, std::string const& schema, bool writes, Durability durability)
      : handle_{PQconnectdb(url.c_str())}, pipeline_{handle_} {
    try {
      if (PQstatus(handle_) != CONNECTION_OK) fail(handle_, nullptr, without_password(url));
      PQsetNoticeProcessor(
          handle_, [](void*, char const*) {}, nullptr);
      PQsetClientEncoding(handle_, "UTF8");
      if (writes) script(fmt::format("CREATE SCHEMA IF NOT EXISTS {}", schema));
      script(fmt::format("SET search_path TO {}, public", schema));
      if (durability != Durability::kFull) script("SET synchronous_commit TO off");
      if (!writes) script("SET default_transaction_read_only TO on");
      // Compiling a question takes longer than answering any of ours.
      script("SET jit TO off");
    } catch (...) {
      PQfinish(handle_);
      throw;
    }
  }
  PostgresConnection(PostgresConnection const&) = delete;
  PostgresConnection& operator=(PostgresConnection const&) = delete;
  ~PostgresConnection() override {
    clear_cache();
    PQfinish(handle_);
  }

  Engine engine() const override { return Engine::kPostgres; }
  std::unique_ptr<Prepared> prepare(std::string_view sql) override {
    return std::make_unique<PostgresPrepared>(handle_, pipeline_, fmt::format("s{}", ++prepared_), sql);
  }
  void settle() override { pipeline_.settle(); }
  void script(std::string_view sql) override {
    // What is taken back need not have gone well.
    if (sql == "ROLLBACK") {
      pipeline_.drop();
    } else {
      pipeline_.settle();
    }
    auto const result = answer(PQexec(handle_, std::string{sql}.c_str()));
    auto const status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) {
      fail(handle_, result.get(), sql);
    }
  }
  void begin() override { script("BEGIN"); }
  bool healthy() const override {
    return PQstatus(handle_) == CONNECTION_OK && PQtransactionStatus(handle_) == PQTRANS_IDLE &&
           PQpipelineStatus(handle_) == PQ_PIPELINE_OFF;
  }
  bool alive() override {
    // Nothing comes unasked but that the server goes, or has other settings from now on: either way a new one is
    // better. Asking first would find out too, but with the question of whoever borrows it.
    auto waiting = pollfd{PQsocket(handle_), POLLIN, 0};
    return healthy() && poll(&waiting, 1, 0) == 0;
  }

  void copy_begin(std::string_view table, std::span<std::string_view const> columns) override {
    pipeline_.settle();
    auto const sql = fmt::format("COPY {} ({}) FROM STDIN", table, fmt::join(columns, ", "));
    auto const result = answer(PQexec(handle_, sql.c_str()));
    if (PQresultStatus(result.get()) != PGRES_COPY_IN) fail(handle_, result.get(), sql);
    copying_ = true;
  }

  void copy_row(std::span<Param const> row) override {
    bool first = true;
    for (auto const& param : row) {
      if (!first) pending_ += '\t';
      first = false;
      append_field(param.value());
    }
    pending_ += '\n';
    if (pending_.size() >= (1U << 18)) send_pending();
  }

  void copy_end() override {
    send_pending();
    if (PQputCopyEnd(handle_, nullptr) != 1) fail(handle_, nullptr, "COPY");
    auto const result = answer(PQgetResult(handle_));
    while (auto* const more = PQgetResult(handle_)) PQclear(more);
    copying_ = false;
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) fail(handle_, result.get(), "COPY");
  }

  void copy_abandon() noexcept override {
    pending_.clear();
    if (!copying_) return;
    PQputCopyEnd(handle_, "abandoned");
    while (auto* const more = PQgetResult(handle_)) PQclear(more);
    copying_ = false;
  }

 private:
  void send_pending() {
    if (!pending_.empty() && PQputCopyData(handle_, pending_.data(), static_cast<int>(pending_.size())) != 1) {
      fail(handle_, nullptr, "COPY");
    }
    pending_.clear();
  }

  void append_field(Param::Value const& value) {
    if (std::holds_alternative<std::monostate>(value)) {
      pending_ += "\\N";
    } else if (auto const* integer = std::get_if<std::int64_t>(&value)) {
      fmt::format_to(std::back_inserter(pending_), "{}", *integer);
    } else if (auto const* real = std::get_if<double>(&value)) {
      fmt::format_to(std::back_inserter(pending_), "{}", *real);
    } else if (auto const* text = std::get_if<std::string_view>(&value)) {
      for (auto const c : *text) {
        switch (c) {
          case '\\':
            pending_ += "\\\\";
            break;
          case '\t':
            pending_ += "\\t";
            break;
          case '\n':
            pending_ += "\\n";
            break;
          case '\r':
            pending_ += "\\r";
            break;
          default:
            pending_ += c;
        }
      }
    } else if (auto const* blob = std::get_if<Blob>(&value)) {
      pending_ += "\\\\x";
      for (auto const c : blob->bytes) {
        fmt::format_to(std::back_inserter(pending_), "{:02x}", static_cast<unsigned char>(c));
      }
    }
  }

  PGconn* handle_;
  Pipeline pipeline_;
  std::uint64_t prepared_ = 0;
  std::string pending_;
  bool copying_ = false;
};

}  // namespace

std::unique_ptr<Connection> connect_postgres(std::string const& url, std::string const& schema, bool writes,
                                             Durability durability) {
  return std::make_unique<PostgresConnection>(url, schema, writes, durability);
}

}  // namespace lianzhao::store::detail
