#include "classify/activity.h"

#include <algorithm>
#include <array>

namespace lianzhao::classify {

namespace {

constexpr std::array<std::string_view, kActivityCount> kNames{
    "make", "grow", "process", "sell", "store", "serve", "research", "lease", "import_export", "wholesale", "retail"};

}  // namespace

std::string_view activity_name(Activity activity) {
  return kNames.at(static_cast<std::size_t>(activity));
}

std::optional<Activity> activity_from(std::string_view name) {
  auto const* const found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Activity>(found - kNames.begin());
}

std::string activity_names(ActivitySet set) {
  std::string names;
  for (std::size_t i = 0; i < kActivityCount; ++i) {
    if ((set & bit(static_cast<Activity>(i))) == 0) continue;
    if (!names.empty()) names += ',';
    names += kNames[i];
  }
  return names;
}

std::string_view standing_name(Standing standing) {
  switch (standing) {
    case Standing::kStated:
      return "stated";
    case Standing::kPermitted:
      return "permitted";
    case Standing::kNegated:
      return "negated";
  }
  return "";
}

}  // namespace lianzhao::classify
