#pragma once

#include <string_view>
#include <vector>

#include "radar/sentences.h"

namespace lianzhao::radar {

/// Names of enterprises in a stretch of folded text, from left to right, none
/// inside another: by their endings (…有限公司, …集团, …制药), and short names
/// by what is said of them (吸引X投资, X与Y签约, 收购了X、Y), names without 公司 where
/// grammar leaves no doubt (radar/investors.h).
std::vector<Span> find_enterprises(std::u16string_view folded, Span within);

/// Names of places as addresses give them: what ends in 省, 市, 县, 区, 镇, 路,
/// 开发区 … and countries and provinces by their short names.
std::vector<Span> find_places(std::u16string_view folded, Span within);

/// Names of development zones: 长春新区, 梅河口高新技术产业开发区, 火炬高新区.
std::vector<Span> find_zones(std::u16string_view folded, Span within);

}  // namespace lianzhao::radar
