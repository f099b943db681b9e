#include "text/trader_name.h"

#include <algorithm>
#include <vector>

#include "text/utf8.h"

namespace lianzhao::text {

namespace {

/// The hundred commonest by the count of the Ministry of Public Security (二〇二〇年全国姓名报告), in its order.
constexpr std::u32string_view kSurnames =
    U"王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭"
    U"陆汪"
    U"范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔";
/// A place ends with one of these; what a place may not begin with decides nothing here.
constexpr std::u32string_view kPlaceEnds = U"省市县区旗镇乡村屯街路道";
/// Trade begins here: 张三食杂店 is 张＊食杂店 and not 张＊＊杂店.
constexpr std::u32string_view kTradeBegins =
    U"食服饭百杂烟酒药诊餐快小超副日五建机汽电家粮种农水果蔬肉鲜美理修加缝鞋布印木石铁塑玻纸养牙口眼中门旅宾浴洗网";

bool holds(std::u32string_view set, char32_t c) {
  return set.find(c) != std::u32string_view::npos;
}

}  // namespace

std::string masked_trader_name(std::string_view registered_name) {
  std::vector<char32_t> name;
  for (std::size_t at = 0; at < registered_name.size();) name.push_back(next_code_point(registered_name, at));
  constexpr std::size_t kKept = 2;
  // Behind the last word of place in the first three quarters: 朝阳区张三食杂店 begins at 张.
  std::size_t begin = 0;
  for (std::size_t i = 1; i + kKept < name.size() && i < name.size() * 3 / 4; ++i) {
    if (holds(kPlaceEnds, name[i])) begin = i + 1;
  }
  if (begin + kKept >= name.size() || !holds(kSurnames, name[begin])) return std::string{registered_name};
  auto const last = std::min(begin + 3, name.size() - kKept);
  for (auto i = begin + 1; i < last; ++i) {
    if (i > begin + 1 && holds(kTradeBegins, name[i])) break;
    name[i] = U'＊';
  }
  std::string masked;
  for (auto const c : name) append_utf8(masked, c);
  return masked;
}

}  // namespace lianzhao::text
