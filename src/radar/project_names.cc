#include "radar/project_names.h"

#include <algorithm>

namespace lianzhao::radar {

namespace {

using Words = std::vector<std::u16string_view>;

/// What the name of a project never reaches back over.
Words const& stops() {
  static Words const kStops{
      u"的",     u"了",   u"着",   u"由",   u"将",     u"把",       u"是",       u"以及",   u"其中",     u"包括",
      u"涉及",   u"推进", u"推动", u"加快", u"实施",   u"启动",     u"签约",     u"引进",   u"引入",     u"落户",
      u"开工",   u"投产", u"竣工", u"达产", u"打造",   u"谋划",     u"储备",     u"签订",   u"签署",     u"洽谈",
      u"举行",   u"举办", u"参观", u"调研", u"考察",   u"走进",     u"来到",     u"位于",   u"当天",     u"日前",
      u"近日",   u"目前", u"今年", u"去年", u"此次",   u"本次",     u"一批",     u"随着",   u"作为",     u"该",
      u"这个",   u"又",   u"也",   u"还",   u"已",     u"成功",     u"正式",     u"集中",   u"计划",     u"拟",
      u"总投资", u"新建", u"投资", u"项目", u"吸引",   u"承接",     u"服务",     u"围绕",   u"聚焦",     u"依托",
      u"通过",   u"看到", u"尤其", u"例如", u"比如",   u"如",       u"等",       u"像",     u"称",       u"表示",
      u"说",     u"记者", u"获悉", u"完成", u"负责",   u"促成",     u"争取",     u"致力于", u"致力",     u"现场",
      u"现有",   u"共有", u"进入", u"介绍", u"同时",   u"另外",     u"此外",     u"其余",   u"分别",     u"意味着",
      u"标志着", u"上马", u"参与", u"支持", u"主导",   u"承建",     u"在建",     u"续建",   u"拿下",     u"中标",
      u"全部",   u"年内", u"当日", u"上述", u"见证",   u"宣布",     u"汇报",     u"列入",   u"参加",     u"对接",
      u"推出",   u"发布", u"力促", u"促进", u"确保",   u"成为",     u"开展",     u"取得",   u"千方百计", u"涵盖",
      u"多个",   u"一个", u"关于", u"设立", u"达成",   u"规划建设", u"建设运营", u"尚未",   u"会上",     u"今天",
      u"昨天",   u"昨日", u"先后", u"陆续", u"相继",   u"截至",     u"抓好",     u"做好",   u"攻坚",     u"获批",
      u"备案",   u"审批", u"审议", u"认为", u"观摩",   u"察看",     u"视察",     u"来自",   u"位居",     u"属于",
      u"既有",   u"也有", u"还有", u"实现", u"既包括", u"说起",     u"看看",     u"未来"};
  return kStops;
}

char16_t opening_of(char16_t c) {
  switch (c) {
    case u')':
      return u'(';
    case u'”':
      return u'“';
    case u'》':
      return u'《';
    case u'』':
      return u'『';
    case u'」':
      return u'「';
    default:
      return 0;
  }
}

/// 和, 与, 及 divide only after a whole name: 研发与生产项目 is one.
bool divides(std::u16string_view before) {
  for (std::u16string_view const word : {u"和", u"与", u"及", u"并", u"暨"}) {
    if (!before.ends_with(word)) continue;
    auto const head = before.substr(0, before.size() - word.size());
    return word == u"暨" || ends_with_any(head, {u"项目", u"公司", u"集团", u"基地", u"产业园", u"开发区", u"高新区",
                                                 u"经开区", u"新区", u"市", u"县", u"政府", u"管委会", u"投资", u"元"});
  }
  // 在, 到, 于, 对, 为: only where they begin a phrase.
  for (std::u16string_view const word : {u"在", u"对", u"为", u"于", u"从", u"到", u"至", u"以", u"对于"}) {
    if (!before.ends_with(word)) continue;
    auto const head = before.substr(0, before.size() - word.size());
    return head.empty() || is_hard_mark(head.back()) ||
           ends_with_any(head, {u"确定", u"列", u"位", u"处", u"达", u"作", u"成", u"称", u"用", u"落户", u"设",
                                u"项目", u"分别", u"主要", u"依次", u"名称"}) ||
           (word == u"在" && ends_with_any(head, {u"市", u"县", u"区", u"州", u"省", u"镇"}));
  }
  return false;
}

/// 曲水县建设某某项目: the verb behind where it is built.
bool builds(std::u16string_view before) {
  for (std::u16string_view const verb : {u"建设", u"新建", u"投建", u"兴建", u"扩建"}) {
    if (!before.ends_with(verb)) continue;
    return ends_with_any(
        before.substr(0, before.size() - verb.size()),
        {u"市", u"县", u"区", u"镇", u"乡", u"园区", u"省", u"州", u"境内", u"当地", u"公司", u"本地"});
  }
  return false;
}

/// Stops that are part of a name where these stand around them: 公共服务平台.
bool is_inside_name(std::u16string_view before) {
  return ends_with_any(
      before,
      {u"公共服务", u"综合服务", u"技术服务", u"信息服务", u"金融服务", u"养老服务", u"医疗服务", u"影像",     u"图像",
       u"成像",     u"摄像",     u"录像",     u"名称",     u"高等",     u"中等",     u"自由",     u"小说",     u"传说",
       u"不锈",     u"配套服务", u"物流服务", u"商务服务", u"现代服务", u"数据服务", u"检测服务", u"一带一路", u"目的",
       u"对接服务", u"能源服务", u"综合集中", u"城乡服务", u"消费服务", u"便民服务", u"智能服务"});
}

/// Whether a name is wholly made of the words of both lists, with figures and marks between them.
bool is_made_of(std::u16string_view name, Words const& list, Words const& more) {
  auto rest = name;
  while (!rest.empty()) {
    auto best = std::size_t{0};
    for (auto const* words : {&list, &more}) {
      for (auto const word : *words) {
        if (rest.starts_with(word)) best = std::max(best, word.size());
      }
    }
    if (best == 0) {
      static constexpr std::u16string_view kBetween = u"0123456789“”‘’\"+ 、.-~第十批";
      if (kBetween.find(rest[0]) != std::u16string_view::npos) best = 1;
    }
    if (best == 0) return false;
    rest.remove_prefix(best);
  }
  return true;
}

Words const& generic_words() {
  static Words const kGeneric{
      u"重大",   u"重点",     u"大",     u"好",     u"新",     u"签约",   u"招商",   u"引资",   u"招商引资", u"产业",
      u"工业",   u"投资",     u"该",     u"此",     u"本",     u"这些",   u"这",     u"一",     u"诸多",     u"各",
      u"每个",   u"优质",     u"亿元",   u"储备",   u"在建",   u"落地",   u"开工",   u"一批",   u"多个",     u"合作",
      u"示范",   u"标志性",   u"引领性", u"支撑性", u"引擎性", u"链主",   u"个",     u"项目",   u"建设",     u"集中",
      u"入驻",   u"落户",     u"拟",     u"新建",   u"续建",   u"科技",   u"高质量", u"制造业", u"服务业",   u"民生",
      u"省",     u"市",       u"区",     u"县",     u"级",     u"全省",   u"全市",   u"全区",   u"全县",     u"国家",
      u"省级",   u"市级",     u"外资",   u"内资",   u"类",     u"实体",   u"龙头",   u"意向",   u"在谈",     u"洽谈",
      u"上述",   u"所有",     u"全部",   u"部分",   u"其他",   u"相关",   u"具体",   u"推进",   u"专项",     u"先进",
      u"高端",   u"强链",     u"补链",   u"延链",   u"关键",   u"更多",   u"许多",   u"不少",   u"百亿",     u"十亿",
      u"首个",   u"首批",     u"同类",   u"类似",   u"前期",   u"主体",   u"子",     u"小",     u"单体",     u"整个",
      u"重",     u"特色",     u"优势",   u"高新",   u"技术",   u"有效",   u"谋划",   u"企业",   u"外来",     u"绿色",
      u"补短板", u"基础设施", u"社会",   u"事业",   u"民间",   u"多",     u"几个",   u"主导",   u"新兴",     u"战略性",
      u"战略",   u"支柱",     u"工程",   u"某",     u"总",     u"自己",   u"研发",   u"现代",   u"农业",     u"扩建",
      u"改造",   u"升级",     u"技改",   u"中",     u"医药类", u"食品类", u"条件",   u"成熟",   u"上",       u"下",
      u"过",     u"超",       u"的",     u"两",     u"三",     u"些",     u"等",     u"一期",   u"二期",     u"三期",
      u"四期",   u"期",       u"首期",   u"竣工",   u"投产",   u"开复工", u"复工",   u"达产",   u"增资",     u"扩产",
      u"一大批", u"批次",     u"批",     u"本批",   u"首",     u"季度",   u"一季度", u"二季度", u"三季度",   u"四季度",
      u"上半年", u"下半年",   u"年度",   u"年",     u"月",     u"月份",   u"次",     u"春季",   u"秋季",     u"夏季",
      u"冬季",   u"今年",     u"去年",   u"全年",   u"近期",   u"我市",   u"我县",   u"我省",   u"我区",     u"本市",
      u"全州",   u"全国",     u"当地",   u"领域",   u"策划",   u"入库",   u"包装",   u"已",     u"开展",     u"深入",
      u"各类",   u"规模",     u"以上",   u"以下",   u"超亿元", u"体量",   u"引进",   u"招引",   u"推介",     u"千万元",
      u"万元",   u"高成长",   u"高科技", u"智慧",   u"转型",   u"创新",   u"经济",   u"发展",   u"城市",     u"园区",
      u"开发区", u"高新区",   u"经开区", u"新区",   u"新开工", u"签",     u"约",     u"落",     u"谈",       u"意",
      u"配套",   u"增补",     u"调整",   u"典型",   u"代表性", u"十大",   u"四大",   u"五大",   u"产业链",   u"链",
      u"群",     u"集群",     u"生产",   u"加工",   u"经营",   u"实施",   u"规划",   u"计划",   u"预备",     u"正式",
      u"政府",   u"公益",     u"事项",   u"央企",   u"国企",   u"民企",   u"台资",   u"港资",   u"韩资",     u"日资",
      u"美资",   u"德资",     u"总部",   u"乡村",   u"振兴",   u"生态",   u"环保",   u"保障",   u"保障性",   u"公共",
      u"地区",   u"占",       u"共计",   u"合计",   u"总计",   u"共",     u"未来",   u"募投",   u"募集资金", u"最终",
      u"人才",   u"海外",     u"前沿",   u"本次",   u"对外",   u"标杆",   u"主要",   u"主攻",   u"结构性",   u"名优",
      u"高产出", u"外商",     u"成长型", u"都市",   u"旗舰",   u"平台类", u"制造",   u"产业化", u"世界",     u"强",
      u"质量"};
  return kGeneric;
}

Words const& sector_words() {
  static Words const kSectors{
      u"冷链",       u"精细",       u"氯碱",       u"尼龙",     u"低压",       u"电器",     u"通信",
      u"石油化工",   u"煤化工",     u"盐化工",     u"汽车电子", u"新能源汽车", u"新能源",   u"新材料",
      u"生物医药",   u"医药",       u"医药健康",   u"大健康",   u"电子信息",   u"装备制造", u"高端装备",
      u"智能制造",   u"装备",       u"数字经济",   u"文旅",     u"文化旅游",   u"旅游",     u"现代农业",
      u"农产品加工", u"农产品",     u"食品",       u"食品加工", u"化工",       u"精细化工", u"纺织",
      u"服装",       u"汽车",       u"汽车零部件", u"零部件",   u"半导体",     u"集成电路", u"人工智能",
      u"机器人",     u"光伏",       u"风电",       u"储能",     u"锂电",       u"锂电池",   u"动力电池",
      u"医疗器械",   u"医疗",       u"康养",       u"养老",     u"教育",       u"物流",     u"商贸",
      u"商贸流通",   u"房地产",     u"交通",       u"水利",     u"能源",       u"市政",     u"城建",
      u"再生",       u"大型",       u"综合型",     u"环保",     u"节能环保",   u"生态环保", u"新一代信息技术",
      u"信息技术",   u"软件",       u"大数据",     u"云计算",   u"新基建",     u"城市更新", u"城乡建设",
      u"和",         u"与",         u"及",         u"农林水利", u"社会民生",   u"生态文明", u"健康",
      u"航空航天",   u"冶金",       u"建材",       u"轻工",     u"机械",       u"机械制造", u"电子",
      u"金融",       u"服务",       u"消费品",     u"家居",     u"智能装备",   u"光电信息", u"生命健康",
      u"新型显示",   u"工业互联网", u"碳中和",     u"氢能",     u"海洋",       u"种植",     u"养殖",
      u"农旅",       u"休闲",       u"文化",       u"体育",     u"商业",       u"地产",     u"仓储",
      u"矿产",       u"矿业",       u"特色食品",   u"预制菜",   u"供应链",     u"科技服务", u"现代物流",
      u"现代服务业", u"先进制造业", u"先进制造",   u"高新技术", u"清洁能源",   u"绿色建材", u"住房",
      u"住建",       u"卫生",       u"学校",       u"道路"};
  return kSectors;
}

}  // namespace

bool is_hard_mark(char16_t c) {
  static constexpr std::u16string_view kMarks = u",。!?;:、\n<>…|■●◆▲•★※→";
  return kMarks.find(c) != std::u16string_view::npos;
}

std::vector<std::u16string_view> const& site_endings() {
  static Words const kEndings{
      u"产业园区", u"产业园", u"产业基地", u"生产基地", u"基地",     u"生产线", u"工厂",   u"示范园", u"科创园",
      u"产业城",   u"综合体", u"研究院",   u"物流园",   u"数据中心", u"电站",   u"中心",   u"平台",   u"电厂",
      u"园区",     u"工程",   u"厂区",     u"牧场",     u"总部",     u"小镇",   u"科技园", u"工业园", u"生态园",
      u"示范区",   u"智造谷", u"水厂",     u"码头",     u"冷库",     u"市场",   u"广场",   u"机场",   u"水库",
      u"大桥",     u"公路",   u"大道",     u"隧道",     u"制造园",   u"创业园", u"孵化器", u"实验室", u"云谷",
      u"新城",     u"产线",   u"养殖场",   u"公园",     u"医院"};
  return kEndings;
}

bool ends_as_site(std::u16string_view name) {
  if (ends_with_any(name, {u"一期", u"二期", u"三期", u"四期"})) name.remove_suffix(2);
  return ends_with_any(name, site_endings()) || name.ends_with(u"园") || name.ends_with(u"厂") ||
         name.ends_with(u"城") || name.ends_with(u"谷") || name.ends_with(u"场");
}

NameKind name_kind(std::u16string_view core) {
  static Words const kNone;
  // 全区“双百双新”产业项目 are many.
  if (starts_with_any(core, {u"全区", u"全市", u"全县", u"全省", u"全州", u"全国", u"我市", u"我县", u"我省", u"各"}) &&
      ends_with_any(core, {u"产业", u"工业", u"重点", u"重大", u"建设", u"招商", u"投资"}))
    return NameKind::kGeneric;
  if (is_made_of(core, generic_words(), kNone)) return NameKind::kGeneric;
  // “医路同行”医疗器械: a motto before an industry.
  if (core.starts_with(u"“")) {
    auto const close = core.rfind(u'”');
    if (close != std::u16string_view::npos && close + 1 < core.size() &&
        is_made_of(core.substr(close + 1), generic_words(), sector_words()))
      return NameKind::kSector;
  }
  // 医学城2021年第一季度
  if (auto const at = core.rfind(u"年"); at != std::u16string_view::npos && at >= 4 && core[at - 1] >= u'0' &&
                                         core[at - 1] <= u'9' && core[at - 4] == u'2' && at + 1 < core.size() &&
                                         is_made_of(core.substr(at + 1), generic_words(), kNone))
    return NameKind::kGeneric;
  // 2018年吉安市重大工业
  auto year = std::size_t{0};
  while (year < core.size() && core[year] >= u'0' && core[year] <= u'9') ++year;
  if (year > 0 && year + 2 < core.size() && core[year] == u'年' && core[year + 1] != u'产')
    core.remove_prefix(year + 1);
  // 延边州重大产业, 浦江县2024年: where, and nothing of what.
  for (std::size_t i = 1; i + 1 < std::min<std::size_t>(core.size(), 6); ++i) {
    static constexpr std::u16string_view kEnds = u"省市州县区镇乡旗盟";
    static constexpr std::u16string_view kSites = u"小片社户园库景城";  // 小区, 棚户区, 城区
    if (kEnds.find(core[i]) == std::u16string_view::npos) continue;
    if (core[i] == u'区' && kSites.find(core[i - 1]) != std::u16string_view::npos) continue;
    if (is_made_of(core.substr(i + 1), generic_words(), kNone)) return NameKind::kGeneric;
    if (is_made_of(core.substr(i + 1), generic_words(), sector_words())) return NameKind::kSector;
  }
  return is_made_of(core, generic_words(), sector_words()) ? NameKind::kSector : NameKind::kNamed;
}

bool says_no_project(std::u16string_view core) {
  return contains_any(core, {u"提供", u"对于", u"关于",     u"招商引资", u"每个", u"各个",   u"哪些",
                             u"什么", u"如何", u"重点招商", u"为投资",   u"确保", u"好项目", u"引擎性",
                             u"带动", u"围绕", u"谁",       u"有关",     u"方式", u"抢抓"}) ||
         ends_with_any(
             core,
             {u"重大",   u"重点", u"主要", u"多个",   u"若干", u"优质",   u"以上",   u"招商引资", u"签约", u"开工",
              u"投产",   u"竣工", u"落户", u"招引",   u"引进", u"储备",   u"合作",   u"在建",     u"续建", u"各个",
              u"一批",   u"等",   u"这些", u"大量",   u"众多", u"系列",   u"标志性", u"大好",     u"签署", u"签订",
              u"见证",   u"宣布", u"汇报", u"促成",   u"力促", u"推动",   u"推进",   u"加快",     u"启动", u"取得",
              u"入库",   u"策划", u"谋划", u"洽谈",   u"吸引", u"参观",   u"考察",   u"承接",     u"支持", u"举行",
              u"开展",   u"聚焦", u"狠抓", u"大抓",   u"紧盯", u"服务于", u"研究",   u"审议",     u"审批", u"我市",
              u"我县",   u"全市", u"全县", u"全区",   u"全省", u"实施",   u"招商",   u"促进",     u"保障", u"申报",
              u"包装",   u"争取", u"安排", u"一大批", u"募投", u"批次",   u"观摩",   u"个人",     u"跟踪", u"对接",
              u"出席",   u"落实", u"助力", u"办理",   u"目前", u"保证",   u"驻",     u"帮助",     u"协助", u"督促",
              u"推介",   u"组织", u"了解", u"听取",   u"查看", u"检查",   u"调度",   u"解决",     u"破解", u"关注",
              u"申请",   u"立项", u"评估", u"论证",   u"筛选", u"甄选",   u"引导",   u"鼓励",     u"抓实", u"做强",
              u"压实",   u"紧扣", u"突出", u"坚持",   u"形成", u"迎来",   u"获得",   u"拥有",     u"针对", u"根据",
              u"按照",   u"结合", u"指导", u"陪同",   u"主持", u"签下",   u"接洽",   u"跟进",     u"走访", u"摸排",
              u"梳理",   u"研判", u"会商", u"审核",   u"批准", u"核准",   u"受理",   u"征集",     u"部署", u"统筹",
              u"协调",   u"监督", u"拨付", u"冲刺",   u"比拼", u"探访",   u"采访",   u"直击",     u"介绍", u"祝贺",
              u"影响",   u"制约", u"加速", u"加大",   u"加强", u"继续",   u"当前",   u"如今",     u"此前", u"近期",
              u"服务好", u"全程", u"参与", u"负责",   u"承担", u"看到",   u"表明",   u"随着",     u"作为", u"满足",
              u"备案",   u"终止", u"暂停", u"变更",   u"调整", u"公布",   u"公示",   u"发布",     u"展示", u"赴",
              u"完善",   u"推出", u"做好", u"涉及",   u"围绕", u"赋能",   u"抢",     u"盯",       u"跑",   u"促"}) ||
         ends_with_any(core, {u"到", u"抓", u"对", u"找", u"招", u"上", u"谈", u"多", u"类", u"性", u"的",
                              u"元", u"各", u"分", u"为", u"将", u"使", u"让", u"把", u"批", u"由", u"是",
                              u"与", u"从", u"在", u"于", u"等", u"及", u"了", u"着", u"起"}) ||
         ends_with_any(core, {u"整个", u"所有", u"综合型", u"综合性"});
}

std::size_t without_leading(std::u16string_view text, std::size_t begin, std::size_t end) {
  // 1.百川锂电铜箔项目: the number of an item of a list.
  auto item = begin;
  while (item < end && ((text[item] >= u'0' && text[item] <= u'9') || text[item] == u'(' || text[item] == u'第'))
    ++item;
  if (item > begin && item < end && (text[item] == u'.' || text[item] == u')' || text[item] == u'、') &&
      !(item + 1 < end && text[item + 1] >= u'0' && text[item + 1] <= u'9'))
    begin = item + 1;
  static Words const kLeading{
      u"个",   u"余个", u"亿元", u"万元", u"亩",   u"日", u"月", u"年", u"级",   u"以上", u"左右",   u" ",
      u"有",   u"在",   u"共",   u"等",   u"为",   u"以", u"和", u"与", u"-",    u"及",   u"暨",     u"建设和运营",
      u"建设", u"扩建", u"兴建", u"运营", u"开发", u"对", u"至", u"从", u"现",   u"两个", u"人民币", u"·",
      u".",    u"*",    u"上午", u"下午", u"中",   u"又", u"(",  u"本", u"建成", u"投建"};
  static Words const kKept{u"年产",   u"日产", u"日处理", u"日化", u"有限",   u"有机",   u"有色", u"和田",   u"和平",
                           u"为民",   u"月产", u"日用",   u"日照", u"年处理", u"年加工", u"中国", u"中铁",   u"中建",
                           u"中科",   u"中电", u"中车",   u"中核", u"中石",   u"中化",   u"中粮", u"中药",   u"中医",
                           u"中芯",   u"中信", u"中航",   u"中小", u"中部",   u"中央",   u"中心", u"中水",   u"中欧",
                           u"中德",   u"中韩", u"中日",   u"中铝", u"中材",   u"中移",   u"中联", u"中交",   u"中能",
                           u"中试",   u"中高", u"中低",   u"中型", u"中山",   u"中原",   u"中煤", u"中冶",   u"中船",
                           u"中海",   u"中远", u"中集",   u"中天", u"中新",   u"中亚",   u"年轻", u"日本",   u"以色列",
                           u"从化",   u"本溪", u"本田",   u"级联", u"现代",   u"对虾",   u"对外", u"开发区", u"建设路",
                           u"等离子", u"等级", u"本草",   u"中康", u"中复",   u"中钢",   u"中农", u"中储"};
  for (auto changed = true; changed && begin < end;) {
    changed = false;
    auto const rest = text.substr(begin, end - begin);
    if (starts_with_any(rest, kKept)) break;
    for (auto const word : kLeading) {
      if (!rest.starts_with(word)) continue;
      if ((word == u"年" || word == u"日" || word == u"月") &&
          !(begin > 0 && text[begin - 1] >= u'0' && text[begin - 1] <= u'9'))
        continue;
      if (word == u"(" && rest.find(u')') != std::u16string_view::npos) continue;
      if (word == u"中" && !(begin > 0 && ends_with_any(text.substr(0, begin), {u"其"}))) continue;
      // 建设项目 alone is left to be found generic.
      if (rest.size() <= word.size() + 1) continue;
      begin += word.size();
      changed = true;
      break;
    }
  }
  return begin;
}

std::size_t name_begin_of(std::u16string_view text, std::size_t floor, std::size_t end,
                          std::vector<text::Quantity> const& amounts) {
  auto begin = end;
  constexpr std::size_t kLongest = 60;
  while (begin > floor && end - begin < kLongest) {
    auto const c = text[begin - 1];
    if (auto const opening = opening_of(c); opening != 0) {
      auto const before = text.substr(floor, begin - 1 - floor);
      auto const at = before.rfind(opening);
      if (at == std::u16string_view::npos || before.size() - at > 40) break;
      begin = floor + at;
      continue;
    }
    // 1,4-丁二醇: a comma between figures is theirs.
    if (c == u',' && begin >= floor + 2 && begin < text.size() && text[begin] >= u'0' && text[begin] <= u'9' &&
        text[begin - 2] >= u'0' && text[begin - 2] <= u'9' && begin < end) {
      --begin;
      continue;
    }
    if (is_hard_mark(c) || c == u'(' || c == u'“' || c == u'《' || c == u'"') break;
    // A dash of two divides; 3D-打印 does not.
    if (c == u'-' && begin >= floor + 2 && text[begin - 2] == u'-') break;
    if (c == u' ' && begin < end && text[begin] > 0x2E80 && begin >= floor + 2 && text[begin - 2] > 0x2E80) break;
    if (begin < end) {
      auto const before = text.substr(floor, begin - floor);
      // 明升达产业园
      auto const industry = text[begin] == u'业' && (c == u'产' || c == u'工');
      // 服务外包基地, 服务中心
      if (before.ends_with(u"集中") && (text[begin] == u'式' || text[begin] == u'供')) {
        --begin;
        continue;
      }
      auto const served =
          before.ends_with(u"服务") &&
          starts_with_any(text.substr(begin, std::min<std::size_t>(2, end - begin)),
                          {u"外包", u"中心", u"平台", u"业", u"基地", u"贸易", u"型", u"设施", u"综合", u"站", u"器"});
      if (served) {
        --begin;
        continue;
      }
      if (builds(before) && end - begin >= 4) break;
      if (!industry && ends_with_any(before, stops()) && !is_inside_name(before)) {
        // 有限公司投资建设项目: the stop is a stop only before two or more
        // characters of name.
        if (end - begin >= 2 || before.ends_with(u"的") || before.ends_with(u"该")) break;
      }
      // 生产基地和研发中心项目 is one; so is what stands behind 基地 in no more than a noun.
      auto const noun =
          end - begin <= 6 &&
          ends_with_any(before, {u"基地和", u"产业园和", u"基地及", u"产业园及", u"基地与", u"产业园与"}) &&
          ends_as_site(text.substr(begin, end - begin));
      if (!noun && divides(before)) break;
    }
    --begin;
  }
  // Not from inside an amount: 总投资10亿元某某项目.
  for (auto const& amount : amounts) {
    if (amount.kind == text::QuantityKind::kCount || amount.begin >= end || amount.end <= begin || amount.end > end)
      continue;
    // 年产100万平方米铝单板生产项目
    if (amount.kind == text::QuantityKind::kArea && amount.begin >= begin + 2 &&
        ends_with_any(text.substr(0, amount.begin), {u"年产", u"日产", u"月产", u"产能", u"年加工", u"年处理"}))
      continue;
    begin = amount.end;
  }
  return without_leading(text, begin, end);
}

}  // namespace lianzhao::radar
