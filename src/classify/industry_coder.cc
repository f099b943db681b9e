#include "classify/industry_coder.h"

#include <algorithm>
#include <unordered_map>

#include "industry_tables.h"
#include "kernel/error.h"
#include "text/folded_text.h"

namespace lianzhao::classify {

namespace {

using Code = std::array<char, 5>;

std::vector<std::string_view> split(std::string_view text, std::string_view mark) {
  std::vector<std::string_view> parts;
  for (;;) {
    auto const at = text.find(mark);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + mark.size());
  }
}

Code code_of(std::string_view digits) {
  Code code{};
  if (digits.size() < code.size()) std::copy(digits.begin(), digits.end(), code.begin());
  return code;
}

std::uint16_t number_of(Code const& code) {
  std::uint16_t number = 0;
  for (auto const digit : code) {
    if (digit != 0) number = static_cast<std::uint16_t>(number * 10 + (digit - '0'));
  }
  return number;
}

/// What a class's name ends with tells what is done with the things it begins with: 中成药 | 生产.
struct Suffix {
  std::string_view text;
  Code IndustryWord::*column;
};
constexpr std::array kSuffixes{
    Suffix{"零售", &IndustryWord::retail}, Suffix{"批发", &IndustryWord::wholesale},
    Suffix{"制造业", &IndustryWord::make}, Suffix{"制造", &IndustryWord::make},
    Suffix{"加工", &IndustryWord::make},   Suffix{"生产", &IndustryWord::make},
    Suffix{"种植", &IndustryWord::make},   Suffix{"饲养", &IndustryWord::make},
    Suffix{"养殖", &IndustryWord::make},   Suffix{"开采", &IndustryWord::make},
    Suffix{"采选", &IndustryWord::make},   Suffix{"冶炼", &IndustryWord::make},
    Suffix{"制作", &IndustryWord::make},   Suffix{"服务", &IndustryWord::other},
    Suffix{"", &IndustryWord::other},
};

std::string_view table(std::string_view name) {
  for (auto const& file : embedded::industry_tables()) {
    if (file.name == name) return file.bytes;
  }
  LIANZHAO_ASSERT(false, "a table is not compiled in");
  return {};
}

}  // namespace

IndustryCoder::IndustryCoder() {
  std::unordered_map<std::string, std::size_t> index;
  auto const word = [&](std::string_view text) -> IndustryWord& {
    auto const [found, fresh] = index.emplace(std::string{text}, words_.size());
    if (fresh) words_.push_back({std::string{text}, {}, {}, {}, {}});
    return words_[found->second];
  };
  for (auto const line : split(table("industry_words.tsv"), "\n")) {
    auto const cells = split(line, "\t");
    if (cells.size() != 5 || cells[0] == "words") continue;
    for (auto const text : split(cells[0], "|")) {
      auto& to = word(text);
      to.make = code_of(cells[1]);
      to.wholesale = code_of(cells[2]);
      to.retail = code_of(cells[3]);
      to.other = code_of(cells[4]);
    }
  }
  // The standard's own names fill in what the list above does not say.
  for (auto const line : split(table("gbt4754_2017.tsv"), "\n")) {
    auto const cells = split(line, "\t");
    if (cells.size() < 4 || cells[1] != "4") continue;
    auto const name = cells[3];
    auto const* const suffix =
        std::find_if(kSuffixes.begin(), kSuffixes.end(), [&](Suffix const& s) { return name.ends_with(s.text); });
    std::string things{name.substr(0, name.size() - suffix->text.size())};
    for (std::string_view const mark : {"和", "及", "与"}) {
      for (auto at = things.find(mark); at != std::string::npos; at = things.find(mark))
        things.replace(at, mark.size(), "、");
    }
    for (auto const thing : split(things, "、")) {
      if (thing.starts_with("其他") || thing.starts_with("类似") || text::folded(thing).size() < 2) continue;
      auto& column = word(thing).*(suffix->column);
      if (column[0] == 0) column = code_of(cells[0]);
    }
  }
  // "-": what the standard's names would make of a word that names no trade (材料, 配件, 利用) is not to be.
  for (auto& known : words_) {
    for (auto* const column : {&known.make, &known.wholesale, &known.retail, &known.other}) {
      if ((*column)[0] == '-') *column = Code{};
    }
  }
}

IndustryGuess IndustryCoder::guess(std::span<Vote const> votes, ActivitySet trade, Buffers& b) const {
  constexpr auto kMaking =
      static_cast<ActivitySet>(bit(Activity::kMake) | bit(Activity::kProcess) | bit(Activity::kGrow));
  constexpr auto kSelling = static_cast<ActivitySet>(bit(Activity::kSell) | bit(Activity::kImportExport));
  constexpr std::uint8_t kName = 0;
  b.tallies.clear();
  auto total = 0.F;
  for (std::uint32_t i = 0; i < votes.size(); ++i) {
    auto const& vote = votes[i];
    // A longer word over the same place says it better: 医药公司, not 医药.
    auto const covered = [&](Vote const& other) {
      return other.field == vote.field && other.begin <= vote.begin && other.end >= vote.end &&
             other.end - other.begin > vote.end - vote.begin;
    };
    if ((i + 1 < votes.size() && covered(votes[i + 1])) || (i > 0 && covered(votes[i - 1])) ||
        (i + 2 < votes.size() && covered(votes[i + 2]))) {
      continue;
    }
    auto const& word = words_[vote.word];
    auto const said = vote.field == kName || vote.activities == 0 ? trade : vote.activities;
    auto const sells = (said & kSelling) != 0;
    auto const shop = (said & bit(Activity::kRetail)) != 0 || (trade & bit(Activity::kRetail)) != 0;
    auto weight = vote.field == kName ? 1.5F : vote.weight;
    Code code{};
    if ((said & kMaking) != 0 && word.make[0] != 0) {
      code = word.make;
    } else if (sells && shop && word.retail[0] != 0 && (said & bit(Activity::kWholesale)) == 0) {
      code = word.retail;
    } else if (sells && word.wholesale[0] != 0) {
      code = word.wholesale;
    } else if (word.other[0] != 0) {
      code = word.other;
    } else {
      // The word names a thing and nothing tells what is done with it.
      weight *= 0.4F;
      code = word.make[0] != 0 && !sells ? word.make : word.wholesale[0] != 0 ? word.wholesale : word.retail;
    }
    if (code[0] == 0 || weight <= 0) continue;
    auto const number = number_of(code);
    auto found = std::find_if(b.tallies.begin(), b.tallies.end(), [&](auto const& t) { return t.code == number; });
    if (found == b.tallies.end()) {
      b.tallies.push_back({number, 0, 0, i});
      found = b.tallies.end() - 1;
    }
    found->weight += weight;
    total += weight;
    if (weight > found->strongest) {
      found->strongest = weight;
      found->vote = i;
    }
  }
  IndustryGuess guess;
  if (b.tallies.empty()) return guess;
  b.divisions.fill(0);
  for (auto const& t : b.tallies) b.divisions[t.code / 100U] += t.weight;
  auto const* best = &b.tallies.front();
  for (auto const& t : b.tallies) {
    auto const division = b.divisions[t.code / 100U];
    auto const best_division = b.divisions[best->code / 100U];
    if (division > best_division || (division == best_division && t.weight > best->weight)) best = &t;
  }
  auto number = best->code;
  for (std::size_t i = 4; i-- > 0;) {
    guess.code[i] = static_cast<char>('0' + number % 10);
    number = static_cast<std::uint16_t>(number / 10);
  }
  guess.share = best->weight / total;
  auto const& vote = votes[best->vote];
  guess.field = vote.field;
  guess.begin = vote.begin;
  guess.end = vote.end;
  return guess;
}

}  // namespace lianzhao::classify
