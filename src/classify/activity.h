#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lianzhao::classify {

/// What an enterprise does with the thing a word names. An item of a business scope may say several at once
/// ("疫苗的研发、生产、销售"), hence the set.
enum class Activity : std::uint8_t {
  kMake,          ///< 生产, 制造
  kGrow,          ///< 种植, 养殖
  kProcess,       ///< 加工, 炮制, 提取
  kSell,          ///< 销售, 批发, 零售, 经营, 收购
  kStore,         ///< 仓储, 冷藏, 运输, 配送
  kServe,         ///< 服务, 咨询, 检测, 维修, 诊疗
  kResearch,      ///< 研发, 技术开发
  kLease,         ///< 租赁
  kImportExport,  ///< 进出口
  kWholesale,     ///< 批发; comes with kSell
  kRetail,        ///< 零售; comes with kSell
};
inline constexpr std::size_t kActivityCount = 11;

/// Bit i is Activity i; 0 says that the text names no activity.
using ActivitySet = std::uint16_t;

constexpr ActivitySet bit(Activity activity) {
  return static_cast<ActivitySet>(1U << static_cast<unsigned>(activity));
}

/// "make", "grow", …; the spelling of YAML and JSON.
std::string_view activity_name(Activity);
std::optional<Activity> activity_from(std::string_view name);
/// "make,sell"; empty for the empty set.
std::string activity_names(ActivitySet);

/// How firmly an item stands in the scope.
enum class Standing : std::uint8_t {
  kStated,     ///< the enterprise does it
  kPermitted,  ///< boilerplate: licences, "import of what the enterprise needs", project still in preparation
  kNegated,    ///< 不含, 除外, 不得从事
};

std::string_view standing_name(Standing);

}  // namespace lianzhao::classify
