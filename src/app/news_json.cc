#include "app/news_json.h"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace lianzhao::app {

namespace json = boost::json;

namespace {

json::value text_or_null(std::string_view text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

template <typename T>
json::value or_null(std::optional<T> const& value) {
  return value ? json::value(*value) : json::value(nullptr);
}

json::array enterprises_json(radar::ProjectEvent const& event) {
  json::array out;
  for (auto const& enterprise : event.enterprises) {
    json::object one{{"name", enterprise.name},
                     {"role", radar::enterprise_role_name(enterprise.role)},
                     {"enterprise_key", text_or_null(enterprise.enterprise_key)}};
    if (!enterprise.candidates.empty()) one["candidates"] = json::value_from(enterprise.candidates);
    out.push_back(std::move(one));
  }
  return out;
}

json::array capacity_json(radar::ProjectEvent const& event) {
  json::array out;
  for (auto const& capacity : event.capacity) {
    out.push_back({{"product", text_or_null(capacity.product)},
                   {"value", capacity.value},
                   {"unit", capacity.unit},
                   {"per", text_or_null(capacity.per)},
                   {"qualifier", text::qualifier_name(capacity.qualifier)},
                   {"text", capacity.text}});
  }
  return out;
}

}  // namespace

json::object to_json(radar::ProjectEvent const& event) {
  json::object out;
  out["kind"] = event.group ? "group" : "project";
  out["project"] = text_or_null(event.project);
  out["enterprises"] = enterprises_json(event);
  out["amount"] = nullptr;
  if (event.amount) {
    out["amount"] = {{"value", event.amount->value},
                     {"currency", event.amount->currency},
                     {"kind", radar::amount_kind_name(event.amount->kind)},
                     {"qualifier", text::qualifier_name(event.amount->qualifier)}};
  }
  out["land_m2"] = or_null(event.land_m2);
  out["building_m2"] = or_null(event.building_m2);
  out["capacity"] = capacity_json(event);
  out["products"] = json::value_from(event.products);
  out["jobs"] = nullptr;
  if (event.jobs)
    out["jobs"] = {{"value", event.jobs->value}, {"qualifier", text::qualifier_name(event.jobs->qualifier)}};
  out["stage"] = text_or_null(radar::news_stage_name(event.stage));
  auto const known = event.region_code != kUnknownRegion;
  out["place"] = {{"name", text_or_null(event.place_name)},
                  {"region_code", known ? json::value(fmt::format("{:06}", event.region_code)) : json::value(nullptr)},
                  {"zone", text_or_null(event.zone)},
                  {"zone_id", text_or_null(event.zone_id)}};
  json::array offered;
  for (auto const code : event.place_candidates) offered.push_back(json::value(fmt::format("{:06}", code)));
  out["place_candidates"] = std::move(offered);
  out["date"] = nullptr;
  if (event.date) out["date"] = {{"from", event.date->from}, {"to", event.date->to}, {"text", event.date->text}};
  out["node"] = text_or_null(event.node);
  out["count"] = or_null(event.count);
  json::array parts;
  for (auto const& part : event.parts) parts.push_back({{"sector", part.sector}, {"count", part.count}});
  out["parts"] = std::move(parts);
  out["confidence"] = event.confidence;
  json::array evidence;
  for (auto const& words : event.evidence)
    evidence.push_back({{"field", words.field}, {"begin", words.begin}, {"end", words.end}, {"text", words.text}});
  out["evidence"] = std::move(evidence);
  return out;
}

json::object to_json(pipeline::NewsPage const& page, std::string const& file, std::string const& url) {
  json::array events;
  for (auto const& event : page.events) events.push_back(to_json(event));
  return {{"file", file},
          {"title", text_or_null(page.article.title)},
          {"published", text_or_null(page.article.published)},
          {"source", text_or_null(page.article.source)},
          {"author", text_or_null(page.article.author)},
          {"url", text_or_null(url)},
          {"article", page.article.found},
          {"reason", text_or_null(radar::no_article_name(page.article.reason))},
          {"text", page.article.text},
          {"captions", json::value_from(page.article.captions)},
          {"events", std::move(events)}};
}

}  // namespace lianzhao::app
