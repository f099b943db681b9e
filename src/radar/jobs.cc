#include <algorithm>
#include <optional>

#include "radar/characters.h"
#include "radar/output_words.h"
#include "radar/outputs.h"
#include "radar/said_numbers.h"

namespace lianzhao::radar {

namespace {

/// Whether a text ends in words of which people are (就业, 岗位 …), and what stands between them and the number.
bool is_work(std::u16string_view words) {
  return words.find(u"就业") != std::u16string_view::npos || words.find(u"岗位") != std::u16string_view::npos ||
         words.find(u"用工") != std::u16string_view::npos;
}

/// What may stand between a number of people and 就业, or between 就业 and a number.
std::size_t skip_people(std::u16string_view text, std::size_t at, std::size_t limit) {
  static auto const& people = output_words("people_words");
  for (auto moved = true; moved && at < limit;) {
    moved = false;
    auto const rest = text.substr(at, limit - at);
    for (auto const word : people) {
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
      for (auto const& mark : number_leads()) {
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
      static auto const& between = output_words("work_between");
      for (auto moved = true; moved;) {
        moved = false;
        auto const part_words = before.substr(0, i);
        if (ends_with_any(part_words, {u"就业", u"就业岗位", u"工作岗位", u"岗位", u"用工"})) {
          work_before = true;
          words = part_words;
          break;
        }
        for (auto const word : between) {
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
    auto const gives = contains_any(said, output_words("gives_work")) ||
                       (work_behind && after.substr(0, 8).find(u"问题") != std::u16string_view::npos);
    auto const elsewhere = contains_any(said, output_words("work_elsewhere")) ||
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

}  // namespace lianzhao::radar
