#include "domain/region_reading.h"

#include <algorithm>

namespace lianzhao {

namespace {

constexpr std::size_t kHan = 3;  ///< bytes of a Chinese character

bool one_of(std::string_view text, std::size_t at, std::string_view characters) {
  if (at + kHan > text.size()) return false;
  auto const wanted = text.substr(at, kHan);
  for (std::size_t i = 0; i + kHan <= characters.size(); i += kHan) {
    if (characters.substr(i, kHan) == wanted) return true;
  }
  return false;
}

/// Whether a short name that ends at `at` is only part of a longer one: of a street or village (南京路, 长春大街,
/// 上海西路), or of a region that several places have (朝阳 in 朝阳区).
bool is_cut_short(std::string_view text, std::size_t at) {
  return one_of(text, at, "路街道巷弄胡桥村镇乡屯坊里庄湾湖峡区县市省州盟旗") ||
         (one_of(text, at, "东西南北中大一二三四五六环") && one_of(text, at + kHan, "路街道巷弄村"));
}

/// Whether a development zone is named after what ends at `at`: 上虞经济开发区, 普兰店经济开发区.
bool names_a_zone(std::string_view text, std::size_t at) {
  auto const rest = text.substr(at);
  for (auto const* word : {"经济", "高新", "高技术", "工业园", "工业区", "开发区", "产业"}) {
    if (rest.starts_with(word)) return true;
  }
  return false;
}

bool follows_a_bracket(std::string_view text, std::size_t from) {
  if (from >= 1 && text[from - 1] == '(') return true;
  return from >= kHan && text.substr(from - kHan, kHan) == "（";
}

/// 城区, 郊区, 市区, 通县: so short that it counts only right after the region it lies in.
bool generic(std::string_view name) {
  return name == "市中区" || name == "市辖区" || name == "市郊区" ||
         (name.size() <= 2 * kHan && (name.ends_with("区") || name.ends_with("县")));
}

RegionCode common_ancestor(RegionCode a, RegionCode b) {
  if (a == b) return a;
  if (region_contains(a, b)) return a;
  if (region_contains(b, a)) return b;
  if (city_of(a) == city_of(b)) return city_of(a);
  if (province_of(a) == province_of(b)) return province_of(a);
  return kChina;
}

}  // namespace

bool RegionReading::fits(NameSense const& sense) const {
  if (current_ == kChina) return true;
  if (sense.code != current_ && region_contains(current_, sense.code)) return true;
  return sense.within != kUnknownRegion && region_contains(current_, sense.within);
}

bool RegionReading::allowed(NameSense const& sense, std::size_t from, std::size_t end) const {
  auto const whole = from == 0 && end == text_.size();
  if (whole) return true;
  auto const level = region_level(sense.code);
  auto const contiguous = from == next_;
  if (sense.whole_only && !(contiguous && current_ != kChina && names_a_zone(text_, end))) return false;
  if (sense.rank == NameRank::kShort) {
    if (is_cut_short(text_, end)) return false;
    if (level != RegionLevel::kCounty) return contiguous || follows_a_bracket(text_, from);
    return contiguous && (current_ != kChina || (from == 0 && sense.may_begin));
  }
  if (generic(text_.substr(from, end - from))) return contiguous && current_ != kChina;
  // 高新北区 in a text that has said nothing yet is not 新北区 of 常州.
  if (current_ == kChina && !contiguous && text_.substr(from, end - from).ends_with("区")) return false;
  // 合作区 is a variant of 合作市, and in 经济合作区 it is not.
  return sense.rank != NameRank::kVariant || contiguous;
}

bool RegionReading::corrects(NameSense const& sense, std::size_t from) const {
  if (sense.rank == NameRank::kShort || from != next_) return false;
  auto const level = region_level(sense.code);
  // The text begins with a province or a city that the columns do not know: people move, columns stay.
  if (!read_any_ && given_ != kUnknownRegion && from == 0) {
    return sense.rank == NameRank::kToday && level != RegionLevel::kCounty && !region_contains(sense.code, current_);
  }
  if (!read_any_ || province_of(sense.code) != province_of(current_)) return false;
  // 吉林长春市: the short name was the province after all.
  if (by_short_ && region_level(current_) == RegionLevel::kCity) {
    return sense.rank == NameRank::kToday && level != RegionLevel::kProvince;
  }
  // 巢湖市无为县: 巢湖 was a prefecture when this was written.
  return was_city_ && region_level(current_) == RegionLevel::kCounty && level == RegionLevel::kCounty;
}

RegionReading::Verdict RegionReading::weigh(std::size_t from, NameTrie::Match const& match, NameSense& chosen) const {
  auto const counts = [&](NameSense const& sense) { return fits(sense) && allowed(sense, from, match.end); };
  auto best = NameRank::kShort;
  auto any = false;
  auto repeats = false;
  for (auto i = match.first; i < match.last; ++i) {
    auto const& sense = trie_.sense(i);
    repeats = repeats || (from == next_ && region_contains(sense.code, current_) && allowed(sense, from, match.end));
    if (!counts(sense)) continue;
    best = any ? std::min(best, sense.rank) : sense.rank;
    any = true;
  }
  // Where nothing is known yet, a place that once bore the name is as likely as the one that bears it.
  auto const last = current_ == kChina && best == NameRank::kToday ? NameRank::kFormer : best;
  auto common = kUnknownRegion;
  for (auto i = match.first; i < match.last; ++i) {
    auto const& sense = trie_.sense(i);
    if (sense.rank < best || sense.rank > last || !counts(sense)) continue;
    auto const larger = common != kUnknownRegion && region_level(sense.code) < region_level(common);
    auto const smaller = common != kUnknownRegion && region_level(sense.code) > region_level(common);
    if (common == kUnknownRegion || (larger && sense.rank == best)) {
      // 吉林 and 朝阳 are also cities: of several places the larger one is meant, and what follows may go deeper.
      chosen = sense;
      common = sense.code;
    } else if (!smaller && !larger) {
      common = common_ancestor(common, sense.code);
      chosen.code = common;
    }
  }
  // 新乡市新乡医学院 says the city twice, not its county.
  if (any && repeats && best == NameRank::kShort && region_level(common) == RegionLevel::kCounty)
    return Verdict::kRepeat;
  if (any && common != kChina && common != current_) return Verdict::kDeeper;
  for (auto i = match.first; i < match.last; ++i) {
    auto const& sense = trie_.sense(i);
    if (!corrects(sense, from)) continue;
    chosen = sense;
    return Verdict::kDeeper;
  }
  if (repeats) return Verdict::kRepeat;
  return any ? Verdict::kAmbiguous : Verdict::kNo;
}

void RegionReading::take(NameSense const& sense, std::size_t from, std::size_t end) {
  if (!read_any_) found_.begin = from;
  found_.end = end;
  if (given_ != kUnknownRegion && !region_contains(given_, sense.code) && sense.within == kUnknownRegion) {
    found_.contradicts = true;
  }
  current_ = sense.code;
  by_short_ = sense.rank == NameRank::kShort;
  was_city_ = sense.city_before;
  read_any_ = true;
}

RegionReading::Verdict RegionReading::step(std::size_t from) {
  std::array<NameTrie::Match, NameTrie::kMaxNested> matches;
  for (auto count = trie_.match(text_, from, matches); count-- > 0;) {
    auto const& match = matches[count];
    NameSense chosen;
    auto const verdict = weigh(from, match, chosen);
    if (verdict == Verdict::kNo) continue;
    if (verdict == Verdict::kAmbiguous) {
      // 朝阳区 of whichever city is not 朝阳.
      resume_ = match.end;
      return verdict;
    }
    if (verdict == Verdict::kDeeper) {
      // Whether this spelling was a prefecture's is a property of the name, whichever sense was taken.
      for (auto i = match.first; i < match.last; ++i) chosen.city_before |= trie_.sense(i).city_before;
      take(chosen, from, match.end);
    } else {
      if (!read_any_) found_.begin = from;
      found_.end = match.end;
      read_any_ = true;
    }
    next_ = resume_ = match.end;
    return verdict;
  }
  return Verdict::kNo;
}

RegionInText RegionReading::read() {
  while (resume_ < text_.size()) {
    auto const from = resume_;
    auto const at_county = read_any_ && region_level(current_) == RegionLevel::kCounty;
    if (at_county && from != next_) break;
    auto const verdict = step(from);
    if (verdict == Verdict::kNo) {
      resume_ = from + unit_at(text_, from).second;
      continue;
    }
    // 青岛市南区 saves a character: 市 belongs to both names.
    if (text_.substr(from, resume_ - from).ends_with("市") && region_level(current_) != RegionLevel::kCounty &&
        one_of(text_, resume_, "中南北") && one_of(text_, resume_ + kHan, "区")) {
      auto const kept = resume_;
      next_ = resume_ = kept - kHan;
      if (step(resume_) != Verdict::kDeeper) next_ = resume_ = kept;
    }
  }
  found_.code = current_ == kChina && given_ == kUnknownRegion ? kUnknownRegion : current_;
  return found_;
}

}  // namespace lianzhao
