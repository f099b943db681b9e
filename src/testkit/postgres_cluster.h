#pragma once

#include <string>
#include <string_view>

namespace lianzhao::testkit {

struct PostgresOptions {
  bool durable = false;  ///< commits reach the disk, as they would where it matters
  int shared_buffers_mb = 32;
};

/// A PostgreSQL server of one's own, stopped and removed on destruction.
class PostgresCluster {
 public:
  /// That of this test process, started at first use.
  static PostgresCluster& instance();

  explicit PostgresCluster(PostgresOptions const& = {});
  ~PostgresCluster();

  /// Why there is no server; empty when there is one.
  std::string const& missing() const { return missing_; }

  /// URL of a fresh empty database.
  std::string new_database();

  PostgresCluster(PostgresCluster const&) = delete;
  PostgresCluster& operator=(PostgresCluster const&) = delete;

 private:
  int run(std::string_view program, std::string_view arguments) const;

  std::string missing_;
  std::string binaries_;
  std::string folder_;
  int port_ = 0;
  int databases_ = 0;
};

}  // namespace lianzhao::testkit
