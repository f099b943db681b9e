#include "radar/story.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "kernel/hash.h"
#include "text/folded_text.h"

namespace lianzhao::radar {

namespace {

constexpr std::size_t kSketchSize = 128;
constexpr double kCopy = 0.5;            ///< shared pieces from which two texts are copies
constexpr double kAlike = 0.6;           ///< likeness from which two names can be one project's
constexpr double kSlightlyAlike = 0.35;  ///< … where much else agrees
constexpr double kSame = 0.65;           ///< sameness from which two events are of one project

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

/// How surely two events are about one project: likeness of the names, what else agrees, and an investment that does
/// not. From 0.65 they are.
double sameness(ProjectEvent const& a, ProjectEvent const& b) {
  auto const likeness = name_likeness(a.project, b.project);
  if (likeness < kSlightlyAlike) return 0;
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
  }
  auto const near = (!a.zone.empty() && a.zone == b.zone) ||
                    (a.region_code != kUnknownRegion &&
                     (region_contains(a.region_code, b.region_code) || region_contains(b.region_code, a.region_code)));
  if (near) {
    score += 0.1;
    second = true;
  }
  // The very same name is enough where it is long enough to be nobody else's.
  return second || (likeness > 0.95 && pairs_of(a.project).size() >= 4 && pairs_of(b.project).size() >= 4) ? score : 0;
}

/// Whether two texts that share much of their wording speak of different projects: notices written to one pattern.
bool speak_of_others(Report const& a, Report const& b) {
  auto compared = false;
  for (auto const& one : a.events) {
    for (auto const& other : b.events) {
      if (one.group || other.group || one.project.empty() || other.project.empty()) continue;
      compared = true;
      if (name_likeness(one.project, other.project) >= kAlike) return false;
    }
  }
  return compared;
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

bool are_copies(Report const& a, Report const& b) {
  return resemblance(a.sketch, b.sketch) >= kCopy && !speak_of_others(a, b);
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
