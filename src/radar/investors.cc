#include "radar/investors.h"

#include <algorithm>
#include <set>
#include <string>

#include "radar/characters.h"
#include "radar/project_names.h"
#include "radar/span_lists.h"
#include "radar/word_lists.h"
#include "text/folded_text.h"

namespace lianzhao::radar {

namespace {

using Words = std::vector<std::u16string_view>;

/// A list of reference/investor_words.tsv, longer words first.
Words const& investor_words(std::string_view list) {
  static WordLists const kLists{"investor_words.tsv"};
  return kLists.get(list);
}

constexpr std::size_t kShortest = 2;
constexpr std::size_t kLongest = 12;

/// Enterprises of common knowledge, those left out whose names are everyday words as well.
std::set<std::u16string, std::less<>> const& well_known() {
  static std::set<std::u16string, std::less<>> const kNames = [] {
    static auto const& everyday = investor_words("everyday");
    std::set<std::u16string, std::less<>> out;
    for (auto const& list : span_lists()) {
      if (list.kind != WordKind::kCompany) continue;
      for (auto const written : words_of(list)) {
        auto const word = text::folded(written);
        std::u16string name{word.begin(), word.end()};
        // Two letters alone are anything.
        if (name.size() < kShortest || std::find(everyday.begin(), everyday.end(), name) != everyday.end() ||
            (name.size() < 4 && name[0] < 0x80))
          continue;
        out.insert(std::move(name));
      }
    }
    return out;
  }();
  return kNames;
}

/// Words that no name of an enterprise has: what governs, places, people, times and what money is put into.
bool is_no_name(std::u16string_view words) {
  static auto const& never = investor_words("never");
  static auto const& kept = investor_words("kept");
  auto const rest = without(words, kept);
  if (contains_any(rest, never)) return true;
  static constexpr std::u16string_view kLast = u"省市县区州盟旗镇乡村局委办厅部院会校所站队国园城港路街湾岛山河湖";
  return !rest.empty() && rest.size() == words.size() && kLast.find(words.back()) != std::u16string_view::npos;
}

bool is_name_character(char16_t c) {
  return is_ideograph(c) || is_letter(c) || is_digit(c) || c == u'-' || c == u'&';
}

bool is_known(std::u16string_view words) {
  if (well_known().count(words) != 0) return true;
  for (std::u16string_view const end : {u"集团", u"股份", u"控股"}) {
    if (words.size() > end.size() + 1 && words.ends_with(end) &&
        well_known().count(words.substr(0, words.size() - end.size())) != 0)
      return true;
  }
  return false;
}

/// A brand and a trade: 天齐锂业, and not 新能源汽车.
bool ends_as_enterprise(std::u16string_view words) {
  static auto const& endings = investor_words("trade_endings");
  auto const ending = std::find_if(endings.begin(), endings.end(), [&](auto word) { return words.ends_with(word); });
  if (ending == endings.end()) return false;
  auto const core = words.substr(0, words.size() - ending->size());
  if (core.size() < 2 || core.size() > 6) return false;
  return name_kind(words) == NameKind::kNamed && name_kind(core) == NameKind::kNamed;
}

struct Judged {
  bool ok = false;
  bool clear = false;
};

Judged judge(std::u16string_view words) {
  if (words.size() < kShortest || words.size() > kLongest) return {};
  if (!std::all_of(words.begin(), words.end(), is_name_character)) return {};
  if (is_known(words)) return {true, true};
  if (is_no_name(words) || is_digit(words[0]) || name_kind(words) != NameKind::kNamed) return {};
  return {true, ends_as_enterprise(words)};
}

class InvestorFinder {
 public:
  InvestorFinder(std::u16string_view text, Span within) : text_{text}, within_{within} {}

  std::vector<Investor> find() {
    static constexpr std::u16string_view kMarks = u",。;:!?\n、()“”";
    // Without a word for investing or signing nobody does.
    auto const words = text_.substr(within_.begin, within_.size());
    auto const says = [&](std::u16string_view word) { return words.find(word) != std::u16string_view::npos; };
    if (!says(u"资") && !says(u"签") && !says(u"豪掷") && !says(u"达成") && !says(u"在")) return {};
    auto begin = within_.begin;
    for (auto at = within_.begin; at <= within_.end; ++at) {
      if (at < within_.end && kMarks.find(text_[at]) == std::u16string_view::npos) continue;
      if (at > begin + 3) read({begin, at});
      begin = at + 1;
    }
    return std::move(out_);
  }

 private:
  /// Passes over 近日, 7月18日 and what else leads to the subject.
  std::size_t subject_begin(Span clause) const {
    static auto const& leads = investor_words("leads");
    auto at = clause.begin;
    for (auto moved = true; moved;) {
      moved = false;
      auto const rest = text_.substr(at, clause.end - at);
      for (auto const word : leads) {
        if (!rest.starts_with(word)) continue;
        at += word.size();
        moved = true;
        break;
      }
      // 7月18日, 2023年
      auto end = at;
      while (end < clause.end && is_digit(text_[end])) ++end;
      if (end > at && end < clause.end &&
          std::u16string_view{u"年月日"}.find(text_[end]) != std::u16string_view::npos) {
        at = end + 1;
        moved = true;
      }
    }
    return at;
  }

  /// Whether at `at` a clause goes on as behind somebody who invests: 将投资5亿元, 计划在某地建设, 与某市签约.
  bool verb_at(Span clause, std::size_t at, bool& invests, bool& plain) const {
    static auto const& modals = investor_words("modals");
    static constexpr std::u16string_view kFirst = u"将拟计已正还再又宣决预累持继全独准打欲有公首共投斥出豪在与同";
    if (kFirst.find(text_[at]) == std::u16string_view::npos) return false;
    auto modal = false;
    for (auto moved = true; moved;) {
      moved = false;
      auto const rest = text_.substr(at, clause.end - at);
      for (auto const word : modals) {
        if (!rest.starts_with(word)) continue;
        at += word.size();
        modal = moved = true;
        break;
      }
    }
    auto const rest = text_.substr(at, clause.end - at);
    invests = true;
    plain = !modal;
    for (std::u16string_view const verb : {u"投资", u"斥资", u"出资", u"豪掷"}) {
      if (!rest.starts_with(verb)) continue;
      auto const behind = rest.substr(verb.size());
      static constexpr std::u16string_view kNumbers = u"0123456789一二两三四五六七八九十百千数近约超逾";
      return !behind.empty() && (kNumbers.find(behind[0]) != std::u16string_view::npos ||
                                 starts_with_any(behind, {u"建设", u"新建", u"兴建", u"打造", u"在", u"的", u"布局",
                                                          u"扩建", u"设立", u"运营"}));
    }
    if (rest.starts_with(u"在")) {
      auto const near = rest.substr(1, 24);
      if (near.find(u"投资") != std::u16string_view::npos)
        return !contains_any(near, {u"投资环境", u"投资合作", u"投资促进"});
      // 在某地建设 alone is said of projects too.
      return modal && contains_any(near, {u"建设", u"新建", u"兴建", u"设立", u"布局", u"打造", u"投建"});
    }
    if (rest.starts_with(u"与") || rest.starts_with(u"同")) {
      invests = false;
      auto const near = rest.substr(1, 40);
      return contains_any(near, {u"签约", u"签署", u"签订", u"签下", u"达成"});
    }
    return false;
  }

  void put(Span span, bool invests) {
    auto const judged = judge(text_.substr(span.begin, span.size()));
    if (!judged.ok) return;
    if (!out_.empty() && out_.back().span.end > span.begin) return;
    out_.push_back({span, judged.clear, invests});
  }

  void read(Span clause) {
    auto const head = subject_begin(clause);
    // 由某某投资建设
    auto begin = head;
    auto const by = text_.substr(head, clause.end - head).rfind(u'由');
    if (by != std::u16string_view::npos) begin = head + by + 1;
    for (auto at = begin + kShortest; at < clause.end && at <= begin + kLongest; ++at) {
      auto invests = false;
      auto plain = false;
      if (!verb_at(clause, at, invests, plain)) continue;
      put({begin, at}, invests);
      if (!invests) other_party(clause, at);
      return;
    }
  }

  /// …与|华为签约.
  void other_party(Span clause, std::size_t at) {
    auto const joint = text_.substr(at, clause.end - at).find_first_of(u"与同");
    if (joint == std::u16string_view::npos) return;
    auto const begin = at + joint + 1;
    for (auto end = begin + kShortest; end < clause.end && end <= begin + kLongest; ++end) {
      if (!starts_with_any(text_.substr(end, clause.end - end),
                           {u"签", u"正式", u"成功", u"举行", u"在", u"就", u"达成", u"共同", u"现场", u"顺利"}))
        continue;
      put({begin, end}, false);
      return;
    }
  }

  std::u16string_view text_;
  Span within_;
  std::vector<Investor> out_;
};

}  // namespace

std::vector<Investor> find_investors(std::u16string_view folded, Span within) {
  return InvestorFinder{folded, within}.find();
}

}  // namespace lianzhao::radar
