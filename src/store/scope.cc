#include "store/scope.h"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

namespace lianzhao::store {

namespace {

/// `own` and `assigned` are conditions with one `?` each, the account.
void add_scope(Where& where, Scope const& scope, std::string_view alias, std::string const& own,
               std::string const& assigned) {
  auto const bound = !scope.zones.empty() || scope.assigned_only || !scope.confidential;
  if (!bound) return;
  std::string seen = "1 = 1";
  if (!scope.zones.empty()) seen += fmt::format(" AND {}.zone_id IN {}", alias, placeholders(scope.zones.size()));
  if (!scope.confidential) seen += fmt::format(" AND {}.confidential = 0", alias);
  if (scope.assigned_only) seen += " AND " + assigned;
  where.add(fmt::format("(({}) OR {})", seen, own));
  for (auto const& zone : scope.zones) where.bind(zone);
  if (scope.assigned_only) where.bind(scope.account_id.value_or(-1));
  where.bind(scope.account_id.value_or(-1));
}

}  // namespace

bool Scope::sees(std::string_view zone_id, bool is_confidential, bool own, bool assigned) const {
  if (own) return true;
  if (!zones.empty() && std::find(zones.begin(), zones.end(), zone_id) == zones.end()) return false;
  return (confidential || !is_confidential) && (!assigned_only || assigned);
}

std::vector<Param> Where::params() const {
  std::vector<Param> params;
  params.reserve(values_.size());
  for (auto const& value : values_) {
    std::visit([&](auto const& v) { params.emplace_back(v); }, value);
  }
  return params;
}

std::string placeholders(std::size_t count) {
  std::string text = "(";
  for (std::size_t i = 0; i < count; ++i) text += i == 0 ? "?" : ", ?";
  return text + ")";
}

void add_ids(Where& where, std::string_view column, Only const& ids) {
  if (!ids) return;
  if (ids->empty()) return where.add("1 = 0");
  // Filled up to a power of two by repeating the last.
  auto const count = std::bit_ceil(ids->size());
  where.add(fmt::format("{} IN {}", column, placeholders(count)));
  for (std::size_t i = 0; i < count; ++i) where.bind((*ids)[std::min(i, ids->size() - 1)]);
}

void add_lead_scope(Where& where, Scope const& scope, std::string_view alias) {
  add_scope(where, scope, alias, fmt::format("{}.reporter_id = ?", alias), fmt::format("{}.officer_id = ?", alias));
}

void add_project_scope(Where& where, Scope const& scope, std::string_view alias, Reach reach) {
  auto const member = fmt::format(
      "EXISTS (SELECT 1 FROM project_member m WHERE m.project_id = {}.id AND m.left_day IS NULL AND m.account_id = ?)",
      alias);
  // A condition per row would go through all projects to find the few of a zone: so their ids are looked up in the
  // indexes. Over many zones it is the other way round.
  constexpr std::size_t kFew = 8;
  if (reach == Reach::kMany && (scope.assigned_only || (!scope.zones.empty() && scope.zones.size() <= kFew))) {
    std::string ids = "SELECT m.project_id FROM project_member m WHERE m.account_id = ? AND m.left_day IS NULL";
    if (!scope.assigned_only) {
      ids += fmt::format(" UNION SELECT z.id FROM project z WHERE z.zone_id IN {}{}", placeholders(scope.zones.size()),
                         scope.confidential ? "" : " AND z.confidential = 0");
    }
    where.add(fmt::format("{}.id IN ({})", alias, ids));
    where.bind(scope.account_id.value_or(-1));
    if (!scope.assigned_only) {
      for (auto const& zone : scope.zones) where.bind(zone);
    }
    return;
  }
  // Who left a zone or a team does not go on seeing what he once entered, unless he is in the team.
  add_scope(where, scope, alias, member, member);
}

}  // namespace lianzhao::store
