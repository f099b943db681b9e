#include "domain/region.h"

#include <array>
#include <utility>

namespace lianzhao {

namespace {

constexpr std::array<std::pair<PointPrecision, std::string_view>, 5> kPrecisionNames{{
    {PointPrecision::kSeat, "seat"},
    {PointPrecision::kPlace, "place"},
    {PointPrecision::kShape, "shape"},
    {PointPrecision::kParent, "parent"},
    {PointPrecision::kNone, "none"},
}};

}  // namespace

std::string_view point_precision_name(PointPrecision precision) {
  for (auto const& [value, name] : kPrecisionNames) {
    if (value == precision) return name;
  }
  return "none";
}

std::optional<PointPrecision> point_precision_from(std::string_view text) {
  for (auto const& [value, name] : kPrecisionNames) {
    if (name == text) return value;
  }
  return std::nullopt;
}

}  // namespace lianzhao
