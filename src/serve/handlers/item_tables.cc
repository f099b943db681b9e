#include "serve/handlers/item_tables.h"

#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "serve/files.h"
#include "serve/handlers/campaigns.h"
#include "serve/handlers/gates.h"
#include "serve/handlers/projects_by_name.h"
#include "serve/handlers/table_changes.h"
#include "serve/handlers/take_in.h"
#include "serve/messages.h"
#include "serve/sheet.h"
#include "store/campaign_repository.h"
#include "store/project_ledger.h"
#include "text/currency.h"

namespace lianzhao::serve {

namespace {

/// As many as are taken in at once.
constexpr store::Page kAll{Sheet::kMostRows, 0};
constexpr store::Page kEvery{std::int64_t{1} << 40U, 0};

TableRecord record_of(store::Amount const& a) {
  auto const yuan = a.currency == "CNY";
  return {{"project", a.project_name},
          {"project_id", std::to_string(a.project_id)},
          {"kind", a.kind},
          {"source", a.source},
          {"currency", a.currency},
          {"amount", std::to_string(a.amount)},
          {"amount_cny", yuan ? "" : kept(a.amount_fen)},
          {"day", format_day(a.day)},
          {"reason", a.reason}};
}

struct NewAmount {
  std::size_t row = 0;
  std::int64_t project_id = 0;
  api::AmountRequest request;
};

std::vector<NewAmount> read_amounts(store::Session& sql, Viewer const& viewer, Sheet& sheet) {
  using Item = std::tuple<std::int64_t, std::string, std::string, std::string, std::int64_t, std::string, std::string>;
  std::map<std::int64_t, store::Amount> there;
  std::set<Item> known;
  for (auto& item : store::ProjectLedger{sql}.amounts({}, scope_of(viewer), kEvery)) {
    known.emplace(item.project_id, item.kind, item.source, item.currency, item.amount, format_day(item.day),
                  item.reason);
    there.emplace(item.id, std::move(item));
  }
  // Items are never changed: whatever differs is told.
  changes_of(sheet, finder(there), [&](std::size_t row, store::Amount const& item) {
    return RowChange{row, item.id, 1, {}, sheet.changes(row, record_of(item), 1)};
  });
  auto const projects = ProjectsByName{sql, viewer};
  std::vector<NewAmount> items;
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    if (sheet.id(row)) continue;
    auto const* const project = projects.find(sheet, row, viewer);
    NewAmount item;
    item.row = row;
    auto& request = item.request;
    request.kind = sheet.word(row, "kind");
    request.source = sheet.word(row, "source");
    if (request.source.empty()) request.source = "unknown";
    request.currency = sheet.text(row, "currency").empty() ? "CNY" : sheet.text(row, "currency");
    if (!text::is_currency(request.currency)) {
      sheet.wrong(row, "currency", "no_currency", "is no currency of ISO 4217; write CNY, USD, …");
    }
    request.amount = sheet.wan(row, "amount").value_or(0);
    request.amount_fen = sheet.wan(row, "amount_cny");
    request.day = kept_day(sheet.day(row, "day"));
    request.reason = sheet.text(row, "reason");
    if (!project) continue;
    item.project_id = project->id;
    if (!known
             .emplace(project->id, request.kind, request.source, request.currency, request.amount, request.day,
                      request.reason)
             .second) {
      sheet.known(row, "amount");
    }
    items.push_back(std::move(item));
  }
  return items;
}

/// 万元 of output and tax, else the number itself.
bool is_money(std::string_view measure) {
  return measure.ends_with("_fen");
}

struct NewMeasure {
  std::size_t row = 0;
  std::int64_t project_id = 0;
  api::MeasureRequest request;
};

std::vector<NewMeasure> read_measures(store::Session& sql, Viewer const& viewer, Sheet& sheet) {
  using Key = std::tuple<std::int64_t, std::string, std::string, std::optional<std::int64_t>>;
  std::map<Key, std::int64_t> in_force;
  for (auto const& m : store::ProjectLedger{sql}.measures({}, scope_of(viewer), kEvery)) {
    in_force.emplace(Key{m.project_id, m.measure, m.kind, m.year ? std::optional<std::int64_t>{*m.year} : std::nullopt},
                     m.value);
  }
  std::set<Key> seen;
  auto const projects = ProjectsByName{sql, viewer};
  std::vector<NewMeasure> measures;
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    auto const* const project = projects.find(sheet, row, viewer);
    NewMeasure measure;
    measure.row = row;
    auto& request = measure.request;
    request.measure = sheet.word(row, "measure");
    auto const in_mu = request.measure == "land_mu";
    if (in_mu) request.measure = "land_m2";
    request.kind = sheet.word(row, "kind");
    request.year = sheet.count(row, "year");
    if (request.year && !table_years().contains(static_cast<int>(*request.year))) {
      sheet.wrong(row, "year", "no_year", "is no year from 1990 to 2100");
    }
    auto const value = is_money(request.measure) ? sheet.wan(row, "value")
                       : in_mu                   ? sheet.mu(row, "value")
                                                 : sheet.count(row, "value");
    request.value = value.value_or(0);
    request.day = kept_day(sheet.day(row, "day"));
    request.reason = sheet.text(row, "reason");
    if (!project || !value || request.measure.empty() || request.kind.empty()) continue;
    measure.project_id = project->id;
    auto const key = Key{project->id, request.measure, request.kind, request.year};
    if (!seen.insert(key).second) sheet.wrong(row, "measure", "measure_twice", "stands in a row above already");
    auto const shown = [&](std::int64_t number) {
      return is_money(request.measure) ? report::wan_yuan(number) : std::to_string(number);
    };
    if (auto const at = in_force.find(key); at != in_force.end()) {
      if (at->second == *value) {
        sheet.same(row);
        continue;
      }
      sheet.changed(row, "value", shown(at->second), shown(*value));
    }
    measures.push_back(std::move(measure));
  }
  return measures;
}

TableRecord record_of(store::Campaign const& c) {
  return {{"zone_id", c.zone_id},         {"name", c.name},    {"kind", c.kind}, {"begin", format_day(c.begin_day)},
          {"end", format_day(c.end_day)}, {"route", c.route},  {"plan", c.plan}, {"people", c.people},
          {"cost_wan", kept(c.cost_fen)}, {"report", c.report}};
}

struct CampaignRows {
  std::vector<RowChange> changes;
  std::vector<std::pair<std::size_t, api::CampaignRequest>> added;
};

CampaignRows read_campaigns(store::Session& sql, Viewer const& viewer, Sheet& sheet) {
  std::map<std::int64_t, store::Campaign> there;
  std::set<std::tuple<std::string, std::string, DayNumber>> known;
  for (auto& campaign : store::CampaignRepository{sql}.list(viewer.zones, {}, kAll).rows) {
    known.emplace(campaign.zone_id, campaign.name, campaign.begin_day);
    there.emplace(campaign.id, std::move(campaign));
  }
  CampaignRows rows;
  rows.changes = changes_of(sheet, finder(there), [&](std::size_t row, store::Campaign const& campaign) {
    RowChange change{row, campaign.id, campaign.version, record_of(campaign), {}};
    change.to = sheet.changes(row, change.from, campaign.version);
    if (change.to.empty()) return change;
    sheet.check(row, "id", [&] { require_change(viewer, campaign.zone_id); });
    require_filled(sheet, change, {"cost_wan"});
    return change;
  });
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    if (sheet.id(row)) continue;
    api::CampaignRequest request;
    request.zone_id = sheet.word(row, "zone_id");
    if (!request.zone_id.empty()) sheet.check(row, "zone_id", [&] { require_change(viewer, request.zone_id); });
    request.name = sheet.text(row, "name");
    request.kind = sheet.word(row, "kind");
    auto const begin = sheet.day(row, "begin");
    request.begin = kept_day(begin);
    request.end = kept_day(sheet.day(row, "end"));
    request.route = sheet.text(row, "route");
    request.plan = sheet.text(row, "plan");
    request.people = sheet.text(row, "people");
    request.cost_fen = sheet.wan(row, "cost_wan");
    if (begin && !known.emplace(request.zone_id, request.name, *begin).second) sheet.known(row, "name");
    rows.added.emplace_back(row, std::move(request));
  }
  return rows;
}

/// What a column asks for, in one line.
std::string explained(SheetColumn const& column, std::string_view language) {
  auto const said = [&](std::string_view key) {
    return message(language, fmt::format("page.tables.{}", key)).value_or(std::string{key});
  };
  auto text = fmt::format("{}: ", language == "en" ? column.title_en : column.title);
  if (column.required) text += said("column_required") + " ";
  switch (column.kind) {
    case CellKind::kWan:
    case CellKind::kSignedWan:
      text += said("column_wan");
      break;
    case CellKind::kDay:
      text += said("column_day");
      break;
    case CellKind::kTruth:
      text += said("column_truth");
      break;
    case CellKind::kCount:
      text += said("column_count");
      break;
    case CellKind::kMu:
      text += said("column_mu");
      break;
    case CellKind::kWord: {
      constexpr std::size_t kMost = 30;
      text += said("column_word");
      for (std::size_t i = 0; i < column.words.size() && i < kMost; ++i) {
        text += (i == 0 ? " " : ", ") + (language == "en" ? column.words[i].en : column.words[i].zh);
      }
      break;
    }
    case CellKind::kText:
      text += with_values(said(column.key == "id"        ? "column_id"
                               : column.key == "version" ? "column_version"
                                                         : "column_text"),
                          {{"n", std::to_string(column.longest)}});
      break;
  }
  if (!column.fixed.empty()) {
    text += " " +
            with_values(said("column_fixed"), {{"how", message(language, "error.cell." + column.fixed).value_or("")}});
  }
  return text;
}

report::Cell example(SheetColumn const& column, std::string_view language) {
  if (column.key == "id" || column.key == "version") return {};
  switch (column.kind) {
    case CellKind::kWan:
    case CellKind::kSignedWan:
      return report::Fen{500'000'000'000};
    case CellKind::kDay:
      return std::string{"2026-03-31"};
    case CellKind::kTruth:
      return std::string{language == "en" ? "no" : "否"};
    case CellKind::kMu:
      return {};
    case CellKind::kCount:
      return column.key == "year" ? std::int64_t{2025} : std::int64_t{100};
    case CellKind::kWord:
      return column.words.empty() ? report::Cell{}
                                  : report::Cell{word_of(column.words, column.words[0].code, language)};
    case CellKind::kText:
      break;
  }
  if (column.key == "currency") return std::string{"CNY"};
  if (column.key == "value") return std::int64_t{66'667};
  if (!column.required) return {};
  return fmt::format("（{}）", language == "en" ? column.title_en : column.title);
}

std::vector<SheetColumn> columns_of(std::string_view table, pipeline::Knowledge const& knowledge) {
  auto const last_year = static_cast<int>(civil_date(civil_day(now())).year()) - 1;
  if (table == "leads") return lead_columns(knowledge);
  if (table == "projects") return project_columns(knowledge, {last_year});
  if (table == "amounts") return amount_columns(knowledge);
  if (table == "measures") return measure_columns(knowledge);
  if (table == "tasks") return task_columns(knowledge);
  if (table == "promises") return promise_columns(knowledge);
  if (table == "campaigns") return campaign_columns(knowledge);
  return visit_columns(knowledge);
}

}  // namespace

api::FileAnswer ExportAmounts::operator()(api::ExportAmountsParams const& params, api::NoBody, Call& call) const {
  auto const columns = amount_columns(workspace.knowledge());
  auto table = table_of(columns, params.language, "amounts");
  auto sql = workspace.database.reader();
  for (auto const& item : store::ProjectLedger{sql}.amounts(params.zone_id, scope_of(call.viewer), kAll)) {
    add_record(table, columns, record_of(item), item.id, 1, params.language);
  }
  return table_file(table, params.format, "amounts");
}

api::ImportReport ImportAmounts::operator()(api::ImportAmountsParams const& params, api::Upload const& upload,
                                            Call& call) const {
  auto sheet = Sheet{upload.file, amount_columns(workspace.knowledge()), call.viewer.language};
  return take_in(
      workspace, call.viewer, api::ImportAmounts::kId, params, sheet,
      [&](store::Session& sql) { return read_amounts(sql, call.viewer, sheet); },
      [&](TakingIn& taking, std::vector<NewAmount> const& items) {
        for (auto const& item : items) {
          taking.row(item.row, "amount",
                     [&] { AddAmount{workspace}.apply(taking.change(), {item.project_id}, item.request, call); });
        }
      });
}

api::FileAnswer ExportMeasures::operator()(api::ExportMeasuresParams const& params, api::NoBody, Call& call) const {
  auto const columns = measure_columns(workspace.knowledge());
  auto table = table_of(columns, params.language, "measures");
  auto sql = workspace.database.reader();
  for (auto const& m : store::ProjectLedger{sql}.measures(params.zone_id, scope_of(call.viewer), kAll)) {
    table.rows.push_back({m.project_name, word_of(words_of("measure"), m.measure, params.language),
                          word_of(words_of("measure_kind"), m.kind, params.language),
                          m.year ? report::Cell{std::int64_t{*m.year}} : report::Cell{},
                          is_money(m.measure) ? report::Cell{report::Fen{m.value}} : report::Cell{m.value},
                          format_day(m.day), m.reason, m.project_id});
  }
  return table_file(table, params.format, "measures");
}

api::ImportReport ImportMeasures::operator()(api::ImportMeasuresParams const& params, api::Upload const& upload,
                                             Call& call) const {
  auto sheet = Sheet{upload.file, measure_columns(workspace.knowledge()), call.viewer.language};
  return take_in(
      workspace, call.viewer, api::ImportMeasures::kId, params, sheet,
      [&](store::Session& sql) { return read_measures(sql, call.viewer, sheet); },
      [&](TakingIn& taking, std::vector<NewMeasure> const& measures) {
        for (auto const& measure : measures) {
          taking.row(measure.row, "value", [&] {
            SetMeasure{workspace}.apply(taking.change(), {measure.project_id}, measure.request, call);
          });
        }
      });
}

api::FileAnswer ExportCampaigns::operator()(api::ExportCampaignsParams const& params, api::NoBody, Call& call) const {
  auto const columns = campaign_columns(workspace.knowledge());
  auto table = table_of(columns, params.language, "campaigns");
  auto sql = workspace.database.reader();
  for (auto const& campaign : store::CampaignRepository{sql}.list(call.viewer.zones, params.zone_id, kAll).rows) {
    add_record(table, columns, record_of(campaign), campaign.id, campaign.version, params.language);
  }
  return table_file(table, params.format, "campaigns");
}

api::ImportReport ImportCampaigns::operator()(api::ImportCampaignsParams const& params, api::Upload const& upload,
                                              Call& call) const {
  auto sheet = Sheet{upload.file, campaign_columns(workspace.knowledge()), call.viewer.language};
  return take_in(
      workspace, call.viewer, api::ImportCampaigns::kId, params, sheet,
      [&](store::Session& sql) { return read_campaigns(sql, call.viewer, sheet); },
      [&](TakingIn& taking, CampaignRows const& rows) {
        for (auto const& [row, request] : rows.added) {
          taking.row(row, "begin",
                     [&, &its = request] { CreateCampaign{workspace}.apply(taking.change(), its, call); });
        }
        for (auto const& each : rows.changes) {
          api::UpdateCampaignRequest request;
          request.version = each.version;
          take(each.to, "name", request.name);
          take(each.to, "begin", request.begin);
          take(each.to, "end", request.end);
          take(each.to, "route", request.route);
          take(each.to, "plan", request.plan);
          take(each.to, "people", request.people);
          take(each.to, "cost_wan", request.cost_fen);
          take(each.to, "report", request.report);
          taking.row(each.row, "begin",
                     [&] { UpdateCampaign{workspace}.apply(taking.change(), {each.id}, request, call); });
        }
      });
}

api::FileAnswer GetTableTemplate::operator()(api::GetTableTemplateParams const& params, api::NoBody, Call& call) const {
  auto columns = columns_of(params.table, workspace.knowledge());
  for (auto& column : columns) {
    // Names of zones other than one's own are no example.
    if (column.key != "zone_id") continue;
    std::erase_if(column.words, [&](SheetWord const& zone) { return !call.viewer.sees_zone(zone.code); });
  }
  auto table = table_of(columns, params.language, params.table);
  auto& row = table.rows.emplace_back();
  for (auto const& column : columns) row.push_back(example(column, params.language));
  auto const* const first = std::get_if<std::string>(&row.front());
  row.front() = fmt::format("{} {}", kExampleMark, first ? *first : "");
  table.notes.clear();
  for (auto const& column : columns) table.notes.push_back(explained(column, params.language));
  return table_file(table, params.format, params.table);
}

}  // namespace lianzhao::serve
