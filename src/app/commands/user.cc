#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/commands/commands.h"
#include "kernel/error.h"
#include "pipeline/knowledge.h"
#include "serve/accounts.h"
#include "store/data_folder.h"

namespace lianzhao::app {

namespace {

namespace json = boost::json;

struct Options {
  std::string name;
  std::string display_name;
  std::string role = "officer";
  std::vector<std::string> zones;
};

std::unique_ptr<store::Database> workspace_of(CommandContext const& context) {
  store::DataFolder folder;
  folder.path = context.data;
  folder.database = context.database;
  return store::open_workspace(folder);
}

void show(serve::Accounts::NewPassword const& made, CommandContext const& context) {
  if (context.json) {
    json::object document;
    document["name"] = made.name;
    document["password"] = made.password;
    fmt::print("{}\n", json::serialize(document));
  } else {
    fmt::print("{}\tpassword {} (shown this once; it must be changed at the first sign-in)\n", made.name,
               made.password);
  }
}

void add(Options const& options, CommandContext const& context) {
  auto const knowledge = pipeline::load_knowledge(context.data);
  for (auto const& zone : options.zones) {
    if (knowledge.find_zone(zone)) continue;
    throw invalid_input("unknown_zone",
                        fmt::format("there is no zone \"{}\"; zones.yaml in the data folder names them", zone));
  }
  auto const workspace = workspace_of(context);
  serve::Accounts accounts{*workspace, {}};
  show(accounts.create({}, options.name, options.display_name, options.role, options.zones), context);
}

void reset(Options const& options, CommandContext const& context) {
  auto const workspace = workspace_of(context);
  serve::Accounts accounts{*workspace, {}};
  for (auto const& account : accounts.all()) {
    if (account.name == options.name) return show(accounts.reset({}, account.id), context);
  }
  throw not_found("account_not_found", fmt::format("there is no account \"{}\"; `user list` shows them", options.name));
}

void forget(Options const& options, CommandContext const& context) {
  auto const workspace = workspace_of(context);
  serve::Accounts accounts{*workspace, {}};
  for (auto const& account : accounts.all()) {
    if (account.name != options.name) continue;
    accounts.forget({}, account.id, options.name);
    if (context.json) {
      fmt::print("{}\n", json::serialize(json::object{{"forgotten", account.id}}));
    } else {
      fmt::print("account {} is forgotten; what it did stays in the audit under its number\n", account.id);
    }
    return;
  }
  throw not_found("account_not_found", fmt::format("there is no account \"{}\"; `user list` shows them", options.name));
}

void list(CommandContext const& context) {
  auto const workspace = workspace_of(context);
  serve::Accounts accounts{*workspace, {}};
  json::array document;
  for (auto const& account : accounts.all()) {
    if (!context.json) {
      fmt::print("{}\t{}\t{}{}\n", account.name, account.role, account.display_name,
                 account.disabled ? "\tdisabled" : "");
    }
    json::object row;
    row["name"] = account.name;
    row["role"] = account.role;
    row["display_name"] = account.display_name;
    row["disabled"] = account.disabled;
    document.push_back(std::move(row));
  }
  if (context.json) fmt::print("{}\n", json::serialize(document));
}

}  // namespace

void add_user(CLI::App& parser, CommandContext& context) {
  auto* const user = parser.add_subcommand("user", "accounts");
  user->require_subcommand(1);
  auto const options = std::make_shared<Options>();
  auto* const add_command = user->add_subcommand("add", "a new account with a random password");
  add_command->add_option("NAME", options->name, "to sign in with")->required();
  add_command->add_option("--display-name", options->display_name, "as shown to others");
  add_command->add_option("--role", options->role, "administrator, leader, officer, agent, desk, viewer or investor")
      ->capture_default_str();
  add_command->add_option("--zone", options->zones, "bind the account to these zones");
  add_command->callback([options, &context] { add(*options, context); });
  auto* const reset_command = user->add_subcommand("reset", "a new random password; unlocks the account");
  reset_command->add_option("NAME", options->name, "of the account")->required();
  reset_command->callback([options, &context] { reset(*options, context); });
  auto* const forget_command = user->add_subcommand("forget", "delete, for good, what tells who the person was");
  forget_command->add_option("NAME", options->name, "of the account")->required();
  forget_command->callback([options, &context] { forget(*options, context); });
  user->add_subcommand("list", "all accounts")->callback([&context] { list(context); });
}

}  // namespace lianzhao::app
