#include <algorithm>
#include <cmath>

#include "radar/event_reader.h"
#include "radar/money_kind.h"
#include "radar/project_names.h"
#include "radar/simplified.h"

namespace lianzhao::radar {

namespace {

constexpr std::size_t kReach = 200;  ///< events of one article a later one is held against

std::u16string folded_name(std::string_view name) {
  std::vector<text::FoldedChar> characters;
  text::fold(name, characters);
  simplify(characters);
  return {characters.begin(), characters.end()};
}

/// A name without quotes, blanks and 项目.
std::u16string core_of(std::string const& name) {
  auto const folded = folded_name(name);
  std::u16string out;
  static constexpr std::u16string_view kLeftOut = u"“”‘’《》「」『』\" ()、,的";
  for (auto const c : folded) {
    if (kLeftOut.find(c) == std::u16string_view::npos) out.push_back(c);
  }
  if (auto const at = out.find(u"项目"); at != std::u16string::npos && at > 0) out.erase(at, 2);
  return out;
}

/// 一期, 二期, 扩建: what tells works at one place apart.
std::u16string phase_of(std::u16string_view core) {
  for (std::u16string_view const word : {u"一期", u"二期", u"三期", u"四期", u"扩建", u"首期"}) {
    if (core.find(word) != std::u16string_view::npos) return std::u16string{word};
  }
  return {};
}

/// 凤冈县甲公司建设 → 甲公司: without the place in front and the verb behind.
std::u16string_view bare(std::u16string_view core) {
  if (core.ends_with(u"建设")) core.remove_suffix(2);
  for (std::size_t i = std::min<std::size_t>(core.size(), 8); i-- > 1;) {
    if (std::u16string_view{u"省市县区州镇乡"}.find(core[i]) == std::u16string_view::npos) continue;
    return core.size() > i + 5 ? core.substr(i + 1) : core;
  }
  return core;
}

bool is_subsequence(std::u16string_view part, std::u16string_view whole) {
  auto at = std::size_t{0};
  for (auto const c : whole) {
    if (at < part.size() && part[at] == c) ++at;
  }
  return at == part.size();
}

/// What is invested and what was signed for are one sum by two names.
bool is_whole_sum(AmountKind kind) {
  return kind == AmountKind::kTotalInvestment || kind == AmountKind::kContractTotal;
}

bool differ(std::optional<EventAmount> const& one, std::optional<EventAmount> const& other) {
  if (!one || !other) return false;
  if (one->kind != other->kind && !(is_whole_sum(one->kind) && is_whole_sum(other->kind))) return false;
  if (one->currency != other->currency) return true;
  auto const least = static_cast<double>(std::min(one->value, other->value));
  return std::abs(static_cast<double>(one->value) - static_cast<double>(other->value)) > 0.01 * least;
}

/// 年产5万吨碳酸锂 and 年产10万吨碳酸锂: one of a kind, and of another size.
bool differ(std::vector<EventCapacity> const& one, std::vector<EventCapacity> const& other) {
  if (one.size() != 1 || other.size() != 1) return false;
  auto const& a = one.front();
  auto const& b = other.front();
  return a.unit == b.unit && a.per == b.per && a.product == b.product && a.value != b.value &&
         a.qualifier == text::Qualifier::kExact && b.qualifier == text::Qualifier::kExact;
}

}  // namespace

/// The same project named again shorter or longer; the same number of projects counted again.
bool EventReader::are_same(std::size_t one, std::size_t other) const {
  auto const& a = events_[one];
  auto const& b = events_[other];
  if (a.group != b.group || differ(a.amount, b.amount) || differ(a.capacity, b.capacity)) return false;
  if (a.group) {
    if (!a.count || a.count != b.count) return false;
    if (a.stage != b.stage && a.stage != NewsStage::kUnknown && b.stage != NewsStage::kUnknown) return false;
    // 5个产业类项目、5个总部类项目: told apart in one sentence.
    if (homes_[one].begin == homes_[other].begin) return false;
    // 工业项目3个 and 农业项目3个 are not the same three.
    auto const& x = cores_[one];
    auto const& y = cores_[other];
    if (x == y) return true;
    auto const p = name_kind(x);
    auto const q = name_kind(y);
    auto const same_sum = a.amount && b.amount;  // no different one: see above
    // 开复工“三早”项目78个; 78个重点项目均开复工
    constexpr std::int64_t kMany = 20;
    if (*a.count > kMany && a.stage == b.stage && a.stage != NewsStage::kUnknown &&
        (p == NameKind::kGeneric || q == NameKind::kGeneric))
      return true;
    if (same_sum && *a.count > 3) return true;
    return p != NameKind::kNamed && q != NameKind::kNamed &&
           ((p == NameKind::kGeneric && q == NameKind::kGeneric) ||
            (same_sum && (p == NameKind::kGeneric || q == NameKind::kGeneric)));
  }
  if (a.project.empty() || b.project.empty()) return false;
  auto const& x = cores_[one];
  auto const& y = cores_[other];
  if (x == y) return true;
  auto const& part = x.size() < y.size() ? x : y;
  auto const& whole = x.size() < y.size() ? y : x;
  if (phase_of(part) != phase_of(whole) || name_kind(part) != NameKind::kNamed) return false;
  // 某某产业园 and 某某产业园甲生产基地: a park and a plant in it.
  auto const within =
      whole.starts_with(part) && whole.size() >= part.size() + 4 && ends_as_site(part) && ends_as_site(whole);
  if (within) return false;
  if (part.size() >= 4 && (whole.starts_with(part) || whole.ends_with(part))) return true;
  if (part.size() >= 5 && is_subsequence(part, whole) && whole.substr(0, 2) == part.substr(0, 2) &&
      whole.back() == part.back())
    return true;
  if (part.size() >= 8 && is_subsequence(part, whole) && whole.ends_with(part.substr(part.size() - 4))) return true;
  auto const p = bare(part);
  auto const q = bare(whole);
  if (p.size() >= 6 && q.size() >= 6 && (p.find(q) != std::u16string_view::npos || q.ends_with(p))) return true;
  // 天门项目, behind 航天锂电天门超级工厂项目
  auto const& shorter = x.size() < y.size() ? a : b;
  return part.size() >= 2 && part.size() < 4 && other - one <= 2 && !shorter.amount &&
         whole.find(part) != std::u16string::npos && shorter.project == b.project;
}

/// What `from` says more goes to `into`.
void EventReader::join(std::size_t into, std::size_t from) {
  auto& a = events_[into];
  auto& b = events_[from];
  auto const take = [&](char const* field) {
    std::erase_if(a.evidence, [&](Evidence const& e) { return e.field == field; });
    for (auto const& e : b.evidence) {
      if (e.field == field) a.evidence.push_back(e);
    }
  };
  if (!a.group && b.project.size() > a.project.size()) {
    a.project = b.project;
    cores_[into] = cores_[from];
    take("project");
  }
  if (b.amount && (!a.amount || rank(b.amount->kind) > rank(a.amount->kind))) {
    a.amount = b.amount;
    take("amount");
  }
  if (b.stage != NewsStage::kUnknown && (a.stage == NewsStage::kUnknown || a.stage < b.stage)) {
    a.stage = b.stage;
    stage_confidence_[into] = stage_confidence_[from];
    take("stage");
  }
  // 朝阳区 here, 长春市朝阳区 there.
  auto const& offered = a.place_candidates;
  if (std::find(offered.begin(), offered.end(), b.region_code) != offered.end()) {
    a.region_code = b.region_code;
    a.place_name = b.place_name;
    a.place_candidates.clear();
    take("place");
  }
  if (!a.land_m2 && b.land_m2) {
    a.land_m2 = b.land_m2;
    take("land_m2");
  }
  if (b.building_m2 && (!a.building_m2 || building_rank_[from] > building_rank_[into])) {
    a.building_m2 = b.building_m2;
    building_rank_[into] = building_rank_[from];
    take("building_m2");
  }
  if (b.jobs && (!a.jobs || (direct_jobs_.count(from) != 0 && direct_jobs_.count(into) == 0))) {
    a.jobs = b.jobs;
    take("jobs");
  }
  join_outputs(a, b);
  if (a.parts.empty() && !b.parts.empty()) {
    a.parts = b.parts;
    take("parts");
  }
  for (auto& enterprise : b.enterprises) {
    auto const known = std::any_of(a.enterprises.begin(), a.enterprises.end(),
                                   [&](EventEnterprise const& other) { return other.name == enterprise.name; });
    if (known) continue;
    for (auto const& e : b.evidence) {
      if (e.field == "enterprises" && e.text == enterprise.name) a.evidence.push_back(e);
    }
    a.enterprises.push_back(std::move(enterprise));
  }
  a.possible.insert(a.possible.end(), b.possible.begin(), b.possible.end());
  if (context_[into] == NewsStage::kUnknown) context_[into] = context_[from];
  if (auto const plan = own_plans_.find(from); plan != own_plans_.end()) own_plans_.emplace(into, plan->second);
  if (presented_.count(from) != 0) presented_.insert(into);
  if (sectors_.count(from) == 0) sectors_.erase(into);
  gone_.insert(from);
}

void EventReader::merge_same() {
  cores_.clear();
  for (auto const& event : events_) {
    if (!event.group) {
      cores_.push_back(core_of(event.project));
      continue;
    }
    // 9个重点项目: what is counted, without the number.
    auto said = event.evidence.empty() ? std::u16string{} : folded_name(event.evidence.front().text);
    std::erase_if(said, [](char16_t c) {
      return std::u16string_view{u"0123456789零一二两三四五六七八九十百大个 "}.find(c) != std::u16string_view::npos;
    });
    cores_.push_back(std::move(said));
  }
  for (std::size_t i = 1; i < events_.size(); ++i) {
    for (auto k = i > kReach ? i - kReach : 0; k < i; ++k) {
      if (gone_.count(k) != 0 || !are_same(k, i)) continue;
      join(k, i);
      break;
    }
  }
}

}  // namespace lianzhao::radar
