#include "text/amount.h"

#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "text/chinese_number.h"
#include "text/currency.h"
#include "text/utf8.h"

namespace lianzhao::text {

namespace {

__extension__ using Wide = __int128;

struct Unit {
  std::u16string_view word;
  QuantityKind kind;
  double per_unit;  ///< 1 or m²
};
// Longer words stand before those they begin with.
constexpr std::array<Unit, 18> kUnits{{
    {u"平方公里", QuantityKind::kArea, 1e6},
    {u"平方千米", QuantityKind::kArea, 1e6},
    {u"平方米", QuantityKind::kArea, 1},
    {u"平米", QuantityKind::kArea, 1},
    {u"㎡", QuantityKind::kArea, 1},
    {u"m²", QuantityKind::kArea, 1},
    {u"m2", QuantityKind::kArea, 1},
    {u"公顷", QuantityKind::kArea, 1e4},
    {u"公亩", QuantityKind::kArea, 100},
    {u"亩", QuantityKind::kArea, 2000.0 / 3},
    {u"畝", QuantityKind::kArea, 2000.0 / 3},
    {u"个", QuantityKind::kCount, 1},
    {u"家", QuantityKind::kCount, 1},
    {u"户", QuantityKind::kCount, 1},
    {u"项", QuantityKind::kCount, 1},
    {u"宗", QuantityKind::kCount, 1},
    {u"只", QuantityKind::kCount, 1},
    {u"個", QuantityKind::kCount, 1},
}};

struct Mark {
  std::u16string_view word;
  Qualifier qualifier;
};
// Of two that end alike the longer stands first.
constexpr std::array<Mark, 37> kBefore{{
    {u"不超过", Qualifier::kNearly}, {u"不高于", Qualifier::kNearly}, {u"不多于", Qualifier::kNearly},
    {u"不大于", Qualifier::kNearly}, {u"不足", Qualifier::kNearly},   {u"不到", Qualifier::kNearly},
    {u"未达", Qualifier::kNearly},   {u"至多", Qualifier::kNearly},   {u"最多", Qualifier::kNearly},
    {u"不低于", Qualifier::kOver},   {u"不少于", Qualifier::kOver},   {u"大约", Qualifier::kAbout},
    {u"大概", Qualifier::kAbout},    {u"约为", Qualifier::kAbout},    {u"约合", Qualifier::kAbout},
    {u"约", Qualifier::kAbout},      {u"預計", Qualifier::kExact},    {u"将近", Qualifier::kNearly},
    {u"接近", Qualifier::kNearly},   {u"逼近", Qualifier::kNearly},   {u"近", Qualifier::kNearly},
    {u"超过", Qualifier::kOver},     {u"突破", Qualifier::kOver},     {u"超出", Qualifier::kOver},
    {u"高于", Qualifier::kOver},     {u"多达", Qualifier::kExact},    {u"高达", Qualifier::kExact},
    {u"至少", Qualifier::kOver},     {u"超", Qualifier::kOver},       {u"逾", Qualifier::kOver},
    {u"过", Qualifier::kOver},       {u"上", Qualifier::kOver},       {u"破", Qualifier::kOver},
    {u"大于", Qualifier::kOver},     {u"計", Qualifier::kExact},      {u"几近", Qualifier::kNearly},
    {u"低于", Qualifier::kNearly},
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

bool is_range_mark(char16_t c) {
  static constexpr std::u16string_view kMarks = u"至到-~—～";
  return kMarks.find(c) != std::u16string_view::npos;
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
      if (at > 0 && is_ascii_word(text_[at]) && (is_ascii_word(text_[at - 1]) || text_[at - 1] == u'.') &&
          !follows_currency_code(at)) {
        ++at;
        continue;
      }
      auto const end = take(at);
      at = end > at ? end : at + 1;
    }
    return std::move(found_);
  }

 private:
  /// A unit of money behind a number; `end` is where it ends, `at` when there is none.
  struct MoneyUnit {
    std::string_view currency;
    std::size_t end = 0;
    bool ambiguous = false;  ///< a currency that several countries have
  };

  /// USD3000万: the letters are a currency's code and no word that the digits are part of.
  bool follows_currency_code(std::size_t at) const {
    auto const* word = currency_before(text_, at);
    return word != nullptr && !is_ascii_digit(text_[at - 1]) && text_[at - 1] != u'.';
  }
  static bool is_ascii_digit(char16_t c) { return c >= u'0' && c <= u'9'; }

  MoneyUnit money_unit_at(std::size_t at) const {
    if (auto const* word = currency_at(text_, at)) {
      auto end = at + word->word.size();
      if (word->code == "CNY" && end < text_.size() && text_[end] == u'元') ++end;  // 人民币元
      return {word->code, end, word->code.empty()};
    }
    if (at >= text_.size() || (text_[at] != u'元' && text_[at] != u'圆')) return {{}, at};
    static constexpr std::u16string_view kNotMoney = u"素件旦宵气老首勋组数钱";
    auto const end = at + 1;
    if (text_[at] == u'元' && end < text_.size() && kNotMoney.find(text_[end]) != std::u16string_view::npos)
      return {{}, at};
    // 5亿元人民币, 5亿元港币
    if (auto const* word = currency_at(text_, end); word != nullptr && word->word.back() != u'元')
      return {word->code, end + word->word.size(), word->code.empty()};
    return {"CNY", end};
  }

  /// The currency that stands in front of a number: 新台币30亿元, USD 3000万, 港币约5亿元. `begin` goes back to it.
  CurrencyWord const* currency_in_front(std::size_t& begin) const {
    auto const back = [&](std::size_t at) {
      while (at > 0 && is_blank(text_[at - 1])) --at;
      return at;
    };
    auto const closed = found_.empty() ? 0 : found_.back().end;
    auto at = back(begin);
    for (auto tries = 0; tries < 2; ++tries) {
      if (auto const* word = currency_before(text_, at); word != nullptr && at - word->word.size() >= closed) {
        begin = at - word->word.size();
        return word;
      }
      auto const* const mark = mark_before(at);
      if (mark == nullptr) break;
      at = back(at - mark->word.size());
    }
    return nullptr;
  }

  Mark const* mark_before(std::size_t at) const {
    for (auto const& mark : kBefore) {
      if (text_.substr(0, at).ends_with(mark.word)) return &mark;
    }
    return nullptr;
  }

  /// 3至5亿元, 5000万至8000万元: the second number of a range whose unit or scale the first one has too. Gives where it
  /// ends; `at` when none follows.
  std::size_t take_upper(std::size_t at, WrittenNumber& number) const {
    if (at + 1 >= text_.size() || !is_range_mark(text_[at])) return at;
    WrittenNumber upper;
    auto const end = read_number(text_, at + 1, upper);
    if (end == at + 1) return at;
    auto const unit_begin = skip_blanks(end);
    auto const has_unit = unit_at(text_, unit_begin) != nullptr || money_unit_at(unit_begin).end > unit_begin;
    if (!has_unit && !upper.scaled) return at;
    auto lower = number;
    if (!lower.scaled) {
      auto const power = text_[end - 1] == u'亿' ? 8 : text_[end - 1] == u'万' ? 4 : 0;
      for (auto i = 0; i < power; ++i) {
        if (lower.scale > 0)
          --lower.scale;
        else if (lower.digits < std::numeric_limits<std::int64_t>::max() / 10)
          lower.digits *= 10;
        else
          return at;
      }
      lower.scaled = upper.scaled;
    }
    if (lower.value() > upper.value()) return at;
    number = lower;
    return end;
  }

  /// 3亿元至5亿元: the upper end of a range behind a quantity with its unit.
  std::size_t skip_upper(Quantity const& quantity) const {
    auto const at = quantity.end;
    if (quantity.kind == QuantityKind::kCount || at + 1 >= text_.size() || !is_range_mark(text_[at])) return at;
    WrittenNumber upper;
    auto const end = read_number(text_, at + 1, upper);
    if (end == at + 1) return at;
    auto const unit_begin = skip_blanks(end);
    auto per_unit = 0.0;
    auto unit_end = at;
    if (quantity.kind == QuantityKind::kMoney) {
      auto const money = money_unit_at(unit_begin);
      if (money.end == unit_begin || money.currency != quantity.currency) return at;
      per_unit = minor_units(money.currency);
      unit_end = money.end;
    } else {
      auto const* const unit = unit_at(text_, unit_begin);
      if (unit == nullptr || unit->kind != quantity.kind) return at;
      per_unit = unit->per_unit;
      unit_end = unit_begin + unit->word.size();
    }
    return upper.value() * per_unit > quantity.exact_value ? unit_end : at;
  }

  /// Where reading goes on; `at` when nothing was read.
  std::size_t take(std::size_t at) {
    WrittenNumber number;
    auto end = read_number(text_, at, number);
    if (end == at) return at;
    auto const upper_end = take_upper(end, number);
    auto range = upper_end > end || number.rough;
    end = upper_end;
    Quantity quantity;
    quantity.begin = at;
    auto unit_begin = skip_blanks(end);
    if (unit_begin < text_.size() && text_[unit_begin] == u'余') {
      number.more = true;
      ++unit_begin;
    }
    auto front_begin = at;
    auto const* const front = currency_in_front(front_begin);
    auto const* const unit = unit_at(text_, unit_begin);
    auto const money = money_unit_at(unit_begin);
    auto per_unit = 1.0;
    if (money.end > unit_begin ||
        (front != nullptr && unit == nullptr && (number.scaled ? !measures_something_else(end) : ends_the_sum(end)))) {
      quantity.kind = QuantityKind::kMoney;
      if (money.end > unit_begin) end = money.end;
      // 新台币30亿元: 元 alone is whose the word in front says.
      auto const named = money.end > unit_begin && (money.currency != "CNY" || money.ambiguous);
      auto const* const by = named ? nullptr : front;
      if (by != nullptr) quantity.begin = front_begin;
      quantity.currency = by != nullptr ? std::string_view{by->code} : money.currency;
      // 5亿克朗: no yuan, and whose money it is the text leaves open.
      if (quantity.currency.empty()) return end;
      per_unit = minor_units(quantity.currency);
    } else if (unit != nullptr) {
      quantity.kind = unit->kind;
      per_unit = unit->per_unit;
      end = unit_begin + unit->word.size();
      if (unit->kind == QuantityKind::kCount && !counts(at, end)) return end;
    } else if (number.scaled &&
               (text_[end - 1] != u'万' || text_.substr(end).starts_with(u"级") || says_invested(at, end)) &&
               !measures_something_else(end)) {
      quantity.kind = QuantityKind::kMoney;
      quantity.currency = "CNY";
      quantity.unit_implied = true;
      per_unit = minor_units("CNY");
    } else {
      return end;
    }
    if (quantity.kind == QuantityKind::kMoney && !number.scaled && number.digits == 0) return end;
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
    if (auto const behind = skip_upper(quantity); behind > quantity.end) {
      quantity.end = behind;
      range = true;
    }
    qualify(quantity, number, at, range);
    if (number.bare_unit && (text_[at] == u'万' || text_[at] == u'亿') && !said_before_) return end;
    found_.push_back(quantity);
    return quantity.end;
  }

  /// 总投资5250万, and a mark: of what is invested 万 alone are yuan.
  bool says_invested(std::size_t at, std::size_t end) const {
    static constexpr std::u16string_view kMarks = u",。;、\n)";
    if (end < text_.size() && kMarks.find(text_[end]) == std::u16string_view::npos) return false;
    auto const before = text_.substr(at > 6 ? at - 6 : 0, std::min<std::size_t>(at, 6));
    for (std::u16string_view const word :
         {u"投资", u"投资额", u"投资约", u"投资近", u"投资达", u"投资超", u"投资为", u"投资额约", u"投资额达"}) {
      if (before.ends_with(word)) return true;
    }
    return false;
  }

  void qualify(Quantity& quantity, WrittenNumber const& number, std::size_t digits, bool range) {
    said_before_ = false;
    if (range) quantity.qualifier = Qualifier::kAbout;
    if (number.more) quantity.qualifier = Qualifier::kOver;
    if (number.some || number.bare_unit) quantity.qualifier = Qualifier::kOrderOfMagnitude;
    if (quantity.unit_implied && text_.substr(quantity.end).starts_with(u"级")) {
      quantity.qualifier = Qualifier::kOrderOfMagnitude;
    }
    // 约港币5亿元 and 港币约5亿元.
    if (!qualify_before(quantity, number, digits)) qualify_before(quantity, number, quantity.begin);
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

  /// Heeds the word that stands before `at` and says how the quantity is meant.
  bool qualify_before(Quantity& quantity, WrittenNumber const& number, std::size_t at) {
    while (at > 0 && is_blank(text_[at - 1])) --at;
    for (auto const& mark : kBefore) {
      if (!text_.substr(0, at).ends_with(mark.word)) continue;
      if ((mark.word == u"过" || mark.word == u"上" || mark.word == u"破") && !number.bare_unit && !number.scaled)
        return false;
      if (mark.word == u"上" && !number.bare_unit) return false;                  // 会上100亿元
      if (mark.word == u"约" && at >= 2 && text_[at - 2] == u'签') return false;  // 签约100个项目
      if (mark.word == u"近" && at >= 2 && text_[at - 2] == u'最') return false;
      quantity.begin = std::min(quantity.begin, at - mark.word.size());
      if (mark.qualifier != Qualifier::kExact) quantity.qualifier = mark.qualifier;
      said_before_ = true;
      return true;
    }
    return false;
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
  /// 美元3000, but neither 美元5年期 nor 瑞尔2024年 nor 美元3%: nothing behind the digits says what they count.
  bool ends_the_sum(std::size_t end) const {
    auto const at = skip_blanks(end);
    return at >= text_.size() || text_[at] == u'整' || text_[at] == u'正' ||
           (!is_ideograph(text_[at]) && text_[at] != u'%');
  }

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
