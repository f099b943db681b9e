#include "radar/outputs.h"

#include <algorithm>
#include <array>
#include <optional>

#include "radar/word_tables.h"
#include "text/chinese_number.h"
#include "text/utf8.h"

namespace lianzhao::radar {

namespace {

using Words = std::vector<std::u16string_view>;

struct Unit {
  std::u16string word;
  std::string name;
};

WordTable<Unit> const& units() {
  static WordTable<Unit> const kUnits{read_word_table("goods_units.tsv", 2, 0), [](WordRow const& row) {
                                        return Unit{row.word, std::string{row.cells[1]}};
                                      }};
  return kUnits;
}

struct ProductWord {
  std::u16string word;
  bool ends = false;  ///< a product's name stops before it; else it is a part of one
};

WordTable<ProductWord> const& product_words() {
  static WordTable<ProductWord> const kWords{read_word_table("product_ends.tsv", 2, 0), [](WordRow const& row) {
                                               if (row.cells[1] != "end" && row.cells[1] != "part")
                                                 refuse_row("product_ends.tsv", row.line,
                                                            "kind is neither end nor part");
                                               return ProductWord{row.word, row.cells[1] == "end"};
                                             }};
  return kWords;
}

bool is_digit(char16_t c) {
  return c >= u'0' && c <= u'9';
}
bool is_letter(char16_t c) {
  return c >= u'a' && c <= u'z';
}
bool is_ideograph(char16_t c) {
  return c >= 0x4E00 && c < 0xA000;
}
bool is_one_of(std::u16string_view set, char16_t c) {
  return set.find(c) != std::u16string_view::npos;
}
bool starts_number(char16_t c) {
  return is_digit(c) || is_one_of(u"一二两三四五六七八九十百千万亿数几", c);
}

struct Mark {
  std::u16string_view word;
  text::Qualifier qualifier;
};

/// Words between what is said and its number; of two that begin alike the longer stands first.
constexpr std::array<Mark, 40> kLeads{
    {{u"不超过", text::Qualifier::kNearly}, {u"不低于", text::Qualifier::kOver},  {u"不少于", text::Qualifier::kOver},
     {u"不足", text::Qualifier::kNearly},   {u"将近", text::Qualifier::kNearly},  {u"接近", text::Qualifier::kNearly},
     {u"近", text::Qualifier::kNearly},     {u"大约", text::Qualifier::kAbout},   {u"约为", text::Qualifier::kAbout},
     {u"约", text::Qualifier::kAbout},      {u"超过", text::Qualifier::kOver},    {u"突破", text::Qualifier::kOver},
     {u"至少", text::Qualifier::kOver},     {u"超", text::Qualifier::kOver},      {u"逾", text::Qualifier::kOver},
     {u"上", text::Qualifier::kExact},      {u"可达到", text::Qualifier::kExact}, {u"将达到", text::Qualifier::kExact},
     {u"能达到", text::Qualifier::kExact},  {u"可达", text::Qualifier::kExact},   {u"将达", text::Qualifier::kExact},
     {u"预计", text::Qualifier::kExact},    {u"达到", text::Qualifier::kExact},   {u"高达", text::Qualifier::kExact},
     {u"多达", text::Qualifier::kExact},    {u"可超", text::Qualifier::kOver},    {u"可", text::Qualifier::kExact},
     {u"将", text::Qualifier::kExact},      {u"达", text::Qualifier::kExact},     {u"为", text::Qualifier::kExact},
     {u"是", text::Qualifier::kExact},      {u":", text::Qualifier::kExact},      {u" ", text::Qualifier::kExact},
     {u"合计", text::Qualifier::kExact},    {u"总计", text::Qualifier::kExact},   {u"共计", text::Qualifier::kExact},
     {u"共", text::Qualifier::kExact},      {u"各类", text::Qualifier::kExact},   {u"各种", text::Qualifier::kExact},
     {u"新增", text::Qualifier::kExact}}};

/// Passes over such words from `at`; heeds what they say of how the number is meant.
std::size_t skip_leads(std::u16string_view text, std::size_t at, std::size_t limit, text::Qualifier& qualifier) {
  for (auto tries = 0; tries < 4 && at < limit; ++tries) {
    auto const rest = text.substr(at, limit - at);
    auto const mark = std::find_if(kLeads.begin(), kLeads.end(), [&](Mark const& m) {
      // 上千人, but 上午 and 上百 as it stands
      return rest.starts_with(m.word) && (m.word != u"上" || (rest.size() > 1 && starts_number(rest[1])));
    });
    if (mark == kLeads.end()) break;
    if (mark->qualifier != text::Qualifier::kExact) qualifier = mark->qualifier;
    at += mark->word.size();
  }
  return at;
}

std::string decimal_text(std::int64_t digits, int scale) {
  auto out = std::to_string(digits);
  if (scale <= 0) return out;
  auto const places = static_cast<std::size_t>(scale);
  if (out.size() <= places) out.insert(0, places + 1 - out.size(), '0');
  out.insert(out.size() - places, 1, '.');
  while (out.back() == '0') out.pop_back();
  if (out.back() == '.') out.pop_back();
  return out;
}

/// A number as people say it, with what stands around it.
struct Said {
  text::WrittenNumber number;
  text::Qualifier qualifier = text::Qualifier::kExact;
  std::size_t begin = 0;  ///< of the digits
  std::size_t end = 0;    ///< where its unit begins
};

/// `at` may be at words that lead to the number. None where no number follows.
std::optional<Said> number_at(std::u16string_view text, std::size_t at, std::size_t limit) {
  Said said;
  said.begin = skip_leads(text, at, limit, said.qualifier);
  if (said.begin >= limit || !starts_number(text[said.begin])) return std::nullopt;
  // Never out of a word or of a longer number: pa66, 3.5.
  if (said.begin > 0 && is_digit(text[said.begin]) &&
      (is_letter(text[said.begin - 1]) || is_digit(text[said.begin - 1]) || text[said.begin - 1] == u'.' ||
       is_one_of(u"×*x", text[said.begin - 1])))
    return std::nullopt;
  said.end = text::read_number(text, said.begin, said.number);
  if (said.end == said.begin || said.end > limit) return std::nullopt;
  // 2.6亿千瓦时: the thousand is the unit's.
  if (said.end > said.begin + 1 && text[said.end - 1] == u'千') {
    auto const* const unit = units().at(text.substr(said.end - 1, limit - said.end + 1));
    if (unit != nullptr && unit->word.starts_with(u"千"))
      said.end = text::read_number(text.substr(0, said.end - 1), said.begin, said.number);
  }
  if (said.number.rough) said.qualifier = text::Qualifier::kAbout;
  // 5-10万吨, 5至10万吨, 5万至10万吨: the lower end.
  if (said.end + 1 < limit && is_one_of(u"-~—～至到", text[said.end])) {
    text::WrittenNumber upper;
    auto const end = text::read_number(text, said.end + 1, upper);
    if (end > said.end + 1 && end <= limit) {
      auto lower = said.number;
      if (!lower.scaled && upper.scaled) {
        auto const power = text[end - 1] == u'亿' ? 8 : 4;
        for (auto i = 0; i < power; ++i) {
          if (lower.scale > 0)
            --lower.scale;
          else if (lower.digits < 1'000'000'000'000)
            lower.digits *= 10;
        }
      }
      if (lower.value() > upper.value()) return std::nullopt;
      said.number = lower;
      said.number.scaled = upper.scaled || lower.scaled;
      said.end = end;
      said.qualifier = text::Qualifier::kAbout;
    }
  }
  if (said.end < limit && is_one_of(u"×*", text[said.end])) return std::nullopt;
  while (said.end < limit && text[said.end] == u' ') ++said.end;
  if (said.end < limit && (text[said.end] == u'余' || text[said.end] == u'多')) {
    said.number.more = true;
    ++said.end;
  }
  if (said.number.more) said.qualifier = text::Qualifier::kOver;
  if (said.number.some || (said.number.bare_unit && said.qualifier == text::Qualifier::kExact))
    said.qualifier = text::Qualifier::kOrderOfMagnitude;
  return said;
}

/// 以上, 左右 behind a quantity.
std::size_t skip_behind(std::u16string_view text, std::size_t at, std::size_t limit, text::Qualifier& qualifier) {
  auto const rest = text.substr(at, limit - at);
  for (auto const& [word, means] : {std::pair{u"以上", text::Qualifier::kOver},
                                    {u"左右", text::Qualifier::kAbout},
                                    {u"上下", text::Qualifier::kAbout},
                                    {u"之多", text::Qualifier::kExact},
                                    {u"级", text::Qualifier::kExact}}) {
    if (!rest.starts_with(word)) continue;
    if (means != text::Qualifier::kExact) qualifier = means;
    return at + std::u16string_view{word}.size();
  }
  return at;
}

struct Measure {
  Said said;
  Unit const* unit = nullptr;
  std::string_view per;
  std::size_t end = 0;
};

/// /年, /d, 每年 behind a unit.
std::size_t skip_per(std::u16string_view text, std::size_t at, std::size_t limit, std::string_view& per) {
  auto const rest = text.substr(at, limit - at);
  struct Per {
    std::u16string_view word;
    std::string_view per;
  };
  static constexpr std::array<Per, 14> kPer{{{u"/年", "year"},
                                             {u"/a", "year"},
                                             {u"每年", "year"},
                                             {u"/日", "day"},
                                             {u"/天", "day"},
                                             {u"/d", "day"},
                                             {u"每天", "day"},
                                             {u"每日", "day"},
                                             {u"/月", "month"},
                                             {u"每月", "month"},
                                             {u"(年)", "year"},
                                             {u"(每年)", "year"},
                                             {u"(日)", "day"},
                                             {u"/每年", "year"}}};
  for (auto const& one : kPer) {
    if (!rest.starts_with(one.word)) continue;
    auto const behind = rest.size() > one.word.size() ? rest[one.word.size()] : u'。';
    if (is_letter(one.word.back()) && is_letter(behind)) continue;
    per = one.per;
    return at + one.word.size();
  }
  return at;
}

/// A quantity of goods at `at`: 5万吨, 近200万套, 10gwh.
std::optional<Measure> measure_at(std::u16string_view text, std::size_t at, std::size_t limit) {
  auto said = number_at(text, at, limit);
  if (!said || said->end >= limit) return std::nullopt;
  Measure out;
  out.unit = units().at(text.substr(said->end, limit - said->end));
  if (out.unit == nullptr) return std::nullopt;
  out.end = said->end + out.unit->word.size();
  if (is_letter(out.unit->word.back()) && out.end < limit && is_letter(text[out.end])) return std::nullopt;
  // 二片罐, 三头泵: a digit in a name counts nothing.
  auto const digits = text.substr(said->begin, said->end - said->begin);
  if (digits.size() == 1 && is_one_of(u"一二两三四五六七八九十", digits[0])) return std::nullopt;
  // 百万, 千万 alone say only how big; of goods they are said so too, and 万 alone is a name's.
  if (said->number.bare_unit && digits.size() == 1) return std::nullopt;
  if (said->number.digits == 0) return std::nullopt;
  if (starts_with_any(text.substr(out.end, limit - out.end),
                      {u"规格", u"品种", u"型号", u"批次", u"系列", u"项目", u"车间", u"工序", u"班次"}) &&
      is_one_of(u"个条", out.unit->word[0]))
    return std::nullopt;
  out.end = skip_behind(text, out.end, limit, said->qualifier);
  out.end = skip_per(text, out.end, limit, out.per);
  out.said = *said;
  return out;
}

/// Where a product's name that begins at `begin` ends.
std::size_t product_end(std::u16string_view text, std::size_t begin, std::size_t limit) {
  constexpr std::size_t kLongest = 26;
  auto at = begin;
  while (at < limit && at - begin < kLongest) {
    auto const c = text[at];
    if (c == u',' && at > begin && is_digit(text[at - 1]) && at + 1 < limit && is_digit(text[at + 1])) {  // 1,4-丁二醇
      ++at;
      continue;
    }
    if (is_one_of(u",。;:!?、\n\"“”‘’《》<>[]…", c)) break;
    if (c == u'(') {
      // 聚乙烯(pe)薄膜 goes on behind its bracket; 丁二醇(bdo) ends before it.
      auto const close = text.find(u')', at);
      if (close == std::u16string_view::npos || close >= limit || close - at > 12 || close + 1 >= limit ||
          !is_ideograph(text[close + 1]))
        break;
      auto const* const next = product_words().at(text.substr(close + 1, limit - close - 1));
      if (next != nullptr && next->ends) break;
      at = close + 1;
      continue;
    }
    if (c == u')') break;
    if (auto const* const word = product_words().at(text.substr(at, limit - at)); word != nullptr) {
      if (word->ends) break;
      at += word->word.size();
      continue;
    }
    ++at;
  }
  return at - begin >= kLongest ? begin : std::min(at, limit);
}

/// What of these words is a product's name; empty where they are none.
Span product_of(std::u16string_view text, Span words) {
  static Words const kHeads{u"以上", u"左右",     u"的",   u"各类", u"各种", u"各式",   u"多种",
                            u"多类", u"不同规格", u"约",   u"等",   u"生产", u"制造",   u"加工",
                            u"处理", u"高品质",   u"优质", u" ",    u"共",   u"全系列", u"系列"};
  for (auto changed = true; changed;) {
    changed = false;
    for (auto const head : kHeads) {
      if (words.size() <= head.size() || !text.substr(words.begin, words.size()).starts_with(head)) continue;
      // 优质强筋 …, 加工中心, 处理器 are names
      if (auto const* const word = product_words().at(text.substr(words.begin, words.size()));
          word != nullptr && !word->ends && word->word.size() > head.size())
        continue;
      words.begin += head.size();
      changed = true;
    }
  }
  while (words.size() > 0 && text[words.end - 1] == u' ') --words.end;
  auto const name = [&] { return text.substr(words.begin, words.size()); };
  if (name().ends_with(u"产品") && words.size() > 3 && !is_one_of(u"农水副畜海林特制", text[words.end - 3]))
    words.end -= 2;
  if (name().ends_with(u"系列") && words.size() > 3) words.end -= 2;
  static Words const kNone{u"产品", u"成品", u"高性能", u"高端", u"新型", u"先进", u"规模",
                           u"总量", u"以上", u"左右",   u"能力", u"系列", u"货物", u"优质",
                           u"绿色", u"相关", u"物料",   u"原料", u"特色", u"整体", u"智能"};
  if (std::find(kNone.begin(), kNone.end(), name()) != kNone.end()) return {};
  // A sentence that was read on into, and no name.
  static Words const kForeign{u"元",   u"税",   u"产值", u"收入", u"就业", u"岗位", u"亩",   u"公司", u"企业", u"集团",
                              u"带动", u"提供", u"解决", u"我国", u"全国", u"全球", u"当地", u"市场", u"世界", u"%",
                              u"该",   u"其",   u"这",   u"我",   u"省",   u"县",   u"增加", u"打造", u"形成", u"建立",
                              u"人",   u"提升", u"提高", u"增至", u"扩大", u"/年",  u"正常", u"过程"};
  static Words const kKept{u"人造",   u"机器人", u"无人机", u"人工", u"人参",   u"人形", u"其他", u"单元",
                           u"多元",   u"三元",   u"二元",   u"元件", u"元器件", u"元素", u"一元", u"四元",
                           u"元明粉", u"元宵",   u"载人",   u"人用", u"人血",   u"人发", u"无人"};
  std::u16string rest{name()};
  for (auto const kept : kKept) {
    for (auto at = rest.find(kept); at != std::u16string::npos; at = rest.find(kept)) rest.erase(at, kept.size());
  }
  if (contains_any(rest, kForeign)) return {};
  constexpr std::u16string_view kSingle =
      u"氢氧氮氨氦酒铝铜纸糖油盐钢铁锌镍锂茶米面布醋酱砖瓦肉蛋奶煤鸡鸭鹅猪牛羊鱼虾菇药金银锰铬钛硅";
  if (words.size() == 1 && !is_one_of(kSingle, name()[0])) return {};
  if (words.size() > 1 &&
      !std::any_of(name().begin(), name().end(), [](char16_t c) { return is_ideograph(c) || is_letter(c); }))
    return {};
  return words.size() == 0 ? Span{} : words;
}

bool is_joint(std::u16string_view text, std::size_t at, std::size_t limit, std::size_t& behind) {
  auto const rest = text.substr(at, limit - at);
  for (std::u16string_view const word : {u"以及", u"、", u"和", u"及", u"与"}) {
    if (!rest.starts_with(word)) continue;
    behind = at + word.size();
    return true;
  }
  return false;
}

/// Names that begin at `begin`, joined by 、 and 和, up to what is none. `end` is where they end.
std::vector<Span> products_from(std::u16string_view text, std::size_t begin, std::size_t limit, std::size_t& end) {
  std::vector<Span> out;
  constexpr std::size_t kMost = 12;
  auto at = begin;
  end = begin;
  while (at < limit && out.size() < kMost) {
    if (at > begin && measure_at(text, at, limit)) break;
    auto const stop = product_end(text, at, limit);
    auto const product = product_of(text, {at, stop});
    if (product.size() == 0) break;
    // 碳酸锂、氢氧化锂3万吨: the second has a figure of its own.
    if (at > begin) {
      auto own = false;
      for (auto i = product.begin; i < product.end && !own; ++i)
        own = starts_number(text[i]) && measure_at(text, i, limit).has_value();
      if (own) break;
    }
    out.push_back(product);
    end = product.end;
    auto next = stop;
    if (text.substr(stop, 2) == u"产品") next = stop + 2;
    if (next < limit && text[next] == u'(') {
      auto const close = text.find(u')', next);
      if (close != std::u16string_view::npos && close < limit && close - next < 14) next = close + 1;
    }
    auto behind = next;
    if (!is_joint(text, next, limit, behind)) break;
    at = behind;
  }
  return out;
}

/// The period's word and what the plant does: 年产, 日处理, 年设计生产能力.
struct Doing {
  std::size_t end = 0;
  bool makes = false;
};

std::optional<Doing> doing_at(std::u16string_view text, std::size_t at, std::size_t limit) {
  static Words const kFillers{u"可以", u"能够", u"可",   u"能",   u"均",   u"将",   u"预计", u"设计", u"新增",
                              u"合计", u"总",   u"综合", u"最大", u"规划", u"平均", u"约",   u"实现", u"形成"};
  for (auto tries = 0; tries < 4; ++tries) {
    auto const rest = text.substr(at, limit - at);
    auto const filler = std::find_if(kFillers.begin(), kFillers.end(), [&](auto word) {
      return rest.starts_with(word) && !rest.starts_with(u"综合利用") && !rest.starts_with(u"能力");
    });
    if (filler == kFillers.end()) break;
    at += filler->size();
  }
  struct Verb {
    std::u16string_view word;
    bool makes;
  };
  static constexpr std::array<Verb, 51> kVerbs{
      {{u"生产能力", true},  {u"生产规模", true},  {u"生产总量", true},  {u"供应能力", false}, {u"加工能力", false},
       {u"处理能力", false}, {u"处置能力", false}, {u"处理规模", false}, {u"吞吐能力", false}, {u"加工生产", true},
       {u"生产加工", true},  {u"综合利用", false}, {u"回收利用", false}, {u"回收处理", false}, {u"吞吐量", false},
       {u"发电量", true},    {u"上网电量", true},  {u"处理量", false},   {u"处置量", false},   {u"加工量", false},
       {u"供气量", false},   {u"供水量", false},   {u"供热量", false},   {u"生产", true},      {u"制造", true},
       {u"组装", true},      {u"产能", true},      {u"产量", true},      {u"发电", true},      {u"加工", false},
       {u"处理", false},     {u"处置", false},     {u"回收", false},     {u"利用", false},     {u"消纳", false},
       {u"焚烧", false},     {u"拆解", false},     {u"屠宰", false},     {u"出栏", true},      {u"吞吐", false},
       {u"冶炼", false},     {u"开采", false},     {u"供气", false},     {u"供热", false},     {u"供水", false},
       {u"灌装", true},      {u"封装", false},     {u"精炼", false},     {u"压榨", false},     {u"制", true},
       {u"产", true}}};
  auto const rest = text.substr(at, limit - at);
  auto const verb = std::find_if(kVerbs.begin(), kVerbs.end(), [&](Verb const& v) { return rest.starts_with(v.word); });
  if (verb == kVerbs.end()) return std::nullopt;
  auto const behind = rest.substr(verb->word.size());
  if (verb->word == u"产" &&
      starts_with_any(behind, {u"值", u"生", u"出", u"业", u"品", u"销", u"权", u"妇", u"假", u"房"}))
    return std::nullopt;
  if (verb->word == u"生产" && starts_with_any(behind, {u"总值", u"性", u"经营", u"资料", u"要素", u"线", u"安全",
                                                        u"总", u"基地", u"企业", u"许可"}))
    return std::nullopt;
  return Doing{at + verb->word.size(), verb->makes};
}

/// 去年, 2022年, 全年, 3月5日: a time that was named, not what a plant can do in a year or a day.
bool names_a_time(std::u16string_view text, Span within, std::size_t at) {
  if (at == within.begin) return false;
  auto const before = text[at - 1];
  if (is_digit(before) || is_one_of(u"零〇一二三四五六七八九十两几数半多近整", before)) return true;
  if (before == u'后') {
    // 达产后年处理30万吨 is no year after next.
    return at < within.begin + 2 || !is_one_of(u"产成营用运工建改行效期", text[at - 2]);
  }
  if (is_one_of(u"去今明前本当次翌全往昨青少中老早同近即生节假周旬", before)) return true;
  // 东风日产
  return text[at] == u'日' && at >= within.begin + 2 &&
         ends_with_any(text.substr(within.begin, at - within.begin), {u"东风", u"广汽"});
}

/// What is closed, what all of a trade have, what is there already.
bool is_of_others(std::u16string_view before) {
  return contains_any(
      before, {u"淘汰", u"落后", u"过剩", u"压减",     u"化解", u"关停", u"退出", u"置换",     u"全国", u"全球",
               u"国内", u"我国", u"行业", u"全省",     u"全市", u"全县", u"全区", u"世界",     u"市场", u"现有",
               u"原有", u"已有", u"同比", u"累计生产", u"去年", u"上年", u"往年", u"目前拥有", u"拥有", u"旗下"});
}

std::string_view period_of(char16_t c) {
  return c == u'年' ? "year" : c == u'月' ? "month" : "day";
}

class CapacityFinder {
 public:
  CapacityFinder(std::u16string_view text, Span within) : text_{text}, within_{within} {}

  std::vector<SaidCapacity> find() {
    auto at = within_.begin;
    while (at < within_.end) {
      auto const end = take(at);
      at = end > at ? end : at + 1;
    }
    return std::move(out_);
  }

 private:
  std::u16string_view before(std::size_t at) const {
    auto const clause = clause_at(text_, within_, at);
    return text_.substr(clause.begin, at - clause.begin);
  }
  std::u16string_view rest(std::size_t at) const { return text_.substr(at, within_.end - at); }

  std::size_t take(std::size_t at) {
    auto const c = text_[at];
    if (c == u'年' || c == u'日' || c == u'月' || c == u'天') {
      auto const each = at > within_.begin && text_[at - 1] == u'每';
      if (!each && (c == u'天' || names_a_time(text_, within_, at))) return at;
      auto const doing = doing_at(text_, at + 1, within_.end);
      if (!doing || is_of_others(before(at))) return at;
      return take_behind(each ? at - 1 : at, doing->end, period_of(c), doing->makes);
    }
    if (c == u'产' && rest(at).starts_with(u"产能")) return take_ability(at, at + 2, true);
    if (c == u'生' && rest(at).starts_with(u"生产能力")) return take_ability(at, at + 4, true);
    if (c == u'处' && rest(at).starts_with(u"处理能力")) return take_ability(at, at + 4, false);
    if (c == u'加' && rest(at).starts_with(u"加工能力")) return take_ability(at, at + 4, false);
    if (c == u'装' && starts_with_any(rest(at), {u"装机容量", u"装机规模", u"装机总容量"})) {
      auto const end = at + (rest(at).starts_with(u"装机总容量") ? 5 : 4);
      if (is_of_others(before(at))) return at;
      auto const found = measure_at(text_, end, within_.end);
      if (found && std::u16string_view{u"wW瓦a安"}.find(found->unit->word.back()) != std::u16string_view::npos)
        return put({at, found->end}, *found, {}, true, {});
      return at;
    }
    if (c == u'/') return take_per(at);
    return at;
  }

  std::size_t put(Span span, Measure const& measure, std::vector<Span> products, bool makes, std::string_view per) {
    auto const& number = measure.said.number;
    out_.push_back({span, std::move(products), makes, decimal_text(number.digits, number.scale), measure.unit->name,
                    measure.per.empty() ? per : measure.per, measure.said.qualifier});
    return span.end;
  }

  /// 年产|5万吨碳酸锂、3万吨氢氧化锂, 年产|碳酸锂5万吨.
  std::size_t take_behind(std::size_t begin, std::size_t at, std::string_view per, bool makes) {
    while (at < within_.end && starts_with_any(rest(at), {u"能力", u"规模", u"量", u"总量"}))
      at += rest(at).starts_with(u"量") ? 1 : 2;
    if (auto const raised = raised_at(at)) return put({begin, raised->end}, *raised, {}, makes, per);
    auto measure = measure_at(text_, at, within_.end);
    if (!measure) return take_named_first(begin, at, per, makes);
    auto end = begin;
    for (;;) {
      auto products_end = measure->end;
      auto products = products_from(text_, measure->end, within_.end, products_end);
      auto const stop = products.empty() ? measure->end : products_end;
      end = put({begin, stop}, *measure, std::move(products), makes, per);
      auto behind = end;
      auto const next = skip_bracket(end);
      if (!is_joint(text_, next, within_.end, behind)) break;
      measure = measure_at(text_, behind, within_.end);
      if (!measure) break;
      begin = behind;
    }
    return end;
  }

  /// Behind a product its letters in brackets, and 产品.
  std::size_t skip_bracket(std::size_t at) const {
    if (rest(at).starts_with(u"产品")) at += 2;
    if (at >= within_.end || text_[at] != u'(') return at;
    auto const close = text_.find(u')', at);
    return close != std::u16string_view::npos && close < within_.end && close - at < 14 ? close + 1 : at;
  }

  /// The product's name before its figure, at most so long.
  std::optional<Measure> measure_behind_name(std::size_t at, std::size_t& name_end) const {
    constexpr std::size_t kLongest = 30;
    auto const limit = std::min(within_.end, at + kLongest);
    for (auto i = at; i < limit; ++i) {
      if (is_one_of(u",。;:!?", text_[i])) return std::nullopt;
      if (!starts_number(text_[i])) continue;
      auto found = measure_at(text_, i, within_.end);
      if (!found) continue;
      name_end = i;
      // What leads to the number says how it is meant.
      auto const words = text_.substr(at, i - at);
      for (auto const& mark : kLeads) {
        if (!words.ends_with(mark.word) || mark.word == u"上") continue;
        if (mark.qualifier != text::Qualifier::kExact && found->said.qualifier == text::Qualifier::kExact)
          found->said.qualifier = mark.qualifier;
      }
      return found;
    }
    return std::nullopt;
  }

  std::size_t trimmed_end(std::size_t begin, std::size_t end) const {
    static Words const kTails{u"能力", u"规模", u"总量", u"产量", u"数量", u"分别", u"产能", u"量", u"各"};
    for (auto changed = true; changed;) {
      changed = false;
      auto const words = [&] { return text_.substr(begin, end - begin); };
      for (auto const& mark : kLeads) {
        if (words().size() > mark.word.size() && words().ends_with(mark.word)) {
          end -= mark.word.size();
          changed = true;
        }
      }
      for (auto const tail : kTails) {
        if (words().size() > tail.size() && words().ends_with(tail)) {
          end -= tail.size();
          changed = true;
        }
      }
    }
    return end;
  }

  std::vector<Span> listed(std::size_t begin, std::size_t end) const {
    auto stop = begin;
    auto out = products_from(text_, begin, end, stop);
    // All of it is names, or nothing is known.
    return stop >= end || (stop + 2 >= end && !out.empty()) ? out : std::vector<Span>{};
  }

  std::size_t take_named_first(std::size_t begin, std::size_t at, std::string_view per, bool makes) {
    auto name_end = at;
    auto measure = measure_behind_name(at, name_end);
    if (!measure) return begin;
    auto const words = text_.substr(at, name_end - at);
    if (contains_any(words,
                     {u"项目", u"增长", u"投资", u"税", u"收入", u"产值", u"占地", u"用地", u"面积", u"新建", u"建设"}))
      return begin;
    auto const end = trimmed_end(at, name_end);
    auto products = listed(at, end);
    if (products.empty()) return begin;
    // 年产甲、乙各50万台
    if (products.size() > 1 && text_[name_end - 1] == u'各') {
      for (auto const& product : products) put({begin, measure->end}, *measure, {product}, makes, per);
      return measure->end;
    }
    // 年产甲、乙分别5万吨、3万吨
    if (words.find(u"分别") != std::u16string_view::npos) return deal_out(begin, products, *measure, per, makes);
    auto last = put({begin, measure->end}, *measure, std::move(products), makes, per);
    for (;;) {
      auto behind = last;
      if (!is_joint(text_, last, within_.end, behind)) break;
      // 碳酸锂5万吨、3万吨氢氧化锂
      if (auto const figure = measure_at(text_, behind, within_.end)) {
        auto stop = figure->end;
        auto after = products_from(text_, figure->end, within_.end, stop);
        if (after.empty()) break;
        last = put({behind, stop}, *figure, std::move(after), makes, per);
        continue;
      }
      // 、日精炼油脂1200吨 says another thing.
      if (is_one_of(u"年日月每", text_[behind]) && doing_at(text_, behind + 1, within_.end)) break;
      auto next_end = behind;
      auto const next = measure_behind_name(behind, next_end);
      if (!next) break;
      auto names = listed(behind, trimmed_end(behind, next_end));
      if (names.empty()) break;
      last = put({behind, next->end}, *next, std::move(names), makes, per);
    }
    return last;
  }

  std::size_t deal_out(std::size_t begin, std::vector<Span> const& products, Measure first, std::string_view per,
                       bool makes) {
    std::vector<Measure> each{first};
    auto at = first.end;
    while (is_joint(text_, at, within_.end, at)) {
      auto const next = measure_at(text_, at, within_.end);
      if (!next) break;
      each.push_back(*next);
      at = next->end;
    }
    if (each.size() != products.size()) return begin;
    for (std::size_t i = 0; i < each.size(); ++i) put({begin, at}, each[i], {products[i]}, makes, per);
    return at;
  }

  /// 产能|5万吨, 新增10万吨碳酸锂|产能, 生产能力|达到…: no period is said but by 年产能.
  std::size_t take_ability(std::size_t at, std::size_t end, bool makes) {
    auto const words = before(at);
    if (is_of_others(words) || ends_with_any(words, {u"去", u"减"}) ||
        starts_with_any(rest(end), {u"利用率", u"过剩", u"置换"}))
      return at;
    auto const per = words.ends_with(u"年") || ends_with_any(words, {u"年设计", u"年总"}) ? std::string_view{"year"}
                     : ends_with_any(words, {u"日", u"日设计"})                           ? std::string_view{"day"}
                                                                                          : std::string_view{};
    if (auto const raised = raised_at(end)) {
      // 将甲产能由5万吨提升至10万吨
      std::vector<Span> products;
      if (auto const mark = words.rfind(u'将'); mark != std::u16string_view::npos)
        products = listed(at - words.size() + mark + 1, at - (words.ends_with(u"年") ? 1 : 0));
      return put({at, raised->end}, *raised, std::move(products), makes, per);
    }
    // 产能为每年5万吨
    if (auto const each = end + (starts_with_any(rest(end), {u"为", u"达"}) ? 1 : 0);
        starts_with_any(rest(each), {u"每年", u"每天", u"每日", u"每月"})) {
      if (auto const found = measure_at(text_, each + 2, within_.end)) {
        auto stop = found->end;
        auto products = products_from(text_, found->end, within_.end, stop);
        stop = products.empty() ? found->end : stop;
        return put({at, stop}, *found, std::move(products), makes, period_of(text_[each + 1]));
      }
    }
    // 产能为片剂60亿片、胶囊20亿粒
    for (std::u16string_view const word : {u"分别为", u"为", u":"}) {
      if (!rest(end).starts_with(word) || measure_at(text_, end, within_.end)) continue;
      if (auto const stop = take_named_first(at, end + word.size(), per, makes); stop != at) return stop;
      break;
    }
    if (auto const found = measure_at(text_, end, within_.end)) {
      auto stop = found->end;
      auto products = products_from(text_, found->end, within_.end, stop);
      // 新增光缆|产能600万芯公里
      for (std::u16string_view const word : {u"新增", u"形成", u"增加", u"扩大"}) {
        auto const lead = products.empty() ? words.rfind(word) : std::u16string_view::npos;
        if (lead == std::u16string_view::npos) continue;
        auto const first = at - words.size() + lead + word.size();
        auto named = listed(first, at - (words.ends_with(u"年") ? 1 : 0));
        if (!named.empty()) return put({first, found->end}, *found, std::move(named), makes, per);
      }
      stop = products.empty() ? found->end : stop;
      return put({at, stop}, *found, std::move(products), makes, per);
    }
    // The figure in front, and nothing but a product between.
    auto const clause = clause_at(text_, within_, at);
    constexpr std::size_t kReach = 24;
    auto const from = std::max(clause.begin, at > kReach ? at - kReach : 0);
    for (auto i = from; i < at; ++i) {
      if (!starts_number(text_[i])) continue;
      if (!out_.empty() && i < out_.back().span.end) continue;
      auto const found = measure_at(text_, i, at);
      if (!found) continue;
      auto stop = at;
      static Words const kBetween{u"的年", u"的总", u"的设计", u"的", u"年设计", u"年", u"总", u"日", u"新增"};
      for (auto const word : kBetween) {
        if (text_.substr(found->end, stop - found->end).ends_with(word)) {
          stop -= word.size();
          break;
        }
      }
      auto const front_per = text_.substr(stop, at - stop).find(u'年') != std::u16string_view::npos ? "year" : per;
      if (stop == found->end) return put({i, end}, *found, {}, makes, front_per);
      auto reached = found->end;
      auto products = products_from(text_, found->end, stop, reached);
      if (products.empty() || reached + 2 < stop) continue;
      return put({i, end}, *found, std::move(products), makes, front_per);
    }
    return at;
  }

  /// 由5万吨提升至10万吨: what it will be.
  std::optional<Measure> raised_at(std::size_t at) const {
    if (!starts_with_any(rest(at), {u"由", u"从"})) return std::nullopt;
    auto at_first = at + 1;
    for (std::u16string_view const word : {u"目前的", u"现在的", u"现有的", u"原来的", u"原有的", u"原先的", u"每年"}) {
      if (rest(at_first).starts_with(word)) at_first += word.size();
    }
    auto const first = measure_at(text_, at_first, within_.end);
    if (!first) return std::nullopt;
    for (std::u16string_view const word : {u"提升至", u"提升到", u"提高至", u"提高到", u"增加至", u"增加到", u"增至",
                                           u"扩大至", u"扩大到", u"扩至", u"扩充至", u"跃升至"}) {
      if (rest(first->end).starts_with(word)) return measure_at(text_, first->end + word.size(), within_.end);
    }
    return std::nullopt;
  }

  /// 30万吨|/年乙烯.
  std::size_t take_per(std::size_t at) {
    std::string_view per;
    if (skip_per(text_, at, within_.end, per) == at) return at;
    constexpr std::size_t kReach = 16;
    auto const from = std::max({within_.begin, at > kReach ? at - kReach : 0, out_.empty() ? 0 : out_.back().span.end});
    for (auto i = from; i < at; ++i) {
      if (!starts_number(text_[i]) || (i > from && starts_number(text_[i - 1])) || (i > 0 && text_[i - 1] == u'.'))
        continue;
      auto const found = measure_at(text_, i, within_.end);
      if (!found || found->per.empty() || found->end <= at) continue;
      auto const words = before(i);
      if (is_of_others(words) || contains_any(words, {u"用水", u"耗", u"排放", u"需求", u"消费"})) return at;
      auto stop = found->end;
      auto products = products_from(text_, found->end, within_.end, stop);
      stop = products.empty() ? found->end : stop;
      return put({i, stop}, *found, std::move(products), true, per);
    }
    return at;
  }

  std::u16string_view text_;
  Span within_;
  std::vector<SaidCapacity> out_;
};

/// Whether a text ends in words of which people are (就业, 岗位 …), and what stands between them and the number.
bool is_work(std::u16string_view words) {
  return words.find(u"就业") != std::u16string_view::npos || words.find(u"岗位") != std::u16string_view::npos ||
         words.find(u"用工") != std::u16string_view::npos;
}

/// What may stand between a number of people and 就业, or between 就业 and a number.
std::size_t skip_people(std::u16string_view text, std::size_t at, std::size_t limit) {
  static Words const kPeople{
      u"左右",   u"以上", u"当地",   u"周边", u"附近", u"农村", u"贫困", u"富余", u"剩余", u"转移",
      u"劳动力", u"劳力", u"劳动者", u"群众", u"村民", u"农民", u"居民", u"人口", u"人员", u"人数",
      u"员工",   u"工人", u"职工",   u"直接", u"稳定", u"新增", u"长期", u"固定", u"优质", u"高质量",
      u"技能",   u"实现", u"家门口", u"搬迁", u"脱贫", u"机会", u"名额", u"总数", u"规模", u"的",
      u"工作",   u"本地", u"城乡",   u"社会", u"移民", u"技术", u"妇女", u"失业", u"下岗", u"高校毕业生",
      u"大学生", u"返乡", u"务工",   u"就近", u"就地", u"人才", u"总"};
  for (auto moved = true; moved && at < limit;) {
    moved = false;
    auto const rest = text.substr(at, limit - at);
    for (auto const word : kPeople) {
      if (!rest.starts_with(word)) continue;
      at += word.size();
      moved = true;
      break;
    }
  }
  return at;
}

struct People {
  Said said;
  std::size_t end = 0;
};

/// 500人, 800个, 千余名: a number of people or places of work.
std::optional<People> people_at(std::u16string_view text, std::size_t at, std::size_t limit) {
  auto said = number_at(text, at, limit);
  if (!said || said->end >= limit || said->number.scale != 0) return std::nullopt;
  constexpr std::int64_t kMost = 1'000'000;
  if (said->number.digits < 1 || said->number.digits > kMost) return std::nullopt;
  auto const rest = text.substr(said->end, limit - said->end);
  People out{*said, 0};
  if (!is_one_of(u"个人名", rest[0])) return std::nullopt;
  if (starts_with_any(rest, {u"人次", u"人以上规模", u"个月", u"个百分点", u"个项目", u"个亿", u"人才公寓"}))
    return std::nullopt;
  out.end = skip_behind(text, said->end + 1, limit, out.said.qualifier);
  return out;
}

}  // namespace

std::vector<SaidCapacity> find_capacities(std::u16string_view folded, Span within) {
  return CapacityFinder{folded, within}.find();
}

std::vector<Span> find_products(std::u16string_view folded, Span within) {
  static Words const kLeads{u"主要产品为", u"主要产品有", u"主要产品是",   u"主要产品包括", u"主要产品涵盖",
                            u"主要产品:",  u"主导产品为", u"主导产品有",   u"主导产品包括", u"产品主要包括",
                            u"产品主要有", u"产品主要为", u"产品主要涵盖", u"产品包括",     u"产品涵盖",
                            u"产品有",     u"产品为",     u"主要生产",     u"主要用于生产", u"专门生产",
                            u"专业生产",   u"主要从事",   u"主要进行",     u"主要制造",     u"主营",
                            u"用于生产",   u"产品覆盖",   u"主要产出",     u"主产"};
  static Words const kPlain{u"生产"};
  std::vector<Span> out;
  auto const sentence = folded.substr(within.begin, within.size());
  if (sentence.find(u"产") == std::u16string_view::npos && sentence.find(u"主") == std::u16string_view::npos)
    return out;
  for (auto at = within.begin; at < within.end; ++at) {
    auto const c = folded[at];
    if (c != u'主' && c != u'产' && c != u'专' && c != u'用' && c != u'生') continue;
    auto const rest = folded.substr(at, within.end - at);
    auto lead = std::find_if(kLeads.begin(), kLeads.end(), [&](auto word) { return rest.starts_with(word); });
    // 生产甲和乙 at the head of its clause
    auto const head = at == within.begin || is_one_of(u",:后将", folded[at - 1]);
    auto const plain = lead == kLeads.end() && c == u'生' && head && rest.starts_with(u"生产");
    if (plain) lead = kPlain.begin();
    if (lead == kLeads.end()) continue;
    auto begin = at + lead->size();
    for (std::u16string_view const word : {u"和销售", u"销售", u"经营", u"加工"}) {
      if (folded.substr(begin, within.end - begin).starts_with(word)) begin += word.size();
    }
    auto end = begin;
    auto const names = products_from(folded, begin, within.end, end);
    // 主要从事甲的研发、生产: what is done with it must follow.
    auto const behind = folded.substr(end, std::min<std::size_t>(8, within.end - end));
    auto const doing = *lead == u"主要从事" || *lead == u"主要进行";
    if (plain && names.size() < 2) continue;
    if (doing && !contains_any(behind, {u"生产", u"制造", u"研发", u"加工"})) continue;
    // 专业生产企业, 主要生产设备, 主要生产车间 name no product.
    for (auto const& name : names) {
      auto const words = folded.substr(name.begin, name.size());
      if (contains_any(words, {u"设备", u"车间", u"线", u"厂房", u"工艺", u"基地", u"原料", u"技术", u"业务", u"服务",
                               u"领域", u"指标"}) &&
          (*lead == u"主要生产" || *lead == u"专业生产") && name.begin == begin && words.size() <= 4)
        break;
      out.push_back(name);
    }
    at = std::max(at, end == 0 ? at : end - 1);
  }
  return out;
}

std::vector<SaidJobs> find_jobs(std::u16string_view folded, Span within) {
  std::vector<SaidJobs> out;
  if (!is_work(folded.substr(within.begin, within.size()))) return out;
  auto const whole = folded.substr(within.begin, within.size());
  if (contains_any(whole, {u"招聘会", u"招聘活动", u"求职", u"公益性岗位", u"零就业", u"就业补贴"})) return out;
  auto at = within.begin;
  while (at < within.end) {
    if (!starts_number(folded[at])) {
      ++at;
      continue;
    }
    auto const people = people_at(folded, at, within.end);
    if (!people) {
      ++at;
      // Past the rest of a number.
      while (at < within.end && (is_digit(folded[at]) || folded[at] == u'.')) ++at;
      continue;
    }
    auto const clause = clause_at(folded, within, at);
    // 间接带动3000人 behind a 、 is another statement.
    auto part = clause.begin;
    for (auto i = clause.begin; i < at; ++i) {
      if (folded[i] == u'、') part = i + 1;
    }
    auto begin = at;
    auto qualifier = people->said.qualifier;
    for (auto moved = true; moved;) {
      moved = false;
      for (auto const& mark : kLeads) {
        if (mark.word == u"可" || mark.word == u"将" || begin < part + mark.word.size()) continue;
        if (!folded.substr(part, begin - part).ends_with(mark.word)) continue;
        if (mark.qualifier != text::Qualifier::kExact && qualifier == text::Qualifier::kExact)
          qualifier = mark.qualifier;
        if (mark.qualifier != text::Qualifier::kExact && people->said.number.bare_unit && !people->said.number.more)
          qualifier = mark.qualifier;
        begin -= mark.word.size();
        moved = true;
        break;
      }
    }
    auto const before = folded.substr(part, begin - part);
    // 500个就业岗位, 1200人就业
    auto const behind = skip_people(folded, people->end, clause.end);
    auto const after = folded.substr(behind, clause.end - behind);
    auto const work_behind = starts_with_any(after, {u"就业", u"岗位", u"用工"}) && behind <= clause.end;
    // 就业岗位500个, 就业500人, 用工需求1200人
    auto words = before;
    auto work_before = false;
    {
      auto i = before.size();
      // Backwards over what may stand between.
      static Words const kBetween{u"岗位", u"人数",   u"人员",   u"人口", u"机会", u"名额", u"群众", u"村民",
                                  u"农民", u"居民",   u"劳动力", u"需求", u"总数", u"规模", u"职位", u"员工",
                                  u"工人", u"总人数", u"贫困",   u"农村", u"当地", u"周边", u"本地", u"预计",
                                  u"可",   u"将",     u"的",     u"总量", u"数量"};
      for (auto moved = true; moved;) {
        moved = false;
        auto const part_words = before.substr(0, i);
        if (ends_with_any(part_words, {u"就业", u"就业岗位", u"工作岗位", u"岗位", u"用工"})) {
          work_before = true;
          words = part_words;
          break;
        }
        for (auto const word : kBetween) {
          if (!part_words.ends_with(word)) continue;
          i -= word.size();
          moved = true;
          break;
        }
      }
    }
    if (!work_behind && !work_before) {
      at = people->end;
      continue;
    }
    auto const said = folded.substr(clause.begin, begin - clause.begin);
    auto const gives =
        contains_any(said, {u"提供", u"新增", u"带动", u"解决", u"创造", u"吸纳", u"安置", u"安排", u"增加",
                            u"实现", u"促进", u"拉动", u"释放", u"容纳", u"需",   u"带来", u"直接", u"可",
                            u"预计", u"辐射", u"惠及", u"吸引", u"吸收", u"用工", u"满足", u"助力", u"形成",
                            u"催生", u"帮助", u"使",   u"达产", u"投产", u"满产", u"建成", u"投用", u"运营后"}) ||
        (work_behind && after.substr(0, 8).find(u"问题") != std::u16string_view::npos);
    auto const elsewhere =
        contains_any(said, {u"全市", u"全县",   u"全区", u"全省", u"全镇", u"全国", u"城镇新增", u"城镇",
                            u"招聘", u"企业招", u"培训", u"我市", u"我县", u"我区", u"我省",     u"今年以来",
                            u"失业", u"缺工",   u"每个", u"每家", u"每亩", u"平均"}) ||
        contains_any(words.substr(words.size() > 8 ? words.size() - 8 : 0), {u"间接"});
    auto const both = contains_any(said, {u"直接和间接", u"直接间接", u"直接、间接", u"直接及间接"});
    if (gives && (!elsewhere || both)) {
      auto const near = before.substr(before.size() > 10 ? before.size() - 10 : 0);
      auto const end = work_behind ? behind + 2 : people->end;
      auto first = begin;
      if (work_before) {
        auto const work = folded.substr(part, begin - part).rfind(words.ends_with(u"用工") ? u"用工" : u"业");
        auto const spot = work == std::u16string_view::npos ? before.rfind(u"岗位") : work;
        if (spot != std::u16string_view::npos) first = part + (spot > 0 && !words.ends_with(u"用工") ? spot - 1 : spot);
      }
      out.push_back(
          {{first, end},
           people->said.number.digits,
           qualifier,
           !both && (near.find(u"直接") != std::u16string_view::npos ||
                     folded.substr(people->end, behind - people->end).find(u"直接") != std::u16string_view::npos)});
    }
    at = people->end;
  }
  return out;
}

int floor_rank(std::u16string_view folded, Span clause, std::size_t floor, text::Quantity const& area) {
  auto const from = std::max(clause.begin, floor);
  if (from > area.begin) return 0;
  auto const all = folded.substr(from, area.begin - from);
  auto const before = all.size() > 24 ? all.substr(all.size() - 24) : all;
  auto const said = folded.substr(area.begin, area.end - area.begin);
  if (contains_any(said, {u"亩", u"公顷", u"平方公里", u"平方千米"})) return 0;
  if (contains_any(before, {u"地上", u"地下", u"其中", u"绿化", u"种植", u"养殖", u"容积", u"每",     u"年产",
                            u"产能", u"幕墙", u"一期", u"二期", u"三期", u"首期", u"已建", u"已完成", u"完成",
                            u"单体", u"装修", u"原有", u"现有", u"租",   u"改造", u"另",   u"已"}))
    return 0;
  struct Word {
    std::u16string_view word;
    int rank;
  };
  static constexpr std::array<Word, 21> kWords{
      {{u"总建筑面积", 3}, {u"建筑总面积", 3}, {u"总建面", 3}, {u"总建设面积", 3}, {u"建筑面积", 2},
       {u"建筑体量", 2},   {u"建筑规模", 2},   {u"建面", 2},   {u"建设面积", 1},   {u"标准厂房", 1},
       {u"标准化厂房", 1}, {u"厂房面积", 1},   {u"厂房", 1},   {u"生产车间", 1},   {u"车间", 1},
       {u"占地", 0},       {u"用地", 0},       {u"土地", 0},   {u"仓库", 1},       {u"冷库", 1},
       {u"洁净室", 0}}};
  auto best = std::size_t{0};
  auto rank = -1;
  for (auto const& word : kWords) {
    auto const at = before.rfind(word.word);
    if (at == std::u16string_view::npos) continue;
    auto const end = at + word.word.size();
    if (end < best || (end == best && rank >= word.rank)) continue;
    best = end;
    rank = word.rank;
  }
  // A comma or another noun between says that the area is not of it.
  if (rank >= 0) {
    auto const between = before.substr(best);
    auto const plain = between.size() <= 6 && between.find(u'、') == std::u16string_view::npos &&
                       !contains_any(between, {u"栋", u"幢", u"座", u"条"});
    return plain ? rank : 0;
  }
  // 10万平方米标准厂房, 新建5万平方米的智能化厂房
  auto const after = folded.substr(area.end, std::min<std::size_t>(10, clause.end - area.end));
  auto const hall = std::min({after.find(u"厂房"), after.find(u"生产车间")});
  if (hall == std::u16string_view::npos || after.substr(0, hall).find(u'、') != std::u16string_view::npos ||
      !contains_any(before, {u"建", u"打造"}))
    return 0;
  return 1;
}

}  // namespace lianzhao::radar
