#include "domain/enterprise.h"

#include <algorithm>
#include <array>

namespace lianzhao {

namespace {

constexpr std::array<std::string_view, 6> kStatusNames{"unknown", "active",       "suspended",
                                                       "revoked", "deregistered", "moved_out"};

}  // namespace

std::string_view enterprise_status_name(EnterpriseStatus status) {
  return kStatusNames.at(static_cast<std::size_t>(status));
}

std::optional<EnterpriseStatus> enterprise_status_from(std::string_view name) {
  auto const found = std::find(kStatusNames.begin(), kStatusNames.end(), name);
  if (found == kStatusNames.end()) return std::nullopt;
  return static_cast<EnterpriseStatus>(found - kStatusNames.begin());
}

void add_former_name(std::string& former_names, std::string_view name) {
  constexpr std::size_t kLongest = 4000;
  auto known = name.empty() || former_names.size() + name.size() > kLongest;
  for_each_former_name(former_names, [&](std::string_view each) { known = known || each == name; });
  if (known) return;
  if (!former_names.empty()) former_names += "、";
  former_names += name;
}

}  // namespace lianzhao
