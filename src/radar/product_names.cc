#include "radar/product_names.h"

#include <algorithm>

#include "radar/characters.h"
#include "radar/output_words.h"
#include "radar/outputs.h"
#include "radar/said_numbers.h"
#include "radar/word_tables.h"

namespace lianzhao::radar {

namespace {

struct ProductWord {
  std::u16string word;
  bool ends = false;  ///< a product's name stops before it; else it is a part of one
};

WordTable<ProductWord> const& product_words() {
  static WordTable<ProductWord> const kWords{read_word_table("product_ends.tsv", 2, 0), [](WordRow const& row) {
                                               if (row.cells[1] != "end" && row.cells[1] != "part")
                                                 refuse_row("product_ends.tsv", row.line,
                                                            "kind is neither end nor part");
                                               return ProductWord{row.word, row.cells[1] == "end"};
                                             }};
  return kWords;
}

/// Where a product's name that begins at `begin` ends.
std::size_t product_end(std::u16string_view text, std::size_t begin, std::size_t limit) {
  constexpr std::size_t kLongest = 26;
  auto at = begin;
  while (at < limit && at - begin < kLongest) {
    auto const c = text[at];
    if (c == u',' && at > begin && is_digit(text[at - 1]) && at + 1 < limit && is_digit(text[at + 1])) {  // 1,4-丁二醇
      ++at;
      continue;
    }
    if (is_one_of(u",。;:!?、\n\"“”‘’《》<>[]…", c)) break;
    if (c == u'(') {
      // 聚乙烯(pe)薄膜 goes on behind its bracket; 丁二醇(bdo) ends before it.
      auto const close = text.find(u')', at);
      if (close == std::u16string_view::npos || close >= limit || close - at > 12 || close + 1 >= limit ||
          !is_ideograph(text[close + 1]))
        break;
      auto const* const next = product_words().at(text.substr(close + 1, limit - close - 1));
      if (next != nullptr && next->ends) break;
      at = close + 1;
      continue;
    }
    if (c == u')') break;
    if (auto const* const word = product_words().at(text.substr(at, limit - at)); word != nullptr) {
      if (word->ends) break;
      at += word->word.size();
      continue;
    }
    ++at;
  }
  return at - begin >= kLongest ? begin : std::min(at, limit);
}

/// What of these words is a product's name; empty where they are none.
Span product_of(std::u16string_view text, Span words) {
  static auto const& heads = output_words("product_heads");
  for (auto changed = true; changed;) {
    changed = false;
    for (auto const head : heads) {
      if (words.size() <= head.size() || !text.substr(words.begin, words.size()).starts_with(head)) continue;
      // 优质强筋 …, 加工中心, 处理器 are names
      if (auto const* const word = product_words().at(text.substr(words.begin, words.size()));
          word != nullptr && !word->ends && word->word.size() > head.size())
        continue;
      words.begin += head.size();
      changed = true;
    }
    for (; words.size() > 1 && text[words.begin] == u' '; changed = true) ++words.begin;
  }
  while (words.size() > 0 && text[words.end - 1] == u' ') --words.end;
  auto const name = [&] { return text.substr(words.begin, words.size()); };
  if (name().ends_with(u"产品") && words.size() > 3 && !is_one_of(u"农水副畜海林特制", text[words.end - 3]))
    words.end -= 2;
  if (name().ends_with(u"系列") && words.size() > 3) words.end -= 2;
  static auto const& none = output_words("no_products");
  if (std::find(none.begin(), none.end(), name()) != none.end()) return {};
  // A sentence that was read on into, and no name.
  static auto const& foreign = output_words("read_on");
  static auto const& kept = output_words("product_kept");
  if (contains_any(without(name(), kept), foreign)) return {};
  constexpr std::u16string_view kSingle =
      u"氢氧氮氨氦酒铝铜纸糖油盐钢铁锌镍锂茶米面布醋酱砖瓦肉蛋奶煤鸡鸭鹅猪牛羊鱼虾菇药金银锰铬钛硅";
  if (words.size() == 1 && !is_one_of(kSingle, name()[0])) return {};
  if (words.size() > 1 &&
      !std::any_of(name().begin(), name().end(), [](char16_t c) { return is_ideograph(c) || is_letter(c); }))
    return {};
  return words.size() == 0 ? Span{} : words;
}

}  // namespace

bool is_joint(std::u16string_view text, std::size_t at, std::size_t limit, std::size_t& behind) {
  auto const rest = text.substr(at, limit - at);
  for (std::u16string_view const word : {u"以及", u"、", u"和", u"及", u"与"}) {
    if (!rest.starts_with(word)) continue;
    behind = at + word.size();
    return true;
  }
  return false;
}

std::vector<Span> products_from(std::u16string_view text, std::size_t begin, std::size_t limit, std::size_t& end) {
  std::vector<Span> out;
  constexpr std::size_t kMost = 12;
  auto at = begin;
  end = begin;
  while (at < limit && out.size() < kMost) {
    if (at > begin && measure_at(text, at, limit)) break;
    auto const stop = product_end(text, at, limit);
    auto const product = product_of(text, {at, stop});
    if (product.size() == 0) break;
    // 碳酸锂、氢氧化锂3万吨: the second has a figure of its own.
    if (at > begin) {
      auto own = false;
      for (auto i = product.begin; i < product.end && !own; ++i)
        own = starts_number(text[i]) && measure_at(text, i, limit).has_value();
      if (own) break;
    }
    out.push_back(product);
    end = product.end;
    auto next = stop;
    if (text.substr(stop, 2) == u"产品") next = stop + 2;
    if (next < limit && text[next] == u'(') {
      auto const close = text.find(u')', next);
      if (close != std::u16string_view::npos && close < limit && close - next < 14) next = close + 1;
    }
    auto behind = next;
    if (!is_joint(text, next, limit, behind)) break;
    at = behind;
  }
  return out;
}

std::vector<Span> find_products(std::u16string_view folded, Span within) {
  static auto const& leads = output_words("product_leads");
  static std::vector<std::u16string_view> const kPlain{u"生产"};
  std::vector<Span> out;
  auto const sentence = folded.substr(within.begin, within.size());
  if (sentence.find(u'产') == std::u16string_view::npos && sentence.find(u'主') == std::u16string_view::npos)
    return out;
  for (auto at = within.begin; at < within.end; ++at) {
    auto const c = folded[at];
    if (c != u'主' && c != u'产' && c != u'专' && c != u'用' && c != u'生') continue;
    auto const rest = folded.substr(at, within.end - at);
    auto lead = std::find_if(leads.begin(), leads.end(), [&](auto word) { return rest.starts_with(word); });
    // 生产甲和乙 at the head of its clause
    auto const head = at == within.begin || is_one_of(u",:后将", folded[at - 1]);
    auto const plain = lead == leads.end() && c == u'生' && head && rest.starts_with(u"生产");
    if (plain) lead = kPlain.begin();
    if (lead == leads.end()) continue;
    auto begin = at + lead->size();
    for (std::u16string_view const word : {u"和销售", u"销售", u"经营", u"加工"}) {
      if (folded.substr(begin, within.end - begin).starts_with(word)) begin += word.size();
    }
    auto end = begin;
    auto const names = products_from(folded, begin, within.end, end);
    // 主要从事甲的研发、生产: what is done with it must follow.
    auto const behind = folded.substr(end, std::min<std::size_t>(8, within.end - end));
    auto const doing = *lead == u"主要从事" || *lead == u"主要进行";
    if (plain && names.size() < 2) continue;
    if (doing && !contains_any(behind, {u"生产", u"制造", u"研发", u"加工"})) continue;
    // 专业生产企业, 主要生产设备, 主要生产车间 name no product.
    for (auto const& name : names) {
      auto const words = folded.substr(name.begin, name.size());
      if (contains_any(words, {u"设备", u"车间", u"线", u"厂房", u"工艺", u"基地", u"原料", u"技术", u"业务", u"服务",
                               u"领域", u"指标"}) &&
          (*lead == u"主要生产" || *lead == u"专业生产") && name.begin == begin && words.size() <= 4)
        break;
      out.push_back(name);
    }
    at = std::max(at, end == 0 ? at : end - 1);
  }
  return out;
}

}  // namespace lianzhao::radar
