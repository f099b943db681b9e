#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/session.h"

namespace lianzhao::store::detail {

/// A prepared statement of one engine. start → next* → (end or reset).
class Prepared {
 public:
  virtual ~Prepared() = default;
  virtual void start(std::span<Param const> params, bool streaming) = 0;
  virtual bool next() = 0;
  virtual void reset() noexcept = 0;
  virtual std::int64_t rows_affected() const = 0;
  /// Runs it without waiting for the answer, where the engine can; whatever runs next on the connection waits and fails
  /// if this did.
  virtual void send(std::span<Param const> params) = 0;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual double real(int column) const = 0;
  virtual std::string_view text(int column) const = 0;
  virtual std::string_view blob(int column) const = 0;

  bool leased = false;  ///< somebody runs it; a second user of the same SQL gets its own
};

/// One connection of one engine. Not shared by threads.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual Engine engine() const = 0;
  virtual std::unique_ptr<Prepared> prepare(std::string_view sql) = 0;
  virtual void script(std::string_view sql) = 0;
  virtual void begin() = 0;
  /// Waits for what was sent. @throws what that failed with.
  virtual void settle() {}
  /// False when the connection is lost or something is under way on it; the pool then drops it.
  virtual bool healthy() const = 0;
  /// False when the other side hung up while nothing was asked. For one that lay idle.
  virtual bool alive() { return true; }

  virtual void copy_begin(std::string_view table, std::span<std::string_view const> columns) = 0;
  virtual void copy_row(std::span<Param const> row) = 0;
  virtual void copy_end() = 0;
  virtual void copy_abandon() noexcept = 0;

  /// From the cache, prepared at first use.
  std::shared_ptr<Prepared> take(std::string_view sql);

 protected:
  /// Statements must go before the connection does.
  void clear_cache() { cache_.clear(); }

 private:
  std::unordered_map<std::string, std::shared_ptr<Prepared>> cache_;
};

std::unique_ptr<Connection> connect_sqlite(std::filesystem::path const& file, bool writes, Durability durability);
std::unique_ptr<Connection> connect_postgres(std::string const& url, std::string const& schema, bool writes,
                                             Durability durability);

void sqlite_backup(Connection& from, std::filesystem::path const& to);

}  // namespace lianzhao::store::detail
