#include "store/scope.h"

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

void add_lead_scope(Where& where, Scope const& scope, std::string_view alias) {
  add_scope(where, scope, alias, fmt::format("{}.reporter_id = ?", alias), fmt::format("{}.officer_id = ?", alias));
}

void add_project_scope(Where& where, Scope const& scope, std::string_view alias) {
  auto const member = fmt::format(
      "EXISTS (SELECT 1 FROM project_member m WHERE m.project_id = {}.id AND m.left_day IS NULL AND m.account_id = ?)",
      alias);
  // Who left a zone or a team does not go on seeing what he once entered, unless he is in the team.
  add_scope(where, scope, alias, member, member);
}

}  // namespace lianzhao::store
