#pragma once

#include <memory>
#include <string>

#include "app/commands/commands.h"
#include "pipeline/filter_words.h"
#include "pipeline/insight.h"
#include "store/data_folder.h"
#include "store/session.h"

namespace lianzhao::app {

store::DataFolder data_folder(CommandContext const&);

/// Register and snapshot of the data folder, opened to answer one command.
struct OpenedData {
  store::DataFolder folder;
  std::unique_ptr<store::Database> register_database;
  std::shared_ptr<pipeline::Insight const> insight;
};

/// Builds the snapshot first when it is missing or stale.
/// @throws Failure "empty_register" that says how to import one.
OpenedData open_data(CommandContext const&);

/// The place that --region or --zone names.
/// @throws Failure "wrong_place" unless exactly one is given, and of Insight.
diagnose::Place place_of(pipeline::Insight const&, std::string const& region, std::string const& zone);

/// --since, --until, --capital-min, --capital-max, --status, --confidence: which enterprises count.
void add_filter_options(CLI::App& command, pipeline::FilterWords&);

}  // namespace lianzhao::app
