#include <algorithm>
#include <optional>

#include "radar/characters.h"
#include "radar/output_words.h"
#include "radar/outputs.h"
#include "radar/product_names.h"
#include "radar/said_numbers.h"
#include "radar/word_tables.h"

namespace lianzhao::radar {

namespace {

struct Verb {
  std::u16string word;
  bool makes = false;  ///< comes out of the plant; what it processes goes in
};

WordTable<Verb> const& output_verbs() {
  static constexpr auto kFile = "output_verbs.tsv";
  static WordTable<Verb> const kVerbs{read_word_table(kFile, 2, 0), [](WordRow const& row) {
                                        if (row.cells[1] != "makes" && row.cells[1] != "takes")
                                          refuse_row(kFile, row.line, "kind is neither makes nor takes");
                                        return Verb{row.word, row.cells[1] == "makes"};
                                      }};
  return kVerbs;
}

/// The period's word and what the plant does: 年产, 日处理, 年设计生产能力.
struct Doing {
  std::size_t end = 0;
  bool makes = false;
};

std::optional<Doing> doing_at(std::u16string_view text, std::size_t at, std::size_t limit) {
  static auto const& fillers = output_words("doing_fillers");
  for (auto tries = 0; tries < 4; ++tries) {
    auto const rest = text.substr(at, limit - at);
    auto const filler = std::find_if(fillers.begin(), fillers.end(), [&](auto word) {
      return rest.starts_with(word) && !rest.starts_with(u"综合利用") && !rest.starts_with(u"能力");
    });
    if (filler == fillers.end()) break;
    at += filler->size();
  }
  auto const rest = text.substr(at, limit - at);
  auto const* const verb = rest.empty() ? nullptr : output_verbs().at(rest);
  if (verb == nullptr) return std::nullopt;
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
  return contains_any(before, output_words("of_others"));
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
    out_.push_back({span, std::move(products), makes, measure.value(), measure.unit->name,
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
      for (auto const& mark : number_leads()) {
        if (!words.ends_with(mark.word) || mark.word == u"上") continue;
        if (mark.qualifier != text::Qualifier::kExact && found->said.qualifier == text::Qualifier::kExact)
          found->said.qualifier = mark.qualifier;
      }
      return found;
    }
    return std::nullopt;
  }

  std::size_t trimmed_end(std::size_t begin, std::size_t end) const {
    static auto const& tails = output_words("name_tails");
    for (auto changed = true; changed;) {
      changed = false;
      auto const words = [&] { return text_.substr(begin, end - begin); };
      for (auto const& mark : number_leads()) {
        if (words().size() > mark.word.size() && words().ends_with(mark.word)) {
          end -= mark.word.size();
          changed = true;
        }
      }
      for (auto const tail : tails) {
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
      static auto const& between = output_words("ability_between");
      for (auto const word : between) {
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

}  // namespace

std::vector<SaidCapacity> find_capacities(std::u16string_view folded, Span within) {
  return CapacityFinder{folded, within}.find();
}

}  // namespace lianzhao::radar
