#include "store/free_text_repository.h"

#include <algorithm>

#include <fmt/format.h>

#include "store/scope.h"
#include "store/sql_text.h"

namespace lianzhao::store {

namespace {

/// `join` ends at `o`, the lead, project or campaign it belongs to.
struct Place {
  std::string_view table;
  std::string_view column;
  std::string_view noun;
  std::string_view join;
  bool versioned;

  std::string name() const { return fmt::format("{}.{}", table, column); }
};

constexpr std::string_view kOfLead = "JOIN lead o ON o.id = x.lead_id";
constexpr std::string_view kOfProject = "JOIN project o ON o.id = x.project_id";
constexpr std::string_view kLead = "JOIN lead o ON o.id = x.id";
constexpr std::string_view kProject = "JOIN project o ON o.id = x.id";
constexpr std::string_view kCampaign = "JOIN campaign o ON o.id = x.id";
constexpr std::string_view kOfDispute = "JOIN dispute d ON d.id = x.dispute_id JOIN lead o ON o.id = d.lead_id";
constexpr std::string_view kOfCampaign = "JOIN campaign o ON o.id = x.campaign_id";

constexpr Place kPlaces[] = {
    {"lead", "investor", "lead", kLead, true},
    {"lead", "idea", "lead", kLead, true},
    {"lead", "needs", "lead", kLead, true},
    {"lead", "contact", "lead", kLead, true},
    {"lead", "reporter_name", "lead", kLead, true},
    {"lead", "decision_reason", "lead", kLead, true},
    {"lead_step", "text", "lead", kOfLead, false},
    {"lead_transfer", "reason", "lead", kOfLead, false},
    {"lead_transfer", "answer", "lead", kOfLead, false},
    {"dispute", "reason", "lead", kOfLead, false},
    {"dispute_statement", "text", "lead", kOfDispute, false},
    {"project", "name", "project", kProject, true},
    {"project", "investor", "project", kProject, true},
    {"project", "idea", "project", kProject, true},
    {"project", "state_reason", "project", kProject, true},
    {"project", "lost_to", "project", kProject, true},
    {"project", "source", "project", kProject, true},
    {"evidence", "document", "project", kOfProject, false},
    {"evidence", "note", "project", kOfProject, false},
    {"evidence", "verdict_note", "project", kOfProject, false},
    {"project_amount", "reason", "project", kOfProject, false},
    {"project_measure", "reason", "project", kOfProject, false},
    {"project_history", "text", "project", kOfProject, false},
    {"project_history", "facts", "project", kOfProject, false},
    {"project_member", "note", "project", kOfProject, false},
    {"task", "name", "project", kOfProject, true},
    {"task", "note", "project", kOfProject, true},
    {"promise", "text", "project", kOfProject, true},
    {"promise", "review", "project", kOfProject, true},
    {"promise", "reason", "project", kOfProject, true},
    {"invitation", "name", "project", kOfProject, false},
    {"question", "text", "project", kOfProject, false},
    {"question", "answer", "project", kOfProject, false},
    {"rating", "text", "project", kOfProject, false},
    {"campaign", "name", "campaign", kCampaign, true},
    {"campaign", "route", "campaign", kCampaign, true},
    {"campaign", "plan", "campaign", kCampaign, true},
    {"campaign", "people", "campaign", kCampaign, true},
    {"campaign", "report", "campaign", kCampaign, true},
    {"visit", "enterprise", "campaign", kOfCampaign, false},
    {"visit", "note", "campaign", kOfCampaign, false},
};

std::string select(Place const& place) {
  return fmt::format("SELECT x.id, o.id, o.zone_id, x.{} FROM {} x {}", place.column, place.table, place.join);
}

void add_zones(Where& where, std::span<std::string const> zones) {
  if (zones.empty()) return;
  where.add("o.zone_id IN " + placeholders(zones.size()));
  for (auto const& zone : zones) where.bind(zone);
}

FreeText read(Place const& place, Rows const& rows) {
  return {place.name(),    rows.integer(0),           std::string{place.noun},
          rows.integer(1), std::string{rows.text(2)}, std::string{rows.text(3)}};
}

}  // namespace

std::vector<FreeText> FreeTextRepository::find(std::string_view word, std::span<std::string const> zones,
                                               std::int64_t limit) {
  auto const digits = std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  std::vector<FreeText> found;
  for (auto const& place : kPlaces) {
    Where where;
    auto const column = fmt::format("x.{}", place.column);
    where.add(like_words(digits ? fmt::format("replace(replace({}, ' ', ''), '-', '')", column) : column),
              like_anywhere(word));
    add_zones(where, zones);
    auto const text = where.text();
    where.bind(limit - static_cast<std::int64_t>(found.size()));
    auto rows = sql_.query_all(fmt::format("{}{} ORDER BY x.id LIMIT ?", select(place), text), where.params());
    while (rows.next()) found.push_back(read(place, rows));
    if (static_cast<std::int64_t>(found.size()) >= limit) break;
  }
  return found;
}

std::optional<FreeText> FreeTextRepository::get(std::string_view place, std::int64_t id,
                                                std::span<std::string const> zones) {
  auto const known =
      std::find_if(std::begin(kPlaces), std::end(kPlaces), [&](Place const& p) { return p.name() == place; });
  if (known == std::end(kPlaces)) return std::nullopt;
  Where where;
  where.add("x.id = ?", id);
  add_zones(where, zones);
  auto rows = sql_.query_all(select(*known) + where.text(), where.params());
  return rows.next() ? std::optional{read(*known, rows)} : std::nullopt;
}

void FreeTextRepository::put(FreeText const& text) {
  for (auto const& place : kPlaces) {
    if (place.name() != text.place) continue;
    sql_.execute(fmt::format("UPDATE {} SET {} = ?{} WHERE id = ?", place.table, place.column,
                             place.versioned ? ", version = version + 1" : ""),
                 text.text, text.id);
  }
}

}  // namespace lianzhao::store
