#include <algorithm>

#include "radar/event_reader.h"
#include "radar/names.h"

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
