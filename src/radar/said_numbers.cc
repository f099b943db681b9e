#include "radar/said_numbers.h"

#include <algorithm>
#include <array>

#include "radar/characters.h"
#include "radar/sentences.h"
#include "radar/word_tables.h"

namespace lianzhao::radar {

namespace {

/// Passes over such words from `at`; heeds what they say of how the number is meant.
std::size_t skip_leads(std::u16string_view text, std::size_t at, std::size_t limit, text::Qualifier& qualifier) {
  auto const& leads = number_leads();
  for (auto tries = 0; tries < 4 && at < limit; ++tries) {
    auto const rest = text.substr(at, limit - at);
    auto const mark = std::find_if(leads.begin(), leads.end(), [&](NumberLead const& m) {
      // 上千人, but 上午 and 上百 as it stands
      return rest.starts_with(m.word) && (m.word != u"上" || (rest.size() > 1 && starts_number(rest[1])));
    });
    if (mark == leads.end()) break;
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

}  // namespace

std::vector<NumberLead> const& number_leads() {
  static std::vector<NumberLead> const kLeads = [] {
    static constexpr auto kFile = "number_leads.tsv";
    std::vector<NumberLead> leads;
    for (auto const& row : read_word_table(kFile, 2, 0)) {
      constexpr std::array<text::Qualifier, 4> kMeant{text::Qualifier::kExact, text::Qualifier::kAbout,
                                                      text::Qualifier::kNearly, text::Qualifier::kOver};
      auto const meant =
          std::find_if(kMeant.begin(), kMeant.end(), [&](auto q) { return text::qualifier_name(q) == row.cells[1]; });
      if (meant == kMeant.end()) refuse_row(kFile, row.line, "qualifier is none of exact, about, nearly, over");
      leads.push_back({row.word, *meant});
    }
    leads.push_back({u" ", text::Qualifier::kExact});
    return leads;
  }();
  return kLeads;
}

GoodsUnit const* goods_unit_at(std::u16string_view rest) {
  static WordTable<GoodsUnit> const kUnits{read_word_table("goods_units.tsv", 2, 0), [](WordRow const& row) {
                                             return GoodsUnit{row.word, std::string{row.cells[1]}};
                                           }};
  return kUnits.at(rest);
}

std::string Measure::value() const {
  return decimal_text(said.number.digits, said.number.scale);
}

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
    auto const* const unit = goods_unit_at(text.substr(said.end - 1, limit - said.end + 1));
    if (unit != nullptr && unit->word.starts_with(u"千"))
      said.end = text::read_number(text.substr(0, said.end - 1), said.begin, said.number);
  }
  if (said.number.rough) said.qualifier = text::Qualifier::kAbout;
  // 5-10万吨, 5至10万吨, 5万至10万吨: the lower end.
  if (said.end + 1 < limit && is_range_mark(text[said.end])) {
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

std::optional<Measure> measure_at(std::u16string_view text, std::size_t at, std::size_t limit) {
  auto said = number_at(text, at, limit);
  if (!said || said->end >= limit) return std::nullopt;
  Measure out;
  out.unit = goods_unit_at(text.substr(said->end, limit - said->end));
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

}  // namespace lianzhao::radar
