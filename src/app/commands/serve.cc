#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/commands/commands.h"
#include "app/commands/job_works.h"
#include "kernel/log.h"
#include "serve/server.h"

namespace lianzhao::app {

namespace {

struct Options {
  std::string listen = "127.0.0.1:8080";
  std::string web_folder;
  bool open = false;
  bool no_migrate = false;
  bool fetch_news = false;
  std::vector<std::string> news_networks;
};

void run(Options const& options, CommandContext const& context) {
  log::show_time();
  // Before any thread starts, so that all of them leave these signals to the wait below.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  serve::ServerOptions server_options;
  server_options.folder.path = context.data;
  server_options.folder.database = context.database;
  auto const [address, port] = serve::parse_listen(options.listen);
  server_options.address = address;
  server_options.port = port;
  server_options.open = options.open;
  server_options.migrate = !options.no_migrate;
  server_options.web_folder = options.web_folder;
  server_options.news.fetch = options.fetch_news;
  server_options.news.allowed_networks = options.news_networks;
  serve::Server server{server_options, job_works(server_options.folder)};
  log::info("serving {} on http://{}:{}{}", context.data.string(), address, server.port(),
            options.open ? " without passwords, for this machine only" : "");
  int signal = 0;
  sigwait(&signals, &signal);
  log::info("stopping: running requests end first");
  server.stop();
}

}  // namespace

void add_serve(CLI::App& parser, CommandContext& context) {
  auto const options = std::make_shared<Options>();
  auto* const command = parser.add_subcommand("serve", "the pages and the API");
  command->add_option("--listen", options->listen, "address and port")->capture_default_str();
  command->add_flag("--open", options->open, "no accounts: one trusted user, on this machine only");
  command->add_flag("--no-migrate", options->no_migrate,
                    "refuse to start on an older schema instead of bringing it up to date");
  command->add_flag("--fetch-news", options->fetch_news,
                    "fetch feeds and pages of the news radar from the network; off by default");
  command->add_option("--news-network", options->news_networks,
                      "with --fetch-news: a network beside public addresses that may be fetched from, as 10.0.0.0/8");
  command->add_option("--web-dir", options->web_folder, "pages from this folder instead of the built-in ones");
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace lianzhao::app
