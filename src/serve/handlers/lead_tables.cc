#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "kernel/error.h"
#include "serve/files.h"
#include "serve/handlers/leads.h"
#include "serve/handlers/table_changes.h"
#include "serve/handlers/tables.h"
#include "serve/handlers/take_in.h"
#include "serve/lead_view.h"
#include "serve/sheet.h"
#include "text/normalize.h"

namespace lianzhao::serve {

namespace {

/// As many as are taken in at once.
constexpr store::Page kAll{Sheet::kMostRows, 0};

TableRecord record_of(store::Lead const& l) {
  return {{"zone_id", l.zone_id},
          {"channel", l.channel},
          {"investor", l.investor},
          {"credit_code", l.credit_code},
          {"idea", l.idea},
          {"node", l.node},
          {"size_wan", kept(l.size_fen)},
          {"needs", l.needs},
          {"contact", l.contact},
          {"reporter_name", l.reporter_name},
          {"confidential", kept_truth(l.confidential)},
          {"state", l.state},
          {"reason", l.decision_reason}};
}

/// `again`: what is entered already is taken in once more. Rows about a lead that is there are left out of what it
/// returns by row, and come as changes.
std::vector<store::Lead> read_leads(store::Session& sql, Workspace const& workspace, Viewer const& viewer, bool again,
                                    Sheet& sheet, std::vector<RowChange>& changes) {
  std::map<std::int64_t, store::Lead> kept_leads;
  in_parts(ids_of(sheet), [&](std::vector<std::int64_t> const& ids) {
    auto repository = store::LeadRepository{sql};
    auto const seen = repository.seen(ids, scope_of(viewer));
    for (auto& lead : repository.of_ids({seen.begin(), seen.end()})) kept_leads.emplace(lead.id, std::move(lead));
  });
  changes = changes_of(
      sheet,
      [&](std::int64_t id) {
        auto const at = kept_leads.find(id);
        return at == kept_leads.end() ? nullptr : &at->second;
      },
      [&](std::size_t row, store::Lead const& lead) {
        RowChange change{row, lead.id, lead.version, record_of(lead), {}};
        change.to = sheet.changes(row, change.from, lead.version);
        if (!change.to.empty()) check_change(workspace, viewer, lead.zone_id, sheet, change);
        return change;
      });
  std::vector<store::Lead> leads(sheet.size());
  std::set<std::string> zones;
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    if (sheet.id(row)) continue;
    auto& lead = leads[row];
    lead.zone_id = sheet.word(row, "zone_id");
    zones.insert(lead.zone_id);
    lead.channel = sheet.word(row, "channel");
    lead.investor = sheet.text(row, "investor");
    sheet.check(row, "credit_code", [&] { lead.credit_code = checked_credit_code(sheet.text(row, "credit_code")); });
    lead.idea = sheet.text(row, "idea");
    lead.node = sheet.text(row, "node");
    sheet.check(row, "node", [&] { require_node(workspace, lead.node); });
    lead.size_fen = sheet.wan(row, "size_wan");
    lead.needs = sheet.text(row, "needs");
    lead.contact = sheet.text(row, "contact");
    lead.reporter_name = sheet.text(row, "reporter_name");
    lead.confidential = sheet.truth(row, "confidential");
    lead.state = sheet.word(row, "state");
    lead.decision_reason = sheet.text(row, "reason");
    // Whoever works for another zone reports there, and decides nothing.
    if (!lead.zone_id.empty() && !lead.state.empty() && lead.state != "reported") {
      sheet.check(row, "state", [&] { require_change(viewer, lead.zone_id); });
    }
    if (lead.state == "converted") {
      sheet.wrong(row, "state", "only_with_project", "comes with its project: take that in instead");
    }
    if ((lead.state == "declined" || lead.state == "withdrawn") && lead.decision_reason.empty()) {
      sheet.wrong(row, "reason", "no_reason", "say why");
    }
  }
  if (again) return leads;
  std::set<std::tuple<std::string, std::string, std::string>> there;
  for (auto const& zone : zones) {
    store::LeadFilter filter;
    filter.zone_id = zone;
    for (auto const& lead : store::LeadRepository{sql}.list(filter, scope_of(viewer), kAll).rows) {
      there.emplace(lead.zone_id, lead.investor_form, text::squeeze_blanks(lead.idea));
    }
  }
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    auto const& lead = leads[row];
    if (sheet.id(row) || lead.investor.empty()) continue;
    if (!there.emplace(lead.zone_id, text::name_match_form(lead.investor), lead.idea).second) {
      sheet.known(row, "investor");
    }
  }
  return leads;
}

/// What had become of it where it was kept before.
void set_lead_state(Change& change, Workspace const& workspace, Viewer const& viewer, std::int64_t id,
                    std::string const& state, std::string const& reason) {
  auto leads = store::LeadRepository{change.sql()};
  auto lead = leads.find(id, {}).value();
  auto const step = state == "answered"   ? "answer"
                    : state == "assessed" ? "assessment"
                    : state == "fed_back" ? "feedback"
                                          : state;
  leads.add_step({0, id, step, reason, now(), viewer.account_id, std::nullopt, false, ""});
  lead.state = state;
  if (!lead.open()) lead.decision_reason = reason;
  set_next_step(workspace, change.sql(), lead);
  leads.update(lead);
  change.note("lead", id, lead.version + 1, state);
}

api::UpdateLeadRequest lead_request(RowChange const& change) {
  api::UpdateLeadRequest request;
  request.version = change.version;
  take(change.to, "channel", request.channel);
  take(change.to, "investor", request.investor);
  take(change.to, "credit_code", request.credit_code);
  take(change.to, "idea", request.idea);
  take(change.to, "node", request.node);
  take(change.to, "size_wan", request.size_fen);
  take(change.to, "needs", request.needs);
  take(change.to, "contact", request.contact);
  take(change.to, "confidential", request.confidential);
  return request;
}

}  // namespace

api::FileAnswer ExportLeads::operator()(api::ExportLeadsParams const& params, api::NoBody, Call& call) const {
  store::LeadFilter filter;
  filter.zone_id = params.zone_id;
  filter.channel = params.channel;
  filter.words = params.q;
  if (params.state) filter.states = {*params.state};
  filter.sort = "reported";
  auto const columns = lead_columns(workspace.knowledge());
  auto table = table_of(columns, params.language, "leads");
  auto sql = workspace.database.reader();
  for (auto const& lead : store::LeadRepository{sql}.list(filter, scope_of(call.viewer), kAll).rows) {
    add_record(table, columns, record_of(lead), lead.id, lead.version, params.language);
  }
  return table_file(table, params.format, "leads");
}

api::ImportReport ImportLeads::operator()(api::ImportLeadsParams const& params, api::Upload const& upload,
                                          Call& call) const {
  auto sheet = Sheet{upload.file, lead_columns(workspace.knowledge()), call.viewer.language};
  std::vector<RowChange> changes;
  auto const read = [&](store::Session& sql) {
    return read_leads(sql, workspace, call.viewer, params.again == 1, sheet, changes);
  };
  auto const apply = [&](TakingIn& taking, std::vector<store::Lead>& leads) {
    auto& change = taking.change();
    for (std::size_t row = 0; row < leads.size(); ++row) {
      if (sheet.id(row)) continue;
      taking.row(row, "investor", [&] {
        auto lead = leads[row];
        auto const state = std::exchange(lead.state, "reported");
        auto const reason = std::exchange(lead.decision_reason, "");
        auto const id = hand_in(change, workspace, call.viewer, std::move(lead));
        if (!state.empty() && state != "reported") set_lead_state(change, workspace, call.viewer, id, state, reason);
      });
    }
    for (auto& each : changes) {
      taking.row(each.row, "id", [&] {
        // A row above may have moved the first report of this one: the cells that it changes are as they were read.
        auto const lead = store::LeadRepository{taking.sql()}.find(each.id, {}).value();
        auto const now_is = record_of(lead);
        if (std::all_of(each.to.begin(), each.to.end(),
                        [&](auto const& to) { return now_is.at(to.first) == each.from.at(to.first); })) {
          each.version = lead.version;
        }
        UpdateLead{workspace}.apply(change, {each.id}, lead_request(each), call);
      });
    }
  };
  return take_in(workspace, call.viewer, api::ImportLeads::kId, params, sheet, read, apply);
}

}  // namespace lianzhao::serve
