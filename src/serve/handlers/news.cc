#include "serve/handlers/news.h"

#include <array>

#include <fmt/format.h>

#include "kernel/error.h"
#include "kernel/file.h"
#include "kernel/log.h"
#include "pipeline/news_desk.h"
#include "pipeline/news_lessons.h"
#include "serve/files.h"
#include "serve/messages.h"
#include "serve/news_view.h"
#include "serve/place.h"
#include "text/currency.h"
#include "text/folded_text.h"

namespace lianzhao::serve {

namespace {

constexpr std::size_t kMostBytes = 64U << 20;  ///< of one file, as it is sent
constexpr store::Page kExported{20'000, 0};

/// Files what was read; one audit line an article.
api::NewsReceipt take_in(Workspace const& workspace, Viewer const& viewer, std::string_view operation,
                         std::vector<pipeline::ReadNews> const& read, std::vector<Error> const& troubles,
                         std::string const& zone_id, std::string const& origin) {
  if (read.empty()) {
    if (!troubles.empty()) throw Failure{troubles.front()};
    throw invalid_input("no_article",
                        fmt::format("\"{}\" holds no article: an index or search page, or no running text", origin));
  }
  auto change = Change{workspace, viewer, operation};
  auto news = store::NewsRepository{change.sql()};
  api::NewsReceipt receipt;
  for (auto const& trouble : troubles) log::warn("{}: {}", origin, trouble.message);
  for (auto const& one : read) {
    auto const filed =
        pipeline::NewsDesk::file(change.sql(), one, {zone_id, origin, std::nullopt, viewer.account_id, now()});
    ++receipt.articles;
    receipt.events += filed.events;
    receipt.known += filed.known ? 1 : 0;
    receipt.copies += filed.copy_of_id ? 1 : 0;
    receipt.article_ids.push_back(filed.article_id);
    if (filed.known) continue;
    for (auto const& event : news.events_of_article(filed.article_id)) receipt.event_ids.push_back(event.id);
    change.note("news", filed.article_id, 1, fmt::format("events:{}", filed.events));
  }
  change.commit();
  return receipt;
}

radar::Lessons lessons_of(Workspace const& workspace, std::string const& zone_id) {
  auto sql = workspace.database.reader();
  return pipeline::news_lessons(sql, zone_id);
}

report::Cell money(store::NewsEvent const& event) {
  return event.amount && event.amount_currency == "CNY" ? report::Cell{report::Fen{*event.amount}} : report::Cell{};
}

/// In whole units of its currency.
report::Cell sum_of(store::NewsEvent const& event) {
  if (!event.amount) return {};
  auto const amount = *event.amount;
  std::int64_t minor = 1;
  for (auto i = text::currency_decimals(event.amount_currency); i > 0; --i) minor *= 10;
  if (amount % minor == 0) return amount / minor;
  return static_cast<double>(amount) / static_cast<double>(minor);
}

/// What the page calls "stage_signed"; the value itself where nobody named it.
std::string word_of(std::string_view language, std::string_view prefix, std::string const& value) {
  if (value.empty()) return value;
  return message(language, fmt::format("page.radar.{}{}", prefix, value)).value_or(value);
}

std::string parts_text(std::string_view lines) {
  std::string out;
  for (auto const c : lines) out += c == '\t' ? std::string{" "} : c == '\n' ? std::string{"；"} : std::string{c};
  while (out.ends_with("；")) out.resize(out.size() - std::string_view{"；"}.size());
  return out;
}

/// 5000 吨/年 人参饮片（约）; 20 GWh 储能电池
std::string capacity_text(std::string_view lines, std::string_view language) {
  std::string out;
  while (!lines.empty()) {
    auto const end = std::min(lines.find('\n'), lines.size());
    auto line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    std::array<std::string_view, 5> cells;  // product, value, unit, per, qualifier
    for (auto& cell : cells) {
      auto const stop = std::min(line.find('\t'), line.size());
      cell = line.substr(0, stop);
      line.remove_prefix(std::min(stop + 1, line.size()));
    }
    auto const& [product, value, unit, per, qualifier] = cells;
    if (!out.empty()) out += "；";
    out += fmt::format("{} {}", value, unit);
    if (!per.empty()) out += "/" + word_of(language, "per_", std::string{per});
    if (!product.empty()) out += fmt::format(" {}", product);
    if (!qualifier.empty() && qualifier != "exact")
      out += fmt::format("（{}）", word_of(language, "qualifier_", std::string{qualifier}));
  }
  return out;
}

report::Cell whole(std::optional<std::int64_t> value) {
  return value ? report::Cell{*value} : report::Cell{};
}

}  // namespace

api::NewsReceipt AddNews::operator()(api::AddNewsParams const&, api::NewsRequest const& body, Call& call) const {
  require_inbox(workspace, call.viewer, body.zone_id);
  auto const url = body.url.value_or("");
  auto const title = body.title.value_or("");
  auto const& desk = workspace.insights.news_desk();
  std::vector<Error> troubles;
  auto const noting = [&](Error const& trouble) { troubles.push_back(trouble); };
  if (body.text) {
    auto const read = desk.read({*body.text, url, title, "UTF-8", ""}, lessons_of(workspace, body.zone_id), noting);
    return take_in(workspace, call.viewer, api::AddNews::kId, read, troubles, body.zone_id,
                   url.empty() ? "pasted" : url);
  }
  if (url.empty()) throw invalid_input("no_text", "paste the page or give its address: text and url are missing");
  auto const page = rounds.fetch(url);
  auto const read =
      desk.read({page.bytes, page.url, title, page.charset, ""}, lessons_of(workspace, body.zone_id), noting);
  return take_in(workspace, call.viewer, api::AddNews::kId, read, troubles, body.zone_id, url);
}

api::NewsReceipt UploadNews::operator()(api::UploadNewsParams const& params, api::Upload const& upload,
                                        Call& call) const {
  auto const zone_id = params.zone_id.value_or("");
  require_inbox(workspace, call.viewer, zone_id);
  if (upload.size_bytes == 0) throw invalid_input("empty_file", fmt::format("\"{}\" is empty", params.name));
  if (upload.size_bytes > kMostBytes) {
    throw invalid_input("file_too_large", fmt::format("\"{}\" is larger than 64 MB; split it", params.name));
  }
  auto const bytes = read_file(upload.file, kMostBytes);
  std::vector<Error> troubles;
  auto const read =
      workspace.insights.news_desk().read({bytes, "", params.name, "", "", params.name}, lessons_of(workspace, zone_id),
                                          [&](Error const& trouble) { troubles.push_back(trouble); });
  return take_in(workspace, call.viewer, api::UploadNews::kId, read, troubles, zone_id, params.name);
}

api::NewsArticle GetNewsArticle::operator()(api::GetNewsArticleParams const& params, api::NoBody, Call& call) const {
  auto sql = workspace.database.reader();
  auto const article = store::NewsRepository{sql}.find_article(params.article_id, call.viewer.zones);
  if (!article) throw not_found("article_not_found", fmt::format("there is no article {}", params.article_id));
  return news_article(sql, workspace, call.viewer, *article);
}

api::NewsEventPage ListNewsEvents::operator()(api::ListNewsEventsParams const& params, api::NoBody, Call& call) const {
  auto filter = news_filter(workspace, params);
  filter.dossier_id = params.dossier_id;
  filter.enterprise_key = params.enterprise_key;
  filter.sort = params.sort;
  auto sql = workspace.database.reader();
  if (params.watch_id) {
    auto const watch = store::NewsSourceRepository{sql}.find_watch(*params.watch_id, call.viewer.zones);
    if (!watch) throw not_found("watch_not_found", fmt::format("there is no watch {}", *params.watch_id));
    add_watch(workspace, *watch, filter);
  }
  auto news = store::NewsRepository{sql};
  auto const found = news.events(filter, call.viewer.zones, {params.limit, params.offset});
  api::NewsEventPage page;
  page.total = found.total;
  for (auto const& [state, count] : news.states(filter, call.viewer.zones)) page.states.push_back({state, count});
  page.items = to_api(sql, workspace, call.viewer, found.rows);
  return page;
}

api::FileAnswer ExportNewsEvents::operator()(api::ExportNewsEventsParams const& params, api::NoBody, Call& call) const {
  auto const english = params.language == "en";
  std::string_view const language = english ? "en" : "zh";
  auto filter = news_filter(workspace, params);
  auto sql = workspace.database.reader();
  if (params.watch_id) {
    auto const watch = store::NewsSourceRepository{sql}.find_watch(*params.watch_id, call.viewer.zones);
    if (!watch) throw not_found("watch_not_found", fmt::format("there is no watch {}", *params.watch_id));
    add_watch(workspace, *watch, filter);
  }
  report::Table table;
  table.title = english ? "news events" : "雷达事件";
  struct Title {
    std::string_view zh;
    std::string_view en;
    report::ColumnKind kind = report::ColumnKind::kText;
  };
  for (auto const& [zh, en, kind] : {Title{"事件", "Event", report::ColumnKind::kInteger},
                                     Title{"类型", "Kind"},
                                     Title{"项目", "Project"},
                                     Title{"企业", "Enterprises"},
                                     Title{"金额(万元)", "Amount (10,000 CNY)"},
                                     Title{"金额", "Amount"},
                                     Title{"币种", "Currency"},
                                     Title{"金额口径", "Kind of amount"},
                                     Title{"说法", "Said as"},
                                     Title{"用地(平方米)", "Land (m²)", report::ColumnKind::kInteger},
                                     Title{"建筑面积(平方米)", "Floors (m²)", report::ColumnKind::kInteger},
                                     Title{"产能", "Capacity"},
                                     Title{"产品", "Products"},
                                     Title{"就业(人)", "Jobs", report::ColumnKind::kInteger},
                                     Title{"项目个数", "Projects", report::ColumnKind::kInteger},
                                     Title{"构成", "Made up of"},
                                     Title{"阶段", "Stage"},
                                     Title{"地区代码", "Region"},
                                     Title{"地点", "Place"},
                                     Title{"开发区", "Zone"},
                                     Title{"日期", "Day", report::ColumnKind::kDay},
                                     Title{"产业链环节", "Node"},
                                     Title{"状态", "State"},
                                     Title{"处理人", "Decided by"},
                                     Title{"标题", "Title"},
                                     Title{"来源", "Source"},
                                     Title{"网址", "URL"},
                                     Title{"依据", "Proof"}}) {
    table.columns.push_back({std::string{english ? en : zh}, kind});
  }
  auto news = store::NewsRepository{sql};
  std::int64_t article_id = 0;
  std::string text;
  for (auto const& e : news.events(filter, call.viewer.zones, kExported).rows) {
    if (e.article_id != article_id) {
      article_id = e.article_id;
      text = news.find_article(article_id, {}).value().text;
    }
    std::string enterprises;
    for (auto const& x : e.enterprises) enterprises += (enterprises.empty() ? "" : "；") + x.name;
    std::string proof;
    for (auto const& words : news.evidence(e.id)) {
      proof += fmt::format(
          "{}{}: {}", proof.empty() ? "" : "；", word_of(language, "field_", words.field),
          text::code_point_slice(text, static_cast<std::uint32_t>(words.begin), static_cast<std::uint32_t>(words.end)));
    }
    auto const node = workspace.knowledge().library.find_node(e.node);
    auto const& library = workspace.knowledge().library;
    table.rows.push_back({e.id,
                          word_of(language, "kind_", e.kind),
                          e.project,
                          enterprises,
                          money(e),
                          sum_of(e),
                          e.amount_currency,
                          word_of(language, "amount_", e.amount_kind),
                          word_of(language, "qualifier_", e.amount_qualifier),
                          whole(e.land_m2),
                          whole(e.building_m2),
                          capacity_text(e.capacity, language),
                          parts_text(e.products),
                          whole(e.jobs),
                          whole(e.project_count),
                          parts_text(e.parts),
                          word_of(language, "stage_", e.stage),
                          region_code_text(static_cast<RegionCode>(e.region_code)),
                          e.place_name,
                          e.place_zone,
                          e.day ? report::Cell{std::int64_t{*e.day}} : report::Cell{},
                          !node || (english && library.node(*node).name_en.empty()) ? e.node
                          : english                                                 ? library.node(*node).name_en
                                                                                    : library.node(*node).name,
                          word_of(language, "state_", e.state),
                          e.decided_by_name,
                          e.article_title,
                          e.article_source,
                          e.article_url,
                          proof});
  }
  table.notes.push_back(fmt::format("as of {}", format_day(civil_day(now()))));
  return table_file(table, params.format, "radar");
}

api::NewsEventDetail GetNewsEvent::operator()(api::GetNewsEventParams const& params, api::NoBody, Call& call) const {
  auto sql = workspace.database.reader();
  auto const event = find_news_event(sql, call.viewer, params.event_id);
  return news_event_detail(sql, workspace, call.viewer, event.id);
}

}  // namespace lianzhao::serve
