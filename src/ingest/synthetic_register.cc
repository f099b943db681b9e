#include "ingest/synthetic_register.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "domain/credit_code.h"
#include "industry_texts.h"
#include "kernel/clock.h"
#include "kernel/error.h"
#include "kernel/parallel.h"

namespace lianzhao::ingest {

namespace {

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
class Dice {
 public:
  explicit Dice(std::uint64_t state) : state_{state} {}
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    auto z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
  double unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
  bool chance(double probability) { return unit() < probability; }

 private:
  std::uint64_t state_;
};

/// Rough shares of China's enterprises by province, in thousandths; what is not named gets ten. Invented to look right.
double province_weight(RegionCode province) {
  switch (province / 10000) {
    case 44:
      return 130;
    case 32:
      return 95;
    case 33:
      return 85;
    case 37:
      return 85;
    case 31:
    case 41:
      return 55;
    case 13:
    case 51:
    case 35:
    case 34:
      return 45;
    case 11:
    case 42:
    case 43:
      return 40;
    case 61:
    case 21:
    case 36:
      return 30;
    case 22:
    case 23:
    case 45:
    case 50:
    case 52:
    case 53:
      return 22;
    default:
      return 10;
  }
}

constexpr std::array<std::string_view, 48> kBrandFirst{
    "华", "康", "瑞", "恒", "嘉", "盛", "泰", "诚", "博", "远", "金", "新", "德", "和", "天", "益",
    "众", "信", "宏", "安", "长", "明", "中", "立", "正", "同", "吉", "永", "兴", "宝", "润", "晟",
    "启", "凯", "东", "广", "普", "利", "万", "优", "百", "国", "海", "科", "青", "松", "禾", "益"};
constexpr std::array<std::string_view, 40> kBrandSecond{"达", "源", "丰", "通", "邦", "泽", "茂", "隆", "洋", "宇",
                                                        "辉", "顺", "祥", "元", "昌", "腾", "晨", "星", "创", "航",
                                                        "翔", "森", "林", "川", "峰", "铭", "荣", "庆", "佳", "睿",
                                                        "卓", "拓", "谷", "云", "程", "图", "鼎", "成", "美", "力"};
constexpr std::array<std::string_view, 24> kRoads{"人民大街", "解放路", "建设路", "光明路", "工业大街", "创业路",
                                                  "科技路",   "长江路", "滨河路", "迎宾路", "振兴街",   "团结路",
                                                  "文化路",   "和平街", "新华路", "朝阳路", "友谊路",   "站前街",
                                                  "经纬路",   "学府路", "银河路", "东风路", "南环路",   "北环路"};
constexpr std::array<int, 10> kCapitals{10, 30, 50, 100, 200, 500, 1000, 2000, 5000, 10000};
constexpr std::array<std::string_view, 8> kExtras{
    "技术开发、技术咨询", "货物进出口",   "普通货物道路运输", "仓储服务（不含危险化学品）",
    "企业管理咨询",       "日用百货销售", "五金产品零售",     "会议及展览服务"};

std::string_view suffix_of(NodeActivity activity) {
  switch (activity) {
    case NodeActivity::kMake:
      return "生产";
    case NodeActivity::kGrow:
      return "种植";
    case NodeActivity::kSell:
    case NodeActivity::kAny:
      return "销售";
    case NodeActivity::kWholesale:
      return "批发";
    case NodeActivity::kRetail:
      return "零售";
    case NodeActivity::kStore:
      return "仓储";
    case NodeActivity::kServe:
      return "服务";
    case NodeActivity::kResearch:
      return "研发";
  }
  return "销售";
}

/// Words that read well in a scope: no separators, not endless.
bool usable(std::string const& word) {
  return word.size() >= 6 && word.size() <= 36 && word.find_first_of(",\";\r\n") == std::string::npos &&
         word.find("（") == std::string::npos && word.find("、") == std::string::npos;
}

bool ends_in_any(std::string_view word, std::string_view suffix) {
  for (auto const* end : {"生产", "制造", "加工", "种植", "养殖", "销售", "批发", "零售", "服务", "研发", "仓储",
                          "检测", "业", "活动", "工程", "管理", "维修"}) {
    if (word.ends_with(end)) return true;
  }
  return word.ends_with(suffix);
}

/// Code of enterprise `index`: Y9, the county, a number in base 31, the check characters.
std::string credit_code(RegionCode county, std::uint64_t index) {
  constexpr std::string_view kDigits = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  auto code = fmt::format("Y9{:06}", county);
  std::array<char, 8> body{};
  for (std::size_t i = body.size(); i-- > 0; index /= kDigits.size()) body[i] = kDigits[index % kDigits.size()];
  code.append(body.data(), body.size());
  // The check character of GB 11714 can be X, which the alphabet has.
  constexpr std::array<int, 8> kWeights{3, 7, 9, 10, 5, 8, 4, 2};
  auto sum = 0;
  for (std::size_t i = 0; i < body.size(); ++i) {
    sum += (body[i] <= '9' ? body[i] - '0' : body[i] - 'A' + 10) * kWeights[i];
  }
  auto const check = 11 - sum % 11;
  code.push_back(check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check));
  code.push_back(credit_code_check_character(code));
  return code;
}

}  // namespace

SyntheticRegister::SyntheticRegister(ChainLibrary const& library, RegionTable const& regions, std::uint64_t seed)
    : seed_{seed} {
  for (std::size_t i = 0; i < library.node_count(); ++i) {
    auto const& node = library.node(static_cast<NodeIndex>(i));
    Trade trade;
    trade.item_suffix = suffix_of(node.activity);
    trade.short_name = usable(node.name) && node.name.size() <= 18 ? node.name : "科技";
    for (auto const* words : {&node.products, &node.keywords, &node.synonyms}) {
      for (auto const& word : *words) {
        if (usable(word) && trade.words.size() < 12) trade.words.push_back(word);
      }
    }
    if (usable(node.name)) trade.words.push_back(node.name);
    if (!trade.words.empty()) links_.push_back(std::move(trade));
  }
  auto text = embedded::industry_texts()[0].bytes;
  while (!text.empty()) {
    auto const line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    std::array<std::string_view, 4> cells;
    std::size_t at = 0;
    for (auto& cell : cells) {
      cell = line.substr(at, line.find('\t', at) - at);
      at = std::min(line.size(), at + cell.size() + 1);
    }
    if (cells[1] != "3" && cells[1] != "4") continue;
    auto const word = std::string{cells[3]};
    if (!usable(word)) continue;
    trades_.push_back({{word}, "销售", word.size() <= 15 ? word : std::string{"商贸"}});
  }
  if (links_.empty() || trades_.empty()) {
    throw invalid_input("bad_chain_library", "a synthetic register needs a chain library with words");
  }

  Dice dice{seed ^ 0x5EED};
  double sum = 0;
  for (auto const& region : regions.regions()) {
    if (region.level != RegionLevel::kCounty || region.code / 10000 > 70) continue;
    auto const path = regions.path(region.code);
    County county;
    county.code = region.code;
    county.name = region.name;
    county.stem = region_stem(region.name);
    if (!path.empty()) county.province = path.front()->name;
    if (path.size() > 2) county.city = path[1]->name;
    for (auto i = 0; i < 6; ++i) county.specialities.push_back(static_cast<std::uint32_t>(dice.below(links_.size())));
    // Log-normal within the province; districts of a prefecture's seat come first and weigh more.
    auto const gauss = std::sqrt(-2 * std::log(1 - dice.unit())) * std::cos(6.283185307 * dice.unit());
    sum += province_weight(province_of(region.code)) * std::exp(gauss) * (region.code % 100 < 20 ? 2 : 1);
    reach_.push_back(sum);
    counties_.push_back(std::move(county));
  }
  if (counties_.empty()) throw invalid_input("bad_region_table", "a synthetic register needs counties");
}

std::string_view SyntheticRegister::header() {
  return "企业名称,统一社会信用代码,成立日期,企业类型,注册资本,经营范围,省份,城市,区县,住所,经营状态\n";
}

void SyntheticRegister::append_row(std::uint64_t index, std::string& out) const {
  Dice dice{(seed_ + 1) * 0xD1342543DE82EF95ULL + index};
  auto const at = std::upper_bound(reach_.begin(), reach_.end(), dice.unit() * reach_.back());
  auto const& county = counties_[std::min(static_cast<std::size_t>(at - reach_.begin()), counties_.size() - 1)];
  // One in seven is in a chain; six in ten of those in a speciality of the place.
  auto const in_chain = dice.chance(0.15);
  auto const& trade = in_chain ? links_[dice.chance(0.6) ? county.specialities[dice.below(county.specialities.size())]
                                                         : dice.below(links_.size())]
                               : trades_[dice.below(trades_.size())];

  out.append(county.stem);
  out.append("模拟");
  out.append(kBrandFirst[dice.below(kBrandFirst.size())]);
  out.append(kBrandSecond[dice.below(kBrandSecond.size())]);
  if (dice.chance(0.5)) out.append(kBrandSecond[dice.below(kBrandSecond.size())]);
  out.append(trade.short_name);
  auto const kind = dice.below(20);
  out.append(kind == 0 ? "股份有限公司" : kind == 1 ? "厂" : kind == 2 ? "合作社" : "有限公司");
  out.push_back(',');
  out.append(credit_code(county.code, index));
  out.push_back(',');
  constexpr DayNumber kFirst = 5479;  // 1985-01-01
  constexpr DayNumber kDays = 14900;  // to the end of October 2025
  out.append(format_day(kFirst + static_cast<DayNumber>(kDays * std::sqrt(dice.unit()))));
  out.push_back(',');
  out.append(kind == 0   ? "股份有限公司(非上市)"
             : kind == 1 ? "个人独资企业"
             : kind == 2 ? "农民专业合作社"
                         : "有限责任公司(自然人投资或控股)");
  out.push_back(',');
  fmt::format_to(std::back_inserter(out), "{}万人民币,", kCapitals[dice.below(kCapitals.size())]);

  auto const item = [&](Trade const& what) {
    auto const& word = what.words[dice.below(what.words.size())];
    out.append(word);
    if (!ends_in_any(word, what.item_suffix)) out.append(what.item_suffix);
  };
  item(trade);
  auto const more = 1 + dice.below(3);
  for (std::size_t i = 0; i < more; ++i) {
    out.append("；");
    item(dice.chance(0.7) ? trade : trades_[dice.below(trades_.size())]);
  }
  if (dice.chance(0.6)) {
    out.append("；");
    out.append(kExtras[dice.below(kExtras.size())]);
  }
  out.append("。（依法须经批准的项目，经相关部门批准后方可开展经营活动）,");
  out.append(county.province);
  out.push_back(',');
  out.append(county.city);
  out.push_back(',');
  out.append(county.name);
  out.push_back(',');
  out.append(county.province);
  out.append(county.city);
  out.append(county.name);
  out.append(kRoads[dice.below(kRoads.size())]);
  fmt::format_to(std::back_inserter(out), "{}号,", 1 + dice.below(999));
  auto const state = dice.below(100);
  out.append(state < 78 ? "存续" : state < 92 ? "注销" : state < 98 ? "吊销，未注销" : "迁出");
  out.push_back('\n');
}

void write_synthetic_register(SyntheticRegister const& synthetic, std::uint64_t count,
                              std::function<void(std::string_view)> const& sink) {
  sink(SyntheticRegister::header());
  constexpr std::uint64_t kRowsInPiece = 4096;
  std::vector<std::string> pieces(worker_count() * 4);
  for (std::uint64_t done = 0; done < count;) {
    auto const rows = std::min<std::uint64_t>(count - done, kRowsInPiece * pieces.size());
    auto const used = static_cast<std::size_t>((rows + kRowsInPiece - 1) / kRowsInPiece);
    parallel_for(used, 1, [&](std::size_t begin, std::size_t end) {
      for (auto i = begin; i < end; ++i) {
        pieces[i].clear();
        auto const first = done + i * kRowsInPiece;
        auto const last = std::min(done + rows, first + kRowsInPiece);
        for (auto row = first; row < last; ++row) synthetic.append_row(row, pieces[i]);
      }
    });
    for (std::size_t i = 0; i < used; ++i) sink(pieces[i]);
    done += rows;
  }
}

}  // namespace lianzhao::ingest
