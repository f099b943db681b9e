#include "testkit/postgres_cluster.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

#include "kernel/error.h"
#include "testkit/server_process.h"

namespace lianzhao::testkit {

PostgresCluster& PostgresCluster::instance() {
  static PostgresCluster cluster{};
  return cluster;
}

int PostgresCluster::run(std::string_view program, std::string_view arguments) const {
  auto const user = ::geteuid() == 0 ? "runuser -u postgres -- " : "";
  auto const command = fmt::format("cd {} && {}{}/{} {} >>{}/log 2>&1 </dev/null", folder_, user, binaries_, program,
                                   arguments, folder_);
  return std::system(command.c_str());
}

PostgresCluster::PostgresCluster(PostgresOptions const& settings) {
  for (auto const* const version : {"17", "16", "15"}) {
    auto const folder = fmt::format("/usr/lib/postgresql/{}/bin", version);
    if (std::filesystem::exists(folder + "/initdb")) binaries_ = folder;
  }
  if (binaries_.empty()) {
    missing_ = "no PostgreSQL server under /usr/lib/postgresql; install postgresql-15 to run this";
    return;
  }
  auto name = (std::filesystem::temp_directory_path() / "lianzhao-pg-XXXXXX").string();
  LIANZHAO_ASSERT(::mkdtemp(name.data()) != nullptr, "a temporary folder can be made");
  folder_ = name;
  if (::geteuid() == 0 && std::system(fmt::format("chown postgres {}", folder_).c_str()) != 0) {
    missing_ = "there is no user postgres to run the server as";
    return;
  }
  if (run("initdb", fmt::format("-D {}/data -A trust -E UTF8 --locale=C -U lianzhao --no-sync", folder_)) != 0) {
    missing_ = fmt::format("initdb failed, see {}/log", folder_);
    return;
  }
  // Somebody may take the port between the look and the start.
  for (int attempt = 0; attempt < 3 && port_ == 0; ++attempt) {
    auto const port = free_port();
    auto const options = fmt::format(
        "-w -D {0}/data -l {0}/server.log -o \"-p {1} -k {0} -h 127.0.0.1 -c fsync={2} -c shared_buffers={3}MB\" start",
        folder_, port, settings.durable ? "on" : "off", settings.shared_buffers_mb);
    if (run("pg_ctl", options) == 0) port_ = port;
  }
  if (port_ == 0) missing_ = fmt::format("the PostgreSQL server did not start, see {}/server.log", folder_);
}

PostgresCluster::~PostgresCluster() {
  if (port_ != 0) run("pg_ctl", fmt::format("-D {}/data -m immediate stop", folder_));
  if (folder_.empty()) return;
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string PostgresCluster::new_database() {
  LIANZHAO_ASSERT(missing_.empty(), "tests skip where there is no server");
  auto const name = fmt::format("test{}", ++databases_);
  auto const made = run("createdb", fmt::format("-h 127.0.0.1 -p {} -U lianzhao {}", port_, name));
  LIANZHAO_ASSERT(made == 0, "the own server makes databases");
  return fmt::format("postgresql://lianzhao@127.0.0.1:{}/{}", port_, name);
}

}  // namespace lianzhao::testkit
