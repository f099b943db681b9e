#include "text/amount.h"

#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "text/chinese_number.h"

namespace lianzhao::text {

namespace {

__extension__ using Wide = __int128;

struct Unit {
  std::u16string_view word;
  QuantityKind kind;
  std::string_view currency;
  double per_unit;  ///< minor units or m²
};
// Longer words stand before those they begin with.
constexpr std::array<Unit, 39> kUnits{{
    {u"元人民币", QuantityKind::kMoney, "CNY", 100},
    {u"人民币", QuantityKind::kMoney, "CNY", 100},
    {u"美元", QuantityKind::kMoney, "USD", 100},
    {u"美金", QuantityKind::kMoney, "USD", 100},
    {u"欧元", QuantityKind::kMoney, "EUR", 100},
    {u"港元", QuantityKind::kMoney, "HKD", 100},
    {u"港币", QuantityKind::kMoney, "HKD", 100},
    {u"日元", QuantityKind::kMoney, "JPY", 1},
    {u"日圆", QuantityKind::kMoney, "JPY", 1},
    {u"韩元", QuantityKind::kMoney, "KRW", 1},
    {u"英镑", QuantityKind::kMoney, "GBP", 100},
    {u"新台币", QuantityKind::kMoney, "TWD", 100},
    {u"台币", QuantityKind::kMoney, "TWD", 100},
    {u"新加坡元", QuantityKind::kMoney, "SGD", 100},
    {u"新元", QuantityKind::kMoney, "SGD", 100},
    {u"澳元", QuantityKind::kMoney, "AUD", 100},
    {u"加元", QuantityKind::kMoney, "CAD", 100},
    {u"卢布", QuantityKind::kMoney, "RUB", 100},
    {u"瑞士法郎", QuantityKind::kMoney, "CHF", 100},
    {u"元", QuantityKind::kMoney, "CNY", 100},
    {u"圆", QuantityKind::kMoney, "CNY", 100},
    {u"平方公里", QuantityKind::kArea, {}, 1e6},
    {u"平方千米", QuantityKind::kArea, {}, 1e6},
    {u"平方米", QuantityKind::kArea, {}, 1},
    {u"平米", QuantityKind::kArea, {}, 1},
    {u"㎡", QuantityKind::kArea, {}, 1},
    {u"m²", QuantityKind::kArea, {}, 1},
    {u"m2", QuantityKind::kArea, {}, 1},
    {u"公顷", QuantityKind::kArea, {}, 1e4},
    {u"公亩", QuantityKind::kArea, {}, 100},
    {u"亩", QuantityKind::kArea, {}, 2000.0 / 3},
    {u"畝", QuantityKind::kArea, {}, 2000.0 / 3},
    {u"个", QuantityKind::kCount, {}, 1},
    {u"家", QuantityKind::kCount, {}, 1},
    {u"户", QuantityKind::kCount, {}, 1},
    {u"项", QuantityKind::kCount, {}, 1},
    {u"宗", QuantityKind::kCount, {}, 1},
    {u"只", QuantityKind::kCount, {}, 1},
    {u"個", QuantityKind::kCount, {}, 1},
}};

struct Mark {
  std::u16string_view word;
  Qualifier qualifier;
};
constexpr std::array<Mark, 27> kBefore{{
    {u"不低于", Qualifier::kOver}, {u"不少于", Qualifier::kOver}, {u"大约", Qualifier::kAbout},
    {u"大概", Qualifier::kAbout},  {u"约为", Qualifier::kAbout},  {u"约合", Qualifier::kAbout},
    {u"约", Qualifier::kAbout},    {u"預計", Qualifier::kExact},  {u"将近", Qualifier::kNearly},
    {u"接近", Qualifier::kNearly}, {u"逼近", Qualifier::kNearly}, {u"近", Qualifier::kNearly},
    {u"超过", Qualifier::kOver},   {u"突破", Qualifier::kOver},   {u"超出", Qualifier::kOver},
    {u"高于", Qualifier::kOver},   {u"多达", Qualifier::kExact},  {u"高达", Qualifier::kExact},
    {u"至少", Qualifier::kOver},   {u"超", Qualifier::kOver},     {u"逾", Qualifier::kOver},
    {u"过", Qualifier::kOver},     {u"上", Qualifier::kOver},     {u"破", Qualifier::kOver},
    {u"大于", Qualifier::kOver},   {u"計", Qualifier::kExact},    {u"几近", Qualifier::kNearly},
}};
constexpr std::array<Mark, 8> kAfter{{
    {u"左右", Qualifier::kAbout},
    {u"上下", Qualifier::kAbout},
    {u"以上", Qualifier::kOver},
    {u"之多", Qualifier::kExact},
    {u"级", Qualifier::kOrderOfMagnitude},
    {u"量级", Qualifier::kOrderOfMagnitude},
    {u"級", Qualifier::kOrderOfMagnitude},
    {u"多", Qualifier::kOver},
}};

bool is_ascii_word(char16_t c) {
  return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
}

bool starts_number(char16_t c) {
  static constexpr std::u16string_view kStarts =
      u"0123456789零〇一二两兩三四五六七八九十百千万亿廿卅数几壹贰叁肆伍陆柒捌玖拾佰仟萬億";
  return kStarts.find(c) != std::u16string_view::npos;
}

Unit const* unit_at(std::u16string_view text, std::size_t at) {
  if (at >= text.size()) return nullptr;
  auto const rest = text.substr(at);
  for (auto const& unit : kUnits) {
    if (rest.starts_with(unit.word)) return &unit;
  }
  return nullptr;
}

/// number × per_unit; absent when it does not fit.
std::optional<std::int64_t> scaled(WrittenNumber const& number, double per_unit) {
  auto const factor = static_cast<Wide>(per_unit);
  Wide value = static_cast<Wide>(number.digits) * factor;
  Wide divisor = 1;
  for (auto i = 0; i < number.scale; ++i) divisor *= 10;
  value = (value + divisor / 2) / divisor;
  if (value > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

bool is_blank(char16_t c) {
  return c == u' ' || c == u'\u00A0' || c == u'\u3000';
}

class Finder {
 public:
  explicit Finder(std::u16string_view text) : text_{text} {}

  std::vector<Quantity> find() {
    std::size_t at = 0;
    while (at < text_.size()) {
      if (!starts_number(text_[at])) {
        ++at;
        continue;
      }
      // Never from the middle of a Latin word (H1N1, Q235) or a longer number.
      if (at > 0 && is_ascii_word(text_[at]) && (is_ascii_word(text_[at - 1]) || text_[at - 1] == u'.')) {
        ++at;
        continue;
      }
      auto const end = take(at);
      at = end > at ? end : at + 1;
    }
    return std::move(found_);
  }

 private:
  /// Where reading goes on; `at` when nothing was read.
  std::size_t take(std::size_t at) {
    WrittenNumber number;
    auto end = read_number(text_, at, number);
    if (end == at) return at;
    auto range = false;
    // 3至5亿元, 3-5亿元: the first number borrows the second's unit.
    if (end + 1 < text_.size() && !number.scaled &&
        (text_[end] == u'至' || text_[end] == u'-' || text_[end] == u'~' || text_[end] == u'到' || text_[end] == u'—' ||
         text_[end] == u'～')) {
      WrittenNumber upper;
      auto const upper_end = read_number(text_, end + 1, upper);
      auto const* unit = upper_end > end + 1 ? unit_at(text_, skip_blanks(upper_end)) : nullptr;
      if (unit != nullptr || (upper_end > end + 1 && upper.scaled)) {
        auto const scale_at = upper_end;
        auto power = 0;
        if (scale_at > 0 && text_[scale_at - 1] == u'亿') power = 8;
        if (scale_at > 0 && text_[scale_at - 1] == u'万') power = 4;
        for (auto i = 0; i < power; ++i) {
          if (number.scale > 0)
            --number.scale;
          else if (number.digits < std::numeric_limits<std::int64_t>::max() / 10)
            number.digits *= 10;
          else
            return upper_end;
        }
        number.scaled = upper.scaled;
        range = true;
        end = upper_end;
      }
    }
    Quantity quantity;
    quantity.begin = at;
    auto unit_begin = skip_blanks(end);
    if (unit_begin < text_.size() && text_[unit_begin] == u'余') {
      number.more = true;
      ++unit_begin;
    }
    auto const* unit = unit_at(text_, unit_begin);
    if (unit != nullptr) {
      quantity.kind = unit->kind;
      quantity.currency = unit->currency;
      end = unit_begin + unit->word.size();
      if (unit->kind == QuantityKind::kMoney && unit->word == u"元") {
        static constexpr std::u16string_view kNotMoney = u"素件旦宵气老首勋组数钱";
        if (end < text_.size() && kNotMoney.find(text_[end]) != std::u16string_view::npos) return end;
        if (text_.substr(end).starts_with(u"人民币")) end += 3;
      }
      if (unit->kind == QuantityKind::kCount && !counts(at, end)) return end;
    } else if (number.scaled && text_[end - 1] != u'万' && !measures_something_else(end)) {
      quantity.kind = QuantityKind::kMoney;
      quantity.currency = "CNY";
      quantity.unit_implied = true;
    } else {
      return end;
    }
    if (quantity.kind == QuantityKind::kMoney && !number.scaled && number.digits == 0) return end;
    auto const per_unit = unit != nullptr ? unit->per_unit : 100.0;
    if (quantity.kind == QuantityKind::kArea) {
      quantity.exact_value = number.value() * per_unit;
      if (quantity.exact_value > 9e15) return end;
      quantity.value = std::llround(quantity.exact_value);
    } else {
      auto const value = scaled(number, per_unit);
      if (!value) return end;
      quantity.value = *value;
      quantity.exact_value = static_cast<double>(*value);
    }
    quantity.end = end;
    qualify(quantity, number, range);
    if (number.bare_unit && (text_[at] == u'万' || text_[at] == u'亿') && !said_before_) return end;
    found_.push_back(quantity);
    return quantity.end;
  }

  void qualify(Quantity& quantity, WrittenNumber const& number, bool range) {
    said_before_ = false;
    if (range) quantity.qualifier = Qualifier::kAbout;
    if (number.more) quantity.qualifier = Qualifier::kOver;
    if (number.some || number.bare_unit) quantity.qualifier = Qualifier::kOrderOfMagnitude;
    if (quantity.unit_implied && text_.substr(quantity.end).starts_with(u"级")) {
      quantity.qualifier = Qualifier::kOrderOfMagnitude;
    }
    auto before = quantity.begin;
    while (before > 0 && is_blank(text_[before - 1])) --before;
    if (text_.substr(0, before).ends_with(u"人民币") || text_.substr(0, before).ends_with(u"¥")) {
      before -= text_[before - 1] == u'¥' ? 1 : 3;
    }
    for (auto const& mark : kBefore) {
      if (!text_.substr(0, before).ends_with(mark.word)) continue;
      if ((mark.word == u"过" || mark.word == u"上" || mark.word == u"破") && !number.bare_unit && !number.scaled)
        break;
      if (mark.word == u"上" && !number.bare_unit) break;                          // 会上100亿元
      if (mark.word == u"约" && before >= 2 && text_[before - 2] == u'签') break;  // 签约100个项目
      if (mark.word == u"近" && before >= 2 && text_[before - 2] == u'最') break;
      quantity.begin = before - mark.word.size();
      if (mark.qualifier != Qualifier::kExact) quantity.qualifier = mark.qualifier;
      said_before_ = true;
      break;
    }
    for (auto const& mark : kAfter) {
      if (!text_.substr(quantity.end).starts_with(mark.word)) continue;
      if (mark.word == u"级" && quantity.kind == QuantityKind::kCount) break;
      quantity.end += mark.word.size();
      if (mark.qualifier != Qualifier::kExact && quantity.qualifier != Qualifier::kOrderOfMagnitude)
        quantity.qualifier = mark.qualifier;
      break;
    }
    if (number.some) said_before_ = true;
  }

  /// 6个 counts; 一个, 两家 do too, 这个 has no number. 一项 and 一家 are counts of one. 十个 is fine, 5个月 is a time.
  bool counts(std::size_t begin, std::size_t end) const {
    if (begin > 0 && text_[begin - 1] == u'第') return false;
    auto const rest = text_.substr(end);
    for (auto const* word : {u"月", u"百分点", u"点", u"工作日", u"小时", u"多月", u"季度", u"人"}) {
      if (rest.starts_with(word)) return false;
    }
    return true;
  }

  /// Things that 亿 and 万 count and that are not money.
  bool measures_something_else(std::size_t end) const {
    auto const rest = text_.substr(end);
    static constexpr std::u16string_view kOther =
        u"人吨台套件辆只片颗支盒瓶粒株头羽尾斤千公立平次户家个美港欧日英韩k片万亿千瓦度升米架部条棵袋箱册本份股位张件块"
        u"户枚亩颗";
    return !rest.empty() && kOther.find(rest[0]) != std::u16string_view::npos;
  }

  std::size_t skip_blanks(std::size_t at) const {
    while (at < text_.size() && is_blank(text_[at])) ++at;
    return at;
  }

  std::u16string_view text_;
  std::vector<Quantity> found_;
  bool said_before_ = false;
};

}  // namespace

std::string_view qualifier_name(Qualifier qualifier) {
  switch (qualifier) {
    case Qualifier::kExact:
      return "exact";
    case Qualifier::kAbout:
      return "about";
    case Qualifier::kNearly:
      return "nearly";
    case Qualifier::kOver:
      return "over";
    case Qualifier::kOrderOfMagnitude:
      break;
  }
  return "order_of_magnitude";
}

std::vector<Quantity> find_quantities(std::u16string_view folded) {
  return Finder{folded}.find();
}

}  // namespace lianzhao::text
