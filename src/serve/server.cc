#include "serve/server.h"

#include <charconv>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "kernel/error.h"
#include "kernel/log.h"
#include "serve/application.h"
#include "serve/daily_work.h"
#include "serve/handlers/enterprises.h"
#include "serve/handlers/news.h"
#include "serve/http_server.h"
#include "serve/routes.h"
#include "serve/seed.h"
#include "store/account_repository.h"
#include "store/migrations.h"

namespace lianzhao::serve {

namespace {

std::unique_ptr<store::Database> open_workspace(ServerOptions const& options) {
  if (options.migrate) return store::open_workspace(options.folder);
  auto database = store::open_workspace_as_it_is(options.folder);
  auto const state = store::migration_state(*database, store::workspace_migrations());
  if (!state.pending.empty()) {
    throw Failure{{ErrorKind::kConflict, "migration_pending",
                   fmt::format("the workspace lacks step {}; run `lianzhao migrate` first", state.pending.front())}};
  }
  return database;
}

ServerOptions checked(ServerOptions options) {
  auto const loopback = options.address.starts_with("127.") || options.address == "::1";
  if (options.open && !loopback) {
    throw invalid_input("open_needs_loopback",
                        fmt::format("--open trusts whoever connects, so it listens on 127.0.0.1 only, not on {}; leave "
                                    "--open out to serve others",
                                    options.address));
  }
  return options;
}

}  // namespace

std::pair<std::string, std::uint16_t> parse_listen(std::string_view text) {
  auto const colon = text.rfind(':');
  auto host = colon == std::string_view::npos ? std::string_view{} : text.substr(0, colon);
  auto const port_text = colon == std::string_view::npos ? text : text.substr(colon + 1);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  std::uint16_t port = 0;
  auto const* const end = port_text.data() + port_text.size();
  auto const read = std::from_chars(port_text.data(), end, port);
  if (port_text.empty() || read.ec != std::errc{} || read.ptr != end) {
    throw invalid_input("bad_address",
                        fmt::format("\"{}\" is not an address to listen on; write 127.0.0.1:8080", text));
  }
  return {host.empty() ? "127.0.0.1" : std::string{host == "localhost" ? "127.0.0.1" : host}, port};
}

FolderLock::FolderLock(store::DataFolder const& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder.path, error);
  auto const file = folder.path / ".lock";
  fd_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd_ < 0) {
    throw Failure{{ErrorKind::kUnavailable, "file_unwritable",
                   fmt::format("{} cannot be written; check the folder and its rights", file.string())}};
  }
  if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
    ::close(fd_);
    throw Failure{{ErrorKind::kConflict, "folder_in_use",
                   fmt::format("a server is running on {}; stop it first", folder.path.string())}};
  }
}

FolderLock::~FolderLock() {
  ::close(fd_);
}

class Server::Impl {
 public:
  Impl(ServerOptions options, std::vector<std::pair<std::string, JobWork>> works)
      : options_{checked(std::move(options))},
        lock_{options_.folder},
        workspace_{open_workspace(options_)},
        accounts_{*workspace_, options_.accounts},
        events_{std::make_shared<EventFeed>()},
        jobs_{*workspace_, events_},
        insights_{options_.folder, *workspace_, events_},
        figures_{insights_},
        daily_work_{{*workspace_, events_, insights_, figures_}, options_.folder.path},
        single_sign_on_{read_single_sign_on(options_.folder.path), accounts_},
        rounds_{{*workspace_, events_, insights_, figures_}, options_.folder, jobs_, options_.news},
        application_{application_options(options_), accounts_,
                     make_routes({options_.folder, *workspace_, accounts_, jobs_, events_, insights_, figures_,
                                  single_sign_on_, rounds_})} {
    if (!options_.open) first_ = accounts_.first_administrator();
    // Before anything can fail, such as a port that is taken: the password is stored nowhere.
    if (first_) {
      log::warn("first administrator: name {}, password {} (shown this once; change it after signing in)", first_->name,
                first_->password);
    }
    warn_of_zones();
    seed_workspace({*workspace_, events_, insights_, figures_}, options_.folder.path);
    {
      // So that nobody waits for it: the first look reads all there is.
      auto sql = workspace_->reader();
      figures_.look(sql);
    }
    add_building(options_.folder, insights_, jobs_);
    add_news_learning({*workspace_, events_, insights_, figures_}, jobs_);
    for (auto& [kind, work] : works) jobs_.add_kind(std::move(kind), std::move(work));
    HttpServerOptions http;
    http.address = options_.address;
    http.port = options_.port;
    http.workers = options_.workers;
    http.upload_folder = options_.folder.uploads();
    http_ = std::make_unique<HttpServer>(std::move(http), application_);
    // Last, for what they work on must not go away under them when something above fails.
    jobs_.start();
    // Zones or chains that were edited, a program of a newer version, a damaged file: nobody has to know the command.
    if (pipeline::is_snapshot_stale(insights_.register_database(), options_.folder, insights_.knowledge())) {
      log::info("the snapshot is not of today's register, chains and zones: it is built anew");
      jobs_.add(Viewer{}, "build", "", "{}");
    }
    if (options_.daily_work) daily_work_.start();
    rounds_.start();
  }

  ~Impl() { stop(); }

  void stop() {
    if (http_) http_->stop();
    daily_work_.stop();
    rounds_.stop();
    jobs_.stop();
  }

  std::uint16_t port() const { return http_->port(); }
  std::optional<Accounts::NewPassword> const& first() const { return first_; }

 private:
  /// Rows of a zone that nobody knows are seen by few and counted under no name.
  void warn_of_zones() {
    std::vector<std::string> unknown;
    auto sql = workspace_->reader();
    for (auto& zone : store::AccountRepository{sql}.used_zones()) {
      if (!insights_.knowledge().find_zone(zone)) unknown.push_back(std::move(zone));
    }
    if (unknown.empty()) return;
    log::warn(
        "accounts, leads, projects or campaigns are of zones that zones.yaml lacks: {}; add them there, or move "
        "what is theirs",
        fmt::join(unknown, ", "));
  }

  static ApplicationOptions application_options(ServerOptions const& options) {
    ApplicationOptions made;
    made.open = options.open;
    made.web_folder = options.web_folder;
    return made;
  }

  ServerOptions options_;
  FolderLock lock_;
  std::unique_ptr<store::Database> workspace_;
  Accounts accounts_;
  std::shared_ptr<EventFeed> events_;
  Jobs jobs_;
  Insights insights_;
  Figures figures_;
  DailyWork daily_work_;
  SingleSignOn single_sign_on_;
  NewsRounds rounds_;
  Application application_;
  std::optional<Accounts::NewPassword> first_;
  std::unique_ptr<HttpServer> http_;
};

Server::Server(ServerOptions options, std::vector<std::pair<std::string, JobWork>> works)
    : impl_{std::make_unique<Impl>(std::move(options), std::move(works))} {}
Server::~Server() = default;

std::uint16_t Server::port() const {
  return impl_->port();
}
std::optional<Accounts::NewPassword> const& Server::first_administrator() const {
  return impl_->first();
}
void Server::stop() {
  impl_->stop();
}

}  // namespace lianzhao::serve
