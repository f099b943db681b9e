#pragma once

#include <map>
#include <optional>
#include <string>

#include "api_types.h"
#include "serve/workspace.h"
#include "store/account_repository.h"
#include "store/project_ledger.h"
#include "store/project_repository.h"

namespace lianzhao::serve {

api::Project to_api(store::Project const&);
api::ProjectHistory to_api(store::HistoryLine const&);

/// Everything of a project, as this viewer sees it.
api::ProjectDetail project_detail(store::Session&, Workspace const&, Viewer const&, std::int64_t id);

/// Whether he may correct the day of a stage that was passed with `evidence`: what nobody else has verified whoever may
/// change the project, what was verified a leader who did not give it.
bool may_correct_stage(Viewer const&, store::Project const&, std::optional<store::Evidence> const& evidence);

/// @throws Failure "project_not_found", also where he may not see it.
store::Project find_project(store::Session&, Viewer const&, std::int64_t id);
/// Likewise, and he may change it.
store::Project find_project_to_change(store::Session&, Viewer const&, std::int64_t id);
/// @throws StaleVersion.
void require_version(store::Project const&, std::int64_t version);
/// What happened in codes, numbers and names; pages put it into the reader's language.
using Facts = std::map<std::string, std::string>;
/// A line of the history; `text` is what somebody wrote.
store::HistoryLine history_line(std::string kind, std::string text, Facts const& facts = {},
                                std::optional<std::string> stage = std::nullopt,
                                std::optional<DayNumber> day = std::nullopt);
/// Writes it with a line of history and an audit entry. @throws StaleVersion.
void save_project(Change&, Viewer const&, store::Project, store::HistoryLine);
/// For what is written in tables of its own: version, history and audit. Returns the new version.
std::int64_t record(Change&, Viewer const&, store::Project const&, store::HistoryLine);

/// Amounts of a part are summed one level up, for whoever sees the parent: a part has no parts, and a confidential one
/// belongs to what is confidential too. Expansions are in no sum but their own.
/// @throws Failure "part_of_part", "confidential_part".
void require_fit(store::Project const&, store::Project const& parent, bool parent_is_part);

/// What is said to have happened on `day` lies within what is known of the project.
/// @throws NamedFailure "after_known_until".
void require_known(store::Project const&, std::string_view field, DayNumber day);

/// Fills the forms its investor is found by. @throws Failure "name_missing".
void set_project_names(Workspace const&, store::Project&);
/// A project in negotiation as of today; who enters it is in its team. Returns its id.
std::int64_t start_project(Change&, Workspace const&, Viewer const&, store::Project,
                           std::optional<std::int64_t> officer);
/// Returns the new version of the project.
std::int64_t join_team(Change&, Viewer const&, store::Project const&, store::Account const&, std::string const& role);
/// A stage it had passed before it was entered here.
void take_over_stage(Change&, Viewer const&, std::int64_t project_id, std::string_view stage, DayNumber,
                     std::string_view note);
/// An item in yuan: "planned", "contracted", "arrived", "fixed_asset".
void add_known_amount(Change&, Viewer const&, std::int64_t project_id, std::string_view kind, std::int64_t fen,
                      DayNumber, std::string_view reason);

}  // namespace lianzhao::serve
