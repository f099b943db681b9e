#include "classify/features.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace lianzhao::classify {

namespace {

using text::FoldedChar;
using View = std::u16string_view;

View view(std::vector<FoldedChar> const& folded, std::uint32_t begin, std::uint32_t end) {
  return View{folded.data() + begin, end - begin};
}

template <std::size_t N>
bool has_any(View text, std::array<View, N> const& words) {
  return std::any_of(words.begin(), words.end(), [&](View word) { return text.find(word) != View::npos; });
}

/// Where the last of `words` begins, counted from 1; 0 when there is none.
template <std::size_t N>
std::size_t last_of(View text, std::array<View, N> const& words) {
  std::size_t last = 0;
  for (auto const word : words) last = std::max(last, text.rfind(word) + 1);  // npos + 1 is 0
  return last;
}

bool is_word_char(FoldedChar c) {
  return (c >= u'a' && c <= u'z') || (c >= 0x3400 && c <= 0x9FFF);
}

bool is_letter(FoldedChar c) {
  return c >= u'a' && c <= u'z';
}

bool divides_clauses(FoldedChar c) {
  return c == u';' || c == u'。' || c == u'\n' || c == u'^' || c == u'|' || c == u'*' || c == u':';
}

bool divides_items(FoldedChar c) {
  return divides_clauses(c) || c == u',' || c == u'、' || c == u'/' || c == u'.' || c == u' ';
}

bool opens(FoldedChar c) {
  return c == u'(' || c == u'[' || c == u'《' || c == u'{';
}

bool closes(FoldedChar c) {
  return c == u')' || c == u']' || c == u'》' || c == u'}';
}

/// Words of approval: what stands with them is law, not trade.
constexpr auto kFormula = std::array<View, 27>{
    u"自主选择", u"市场主体", u"法定代表", u"工商",   u"资质证", u"批准",     u"许可证",   u"方可",     u"法律",
    u"法规",     u"国务院",   u"禁止",     u"限制",   u"审批",   u"核准",     u"除外",     u"不含",     u"不得",
    u"依法",     u"凭",       u"专营",     u"有效期", u"许可经", u"一般项目", u"一般经营", u"营业执照", u"经营范围"};
/// What the enterprise buys or sells for its own sake; a list of goods (原辅材料、机械设备…) follows that every
/// manufacturer writes, up to the word of foreign trade.
constexpr auto kOwnUse = std::array<View, 5>{u"本企业", u"本公司", u"所需", u"自产", u"自用"};
constexpr auto kForeignTrade = std::array<View, 2>{u"进口", u"出口"};
constexpr auto kMakes = std::array<View, 15>{u"生产", u"制造", u"加工", u"制作", u"冶炼", u"开采", u"种植", u"养殖",
                                             u"酿",   u"发电", u"印刷", u"施工", u"建设", u"开发", u"运营"};
constexpr auto kSells = std::array<View, 6>{u"销售", u"批发", u"零售", u"贸易", u"经销", u"购销"};
constexpr auto kSides = std::array<View, 31>{
    u"国内贸易",     u"国内商业", u"物资供销", u"货运",     u"货物运输", u"道路运输", u"三来一补", u"来料加工",
    u"经济技术合作", u"卷烟",     u"劳务",     u"资产管理", u"企业管理", u"自有房屋", u"停车",     u"会议",
    u"五金",         u"进出口",   u"出口",     u"进口",     u"租赁",     u"出租",     u"咨询",     u"技术服务",
    u"技术转让",     u"物业管理", u"投资",     u"代理",     u"维修",     u"培训",     u"仓储"};

std::uint64_t mix(std::uint64_t h) {
  h ^= h >> 33U;
  h *= 0xff51afd7ed558ccdULL;
  h ^= h >> 33U;
  h *= 0xc4ceb9fe1a85ec53ULL;
  return h ^ (h >> 33U);
}

}  // namespace

ColumnRole role_of_column(std::vector<std::string_view> const& texts) {
  std::size_t characters = 0;
  std::size_t marks = 0;
  std::size_t filled = 0;
  std::vector<FoldedChar> folded;
  for (auto const text : texts) {
    if (text.empty()) continue;
    text::fold(text, folded);
    ++filled;
    characters += folded.size();
    marks += static_cast<std::size_t>(std::count_if(
        folded.begin(), folded.end(), [](FoldedChar c) { return c == u';' || c == u'、' || c == u',' || c == u'。'; }));
    if (filled == 5000) break;
  }
  return filled > 0 && characters < filled * 30 && marks * 5 < filled ? ColumnRole::kTitle : ColumnRole::kBody;
}

void split_items(std::vector<FoldedChar> const& body, std::vector<TextItem>& out) {
  out.clear();
  auto const size = static_cast<std::uint32_t>(body.size());
  float said = 0;  // how much of a trade the clauses before have told: one of side lines only is not a first one
  std::uint32_t at = 0;
  while (at < size) {
    // A clause ends at its mark outside brackets; a bracket that is never closed ends with the text.
    std::uint32_t end = at;
    int depth = 0;
    while (end < size && !(depth == 0 && divides_clauses(body[end]))) {
      if (opens(body[end])) ++depth;
      if (closes(body[end]) && depth > 0) --depth;
      ++end;
    }
    auto const whole = view(body, at, end);
    auto const makes = has_any(whole, kMakes);
    auto const sells = has_any(whole, kSells);
    auto const position = 0.2F + 0.8F * std::exp(-said);
    float most = 0;
    bool own_use = false;
    std::uint32_t number = 0;
    for (auto i = at; i < end;) {
      bool const bracket = opens(body[i]);
      auto stop = i + (bracket ? 1 : 0);
      if (bracket) {
        int level = 1;
        while (stop < end && level > 0) {
          if (opens(body[stop])) ++level;
          if (closes(body[stop])) --level;
          ++stop;
        }
      } else {
        while (stop < end && !divides_items(body[stop]) && !opens(body[stop])) ++stop;
      }
      auto const item = view(body, i, stop);
      auto const letters = std::count_if(item.begin(), item.end(), [](FoldedChar c) { return is_word_char(c); });
      auto const owned = last_of(item, kOwnUse);
      own_use = own_use || (owned > 0 && has_any(view(body, i, end), kForeignTrade));
      if (letters > 0 && !own_use && !has_any(item, kFormula)) {
        auto weight = 1 / (1.0F + 0.12F * static_cast<float>(number));
        if (bracket) weight *= 0.5F;
        if (has_any(item, kSides)) {
          weight *= 0.15F;
        } else if (sells && !makes) {
          weight *= 0.6F;
        }
        out.push_back({i, stop, weight * position});
        most = std::max(most, weight);
        ++number;
      }
      if (last_of(item, kForeignTrade) > owned) own_use = false;
      i = std::max(stop, i + 1);
    }
    said += most;
    at = end + 1;
  }
}

std::uint32_t feature_key(FeatureGroup group, std::uint64_t hash) {
  return (static_cast<std::uint32_t>(mix(hash)) & ~3U) | static_cast<std::uint32_t>(group);
}

void add_grams(std::vector<FoldedChar> const& folded, std::uint32_t begin, std::uint32_t end, float weight,
               FeatureGroup group, std::vector<Feature>& out) {
  for (auto i = begin; i < end; ++i) {
    if (!is_word_char(folded[i])) continue;
    if (is_letter(folded[i])) {  // a Latin word is one sign, whatever its length
      if (i > begin && is_letter(folded[i - 1])) continue;
      std::uint64_t hash = 7;
      auto j = i;
      for (; j < end && is_letter(folded[j]); ++j) hash = hash * 0x100000001b3ULL + folded[j];
      if (j - i >= 2) out.push_back({feature_key(group, hash), weight});
      continue;
    }
    std::uint64_t hash = 1;
    for (std::uint32_t n = 0; n < 4 && i + n < end && is_word_char(folded[i + n]); ++n) {
      hash = hash << 16U | folded[i + n];
      // Four-character hashes lose the leading 1, but no shorter gram has a value that large.
      constexpr std::array<float, 4> kLength{1.1F, 1.0F, 0.8F, 0.4F};  // long ones mostly repeat the short ones in them
      out.push_back({feature_key(group, hash), weight * kLength.at(n)});
    }
  }
}

std::uint32_t title_end(std::vector<FoldedChar> const& folded) {
  auto const whole = View{folded.data(), folded.size()};
  for (auto const form : {View{u"股份有限公司"}, View{u"有限责任公司"}, View{u"集团有限公司"}, View{u"有限公司"},
                          View{u"股份公司"}, View{u"公司"}}) {
    auto const at = whole.rfind(form);
    if (at != View::npos && at > 0) return static_cast<std::uint32_t>(at);
  }
  return static_cast<std::uint32_t>(folded.size());
}

void merge_features(std::vector<Feature>& features) {
  std::sort(features.begin(), features.end(),
            [](Feature const& a, Feature const& b) { return a.key < b.key || (a.key == b.key && a.value < b.value); });
  std::size_t to = 0;
  for (std::size_t i = 0; i < features.size(); ++i) {
    if (to > 0 && features[to - 1].key == features[i].key) {
      features[to - 1].value += features[i].value;
    } else {
      features[to++] = features[i];
    }
  }
  features.resize(to);
}

}  // namespace lianzhao::classify
