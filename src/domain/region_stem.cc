#include <array>

#include "domain/region_table.h"

namespace lianzhao {

namespace {

constexpr std::size_t kHan = 3;  ///< bytes of a Chinese character in UTF-8

// Longer ones first, so that 特别行政区 is not read as 区 and 浦东新区 gives 浦东.
constexpr std::array<std::string_view, 14> kSuffixes{
    "特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "新区", "林区", "省", "市", "县", "区", "旗", "盟"};

constexpr std::array<std::string_view, 53> kPeoples{
    "朝鲜族",   "满族",   "蒙古族",   "蒙古",   "回族",   "藏族",     "维吾尔", "苗族",     "彝族",
    "壮族",     "布依族", "侗族",     "瑶族",   "白族",   "土家族",   "哈尼族", "哈萨克",   "傣族",
    "黎族",     "傈僳族", "佤族",     "畲族",   "拉祜族", "水族",     "东乡族", "纳西族",   "景颇族",
    "土族",     "仫佬族", "羌族",     "布朗族", "撒拉族", "毛南族",   "仡佬族", "锡伯",     "普米族",
    "塔吉克",   "怒族",   "独龙族",   "裕固族", "保安族", "鄂温克族", "各族",   "达斡尔族", "柯尔克孜",
    "哈萨克族", "锡伯族", "维吾尔族", "德昂族", "阿昌族", "京族",     "基诺族", "塔塔尔族"};

}  // namespace

std::string_view region_stem(std::string_view name) {
  auto stem = name;
  for (auto const suffix : kSuffixes) {
    if (!stem.ends_with(suffix)) continue;
    if (stem.size() < suffix.size() + 2 * kHan) break;
    stem.remove_suffix(suffix.size());
    break;
  }
  if (stem.size() == name.size()) return name;
  for (auto again = true; again;) {
    again = false;
    for (auto const people : kPeoples) {
      if (stem.ends_with(people) && stem.size() >= people.size() + 2 * kHan) {
        stem.remove_suffix(people.size());
        again = true;
      }
    }
  }
  return stem;
}

}  // namespace lianzhao
