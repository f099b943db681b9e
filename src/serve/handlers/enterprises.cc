#include "serve/handlers/enterprises.h"

#include <algorithm>
#include <unordered_set>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "classify/tagger_buffers.h"
#include "ingest/exchange_rates.h"
#include "ingest/industry_reader.h"
#include "kernel/error.h"
#include "pipeline/lessons.h"
#include "pipeline/shown_name.h"
#include "pipeline/snapshot.h"
#include "serve/enterprise_search.h"
#include "serve/files.h"
#include "serve/messages.h"
#include "serve/place.h"
#include "store/account_repository.h"
#include "store/audit_log.h"
#include "store/register_reader.h"
#include "store/workspace_repository.h"

namespace lianzhao::serve {

namespace {

/// Yuan known of foreign money can only be converted.
bool is_capital_estimated(Enterprise const& enterprise) {
  return enterprise.registered_capital_fen && !enterprise.registered_capital_currency.empty() &&
         enterprise.registered_capital_currency != "CNY";
}

std::string code_state_name(CreditCodeState state) {
  switch (state) {
    case CreditCodeState::kMissing:
      return "missing";
    case CreditCodeState::kValid:
      return "valid";
    case CreditCodeState::kInvalid:
      return "invalid";
    case CreditCodeState::kLegacy:
      break;
  }
  return "legacy";
}

std::string source_name(RegionSource source) {
  switch (source) {
    case RegionSource::kNone:
      return "none";
    case RegionSource::kCodeColumn:
      return "code_column";
    case RegionSource::kAddress:
      return "address";
    case RegionSource::kCityColumn:
      return "city_column";
    case RegionSource::kCreditCode:
      return "credit_code";
    case RegionSource::kName:
      break;
  }
  return "name";
}

std::optional<std::string> day_text(std::optional<DayNumber> day) {
  return day ? std::optional{format_day(*day)} : std::nullopt;
}

/// Headers beside the page: whether `total` is exact, and how the words were looked up.
void say_how_found(Found const& found, Call& call) {
  call.headers.emplace_back("Lianzhao-Total", found.total_is_exact ? "exact" : "at-least");
  switch (found.looked_up_in) {
    case LookedUpIn::kNothing:
      break;
    case LookedUpIn::kIndex:
      call.headers.emplace_back("Lianzhao-Search", "index");
      break;
    case LookedUpIn::kOlderIndex:
      call.headers.emplace_back("Lianzhao-Search", "older-index");
      break;
    case LookedUpIn::kScan:
      call.headers.emplace_back("Lianzhao-Search", "scan");
      break;
  }
}

api::EnterprisePage page_of(Insights& insights, Call& call, SearchWords words, std::size_t limit, std::size_t offset) {
  auto const insight = insights.get();
  words.wanted = offset + limit;
  auto const answer = search(*insight, insights.search_index().get(), insights.register_database(), call.viewer, words);
  say_how_found(answer, call);
  auto const& found = answer.members;
  api::EnterprisePage page;
  page.total = static_cast<std::int64_t>(answer.total);
  std::vector<std::int64_t> ids;
  for (auto i = offset; i < std::min(found.size(), offset + limit); ++i) {
    ids.push_back(insight->atlas().row(found[i].row).enterprise_id);
  }
  auto sql = insights.register_database().reader();
  std::map<std::int64_t, store::StoredEnterprise> stored;
  for (auto& one : store::RegisterReader{sql}.find_all(ids)) stored.emplace(one.id, std::move(one));
  auto const& library = insight->knowledge().library;
  for (auto i = offset; i < std::min(found.size(), offset + limit); ++i) {
    auto const view = insight->atlas().row(found[i].row);
    auto const entry = stored.find(view.enterprise_id);
    if (entry == stored.end()) continue;
    auto const& enterprise = entry->second.enterprise;
    api::EnterpriseRow row;
    row.enterprise_key = enterprise.enterprise_key;
    row.credit_code = enterprise.credit_code;
    row.credit_code_state = code_state_name(enterprise.credit_code_state);
    row.name = pipeline::shown_name(enterprise);
    row.region_code = region_code_text(enterprise.region_code);
    row.registered_capital_fen = enterprise.registered_capital_fen;
    row.capital_estimated = is_capital_estimated(enterprise);
    row.founded = day_text(enterprise.founded);
    row.status = enterprise_status_name(enterprise.status);
    for (auto const& tag : view.tags) {
      row.tags.push_back({library.node(tag.node).id, atlas::confidence_of(tag.confidence)});
    }
    if (words.node || words.chain) row.confidence = atlas::confidence_of(found[i].confidence);
    if (words.q) row.snippet = words_around(enterprise.business_scope, *words.q);
    page.items.push_back(std::move(row));
  }
  return page;
}

template <typename Params>
SearchWords words_of(pipeline::Insight const& insight, Params const& p) {
  auto filter = filter_of_params(insight, p);
  // Who looks for a name wants to find it, also where it does business no more; the row says so.
  if (p.q && !p.status) filter.statuses = atlas::Filter{}.statuses;
  return {p.q, p.region, p.zone, p.chain, p.node, p.sort.value_or(""), std::move(filter)};
}

store::StoredEnterprise stored_enterprise(Insights& insights, std::string_view key) {
  auto sql = insights.register_database().reader();
  auto found = store::RegisterReader{sql}.find_key(key);
  if (!found) throw not_found("enterprise_not_found", fmt::format("the register has no enterprise \"{}\"", key));
  return *found;
}

api::Enterprise shown_enterprise(Insights& insights, store::Database& workspace, std::string_view key) {
  auto const stored = stored_enterprise(insights, key);
  auto const& e = stored.enterprise;
  auto const& library = insights.knowledge().library;
  auto const text = classify::EnterpriseText{e.name, e.business_scope, e.products, e.industry_code};
  classify::Tagger::Buffers buffers;
  classify::EnterpriseTags tags;
  auto const tagger = insights.tagger();
  tagger->tag(text, buffers, tags);

  api::Enterprise shown;
  shown.enterprise_key = e.enterprise_key;
  shown.credit_code = e.credit_code;
  shown.credit_code_state = code_state_name(e.credit_code_state);
  shown.name = pipeline::shown_name(e);
  for_each_former_name(e.former_names, [&](std::string_view name) { shown.former_names.emplace_back(name); });
  shown.business_scope = e.business_scope;
  shown.products = e.products;
  shown.enterprise_type = e.enterprise_type;
  shown.address = e.address;
  shown.region_code = region_code_text(e.region_code);
  shown.region_source = source_name(e.region_source);
  shown.registered_capital_fen = e.registered_capital_fen;
  if (is_capital_estimated(e) && e.founded) {
    auto const year = static_cast<int>(civil_date(*e.founded).year());
    if (auto const* const rate = ingest::exchange_rates().find(e.registered_capital_currency, year)) {
      shown.capital_rate =
          api::CapitalRate{rate->currency, rate->year, static_cast<double>(rate->micro_yuan) / 1e4, rate->source};
    }
  }
  shown.registered_capital_text = e.registered_capital_text;
  shown.registered_capital_currency = e.registered_capital_currency;
  shown.founded = day_text(e.founded);
  shown.status = enterprise_status_name(e.status);
  shown.industry_code = e.industry_code.empty() ? std::string{tags.industry.text()} : e.industry_code;

  if (auto const* const industry = ingest::industry_table().find(shown.industry_code)) {
    shown.industry_name = industry->name;
  }

  std::map<std::string, api::Tag> by_node;
  for (auto const& tag : tags.nodes) {
    auto& one = by_node[library.node(tag.node).id];
    one.node = library.node(tag.node).id;
    one.confidence = static_cast<double>(tag.confidence);
    auto const why = tagger->explain(text, tag.node, buffers);
    if (why.learned != 0) one.learned = why.learned;
    for (auto const& evidence : why.evidence) {
      if (evidence.verdict != classify::Verdict::kSupports) continue;
      one.evidence.push_back(
          {std::string{classify::field_name(evidence.field)}, evidence.begin, evidence.end, evidence.text});
    }
  }
  auto sql = workspace.reader();
  for (auto const& verdict : store::WorkspaceRepository{sql}.verdicts_of(e.enterprise_key)) {
    auto& one = by_node[verdict.node_id];
    one.node = verdict.node_id;
    one.verdict = verdict.verdict;
    one.verdict_at_ms = verdict.at;
    if (verdict.account_id) {
      if (auto const by = store::AccountRepository{sql}.find(*verdict.account_id)) one.verdict_by = by->display_name;
    }
  }
  for (auto& [node, tag] : by_node) shown.tags.push_back(std::move(tag));
  return shown;
}

}  // namespace

api::EnterprisePage SearchEnterprises::operator()(api::SearchEnterprisesParams const& params, api::NoBody,
                                                  Call& call) const {
  auto const words = words_of(*insights.get(), params);
  return page_of(insights, call, words, static_cast<std::size_t>(params.limit),
                 static_cast<std::size_t>(params.offset));
}

api::FileAnswer ExportEnterprises::operator()(api::ExportEnterprisesParams const& params, api::NoBody,
                                              Call& call) const {
  auto const page = page_of(insights, call, words_of(*insights.get(), params), 100'000, 0);
  auto const zh = params.language == "zh";
  auto const& library = insights.knowledge().library;
  using report::ColumnKind;
  report::Table table;
  table.title = zh ? "企业" : "Enterprises";
  table.columns = {
      {zh ? "企业" : "Enterprise", ColumnKind::kText},  {zh ? "统一社会信用代码" : "Credit code", ColumnKind::kText},
      {zh ? "行政区划" : "Region", ColumnKind::kText},  {zh ? "注册资本" : "Registered capital", ColumnKind::kMoneyFen},
      {zh ? "成立日期" : "Founded", ColumnKind::kText}, {zh ? "状态" : "Status", ColumnKind::kText},
      {zh ? "环节" : "Nodes", ColumnKind::kText}};
  for (auto const& row : page.items) {
    std::string nodes;
    for (auto const& tag : row.tags) {
      auto const& node = library.node(library.find_node(tag.node).value());
      nodes += (nodes.empty() ? "" : zh ? "；" : "; ") + (zh ? node.name : node.name_en);
    }
    table.rows.push_back({row.name, row.credit_code, row.region_code,
                          row.registered_capital_fen ? report::Cell{*row.registered_capital_fen} : report::Cell{},
                          row.founded.value_or(""), word_in(params.language, "page.status_of", row.status), nodes});
  }
  table.notes = {fmt::format("{} / {}", page.items.size(), page.total)};
  if (auto const estimated = std::count_if(page.items.begin(), page.items.end(),
                                           [](api::EnterpriseRow const& row) { return row.capital_estimated; })) {
    table.notes.push_back(
        fmt::format(fmt::runtime(zh ? "{} 户注册资本由外币按成立当年平均汇率折算，为估计值"
                                    : "{} capitals are estimates, converted from foreign money at the "
                                      "average rate of the year of founding"),
                    estimated));
  }
  return table_file(table, params.format, "enterprises");
}

api::Enterprise GetEnterprise::operator()(api::GetEnterpriseParams const& params, api::NoBody, Call&) const {
  return shown_enterprise(insights, workspace, params.enterprise_key);
}

api::Enterprise SetTagVerdict::operator()(api::SetTagVerdictParams const& params, api::TagVerdictRequest const& body,
                                          Call& call) const {
  // The address may name an alias; what users say belongs to the enterprise.
  auto const enterprise = stored_enterprise(insights, params.enterprise_key).enterprise;
  auto const& key = enterprise.enterprise_key;
  if (!insights.knowledge().library.find_node(body.node)) {
    throw not_found("node_not_found", fmt::format("the library has no node \"{}\"", body.node));
  }
  {
    auto sql = workspace.writer();
    auto transaction = store::Transaction{sql};
    store::WorkspaceRepository{sql}.set_verdict(
        key, body.node, body.verdict, call.viewer.account_id,
        store::JudgedText{enterprise.name, enterprise.business_scope, enterprise.products, enterprise.industry_code});
    store::AuditLog{sql}.append(call.viewer.account_id, "set_tag_verdict", "enterprise:" + key,
                                fmt::format("{} {}", body.node, body.verdict.value_or("undone")));
    transaction.commit();
  }
  insights.verdicts_changed();
  return shown_enterprise(insights, workspace, key);
}

api::Lessons ListLessons::operator()(api::ListLessonsParams const&, api::NoBody, Call&) const {
  auto sql = workspace.reader();
  auto register_session = insights.register_database().reader();
  std::map<std::int64_t, std::string> names;
  auto const name_of = [&](std::int64_t account) -> std::optional<std::string> {
    auto const [known, fresh] = names.try_emplace(account);
    if (fresh) {
      if (auto const found = store::AccountRepository{sql}.find(account)) known->second = found->display_name;
    }
    return known->second.empty() ? std::nullopt : std::optional{known->second};
  };
  auto const insight = insights.find();
  auto const heeded = insight ? insight->atlas().provenance().lessons : std::string{};
  api::Lessons shown;
  shown.in_force = insights.lessons_in_force();
  for (auto const& lesson : pipeline::lessons_from_verdicts(sql, register_session, insights.knowledge().library)) {
    api::Lesson one;
    one.node = lesson.node;
    one.word = lesson.word;
    one.confidence_before = lesson.before;
    one.confidence_after = lesson.after;
    one.log_odds = lesson.log_odds;
    one.in_snapshot = heeded.find(pipeline::lessons_text({lesson})) != std::string::npos;
    for (auto const& verdict : lesson.verdicts) {
      one.verdicts.push_back({verdict.enterprise_key, verdict.enterprise, verdict.confirmed ? "confirmed" : "rejected",
                              verdict.confidence, verdict.account_id ? name_of(*verdict.account_id) : std::nullopt,
                              verdict.at});
    }
    shown.items.push_back(std::move(one));
  }
  return shown;
}

void add_building(store::DataFolder const& folder, Insights& insights, Jobs& jobs) {
  jobs.add_kind(
      "build", [&folder, &insights](std::string const&, Progress const& progress, Cancelled const& cancelled) {
        auto const report = pipeline::refresh_snapshot(insights.register_database(), folder, insights.knowledge(),
                                                       progress, cancelled, pipeline::Rebuild::kIfTaughtAnew);
        return boost::json::serialize(boost::json::object{{"read", report.enterprises}});
      });
}

api::Job SwitchLessons::operator()(api::SwitchLessonsParams const&, api::SwitchLessonsRequest const& body,
                                   Call& call) const {
  pipeline::set_lessons_in_force(folder, body.in_force);
  {
    auto sql = workspace.writer();
    auto transaction = store::Transaction{sql};
    store::AuditLog{sql}.append(call.viewer.account_id, api::SwitchLessons::kId, "lessons",
                                body.in_force ? "on" : "off");
    transaction.commit();
  }
  return jobs.to_api(jobs.add(call.viewer, "build", "", "{}"), call.viewer.language);
}

}  // namespace lianzhao::serve
