#include "classify/trade_words.h"

#include <array>
#include <vector>

namespace lianzhao::classify {

namespace {

void add(std::vector<TradeWord>& to, ActivitySet activities, std::initializer_list<std::string_view> words) {
  for (auto const& word : words) to.push_back({word, activities});
}

std::vector<TradeWord> make_words() {
  constexpr auto kSell = bit(Activity::kSell);
  constexpr auto kRetail = static_cast<ActivitySet>(kSell | bit(Activity::kRetail));
  constexpr auto kWholesale = static_cast<ActivitySet>(kSell | bit(Activity::kWholesale));
  std::vector<TradeWord> words;
  add(words, bit(Activity::kMake),
      {"制药",   "制药厂",   "药厂", "厂",   "制造",   "工厂",   "饮片厂",   "饮片",   "制品厂", "器械厂",
       "试剂厂", "生物制药", "酒厂", "制剂", "化工厂", "食品厂", "生化制药", "原料药", "器材厂", "材料厂"});
  add(words, kRetail,
      {"药店", "大药房", "药房", "药堂", "商店", "超市", "商场", "专卖店", "零售", "便利店", "药品超市", "百货", "连锁",
       "大药店", "医药连锁", "药业连锁", "药品零售", "零售连锁", "药铺", "中药店", "药号", "平价药", "代销点", "代销店",
       "双代店", "分销店", "眼镜店", "眼镜", "小卖部", "药品店", "医药商店", "医药商场", "新特药", "药城", "国药店",
       // Outlets: of a wholesaler too they serve who walks in.
       "门市部", "门市", "营业部", "供销社", "供销合作社", "加油站", "分店", "连锁店", "一店", "二店", "三店", "四店",
       "五店", "六店", "七店", "八店", "九店", "十店", "号店", "新店", "总店", "直营店", "加盟店", "旗舰店", "便民店",
       "服务站"});
  add(words, kSell,
      {"经营部", "经销部", "销售部", "经营处", "销售分公司", "销售", "供应站", "供应部", "商行", "销售处", "经销处",
       "购销", "服务部", "收购站", "分销处", "营销", "经销", "药品经营", "采购"});
  add(words, kWholesale,
      {"医药公司",   "批发",     "商贸",         "贸易",         "经贸",     "工贸",     "医药贸易",   "药材公司",
       "采购供应站", "批发部",   "批发站",       "医药批发",     "医药有限", "医药股份", "药品有限",   "药材有限",
       "医药销售",   "药业销售", "物资",         "供销",         "进出口",   "外贸",     "医药经营",   "医药供应",
       "药械有限",   "医药集团", "医药器械公司", "医疗器械销售", "医药经贸", "药械",     "医药总公司", "商业",
       "医药商贸",   "医药物资", "医药分公司",   "医药站"});
  add(words, bit(Activity::kServe),
      {"医院",   "诊所", "卫生院", "卫生室",   "门诊部",   "体检",   "检测",   "咨询",     "物业", "维修",
       "修理",   "修配", "培训",   "医务室",   "卫生所",   "护理院", "检验所", "口腔门诊", "装饰", "工程",
       "广告",   "酒店", "宾馆",   "学校",     "养老",     "银行",   "信用社", "邮政",     "支行", "支局",
       "旅行社", "饭店", "检验",   "认证",     "医学检验", "投资",   "房地产", "网络",     "信息", "软件",
       "管理",   "租赁", "兽医",   "庄稼医院", "设计院",   "会计",   "律师",   "保险"});
  add(words, bit(Activity::kResearch), {"研究院", "研究所", "研发中心", "研究中心", "研发", "研究开发中心"});
  add(words, bit(Activity::kStore), {"物流", "仓储", "运输", "货运", "冷链", "冷藏", "冷库", "储运", "配送"});
  add(words, bit(Activity::kGrow),
      {"种植", "养殖", "农场", "林场", "参场", "种植场", "养殖场", "牧场", "鹿场", "种植专业合作社", "药材种植",
       "参茸场", "特产场", "种业", "苗圃", "种苗"});
  return words;
}

}  // namespace

std::span<TradeWord const> trade_words() {
  static auto const kWords = make_words();
  return kWords;
}

std::span<std::string_view const> other_trade_words() {
  static constexpr std::array<std::string_view, 51> kWords{
      "装饰",     "装潢", "装修", "建筑", "建设",   "建工", "幕墙", "钢构", "钢结构", "消防", "园林", "绿化",    "景观",
      "房地产",   "置业", "地产", "物业", "餐饮",   "酒店", "宾馆", "饭店", "酒楼",   "旅馆", "旅游", "旅行社",  "度假",
      "广告",     "传媒", "文化", "影视", "出版",   "服装", "服饰", "家具", "供电",   "水利", "路桥", "公路",    "广电",
      "广播电视", "电信", "通信", "学校", "幼儿园", "培训", "劳务", "市政", "拍卖",   "典当", "会计", "人力资源"};
  return kWords;
}

std::span<std::string_view const> maker_words() {
  static constexpr std::array<std::string_view, 30> kWords{
      "片剂",   "硬胶囊剂", "软胶囊剂",   "胶囊剂", "颗粒剂", "散剂",   "口服液",       "口服溶液剂",
      "糖浆剂", "合剂",     "酊剂",       "混悬剂", "丸剂",   "煎膏剂", "滴丸剂",       "栓剂",
      "软膏剂", "乳膏剂",   "凝胶剂",     "洗剂",   "滴眼剂", "喷雾剂", "小容量注射剂", "大容量注射剂",
      "粉针剂", "原料药",   "冻干粉针剂", "酒剂",   "贴膏剂", "搽剂"};
  return kWords;
}

}  // namespace lianzhao::classify
