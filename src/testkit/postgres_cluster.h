#pragma once

#include <string>
#include <string_view>

namespace lianzhao::testkit {

/// The PostgreSQL server of this test process, started at first use and stopped when the process ends.
class PostgresCluster {
 public:
  static PostgresCluster& instance();

  /// Why there is no server; empty when there is one.
  std::string const& missing() const { return missing_; }

  /// URL of a fresh empty database.
  std::string new_database();

  PostgresCluster(PostgresCluster const&) = delete;
  PostgresCluster& operator=(PostgresCluster const&) = delete;

 private:
  PostgresCluster();
  ~PostgresCluster();
  int run(std::string_view program, std::string_view arguments) const;

  std::string missing_;
  std::string binaries_;
  std::string folder_;
  int port_ = 0;
  int databases_ = 0;
};

}  // namespace lianzhao::testkit
