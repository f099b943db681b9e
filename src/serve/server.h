#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "serve/accounts.h"
#include "serve/jobs.h"
#include "serve/news_rounds.h"
#include "store/data_folder.h"

namespace lianzhao::serve {

struct ServerOptions {
  store::DataFolder folder;
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;         ///< 0: a free one
  bool open = false;                 ///< one trusted user; loopback only
  bool migrate = true;               ///< false: refuse to start on an older schema
  std::filesystem::path web_folder;  ///< empty: the embedded pages
  AccountSettings accounts;
  bool daily_work = true;  ///< escalation and digests by themselves
  std::size_t workers = 8;
  NewsSettings news;
};

/// "127.0.0.1:8080", "[::1]:8080", ":8080" or "8080" (then loopback). @throws Failure "bad_address".
std::pair<std::string, std::uint16_t> parse_listen(std::string_view);

/// Held by whoever serves a data folder or replaces what is in it; goes with the process.
class FolderLock {
 public:
  /// @throws Failure "folder_in_use".
  explicit FolderLock(store::DataFolder const&);
  FolderLock(FolderLock const&) = delete;
  FolderLock& operator=(FolderLock const&) = delete;
  ~FolderLock();

 private:
  int fd_ = -1;
};

/// The whole server: databases, accounts, jobs, routes, HTTP. Runs from construction to `stop` or destruction.
class Server {
 public:
  /// `works` are the kinds of jobs this program can do.
  /// @throws Failure "open_needs_loopback", "migration_pending", of databases and of HttpServer.
  Server(ServerOptions options, std::vector<std::pair<std::string, JobWork>> works);
  Server(Server const&) = delete;
  Server& operator=(Server const&) = delete;
  ~Server();

  std::uint16_t port() const;
  /// Made when the workspace had no account: shown once, stored nowhere.
  std::optional<Accounts::NewPassword> const& first_administrator() const;
  /// Lets running requests end, asks the running job to stop. Idempotent.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lianzhao::serve
