#include "text/chinese_number.h"

#include <array>
#include <cmath>
#include <limits>

#include "text/folded_text.h"

namespace lianzhao::text {

namespace {

__extension__ using Wide = __int128;

constexpr Wide kMost = static_cast<Wide>(1'000'000'000'000'000'000LL) * 1'000'000'000'000LL;
constexpr std::size_t kLongest = 80;  ///< characters of a number; longer runs are not numbers but data

int digit_of(char16_t c) {
  if (c >= u'0' && c <= u'9') return c - u'0';
  static constexpr std::u16string_view kDigits = u"零一二三四五六七八九";
  static constexpr std::u16string_view kFormal = u"〇壹贰叁肆伍陆柒捌玖";
  if (auto const at = kDigits.find(c); at != std::u16string_view::npos) return static_cast<int>(at);
  if (auto const at = kFormal.find(c); at != std::u16string_view::npos) return static_cast<int>(at);
  switch (c) {
    case u'两':
    case u'兩':
    case u'貳':
    case u'弍':
      return 2;
    case u'幺':
      return 1;
    case u'參':
    case u'叄':
      return 3;
    case u'陸':
      return 6;
    default:
      return -1;
  }
}

/// Power of ten of 十, 百, 千, 万, 亿 and their formal forms; 0 for anything else.
int power_of(char16_t c) {
  switch (c) {
    case u'十':
    case u'拾':
      return 1;
    case u'百':
    case u'佰':
      return 2;
    case u'千':
    case u'仟':
      return 3;
    case u'万':
    case u'萬':
      return 4;
    case u'亿':
    case u'億':
      return 8;
    default:
      return 0;
  }
}

/// digits / 10^scale with checks; once it has overflowed it stays so.
struct Decimal {
  Wide digits = 0;
  int scale = 0;
  bool overflow = false;

  void times_power(int power) {
    auto const drop = std::min(power, scale);
    scale -= drop;
    for (auto i = drop; i < power; ++i) {
      if (digits > kMost / 10) {
        overflow = true;
        return;
      }
      digits *= 10;
    }
  }
  void add(Decimal other) {
    while (scale < other.scale && digits <= kMost / 10) {
      digits *= 10;
      ++scale;
    }
    while (other.scale < scale && other.digits <= kMost / 10) {
      other.digits *= 10;
      ++other.scale;
    }
    if (scale != other.scale || digits > kMost - other.digits) {
      overflow = true;
      return;
    }
    digits += other.digits;
    overflow = overflow || other.overflow;
  }
};

/// Reads one number from left to right: runs of digits, each with the units behind it.
class Reader {
 public:
  Reader(std::u16string_view text, std::size_t at) : text_{text}, begin_{at}, at_{at} {}

  std::size_t read(WrittenNumber& out) {
    out = {};
    auto const end = std::min(text_.size(), begin_ + kLongest);
    if (begin_ < end && (text_[begin_] == u'数' || text_[begin_] == u'几' || text_[begin_] == u'數') &&
        begin_ + 1 < end && (power_of(text_[begin_ + 1]) > 0 || counts_hundred_millions(begin_ + 1))) {
      out.some = true;
      ++at_;
    } else if (begin_ < end && power_of(text_[begin_]) > 1) {
      out.bare_unit = true;
    }
    auto read_any = false;
    while (at_ < end) {
      if (auto const power = power_of(text_[at_]); power > 0) {
        if (!take_unit(power)) break;
        if (power >= 4) out.scaled = true;
        read_any = true;
        continue;
      }
      if (digit_of(text_[at_]) >= 0 || text_[at_] == u'廿' || text_[at_] == u'卅') {
        if (!take_digits(end)) break;
        read_any = true;
        if (pending_ && is_rough_pair(end)) {
          // 三五亿 is three to five, not thirty-five.
          run_.digits /= 10;
          out.rough = true;
        }
        continue;
      }
      // 5个亿
      if ((read_any || out.some) && counts_hundred_millions(at_)) {
        ++at_;
        continue;
      }
      // 12.3 亿: pages set blanks between digits and what follows.
      if (read_any && text_[at_] == u' ' && at_ + 1 < end && power_of(text_[at_ + 1]) >= 4 && is_ascii_digit(at_ - 1)) {
        ++at_;
        continue;
      }
      // 30余亿, 十几亿, 20多个: what is meant is more than what is said.
      if (read_any && !out.more && (text_[at_] == u'余' || text_[at_] == u'多' || text_[at_] == u'几') &&
          at_ + 1 < text_.size() && !is_digit_or_unit_end(at_ + 1)) {
        out.more = true;
        ++at_;
        if (power_of(text_[at_]) >= 4) continue;
        break;
      }
      break;
    }
    if (!read_any) return begin_;
    finish();
    if (total_.overflow) return begin_;
    while (total_.scale > 0 && total_.digits % 10 == 0) {
      total_.digits /= 10;
      --total_.scale;
    }
    if (total_.scale > 18 || total_.digits > std::numeric_limits<std::int64_t>::max()) return begin_;
    out.digits = static_cast<std::int64_t>(total_.digits);
    out.scale = total_.scale;
    return at_;
  }

 private:
  bool is_ascii_digit(std::size_t i) const { return text_[i] >= u'0' && text_[i] <= u'9'; }

  /// 个亿 that makes a number greater, and not 12个亿元以上项目, 12个亿级项目, which count projects.
  bool counts_hundred_millions(std::size_t i) const {
    if (i + 1 >= text_.size() || (text_[i] != u'个' && text_[i] != u'個') || power_of(text_[i + 1]) != 8) return false;
    static constexpr std::u16string_view kOfThings = u"元圆级万級";
    return i + 2 >= text_.size() || kOfThings.find(text_[i + 2]) == std::u16string_view::npos;
  }

  /// Whether the digits just read are two Chinese ones, the second the next or 三五, with a unit behind: a range.
  bool is_rough_pair(std::size_t end) const {
    if (run_length_ != 2 || run_.scale != 0 || at_ < 2 || at_ >= end || power_of(text_[at_]) == 0) return false;
    if (is_ascii_digit(at_ - 1) || is_ascii_digit(at_ - 2)) return false;
    auto const first = digit_of(text_[at_ - 2]);
    auto const second = digit_of(text_[at_ - 1]);
    return first > 0 && (second == first + 1 || (first == 3 && second == 5));
  }

  /// After 余, 多, 几 another digit means they were no part of a number.
  bool is_digit_or_unit_end(std::size_t i) const { return digit_of(text_[i]) >= 0; }

  bool take_unit(int power) {
    if (power < 4) {
      if (power >= last_small_ && last_small_ != 0) return false;  // 百百
      if (!pending_) run_ = {1, 0, false};
      if (pending_ && run_.digits == 0) run_ = {1, 0, false};  // 零十 says ten
      run_.times_power(power);
      part_.add(run_);
      last_small_ = power;
    } else {
      if (pending_) part_.add(run_);
      if (!pending_ && part_.digits == 0) {
        if (section_.digits != 0 && power == 8) {
          // 万亿: the section of 万 is multiplied as a whole below.
        } else {
          part_ = {1, 0, false};
        }
      }
      if (power == 4) {
        if (section_.digits != 0) return false;
        section_ = part_;
        section_.times_power(4);
      } else {
        section_.add(part_);
        total_.add(section_);
        total_.times_power(8);
        section_ = {};
      }
      part_ = {};
      last_small_ = 0;
    }
    last_power_ = power;
    pending_ = false;
    run_ = {};
    zero_before_ = false;
    ++at_;
    return true;
  }

  bool take_digits(std::size_t end) {
    if (pending_) return false;
    run_ = {};
    run_length_ = 0;
    zero_before_ = false;
    if (text_[at_] == u'廿' || text_[at_] == u'卅') {
      part_.add({text_[at_] == u'廿' ? 20 : 30, 0, false});
      last_small_ = 1;
      last_power_ = 1;
      ++at_;
      return true;
    }
    auto const ascii = text_[at_] >= u'0' && text_[at_] <= u'9';
    auto const first = at_;
    while (at_ < end) {
      auto const d = digit_of(text_[at_]);
      if (d >= 0) {
        // 零 before another digit of a number with units stands for the places left out.
        if (d == 0 && run_length_ == 0) zero_before_ = true;
        if (run_.digits > kMost / 10) return false;
        run_.digits = run_.digits * 10 + d;
        if (point_) ++run_.scale;
        ++run_length_;
        ++at_;
      } else if (ascii && text_[at_] == u',' && !point_ && is_group(at_, end)) {
        ++at_;
      } else if (!point_ && at_ + 1 < end && digit_of(text_[at_ + 1]) >= 0 &&
                 ((ascii && text_[at_] == u'.') || text_[at_] == u'点')) {
        point_ = true;
        run_length_ += 2;
        ++at_;
      } else {
        break;
      }
    }
    if (point_ && at_ < end && text_[at_] == u'.' && at_ + 1 < end && digit_of(text_[at_ + 1]) >= 0) {
      at_ = first;  // 1.2.3 is no number
      return false;
    }
    point_ = false;
    // 一百点一二三: the point belongs to all that stands before it.
    if (at_ < end && text_[at_] == u'点' && run_.scale == 0 && at_ + 1 < end && digit_of(text_[at_ + 1]) >= 0)
      return true;
    pending_ = true;
    return true;
  }

  /// A comma groups when three digits and no fourth follow.
  bool is_group(std::size_t comma, std::size_t end) const {
    auto const digit = [&](std::size_t i) { return i < end && text_[i] >= u'0' && text_[i] <= u'9'; };
    return digit(comma + 1) && digit(comma + 2) && digit(comma + 3) && !digit(comma + 4);
  }

  void finish() {
    if (pending_) {
      // 三万五, 一百二: a single last digit counts the next lower unit.
      if (last_power_ >= 2 && run_length_ == 1 && run_.digits != 0 && !zero_before_) {
        auto const lower = last_power_ == 8 ? 7 : last_power_ - 1;
        run_.times_power(lower);
      }
      part_.add(run_);
    }
    // 一百点123
    if (at_ + 1 < text_.size() && text_[at_] == u'点' && digit_of(text_[at_ + 1]) >= 0 && last_power_ > 0) {
      Decimal fraction;
      ++at_;
      while (at_ < text_.size() && digit_of(text_[at_]) >= 0 && fraction.scale < 17) {
        fraction.digits = fraction.digits * 10 + digit_of(text_[at_]);
        ++fraction.scale;
        ++at_;
      }
      part_.add(fraction);
    }
    section_.add(part_);
    total_.add(section_);
  }

  std::u16string_view text_;
  std::size_t begin_;
  std::size_t at_;
  Decimal total_;    ///< closed by 亿
  Decimal section_;  ///< closed by 万
  Decimal part_;     ///< below 万
  Decimal run_;      ///< the digits last read
  std::size_t run_length_ = 0;
  int last_small_ = 0;
  int last_power_ = 0;
  bool pending_ = false;
  bool zero_before_ = false;
  bool point_ = false;
};

}  // namespace

double WrittenNumber::value() const {
  // One correctly rounded division where powers of ten are exact, and no worse than an ulp elsewhere.
  return static_cast<double>(static_cast<long double>(digits) / std::pow(10.0L, scale));
}

std::size_t read_number(std::u16string_view folded, std::size_t at, WrittenNumber& out) {
  return Reader{folded, at}.read(out);
}

std::optional<double> parse_chinese_number(std::string_view utf8) {
  auto const characters = folded(utf8);
  std::u16string_view text{characters.data(), characters.size()};
  auto negative = false;
  if (!text.empty() && (text[0] == u'负' || text[0] == u'-')) {
    negative = true;
    text.remove_prefix(1);
  }
  WrittenNumber number;
  auto at = read_number(text, 0, number);
  if (at == 0 || number.rough) return std::nullopt;
  auto value = number.value();
  if (at < text.size() && (text[at] == u'元' || text[at] == u'圆')) {
    ++at;
    constexpr std::array<std::pair<char16_t, double>, 2> kSmall{{{u'角', 10}, {u'分', 100}}};
    for (auto const& [word, parts] : kSmall) {
      WrittenNumber small;
      auto const end = read_number(text, at, small);
      if (end == at || end >= text.size() || text[end] != word) continue;
      value = std::round((value + small.value() / parts) * 100) / 100;
      at = end + 1;
    }
    if (at < text.size() && (text[at] == u'整' || text[at] == u'正')) ++at;
  }
  if (at != text.size()) return std::nullopt;
  return negative ? -value : value;
}

}  // namespace lianzhao::text
