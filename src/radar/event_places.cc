#include <algorithm>

#include "radar/event_reader.h"
#include "radar/names.h"
#include "text/utf8.h"

namespace lianzhao::radar {

RegionCode EventReader::region_in(std::string const& words) const {
  return regions_ == nullptr || words.empty() ? kUnknownRegion : regions_->resolve_text(words);
}

/// The zone named nearest, and the region that it, the sentence without the names of enterprises, the title or the
/// medium tells.
void EventReader::add_place(ProjectEvent& event, Sentence const& sentence, Span mention) {
  auto zone = Span{};
  for (auto const& candidate : sentence.zones) {
    if (candidate.begin >= mention.begin && candidate.end <= mention.end) continue;
    zone = candidate;
  }
  if (zone.size() == 0) zone = paragraph_zone_;
  if (zone.size() > 0) {
    event.zone = utf8(zone);
    prove(event, "place", zone);
    event.region_code = region_in(event.zone);
  }
  if (event.region_code == kUnknownRegion && regions_ != nullptr) {
    // 上海鼎越公司 invests elsewhere: where an enterprise comes from is no place of the project.
    std::string words;
    auto at = sentence.span.begin;
    for (auto const& name : enterprises_in(sentence.span)) {
      words += utf8({at, name.begin});
      words += ',';
      at = name.end;
    }
    words += utf8({at, sentence.span.end});
    event.region_code = region_in(words);
  }
  if (event.region_code == kUnknownRegion) event.region_code = title_region_;
  if (zone.size() == 0) prove_region(event, sentence);
  offer_places(event, sentence);
  if (event.region_code != kUnknownRegion && regions_ != nullptr) {
    if (auto const* region = regions_->find(event.region_code)) event.place_name = region->name;
  }
  add_taught_place(event, sentence, mention);
}

/// The words of the sentence that name the region or one it lies in, 长春市朝阳区 as one, outside the names of
/// enterprises. None where the title or the medium alone tells it.
void EventReader::prove_region(ProjectEvent& event, Sentence const& sentence) {
  if (regions_ == nullptr) return;
  std::vector<std::u16string> names;  // the deepest first
  for (auto code = event.region_code; code != kUnknownRegion && code != kChina;) {
    auto const* const region = regions_->find(code);
    if (region == nullptr) break;
    auto characters = text::folded(region->name);
    names.emplace_back(characters.begin(), characters.end());
    auto const& whole = names.back();
    // 长春 is how people call 长春市.
    static constexpr std::u16string_view kEndings = u"省市区县旗州盟";
    if (whole.size() >= 3 && kEndings.find(whole.back()) != std::u16string_view::npos)
      names.emplace_back(whole.substr(0, whole.size() - 1));
    code = region->parent;
  }
  auto const companies = enterprises_in(sentence.span);
  auto const free = [&](Span words) {
    return std::none_of(companies.begin(), companies.end(),
                        [&](Span const& company) { return words.begin < company.end && company.begin < words.end; });
  };
  Span found;
  for (auto const& name : names) {
    for (auto at = text_.find(name, sentence.span.begin);
         at != std::u16string_view::npos && at + name.size() <= sentence.span.end; at = text_.find(name, at + 1)) {
      Span const words{at, at + name.size()};
      if (!free(words)) continue;
      if (found.size() == 0) {
        found = words;
      } else if (words.end == found.begin) {
        found.begin = words.begin;
      } else {
        continue;
      }
      break;
    }
  }
  if (found.size() > 0) prove(event, "place", found);
}

/// The counties that bear this name today, where several do; else none.
std::vector<RegionCode> const& EventReader::bearers_of(std::u16string_view name) {
  if (auto const known = bearers_.find(name); known != bearers_.end()) return known->second;
  std::vector<RegionCode> out;
  std::string wanted;
  for (auto const c : name) text::append_utf8(wanted, c);
  constexpr std::size_t kMost = 60;
  for (auto const* region : regions_->search(wanted, kMost)) {
    if (region->name == wanted && region_level(region->code) == RegionLevel::kCounty) out.push_back(region->code);
  }
  if (out.size() < 2) out.clear();
  std::sort(out.begin(), out.end());
  return bearers_.emplace(std::u16string{name}, std::move(out)).first->second;
}

/// Of places that bear one name those whose prefecture the text names, else those whose province it names; all of them
/// where it names none.
std::vector<RegionCode> const& EventReader::pointed_to(std::vector<RegionCode> const& places) {
  if (auto const known = named_.find(places); known != named_.end()) return known->second;
  auto const says = [&](Region const& region) {
    auto const stem = text::folded(region_stem(region.name));
    return text_.find(std::u16string_view{stem.data(), stem.size()}) != std::u16string_view::npos;
  };
  std::vector<RegionCode> by_city;
  std::vector<RegionCode> by_province;
  for (auto const code : places) {
    auto const path = regions_->path(code);
    if (path.size() >= 2 && says(*path[path.size() - 2]))
      by_city.push_back(code);
    else if (path.size() >= 2 && says(*path.front()))
      by_province.push_back(code);
  }
  auto out = !by_city.empty() ? by_city : !by_province.empty() ? by_province : places;
  return named_.emplace(places, std::move(out)).first->second;
}

/// 朝阳区 is one of Beijing and one of Changchun. What is known so far or the rest of the article decides; where it
/// does not, the places are offered and the region stays as far as it is known.
void EventReader::offer_places(ProjectEvent& event, Sentence const& sentence) {
  if (regions_ == nullptr || region_level(event.region_code) == RegionLevel::kCounty) return;
  static constexpr std::u16string_view kEndings = u"区县市旗";
  constexpr std::size_t kShortest = 3;
  constexpr std::size_t kLongest = 5;
  std::vector<Span> companies;
  auto looked = false;
  for (auto at = sentence.span.begin; at < sentence.span.end; ++at) {
    if (kEndings.find(text_[at]) == std::u16string_view::npos) continue;
    // 朝阳区域, 市区
    if (at + 1 < sentence.span.end &&
        std::u16string_view{u"域间块划场长委政"}.find(text_[at + 1]) != std::u16string_view::npos)
      continue;
    auto const least = std::max(sentence.span.begin, at >= kLongest ? at - kLongest + 1 : 0);
    for (auto begin = least; begin + kShortest <= at + 1; ++begin) {
      // 其中山区 is no 中山区: a name begins behind a mark, a preposition or another place.
      static constexpr std::u16string_view kBefore =
          u",。;:!? 、()“”\"·在于市省州至到往位赴由自从与和及向为是驻入的区县市对是讯";
      if (begin > sentence.span.begin && kBefore.find(text_[begin - 1]) == std::u16string_view::npos) continue;
      auto const name = text_.substr(begin, at + 1 - begin);
      auto const& all = bearers_of(name);
      if (all.empty()) continue;
      if (!looked) companies = enterprises_in(sentence.span);
      looked = true;
      auto const taken = std::any_of(companies.begin(), companies.end(),
                                     [&](Span const& company) { return begin < company.end && company.begin <= at; });
      if (taken) break;
      std::vector<RegionCode> inside;
      for (auto const code : all) {
        if (event.region_code == kUnknownRegion || event.region_code == kChina ||
            region_contains(event.region_code, code))
          inside.push_back(code);
      }
      if (inside.empty()) break;
      auto const& meant = inside.size() == 1 ? inside : pointed_to(inside);
      std::erase_if(event.evidence, [](Evidence const& e) { return e.field == "place"; });
      prove(event, "place", {begin, at + 1});
      if (meant.size() == 1)
        event.region_code = meant.front();
      else
        event.place_candidates = meant;
      return;
    }
  }
}

/// A place whose words people explained goes before what the rules make of the sentence.
void EventReader::add_taught_place(ProjectEvent& event, Sentence const& sentence, Span mention) {
  Span words;
  auto const* const taught = taught_.place(sentence.span, mention, event.region_code, words);
  if (taught == nullptr) return;
  std::erase_if(event.evidence, [](Evidence const& e) { return e.field == "place"; });
  prove(event, "place", words);
  event.zone = taught->key.empty() ? event.zone : utf8(words);
  event.zone_id = taught->key;
  event.region_code = taught->region_code;
  event.place_candidates.clear();
  event.place_name.clear();
  if (regions_ == nullptr) return;
  if (auto const* region = regions_->find(event.region_code)) event.place_name = region->name;
}

void EventReader::add_date(ProjectEvent& event, Sentence const& sentence, Span mention) {
  // What is still to come (预计明年初投产) dates the event only where nothing that was does.
  auto const to_come = [&](SaidDate const& date) { return published_ && date.from > *published_; };
  SaidDate const* best = nullptr;
  auto const all_to_come = std::all_of(sentence.dates.begin(), sentence.dates.end(), to_come);
  for (auto const& date : sentence.dates) {
    if (to_come(date) && !all_to_come) continue;
    if (best == nullptr || date.span.end <= mention.begin) best = &date;
  }
  if (best == nullptr) return;
  event.date = EventDate{format_day(best->from), format_day(best->to), utf8(best->span)};
  prove(event, "date", best->span);
}

}  // namespace lianzhao::radar
