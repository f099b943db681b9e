#include "classify/clause_words.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "kernel/error.h"
#include "scope_tables.h"

namespace lianzhao::classify {

namespace {

void add(std::vector<ClauseWord>& to, WordRole role, ActivitySet activities,
         std::initializer_list<std::string_view> words) {
  for (auto const& word : words) to.push_back({word, role, activities, false, false});
}

std::string_view cut_off(std::string_view& rest, char mark) {
  auto const part = rest.substr(0, rest.find(mark));
  rest.remove_prefix(std::min(rest.size(), part.size() + 1));
  return part;
}

/// The services of reference/service_words.tsv: what the grammar knows already as a word of an end learns what it is
/// about, the rest is new.
void add_services(std::vector<ClauseWord>& to) {
  auto const files = embedded::scope_tables();
  auto const file =
      std::find_if(files.begin(), files.end(), [](auto const& f) { return f.name == "service_words.tsv"; });
  LIANZHAO_ASSERT(file != files.end(), "the services of scopes are compiled in");
  std::unordered_map<std::string_view, std::size_t> known;
  for (std::size_t i = 0; i < to.size(); ++i) known.emplace(to[i].text, i);
  std::unordered_map<std::string_view, bool> listed;
  auto heading = true;
  for (auto rest = file->bytes; !rest.empty();) {
    auto line = cut_off(rest, '\n');
    if (line.empty() || line.front() == '#') continue;
    if (heading) {
      heading = false;
      continue;
    }
    auto const word = cut_off(line, '\t');
    auto const activity = activity_from(cut_off(line, '\t'));
    auto const of = cut_off(line, '\t');
    LIANZHAO_ASSERT(!word.empty() && activity && (of == "deed" || of == "thing" || of == "own") && line.empty(),
                    "a row of service_words.tsv is a word, its activity, and deed, thing or own");
    LIANZHAO_ASSERT(listed.emplace(word, true).second, "a word stands twice in service_words.tsv");
    if (auto const at = known.find(word); at != known.end()) {
      to[at->second].of_deed = of != "thing";
      to[at->second].makes_own = of == "own";
    } else {
      to.push_back({word, WordRole::kActivityAtEnd, bit(*activity), of != "thing", of == "own"});
    }
  }
}

std::vector<ClauseWord> make_words() {
  constexpr auto kMake = bit(Activity::kMake);
  constexpr auto kGrow = bit(Activity::kGrow);
  constexpr auto kProcess = bit(Activity::kProcess);
  constexpr auto kSell = bit(Activity::kSell);
  constexpr auto kStore = bit(Activity::kStore);
  constexpr auto kServe = bit(Activity::kServe);
  constexpr auto kResearch = bit(Activity::kResearch);
  constexpr auto kLease = bit(Activity::kLease);
  constexpr auto kTrade = bit(Activity::kImportExport);
  auto const both = [](ActivitySet a, ActivitySet b) { return static_cast<ActivitySet>(a | b); };

  std::vector<ClauseWord> words;
  add(words, WordRole::kActivity, kMake,
      {"生产", "制造", "制作",   "制售",     "自产", "研制生产", "酿造", "冶炼", "铸造", "锻造",
       "织造", "印刷", "组装",   "装配",     "总装", "合成",     "发酵", "烧制", "配制", "分装",
       "灌装", "试制", "制造业", "生产制造", "建造", "开采",     "采选", "复配", "混配"});
  add(words, WordRole::kActivity, both(kMake, kSell),
      {"产销", "产供销", "生产经营", "生产销售", "制造销售", "产、供、销", "自产自销", "生产及销售", "生产和销售"});
  add(words, WordRole::kActivity, kGrow,
      {"种植", "养殖",   "栽培",   "培育", "繁育", "饲养", "栽植", "育种",     "育苗", "采集", "采摘",     "捕捞",
       "种养", "种植业", "养殖业", "繁殖", "制种", "抚育", "放养", "移植栽培", "采挖", "驯养", "人工驯养", "驯养繁殖"});
  add(words, WordRole::kActivity, kProcess,
      {"加工", "深加工", "初加工", "精加工", "炮制",     "切制",     "净制",   "蒸制", "煮制", "炒制", "提取",
       "萃取", "前处理", "提炼",   "精制",   "委托加工", "来料加工", "粗加工", "分拣", "包装", "烘干"});
  add(words, WordRole::kActivity, kSell,
      {"销售",     "经营",     "经销",     "购销",     "收购",     "营销",     "直销",     "分销",       "供应",
       "贸易",     "代购",     "代销",     "代购代销", "代储代销", "售卖",     "出售",     "采购",       "代售",
       "自销",     "邮购",     "买卖",     "加盟",     "代理销售", "销售代理", "网上销售", "互联网销售", "展销",
       "国内贸易", "转口贸易", "代理",     "经纪",     "总经销",   "促销",     "寄售",     "拍卖",       "供销",
       "兼销",     "兼售",     "连锁经营", "网上经营", "网络销售", "经营性"});
  add(words, WordRole::kActivity, both(kSell, bit(Activity::kWholesale)), {"批发", "批发业", "调拨", "批售"});
  add(words, WordRole::kActivity, both(kSell, bit(Activity::kRetail)),
      {"零售", "零售业", "零售(连锁)", "零售连锁", "连锁零售", "网上零售", "专卖", "调剂"});
  add(words, WordRole::kActivity, both(kSell, both(bit(Activity::kWholesale), bit(Activity::kRetail))),
      {"批零", "零批", "批发零售", "批发兼零售", "批零兼营", "批发和零售", "批兼零", "零售兼批发", "批零业务",
       "批发及零售", "零售批发", "批发、零售"});
  add(words, WordRole::kActivityAtEnd, kSell, {"连锁", "发行", "营业"});
  add(words, WordRole::kActivityAtEnd, kStore, {"冷藏", "冷冻", "物流", "储备"});
  add(words, WordRole::kActivityAtEnd, kResearch, {"试验", "实验", "科研", "探索"});
  add(words, WordRole::kActivity, kStore,
      {"仓储",     "储存", "存储", "贮存",       "冷储",     "保管",     "运输",     "货运",     "配送",
       "储运",     "装卸", "搬运", "货物运输",   "道路运输", "冷链运输", "冷藏运输", "仓储服务", "配送服务",
       "物流配送", "代储", "收储", "第三方物流", "仓储物流", "运输服务", "物流服务", "仓储业"});
  add(words, WordRole::kActivity, kServe, {"维修", "修理", "保养", "安装", "调试", "维护", "承揽", "代办"});
  add(words, WordRole::kActivityAtEnd, kServe,
      {"服务",     "咨询",     "技术服务", "技术咨询", "咨询服务", "信息咨询", "检测", "检验", "检测服务", "检验服务",
       "鉴定",     "监测",     "售后服务", "培训",     "诊疗",     "医疗",     "治疗", "护理", "治疗服务", "体检",
       "设计",     "施工",     "承包",     "监理",     "管理",     "策划",     "中介", "推广", "测试",     "评价",
       "认证",     "技术推广", "维修服务", "技术支持", "消毒",     "清洗",     "处理", "处置", "回收",     "注册",
       "申报",     "验证",     "化验",     "分析",     "校准",     "疾病诊疗", "诊断", "康复", "保健",     "养护",
       "投资",     "运营",     "展览",     "会议",     "宣传",     "翻译",     "寄递", "旅游", "住宿",     "开设",
       "信息服务", "管理服务", "委托检验", "安全评价", "租摆",     "改造",     "灭菌", "辐照", "外包",     "外包服务"});
  add(words, WordRole::kActivity, kResearch,
      {"研发",       "研究",       "开发",           "研制",       "技术开发",  "技术研发",
       "研究开发",   "研究与开发", "研究和试验发展", "技术研究",   "产品开发",  "新药研发",
       "临床试验",   "技术转让",   "成果转让",       "科技开发",   "中试",      "研究与试验发展",
       "研发服务",   "技术交流",   "开发应用",       "科学研究",   "设计开发",  "开发和应用",
       "开发及应用", "研发和应用", "研发及应用",     "研究和应用", "研究及应用"});
  add(words, WordRole::kActivity, kLease, {"租赁", "出租", "租售", "租赁服务", "出租服务"});
  add(words, WordRole::kActivity, kTrade,
      {"进出口", "进口", "出口", "进出口业务", "国际贸易", "进出口贸易", "货物进出口", "进口业务", "出口业务",
       "对外贸易", "国外贸易", "边境贸易", "报关"});

  add(words, WordRole::kNeutral, 0,
      {"从事", "专业从事", "主要从事", "主营", "兼营", "专营", "主营业务", "经营范围", "一般项目", "许可项目",
       "许可经营项目", "一般经营项目", "前置许可经营项目", "后置许可经营项目", "前置许可项目", "主要经营", "经营项目",
       "其他", "其它", "各类", "各种", "有关", "相关", "业务", "活动", "项目", "等", "系列", "系列产品", "产品", "制品",
       "用品", "兼", "承接", "承办", "提供", "开展", "方式", "经营方式", "主营:", "兼营:", "生产经营项目", "领域内的",
       "领域内", "行业", "本公司", "公司", "自产产品", "国内", "国产", "上述", "以上", "上述产品", "一", "二", "三",
       "四", "五", "无", "类", "相关产品", "相关业务", "仅限", "限", "制剂", "及制品", "及其制品", "自行", "自主",
       "成品", "新型", "及相关", "所需", "省内", "主要", "大类", "以及相关", "为主", "方面的", "方面",
       // What some registers print behind a scope, once or several times over.
       "联络", "x"});
  add(words, WordRole::kConnector, 0, {"及", "和", "与", "或", "并", "以及", "的", "及其", "暨", "兼", "/", "之", "·"});
  add(words, WordRole::kNegatesAfter, 0,
      {"不含",   "不包括", "不包含", "不涉及", "不得",   "不得从事", "不可",   "不准", "除了",     "除开",
       "禁止",   "严禁",   "不设",   "不涉",   "不从事", "未经",     "不经营", "不予", "不再从事", "不能",
       "不生产", "剔除",   "均不含", "未取得", "无需",   "不带",     "不销售", "取消", "停止",     "终止"});
  add(words, WordRole::kNegatesFromStart, 0, {"除", "非"});
  add(words, WordRole::kNegatesBefore, 0, {"除外", "以外", "之外", "另行申报", "不得经营", "暂不经营"});
  add(words, WordRole::kPermission, 0,
      {"依法须经批准", "依法需经批准", "须经批准", "需经批准", "许可证", "许可证件", "法律", "法规", "国务院", "有效期",
       "有效期限", "专项审批", "行政许可", "审批", "批准文件", "凭证经营", "本企业", "本公司自产", "企业自产",
       "自营和代理", "国家限定", "国家禁止", "国家规定", "资质证", "资质证书", "备案凭证", "经营期限", "凭",
       "经相关部门", "相关部门批准", "方可经营", "方可开展", "以许可", "三来一补", "来料加工和", "涉证", "前置审批",
       "批准证书", "本企业所需", "生产所需", "科研所需", "成员企业", "相关许可", "以自有资金", "自有资金",
       // Whole formulas, so that the 经营 at their end is nobody's business.
       "方可开展经营活动", "开展经营活动", "批准文件经营", "有效期内从事经营", "有效期内经营", "有效期限内经营"});
  add(words, WordRole::kPlanned, 0, {"筹建", "筹备", "筹办"});
  add(words, WordRole::kNoun, 0,
      {"除尘",     "除草",     "除湿",     "除锈",     "除菌",       "除臭",     "除雪",     "除虫",     "除垢",
       "除氧",     "除鳞",     "除铁",     "除污",     "除霜",       "非处方",   "非金属",   "非标",     "非晶",
       "非织造",   "非开挖",   "非转基因", "非公路",   "非医疗",     "非剧毒",   "非机动",   "非电",     "凭证式",
       "生产资料", "生产材料", "加工中心", "服务器",   "运输设备",   "运输机械", "仓储设备", "制造设备", "生产设备",
       "包装机械", "包装材料", "包装制品", "包装物",   "包装箱",     "包装袋",   "包装盒",   "包装设备", "包装装潢",
       "包装用品", "包装机",   "包装食品", "包装种子", "包装饮用水", "包装饮料", "包装茶叶", "检测仪器", "检测设备",
       "检验仪器", "检验设备", "加工机械", "加工设备", "印刷机械",   "印刷设备", "印刷品",   "印刷材料", "印刷机",
       "印刷线路", "印刷电路", "安装工程", "装配件",   "设计院",     "研究院",   "研究所",   "销售中心", "服务中心",
       "服务部",   "养殖场",   "修理厂",   "冷藏设备", "冷藏箱",     "冷藏车",   "冷冻食品", "冷冻设备", "冷藏冷冻",
       "医疗器械", "医疗器材", "医疗用品", "医疗设备", "医疗仪器",   "医疗用",   "医疗机构", "医疗电子", "医疗耗材",
       "医疗卫生", "医疗美容", "医疗保健", "诊断试剂", "诊断设备",   "诊断仪器", "诊断器械", "治疗仪",   "治疗设备",
       "治疗仪器", "康复器材", "康复器械", "康复设备", "康复辅具",   "康复用品", "保健食品", "保健品",   "保健用品",
       "保健器材", "保健器械", "护理用品", "护理产品", "护理器械",   "护理设备", "消毒产品", "消毒用品", "消毒剂",
       "消毒液",   "消毒器械", "消毒设备", "消毒药",   "实验动物",   "实验室",   "实验仪器", "实验设备", "试验机",
       "试验仪器", "试验设备", "分析仪器", "分析仪",   "合成橡胶",   "合成材料", "合成纤维", "合成树脂", "发酵罐",
       "发酵剂",   "清洗剂",   "清洗设备", "处理剂",   "处理设备",   "监测仪器", "监测设备", "监测仪",   "测试仪器",
       "测试设备", "管理软件", "研究中心", "提取物",   "提取设备",   "销售网络", "供应链",   "物流设备", "进口商品",
       "进口汽车", "进口食品", "出口商品", "出口产品", "分装机",     "灌装机",   "种植体",   "种植机械", "种植牙",
       "种植业",   "养殖业",   "制作工具", "产品",     "产业",       "产后",     "产科",     "产房",     "制品",
       "制剂",     "制药",     "制冷",     "制氧",     "制服",       "制造业",   "销路",     "售货机",   "代理商",
       "灭菌设备", "灭菌器",   "护理床",   "体检中心", "设计软件",   "管理系统", "加工工具", "消毒灭菌", "清洗消毒",
       "开发区",   "运输车辆", "仓储业",   "贸易中心", "批发市场",   "超市",     "治疗床",   "测试纸",   "处理器",
       "安装材料", "安装配件", "维修材料", "会议室",   "会议设备",   "展览用品", "旅游用品", "旅游产品", "旅游鞋",
       "服务业",   "回收油",   "推广应用", "宣传品",   "分析试剂",   "制版",     "制浆",     "制糖",     "制革",
       "制砖",     "制衣",     "制鞋",     "制帽",     "制冰"});
  add_services(words);
  return words;
}

}  // namespace

std::span<ClauseWord const> clause_words() {
  static auto const kWords = make_words();
  return kWords;
}

}  // namespace lianzhao::classify
