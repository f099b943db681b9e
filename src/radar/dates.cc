#include "radar/dates.h"

#include <array>

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

class DateFinder {
 public:
  DateFinder(std::u16string_view text, Span within, std::optional<DayNumber> published, NamedDates& named)
      : text_{text}, within_{within}, published_{published}, named_{named} {
    if (published_) today_ = civil_date(*published_);
  }

  std::vector<SaidDate> find() {
    auto at = within_.begin;
    while (at < within_.end) {
      auto const end = take(at);
      at = end > at ? end : at + 1;
    }
    return std::move(out_);
  }

 private:
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
    struct Near {
      std::u16string_view word;
      int offset;
    };
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
    for (auto const& near : kNear) {
      if (!named_.day || !rest.starts_with(near.word)) continue;
      auto const day = *named_.day + near.offset;
      return put(at, at + near.word.size(), day, day);
    }
    return at;
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

  static bool is_head_mark(char16_t c) {
    return std::u16string_view{u",。;:!?\n 讯"}.find(c) != std::u16string_view::npos;
  }

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
      for (auto const& recent : kRecent) {
        if (rest.starts_with(recent.word))
          return put(at, at + recent.word.size(), *published_ - recent.back, *published_ - recent.until);
      }
    }
    if (auto const end = take_near_day(at, rest); end != at) return end;
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
      struct Said {
        std::u16string_view word;
        int offset;
      };
      static constexpr std::array<Said, 4> kYears{{{u"今年", 0}, {u"去年", -1}, {u"前年", -2}, {u"本年", 0}}};
      for (auto const& word : kYears) {
        if (rest.starts_with(word.word)) {
          said_year = this_year() + word.offset;
          i = at + word.word.size();
        }
      }
    }
    if (said_year == 0) {
      auto value = 0;
      if (auto const end = number_with(text_, at, within_.end, u'年', value);
          end != at && value >= 1949 && value < 2100) {
        said_year = value;
        i = end;
      }
    }
    // A part of the year.
    auto const part = text_.substr(i, within_.end - i);
    if (auto const quarter = quarter_of(part); quarter.second > 0 && (said_year != 0 || published_)) {
      auto const q = static_cast<unsigned>(quarter.first);
      auto y = said_year != 0 ? said_year : this_year();
      if (said_year == 0 && *civil(y, q * 3 - 2, 1) > *published_) --y;
      return put(at, i + quarter.second, civil(y, q * 3 - 2, 1), last_of(y, q * 3));
    }
    if (said_year == 0 && published_) {
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
      if (said_year == 0 && date && *date > *published_ + 31) date = civil(y - 1, mm, static_cast<unsigned>(d));
      return put(at, day_end, date, date);
    }
    if (said_year == 0 && *civil(y, mm, 1) > *published_ + 31) --y;
    auto end = month_end;
    if (end < within_.end && (text_[end] == u'底' || text_[end] == u'初' || text_[end] == u'份')) ++end;
    return put(at, end, civil(y, mm, 1), last_of(y, mm));
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
