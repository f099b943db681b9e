#include "radar/dates.h"

#include <algorithm>
#include <array>
#include <bitset>

#include "radar/characters.h"
#include "text/chinese_number.h"

namespace lianzhao::radar {

namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;
using std::chrono::year_month_day_last;

std::optional<DayNumber> civil(int y, unsigned m, unsigned d) {
  year_month_day const date{year{y}, month{m}, day{d}};
  if (!date.ok()) return std::nullopt;
  return day_number(date);
}

DayNumber last_of(int y, unsigned m) {
  year_month_day_last const last{year{y} / month{m} / std::chrono::last};
  return day_number(year_month_day{last});
}

/// A number at `at` followed by `unit`; its end, or `at`.
std::size_t number_with(std::u16string_view text, std::size_t at, std::size_t limit, char16_t unit, int& value) {
  text::WrittenNumber number;
  auto const end = text::read_number(text, at, number);
  if (end == at || end >= limit || text[end] != unit || number.scale != 0 || number.scaled) return at;
  if (number.digits > 9999) return at;
  value = static_cast<int>(number.digits);
  return end + 1;
}

/// The first entry of a table whose word `rest` begins with; null where none does.
template <typename Entry, std::size_t size>
Entry const* entry_at(std::array<Entry, size> const& table, std::u16string_view rest) {
  auto const found = std::find_if(table.begin(), table.end(), [&](Entry const& e) { return rest.starts_with(e.word); });
  return found == table.end() ? nullptr : &*found;
}

/// A word for a day, week or month, and how many of these it lies behind that of today.
struct Near {
  std::u16string_view word;
  int offset;
};

class DateFinder {
 public:
  DateFinder(std::u16string_view text, Span within, std::optional<DayNumber> published, NamedDates& named)
      : text_{text}, within_{within}, published_{published}, named_{named} {
    if (published_) today_ = civil_date(*published_);
  }

  std::vector<SaidDate> find() {
    auto at = within_.begin;
    while (at < within_.end) {
      if (!may_begin(text_[at])) {
        ++at;
        continue;
      }
      auto const end = take(at);
      at = end > at ? end : at + 1;
    }
    return std::move(out_);
  }

 private:
  /// Whether a time can begin with this character; most of a text is passed over by it.
  static bool may_begin(char16_t c) {
    static std::bitset<0x10000> const kBegins = [] {
      std::bitset<0x10000> begins;
      for (auto const one :
           std::u16string_view{u"0123456789零〇一二两三四五六七八九十廿卅第前去今明昨本当同次翌隔上下这近最过日不连"
                               u"年国五劳元入开"})
        begins.set(one);
      return begins;
    }();
    return kBegins.test(c);
  }

  int this_year() const { return static_cast<int>(today_.year()); }

  std::size_t put(std::size_t begin, std::size_t end, std::optional<DayNumber> from, std::optional<DayNumber> to) {
    if (from && to && *from <= *to) {
      out_.push_back({{begin, end}, *from, *to});
      remember(*from, *to);
    }
    return end;
  }

  /// What 当日, 同月 and 次年 further on mean.
  void remember(DayNumber from, DayNumber to) {
    constexpr DayNumber kShortestMonth = 27;
    // 日前, 近日: nothing to count from.
    if (from != to && to - from < kShortestMonth) return;
    auto const first = civil_date(from);
    auto const last = civil_date(to);
    if (first.year() != last.year()) return;
    named_.year = static_cast<int>(first.year());
    if (first.month() != last.month()) return;
    named_.month = static_cast<unsigned>(first.month());
    if (from == to) named_.day = from;
  }

  /// 同日, 次日: the day last named or the one beside it; where the text named none, no date.
  std::size_t take_near_day(std::size_t at, std::u16string_view rest) {
    static constexpr std::array<Near, 10> kNear{{{u"同日", 0},
                                                 {u"当日", 0},
                                                 {u"当天", 0},
                                                 {u"同一天", 0},
                                                 {u"次日", 1},
                                                 {u"翌日", 1},
                                                 {u"第二天", 1},
                                                 {u"隔天", 1},
                                                 {u"前一天", -1},
                                                 {u"前一日", -1}}};
    auto const* const near = named_.day ? entry_at(kNear, rest) : nullptr;
    if (near == nullptr) return at;
    auto const day = *named_.day + near->offset;
    return put(at, at + near->word.size(), day, day);
  }

  /// 同月28日, 当月, and 17日上午 at the head of a clause: in the month last named, else in that of publication or the
  /// one before.
  std::size_t take_day_of_month(std::size_t at, std::u16string_view rest) {
    auto const same_month = starts_with_any(rest, {u"同月", u"当月"});
    auto const this_month = rest.starts_with(u"本月");
    auto const begin = same_month || this_month ? at + 2 : at;
    auto d = 0;
    auto const end = number_with(text_, begin, within_.end, u'日', d);
    auto const is_day = end != begin && d >= 1 && d <= 31;
    if (same_month) {
      if (!named_.month || !named_.year) return at;
      auto const m = *named_.month;
      if (!is_day) return put(at, begin, civil(*named_.year, m, 1), last_of(*named_.year, m));
      auto const date = civil(*named_.year, m, static_cast<unsigned>(d));
      return put(at, end, date, date);
    }
    if (!is_day) return at;
    if (!this_month) {
      auto const head = at == within_.begin || is_head_mark(text_[at - 1]);
      if (!head || !starts_with_any(text_.substr(end, within_.end - end), {u"上午", u"下午", u"晚", u",", u"凌晨"}))
        return at;
      if (named_.day && named_.month && named_.year) {
        auto const date = civil(*named_.year, *named_.month, static_cast<unsigned>(d));
        return put(at, end, date, date);
      }
    }
    if (!published_) return at;
    auto y = this_year();
    auto m = static_cast<unsigned>(today_.month());
    auto date = civil(y, m, static_cast<unsigned>(d));
    if (!this_month && (!date || *date > *published_)) {
      if (--m == 0) {
        m = 12;
        --y;
      }
      date = civil(y, m, static_cast<unsigned>(d));
    }
    return put(at, end, date, date);
  }

  static bool is_head_mark(char16_t c) { return is_one_of(u",。;:!?\n 讯", c); }

  std::size_t take(std::size_t at) {
    auto const rest = text_.substr(at, within_.end - at);
    if (published_) {
      struct Recent {
        std::u16string_view word;
        int back;
        int until;
      };
      static constexpr std::array<Recent, 12> kRecent{{{u"日前", 14, 0},
                                                       {u"近日", 14, 0},
                                                       {u"近期", 30, 0},
                                                       {u"前不久", 30, 0},
                                                       {u"不久前", 30, 0},
                                                       {u"昨日", 1, 1},
                                                       {u"昨天", 1, 1},
                                                       {u"今日", 0, 0},
                                                       {u"今天", 0, 0},
                                                       {u"前天", 2, 2},
                                                       {u"连日来", 10, 0},
                                                       {u"最近", 30, 0}}};
      if (auto const* const recent = entry_at(kRecent, rest); recent != nullptr)
        return put(at, at + recent->word.size(), *published_ - recent->back, *published_ - recent->until);
    }
    if (auto const end = take_near_day(at, rest); end != at) return end;
    if (auto const end = take_plan_period(at, rest); end != at) return end;
    if (published_) {
      for (auto const take_one : {&DateFinder::take_week, &DateFinder::take_near_month, &DateFinder::take_last_years,
                                  &DateFinder::take_holiday, &DateFinder::take_bare_year}) {
        if (auto const end = (this->*take_one)(at, rest); end != at) return end;
      }
    }
    if (auto const end = take_day_of_month(at, rest); end != at) return end;
    auto said_year = 0;
    auto i = at;
    if (named_.year) {
      // 次年3月, 同年; 当年签约、当年开工 says no year.
      for (auto const& [word, offset] : {std::pair{u"同年", 0}, {u"次年", 1}, {u"翌年", 1}, {u"当年", 0}}) {
        if (!rest.starts_with(word)) continue;
        auto m = 0;
        auto const in_year = starts_with_any(rest.substr(2), {u"底", u"年底", u"初", u"末", u"年末"}) ||
                             number_with(text_, at + 2, within_.end, u'月', m) != at + 2;
        if (offset == 0 && rest.starts_with(u"当年") && !in_year) return at;
        said_year = *named_.year + offset;
        i = at + 2;
      }
    }
    if (published_ && said_year == 0) {
      static constexpr std::array<Near, 6> kYears{
          {{u"今年", 0}, {u"去年", -1}, {u"前年", -2}, {u"本年", 0}, {u"明年", 1}, {u"上年", -1}}};
      for (auto const& word : kYears) {
        if (rest.starts_with(word.word)) {
          // 比去年同期增长: what figures are held against is no day of anything here.
          if (rest.substr(2).starts_with(u"同期")) return at + 4;
          // 上年 inside 马上年产…
          if (word.word == u"上年" && starts_with_any(rest.substr(2), {u"产", u"处", u"加", u"生"})) continue;
          said_year = this_year() + word.offset;
          i = at + word.word.size();
        }
      }
    }
    if (said_year == 0) {
      if (auto const end = take_years(at); end != at) return end;
      auto value = 0;
      if (auto const end = number_with(text_, at, within_.end, u'年', value);
          end != at && value >= 1949 && value < 2100) {
        said_year = value;
        i = end;
      }
    }
    // A part of the year.
    auto const part = text_.substr(i, within_.end - i);
    if (said_year != 0 && !part.empty()) {
      if (auto const end = take_holiday_of(at, i, part, said_year); end != i) return end;
    }
    if (auto const quarter = quarter_of(part); quarter.second > 0 && (said_year != 0 || published_)) {
      auto const q = static_cast<unsigned>(quarter.first);
      auto y = said_year != 0 ? said_year : this_year();
      if (said_year == 0 && *civil(y, q * 3 - 2, 1) > *published_) --y;
      return put(at, i + quarter.second, civil(y, q * 3 - 2, 1), last_of(y, q * 3));
    }
    if (said_year != 0 || published_) {
      if (auto const end = take_months(at, i, said_year); end != i) return end;
    }
    if (said_year == 0 && published_) {
      if (part.starts_with(u"下半年")) return put(at, i + 3, civil(this_year(), 7, 1), civil(this_year(), 12, 31));
      if (part.starts_with(u"上半年")) return put(at, i + 3, civil(this_year(), 1, 1), civil(this_year(), 6, 30));
      if (starts_with_any(part, {u"年初以来", u"今年以来"}))
        return put(at, i + 4, civil(this_year(), 1, 1), published_);
      if (starts_with_any(part, {u"入春以来", u"开春以来"}))
        return put(at, i + 4, civil(this_year(), 2, 4), published_);
    }
    if (said_year != 0) {
      if (starts_with_any(part, {u"年底", u"底", u"末", u"年末"}))
        return put(at, i + (part[0] == u'年' ? 2 : 1), civil(said_year, 11, 1), civil(said_year, 12, 31));
      if (starts_with_any(part, {u"年初", u"初"}))
        return put(at, i + (part[0] == u'年' ? 2 : 1), civil(said_year, 1, 1), civil(said_year, 2, 28));
      if (part.starts_with(u"上半年")) return put(at, i + 3, civil(said_year, 1, 1), civil(said_year, 6, 30));
      if (part.starts_with(u"下半年")) return put(at, i + 3, civil(said_year, 7, 1), civil(said_year, 12, 31));
      if (part.starts_with(u"以来"))
        return put(at, i + 2, civil(said_year, 1, 1), published_ ? published_ : civil(said_year, 12, 31));
    }
    auto m = 0;
    auto const month_end = number_with(text_, i, within_.end, u'月', m);
    if (month_end == i || m < 1 || m > 12) {
      return said_year != 0 ? put(at, i, civil(said_year, 1, 1), civil(said_year, 12, 31)) : at;
    }
    if (said_year == 0 && !published_) return at;
    auto const mm = static_cast<unsigned>(m);
    auto y = said_year != 0 ? said_year : this_year();
    auto d = 0;
    auto const day_end = number_with(text_, month_end, within_.end, u'日', d);
    if (day_end != month_end && d >= 1 && d <= 31) {
      auto date = civil(y, mm, static_cast<unsigned>(d));
      if (said_year == 0 && date && *date > *published_ + 31) date = civil(--y, mm, static_cast<unsigned>(d));
      // 4月17日至19日
      auto last = 0;
      if (day_end < within_.end && is_range_mark(text_[day_end])) {
        auto const end = number_with(text_, day_end + 1, within_.end, u'日', last);
        if (end != day_end + 1 && last > d && last <= 31)
          return put(at, end, date, civil(y, mm, static_cast<unsigned>(last)));
      }
      return put(at, day_end, date, date);
    }
    if (said_year == 0 && *civil(y, mm, 1) > *published_ + 31) --y;
    return put_part_of_month(at, month_end, y, mm);
  }

  /// 上旬, 底 …, 份 or nothing behind a month; a third of it or all.
  std::size_t put_part_of_month(std::size_t begin, std::size_t at, int y, unsigned m) {
    struct Part {
      std::u16string_view word;
      unsigned from;
      unsigned to;  ///< 0: the month's last day
    };
    static constexpr std::array<Part, 10> kParts{{{u"上中旬", 1, 20},
                                                  {u"中上旬", 1, 20},
                                                  {u"中下旬", 11, 0},
                                                  {u"上旬", 1, 10},
                                                  {u"中旬", 11, 20},
                                                  {u"下旬", 21, 0},
                                                  {u"底", 21, 0},
                                                  {u"末", 21, 0},
                                                  {u"初", 1, 10},
                                                  {u"份", 1, 0}}};
    auto const rest = text_.substr(at, within_.end - at);
    if (auto const* const part = entry_at(kParts, rest); part != nullptr) {
      auto const to = part->to == 0 ? last_of(y, m) : civil(y, m, part->to).value();
      return put(begin, at + part->word.size(), civil(y, m, part->from), to);
    }
    if (rest.starts_with(u"以来") && published_) return put(begin, at + 2, civil(y, m, 1), published_);
    return put(begin, at, civil(y, m, 1), last_of(y, m));
  }

  /// “十四五”期间, 十三五时期, “十四五”以来; each plan is of five years, the first began in 1953.
  std::size_t take_plan_period(std::size_t at, std::u16string_view rest) {
    if (rest.front() != u'十') return at;
    static constexpr std::u16string_view kDigits = u"一二三四五六七八九";
    constexpr int kTenth = 2001;  // when the tenth began
    std::size_t end = 0;
    auto plan = 0;
    if (rest.starts_with(u"十五") && !rest.starts_with(u"十五五")) {
      plan = 10;
      end = 2;
    } else if (rest.size() > 2 && kDigits.find(rest[1]) != std::u16string_view::npos && rest[2] == u'五') {
      plan = 11 + static_cast<int>(kDigits.find(rest[1]));
      end = 3;
    } else {
      return at;
    }
    while (end < rest.size() && is_one_of(u"”\"’」』", rest[end])) ++end;
    auto const first = kTenth + 5 * (plan - 10);
    auto const behind = rest.substr(end);
    for (std::u16string_view const word : {u"期间", u"时期", u"以来", u"末", u"期末"}) {
      if (!behind.starts_with(word)) continue;
      auto const from = word.ends_with(u"末") ? civil(first + 4, 1, 1) : civil(first, 1, 1);
      auto const to = word == u"以来" && published_ ? published_ : civil(first + 4, 12, 31);
      return put(at, at + end + word.size(), from, to);
    }
    return at;
  }

  /// 上周, 本周三, 下周一, 上周末.
  std::size_t take_week(std::size_t at, std::u16string_view rest) {
    static constexpr std::array<Near, 10> kWeeks{{{u"上星期", -7},
                                                  {u"本星期", 0},
                                                  {u"这星期", 0},
                                                  {u"下星期", 7},
                                                  {u"上个星期", -7},
                                                  {u"上周", -7},
                                                  {u"本周", 0},
                                                  {u"这周", 0},
                                                  {u"下周", 7},
                                                  {u"这个星期", 0}}};
    auto const* const week = entry_at(kWeeks, rest);
    if (week == nullptr) return at;
    auto end = at + week->word.size();
    // 本周期, 上周边 are other words.
    if (end < within_.end && is_one_of(u"期边年岁围转口村庄家", text_[end])) return at;
    constexpr DayNumber kThursday = 3;  // the epoch's, counted from Monday
    auto const monday = *published_ - ((*published_ % 7 + 7 + kThursday) % 7) + week->offset;
    static constexpr std::u16string_view kDays = u"一二三四五六日";
    if (end < within_.end) {
      auto const c = text_[end] == u'天' ? u'日' : text_[end];
      if (auto const day = kDays.find(c); day != std::u16string_view::npos) {
        auto const date = monday + static_cast<DayNumber>(day);
        return put(at, end + 1, date, date);
      }
      if (c == u'末') return put(at, end + 1, monday + 5, monday + 6);
    }
    return put(at, end, monday, monday + 6);
  }

  /// 上月底, 本月中旬, 下个月.
  std::size_t take_near_month(std::size_t at, std::u16string_view rest) {
    static constexpr std::array<Near, 7> kMonths{
        {{u"上个月", -1}, {u"上月", -1}, {u"本月", 0}, {u"这个月", 0}, {u"下个月", 1}, {u"下月", 1}, {u"这月", 0}}};
    auto const* const near = entry_at(kMonths, rest);
    if (near == nullptr) return at;
    auto const end = at + near->word.size();
    auto y = this_year();
    auto m = static_cast<int>(static_cast<unsigned>(today_.month())) + near->offset;
    if (m == 0) {
      m = 12;
      --y;
    } else if (m == 13) {
      m = 1;
      ++y;
    }
    auto d = 0;
    auto const day_end = number_with(text_, end, within_.end, u'日', d);
    if (day_end != end && d >= 1 && d <= 31) {
      auto const date = civil(y, static_cast<unsigned>(m), static_cast<unsigned>(d));
      return put(at, day_end, date, date);
    }
    return put_part_of_month(at, end, y, static_cast<unsigned>(m));
  }

  /// 近两年, 最近3年, 近三个月, 近半年: up to the day of publication.
  std::size_t take_last_years(std::size_t at, std::u16string_view rest) {
    auto begin = at;
    for (std::u16string_view const word : {u"最近", u"过去", u"近"}) {
      if (!rest.starts_with(word)) continue;
      begin = at + word.size();
      break;
    }
    if (begin == at) return at;
    // 附近, 接近10年
    if (rest.front() == u'近' && at > within_.begin && is_one_of(u"附接将靠临邻最贴逼", text_[at - 1])) return at;
    auto const back = [&](int months) {
      auto const all = this_year() * 12 + static_cast<int>(static_cast<unsigned>(today_.month())) - 1 - months;
      auto const m = static_cast<unsigned>(all % 12) + 1;
      auto const date = civil(all / 12, m, static_cast<unsigned>(today_.day()));
      return date ? *date : last_of(all / 12, m);
    };
    if (text_.substr(begin, within_.end - begin).starts_with(u"半年")) return put(at, begin + 2, back(6), published_);
    text::WrittenNumber number;
    auto const end = text::read_number(text_, begin, number);
    if (end == begin || end > within_.end || number.scale != 0 || number.more || number.some || number.rough ||
        number.digits < 1 || number.digits > 30)
      return at;
    auto const unit = text_.substr(end, within_.end - end);
    auto const count = static_cast<int>(number.digits);
    // 近10年期 is a length; 近两年 a time when something is told of it.
    if (unit.starts_with(u"年") && !starts_with_any(unit, {u"年期", u"年的建设", u"年时间", u"年的时间"}))
      return put(at, end + (unit.starts_with(u"年来") ? 2 : 1), back(12 * count), published_);
    if (unit.starts_with(u"个月") && !starts_with_any(unit, {u"个月时间", u"个月的"}))
      return put(at, end + (unit.starts_with(u"个月来") ? 3 : 2), back(count), published_);
    return at;
  }

  /// 国庆期间, 元旦当天: holidays of fixed days. What follows the moon is left unknown.
  std::size_t take_holiday(std::size_t at, std::u16string_view rest) { return take_holiday_of(at, at, rest, 0); }

  /// The same of a year that was said, whose words begin at `begin`.
  std::size_t take_holiday_of(std::size_t begin, std::size_t at, std::u16string_view rest, int said_year) {
    struct Holiday {
      std::u16string_view word;
      unsigned month;
      unsigned last;  ///< day of those free of work, from the first
    };
    static constexpr std::array<Holiday, 6> kHolidays{
        {{u"国庆节", 10, 7}, {u"国庆", 10, 7}, {u"五一", 5, 5}, {u"劳动节", 5, 5}, {u"元旦节", 1, 3}, {u"元旦", 1, 3}}};
    auto const* const holiday = entry_at(kHolidays, rest);
    if (holiday == nullptr) return at;
    auto end = at + holiday->word.size();
    while (end < within_.end && is_one_of(u"”\"", text_[end])) ++end;
    auto const behind = text_.substr(end, within_.end - end);
    auto const one_day = starts_with_any(behind, {u"当天", u"当日"});
    std::size_t length = 2;
    if (starts_with_any(behind, {u"假期期间", u"长假期间"})) length = 4;
    if (starts_with_any(behind, {u"黄金周", u"小长假", u"节期间"})) length = 3;
    if (!one_day && !starts_with_any(behind, {u"期间", u"假期", u"长假", u"黄金周", u"小长假", u"节期间"})) return at;
    auto y = said_year != 0 ? said_year : this_year();
    if (said_year == 0 && *civil(y, holiday->month, 1) > *published_ + 31) --y;
    auto const last = one_day ? 1U : holiday->last;
    return put(begin, end + length, civil(y, holiday->month, 1), civil(y, holiday->month, last));
  }

  /// 年内, 年初, 年底 without a year before: of the year of publication.
  std::size_t take_bare_year(std::size_t at, std::u16string_view rest) {
    if (rest.front() != u'年' || rest.size() < 2) return at;
    if (at > within_.begin) {
      auto const c = text_[at - 1];
      if (is_one_of(u"每前后多几数半整两零〇一二三四五六七八九十百余今去明本当同次翌上来某近全学青成周", c) ||
          is_digit(c) || c == u' ')
        return at;
    }
    auto const y = this_year();
    if (rest.starts_with(u"年内")) return put(at, at + 2, civil(y, 1, 1), civil(y, 12, 31));
    if (rest.starts_with(u"年初") && !rest.starts_with(u"年初以来"))
      return put(at, at + 2, civil(y, 1, 1), civil(y, 2, 28));
    // In January 年底 may be the one gone by.
    if (rest.starts_with(u"年底") && static_cast<unsigned>(today_.month()) > 2)
      return put(at, at + 2, civil(y, 11, 1), civil(y, 12, 31));
    return at;
  }

  /// 2021-2023年, 2021年至2023年.
  std::size_t take_years(std::size_t at) {
    if (at > within_.begin && is_digit(text_[at - 1])) return at;
    text::WrittenNumber number;
    auto end = text::read_number(text_, at, number);
    auto const is_year = [](text::WrittenNumber const& n) {
      return n.scale == 0 && !n.scaled && n.digits >= 1949 && n.digits < 2100;
    };
    if (end == at || end >= within_.end || !is_year(number)) return at;
    if (text_[end] == u'年') ++end;
    if (end >= within_.end || !is_range_mark(text_[end])) return at;
    auto last = 0;
    auto const stop = number_with(text_, end + 1, within_.end, u'年', last);
    if (stop == end + 1 || last <= static_cast<int>(number.digits) || last >= 2100) return at;
    // 2021年至2023年5月 ends within the year.
    auto m = 0;
    if (number_with(text_, stop, within_.end, u'月', m) != stop || text_.substr(stop, 1) == u"底" ||
        text_.substr(stop, 1) == u"初")
      return at;
    return put(at, stop, civil(static_cast<int>(number.digits), 1, 1), civil(last, 12, 31));
  }

  /// 1至4月, 1月-4月, 前4个月, 前三季度, of the year said or else the last one in which they were over or under way.
  std::size_t take_months(std::size_t begin, std::size_t at, int said_year) {
    auto const part = text_.substr(at, within_.end - at);
    auto const whole = [&](std::size_t end, int from, int to, bool quarters) {
      auto y = said_year != 0 ? said_year : this_year();
      // 前三季度 in summer is a plan, in spring the year before.
      auto const may_plan = quarters && static_cast<unsigned>(today_.month()) > 3;
      if (said_year == 0 && !may_plan && last_of(y, static_cast<unsigned>(to)) > *published_ + 31) --y;
      return put(begin, end, civil(y, static_cast<unsigned>(from), 1), last_of(y, static_cast<unsigned>(to)));
    };
    if (part.starts_with(u"前")) {
      // 目前5月, 日前3个月
      if (said_year == 0 && at > within_.begin && is_one_of(u"目日以此之年提当眼从", text_[at - 1])) return at;
      text::WrittenNumber number;
      auto const end = text::read_number(text_, at + 1, number);
      if (end == at + 1 || end > within_.end || number.scale != 0) return at;
      auto const unit = text_.substr(end, within_.end - end);
      auto const count = static_cast<int>(std::min<std::int64_t>(number.digits, 99));
      if (starts_with_any(unit, {u"季度", u"个季度"}) && count >= 2 && count <= 4)
        return whole(end + (unit[0] == u'个' ? 3 : 2), 1, count * 3, true);
      if (starts_with_any(unit, {u"个月", u"月"}) && count >= 2 && count <= 12)
        return whole(end + (unit[0] == u'个' ? 2 : 1), 1, count, false);
      return at;
    }
    if (at > within_.begin && said_year == 0) {
      auto const c = text_[at - 1];
      if (is_digit(c) || is_letter(c) || c == u'.' || c == u'第' || c == u'-') return at;
    }
    text::WrittenNumber first;
    auto end = text::read_number(text_, at, first);
    if (end == at || end >= within_.end || first.scale != 0 || first.digits < 1 || first.digits > 12) return at;
    if (text_[end] == u'月' && end + 1 < within_.end) ++end;
    if (!is_range_mark(text_[end])) return at;
    auto last = 0;
    auto const stop = number_with(text_, end + 1, within_.end, u'月', last);
    if (stop == end + 1 || last <= static_cast<int>(first.digits) || last > 12) return at;
    // 3月至5月10日 is another span.
    auto d = 0;
    if (number_with(text_, stop, within_.end, u'日', d) != stop) return at;
    return whole(stop + (text_.substr(stop, 1) == u"份" && stop < within_.end ? 1 : 0), static_cast<int>(first.digits),
                 last, false);
  }

  /// 一季度, 第二季度, 前三季度 (its end); number and length, length 0 when
  /// none.
  static std::pair<int, std::size_t> quarter_of(std::u16string_view text) {
    std::size_t i = text.starts_with(u"第") ? 1 : 0;
    if (i >= text.size()) return {0, 0};
    static constexpr std::u16string_view kDigits = u"一二三四";
    static constexpr std::u16string_view kAscii = u"1234";
    auto number = kDigits.find(text[i]);
    if (number == std::u16string_view::npos) number = kAscii.find(text[i]);
    if (number == std::u16string_view::npos || !text.substr(i + 1).starts_with(u"季度")) return {0, 0};
    return {static_cast<int>(number) + 1, i + 3};
  }

  std::u16string_view text_;
  Span within_;
  std::optional<DayNumber> published_;
  year_month_day today_{};
  NamedDates& named_;
  std::vector<SaidDate> out_;
};

}  // namespace

std::vector<SaidDate> find_dates(std::u16string_view folded, Span within, std::optional<DayNumber> published,
                                 NamedDates& named) {
  return DateFinder{folded, within, published, named}.find();
}

}  // namespace lianzhao::radar
