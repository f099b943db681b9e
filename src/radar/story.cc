#include "radar/story.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <set>
#include <unordered_map>

#include "kernel/hash.h"
#include "text/chinese_number.h"
#include "text/folded_text.h"

namespace lianzhao::radar {

namespace {

constexpr std::size_t kSketchSize = 128;
constexpr double kCopy = 0.5;            ///< shared pieces from which two texts are copies
constexpr double kAlike = 0.6;           ///< likeness from which two names can be one project's
constexpr double kSlightlyAlike = 0.35;  ///< … where much else agrees
constexpr double kSame = 0.65;           ///< sameness from which two events are of one project
constexpr double kOtherProvince = 0.7;   ///< what places that exclude each other take from sameness
constexpr double kOtherCity = 0.5;
constexpr double kOtherCounty = 0.3;
constexpr double kOtherInvestor = 0.15;
constexpr DayNumber kFarApart = 31;  ///< days from which two dates are not those of one happening

std::u16string letters_of(std::string_view utf8) {
  std::u16string out;
  for (auto const c : text::folded(utf8)) {
    auto const kept = (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'z') || c > 0x2E80;
    if (kept && (c < 0x3000 || c > 0x303F)) out.push_back(c);
  }
  return out;
}

std::vector<std::uint32_t> pairs_of(std::string_view name) {
  auto letters = letters_of(name);
  for (std::u16string_view const word :
       {u"有限公司", u"股份", u"项目", u"产业园", u"产业", u"生产", u"基地", u"建设", u"工程", u"一期", u"二期"}) {
    for (auto at = letters.find(word); at != std::u16string::npos; at = letters.find(word, at))
      letters.erase(at, word.size());
  }
  std::vector<std::uint32_t> pairs;
  for (std::size_t i = 0; i + 1 < letters.size(); ++i)
    pairs.push_back(static_cast<std::uint32_t>(letters[i]) << 16U | static_cast<std::uint32_t>(letters[i + 1]));
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

/// Disjoint sets with path halving.
class Sets {
 public:
  explicit Sets(std::size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), std::size_t{0}); }
  std::size_t find(std::size_t i) {
    while (parent_[i] != i) {
      parent_[i] = parent_[parent_[i]];
      i = parent_[i];
    }
    return i;
  }
  void join(std::size_t a, std::size_t b) {
    a = find(a);
    b = find(b);
    if (a != b) parent_[std::max(a, b)] = std::min(a, b);
  }
  std::vector<std::size_t> numbers() {
    std::unordered_map<std::size_t, std::size_t> number;
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < parent_.size(); ++i)
      out.push_back(number.emplace(find(i), number.size()).first->second);
    return out;
  }

 private:
  std::vector<std::size_t> parent_;
};

bool same_enterprise(ProjectEvent const& a, ProjectEvent const& b) {
  for (auto const& one : a.enterprises) {
    for (auto const& other : b.enterprises) {
      if (one.name.find(other.name) != std::string::npos || other.name.find(one.name) != std::string::npos) return true;
    }
  }
  return false;
}

/// Numbers by which things of one name are told apart: 第6号, 3标段, B地块.
std::set<std::u16string> ordinals_of(std::string_view name) {
  auto const characters = text::folded(name);
  std::u16string_view const text{characters.data(), characters.size()};
  std::set<std::u16string> found;
  for (std::size_t i = 0; i < text.size(); ++i) {
    text::WrittenNumber number;
    auto const end = text::read_number(text, i, number);
    if (end > i) {
      auto const rest = text.substr(end);
      auto const numbered = (i > 0 && text[i - 1] == u'第') || rest.starts_with(u"号") || rest.starts_with(u"號") ||
                            rest.starts_with(u"#") || rest.starts_with(u"标段");
      if (numbered && number.scale == 0) {
        auto const digits = std::to_string(number.digits);
        found.insert(std::u16string{digits.begin(), digits.end()});
      }
      i = end - 1;
    } else if (text[i] >= u'a' && text[i] <= u'z' && (i == 0 || text[i - 1] > 0x2E80)) {
      auto const rest = text.substr(i + 1);
      for (std::u16string_view const word : {u"区", u"地块", u"标段", u"座", u"栋", u"线", u"馆"}) {
        if (rest.starts_with(word)) found.insert(std::u16string{text[i]});
      }
    }
  }
  return found;
}

bool numbered_apart(std::string_view a, std::string_view b) {
  auto const one = ordinals_of(a);
  auto const other = ordinals_of(b);
  if (one.empty() || other.empty()) return false;
  return std::none_of(one.begin(), one.end(), [&](auto const& ordinal) { return other.contains(ordinal); });
}

/// What places that cannot both be right take from sameness; 0 where one may lie in the other or one is not known.
double places_apart(ProjectEvent const& a, ProjectEvent const& b) {
  if (a.region_code == kUnknownRegion || b.region_code == kUnknownRegion) return 0;
  if (region_contains(a.region_code, b.region_code) || region_contains(b.region_code, a.region_code)) return 0;
  if (province_of(a.region_code) != province_of(b.region_code)) return kOtherProvince;
  return city_of(a.region_code) != city_of(b.region_code) ? kOtherCity : kOtherCounty;
}

/// A company's name without what every company is called.
std::u16string company_core(std::string_view name) {
  auto letters = letters_of(name);
  for (std::u16string_view const word : {u"股份有限公司", u"有限责任公司", u"有限公司", u"公司", u"集团", u"股份"}) {
    for (auto at = letters.find(word); at != std::u16string::npos; at = letters.find(word, at))
      letters.erase(at, word.size());
  }
  return letters;
}

/// Whether both name who invests or builds, and none of one can be one of the other.
bool investors_differ(ProjectEvent const& a, ProjectEvent const& b) {
  auto const investors = [](ProjectEvent const& event) {
    std::vector<std::u16string> cores;
    for (auto const& each : event.enterprises) {
      if (each.role != EnterpriseRole::kInvestor && each.role != EnterpriseRole::kBuilder) continue;
      cores.push_back(company_core(each.name));
    }
    return cores;
  };
  auto const ours = investors(a);
  auto const theirs = investors(b);
  if (ours.empty() || theirs.empty()) return false;
  for (auto const& one : ours) {
    for (auto const& other : theirs) {
      if (one.find(other) != std::u16string::npos || other.find(one) != std::u16string::npos) return false;
    }
  }
  return true;
}

/// How surely two events are about one project: likeness of the names, what else agrees, and what does not: an
/// investment, places that exclude each other, who invests. From 0.65 they are.
double sameness(ProjectEvent const& a, ProjectEvent const& b) {
  auto const likeness = name_likeness(a.project, b.project);
  if (likeness < kSlightlyAlike || numbered_apart(a.project, b.project)) return 0;
  auto score = likeness;
  auto second = false;
  if (a.amount && b.amount && a.amount->currency == b.amount->currency) {
    auto const low = static_cast<double>(std::min(a.amount->value, b.amount->value));
    auto const high = static_cast<double>(std::max(a.amount->value, b.amount->value));
    if (low >= 0.9 * high) {
      score += 0.25;
      second = true;
    } else if (low < 0.7 * high && a.amount->kind == b.amount->kind) {
      score -= 0.3;
    }
  }
  if (same_enterprise(a, b)) {
    score += 0.15;
    second = true;
  } else if (investors_differ(a, b)) {
    score -= kOtherInvestor;
  }
  // A zone's name alone says little: there is a 高新区 in each province.
  auto const apart = places_apart(a, b);
  auto const near = apart == 0 && ((!a.zone.empty() && a.zone == b.zone) ||
                                   (a.region_code != kUnknownRegion && b.region_code != kUnknownRegion));
  score -= apart;
  if (near) {
    score += 0.1;
    second = true;
  }
  // The very same name is enough where it is long enough to be nobody else's.
  return second || (likeness > 0.95 && pairs_of(a.project).size() >= 4 && pairs_of(b.project).size() >= 4) ? score : 0;
}

/// Whether two projects of texts with one wording can be the same as far as their names and places go.
bool can_be_one(ProjectEvent const& a, ProjectEvent const& b) {
  return name_likeness(a.project, b.project) >= kAlike && !numbered_apart(a.project, b.project) &&
         places_apart(a, b) == 0;
}

bool is_named(ProjectEvent const& event) {
  return !event.group && !event.project.empty();
}

/// Whether two texts that share much of their wording speak of different projects: notices written to one pattern.
bool speak_of_others(Report const& a, Report const& b) {
  auto compared = false;
  for (auto const& one : a.events) {
    for (auto const& other : b.events) {
      if (!is_named(one) || !is_named(other)) continue;
      compared = true;
      if (can_be_one(one, other)) return false;
    }
  }
  return compared;
}

/// Whether the nearest counterparts of an event all say other facts of it.
bool is_contradicted(ProjectEvent const& event, std::vector<ProjectEvent> const& others) {
  auto most = 0.0;
  auto agreed = false;
  for (auto const& other : others) {
    if (!is_named(other) || !can_be_one(event, other)) continue;
    auto const likeness = name_likeness(event.project, other.project);
    if (likeness < most) continue;
    if (likeness > most) agreed = false;
    most = likeness;
    agreed = agreed || !facts_differ(event, other);
  }
  return most > 0 && !agreed;
}

std::vector<ProjectEvent const*> groups_of(Report const& report) {
  std::vector<ProjectEvent const*> groups;
  for (auto const& event : report.events) {
    if (event.group) groups.push_back(&event);
  }
  return groups;
}

/// Whether two texts of one wording tell other facts: what a later report says in the words of an earlier one.
bool tell_other_facts(Report const& a, Report const& b) {
  if (a.published && b.published && std::abs(*a.published - *b.published) > kFarApart) return true;
  for (auto const& event : a.events) {
    if (is_named(event) && is_contradicted(event, b.events)) return true;
  }
  // Groups have no names: as many in both texts are the same ones in their order.
  auto const ours = groups_of(a);
  auto const theirs = groups_of(b);
  if (ours.size() != theirs.size()) return false;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    if (facts_differ(*ours[i], *theirs[i])) return true;
  }
  return false;
}

void join_copies(std::vector<Report> const& reports, Sets& sets) {
  // Only texts that share one of their smallest hashes can be alike.
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> holders;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    auto const& hashes = reports[i].sketch.hashes;
    for (std::size_t k = 0; k < std::min<std::size_t>(16, hashes.size()); ++k) {
      auto& others = holders[hashes[k]];
      for (auto const other : others) {
        if (sets.find(other) != sets.find(i) && are_copies(reports[other], reports[i])) sets.join(other, i);
      }
      if (others.size() < 200) others.push_back(i);
    }
  }
}

}  // namespace

TextSketch sketch_of(std::string_view text) {
  auto const letters = letters_of(text);
  TextSketch out;
  for (std::size_t i = 0; i + 4 <= letters.size(); ++i)
    out.hashes.push_back(stable_hash({reinterpret_cast<char const*>(letters.data() + i), 4 * sizeof(char16_t)}));
  std::sort(out.hashes.begin(), out.hashes.end());
  out.hashes.erase(std::unique(out.hashes.begin(), out.hashes.end()), out.hashes.end());
  if (out.hashes.size() > kSketchSize) out.hashes.resize(kSketchSize);
  return out;
}

double resemblance(TextSketch const& a, TextSketch const& b) {
  std::size_t i = 0;
  std::size_t j = 0;
  std::size_t seen = 0;
  std::size_t both = 0;
  auto const size = std::min(kSketchSize, std::max(a.hashes.size(), b.hashes.size()));
  while (seen < size && i < a.hashes.size() && j < b.hashes.size()) {
    if (a.hashes[i] == b.hashes[j]) {
      ++both;
      ++i;
      ++j;
    } else if (a.hashes[i] < b.hashes[j]) {
      ++i;
    } else {
      ++j;
    }
    ++seen;
  }
  return seen == 0 ? 0 : static_cast<double>(both) / static_cast<double>(size);
}

double name_likeness(std::string_view a, std::string_view b) {
  auto const x = pairs_of(a);
  auto const y = pairs_of(b);
  if (x.empty() || y.empty()) return 0;
  std::vector<std::uint32_t> both;
  std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(both));
  // One name is often the other with the company in front: the shorter decides.
  return static_cast<double>(both.size()) / static_cast<double>(std::min(x.size(), y.size()));
}

std::vector<std::uint32_t> name_keys(std::string_view name) {
  return pairs_of(name);
}

bool one_project(ProjectEvent const& a, ProjectEvent const& b) {
  return !a.group && !b.group && !a.project.empty() && !b.project.empty() && sameness(a, b) >= kSame;
}

bool facts_differ(ProjectEvent const& a, ProjectEvent const& b) {
  if (a.stage != NewsStage::kUnknown && b.stage != NewsStage::kUnknown && a.stage != b.stage) return true;
  if (a.amount && b.amount && a.amount->kind == b.amount->kind &&
      (a.amount->value != b.amount->value || a.amount->currency != b.amount->currency))
    return true;
  if (a.land_m2 && b.land_m2 && *a.land_m2 != *b.land_m2) return true;
  if (a.building_m2 && b.building_m2 && *a.building_m2 != *b.building_m2) return true;
  if (a.jobs && b.jobs && a.jobs->value != b.jobs->value) return true;
  if (a.count && b.count && *a.count != *b.count) return true;
  if (!a.date || !b.date) return false;
  auto const ours = parse_day(a.date->from);
  auto const theirs = parse_day(b.date->from);
  return ours && theirs && std::abs(*ours - *theirs) > kFarApart;
}

bool tells_more(ProjectEvent const& later, ProjectEvent const& earlier) {
  return facts_differ(later, earlier) || (later.stage != NewsStage::kUnknown && earlier.stage == NewsStage::kUnknown) ||
         (later.amount && !earlier.amount);
}

bool are_copies(Report const& a, Report const& b) {
  return resemblance(a.sketch, b.sketch) >= kCopy && !speak_of_others(a, b) && !tell_other_facts(a, b);
}

std::vector<std::size_t> group_copies(std::vector<Report> const& reports) {
  Sets sets{reports.size()};
  join_copies(reports, sets);
  return sets.numbers();
}

std::vector<std::size_t> group_stories(std::vector<Report> const& reports) {
  Sets sets{reports.size()};
  join_copies(reports, sets);
  struct Place {
    std::size_t report;
    ProjectEvent const* event;
  };
  std::unordered_map<std::uint32_t, std::vector<Place>> by_pair;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    for (auto const& event : reports[i].events) {
      if (event.group || event.project.empty()) continue;
      for (auto const pair : pairs_of(event.project)) {
        auto& others = by_pair[pair];
        for (auto const& other : others) {
          if (sets.find(other.report) == sets.find(i)) continue;
          if (sameness(event, *other.event) >= kSame) sets.join(other.report, i);
        }
        if (others.size() < 500) others.push_back({i, &event});
      }
    }
  }
  return sets.numbers();
}

}  // namespace lianzhao::radar
