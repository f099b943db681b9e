#include "radar/name_index.h"

#include <algorithm>

#include "text/normalize.h"
#include "text/utf8.h"

namespace lianzhao::radar {

namespace {

constexpr std::size_t kMostCandidates = 20;

void strip_end(std::string& name, std::initializer_list<std::string_view> words) {
  for (auto const word : words) {
    if (name.size() > word.size() + 3 && name.ends_with(word)) {
      name.resize(name.size() - word.size());
      return;
    }
  }
}

/// A name without its legal form: 吉林四环制药有限公司 → 吉林四环制药.
std::string without_form(std::string name) {
  strip_end(name, {"股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "集团公司", "股份公司", "公司"});
  strip_end(name, {"集团", "控股"});
  return name;
}

/// Without the region in front: 吉林四环制药 → 四环制药, 吉林省万寿药业 →
/// 万寿药业. Nothing when there is none.
std::string without_region(std::string const& name) {
  for (std::string_view const mark : {"省", "市", "县"}) {
    auto const at = name.find(mark);
    if (at != std::string::npos && at >= 6 && at <= 12 && name.size() - at - 3 >= 6) return name.substr(at + 3);
  }
  // Two characters of a province or city, then at least four of the name.
  return text::count_code_points(name) >= 6 ? name.substr(6) : std::string{};
}

void add(std::unordered_map<std::string, std::vector<std::string>>& map, std::string const& form,
         std::string const& key) {
  if (text::count_code_points(form) < 2) return;
  auto& keys = map[form];
  if (keys.size() < kMostCandidates && std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
}

}  // namespace

NameIndex::NameIndex(std::vector<std::pair<std::string, std::string>> const& enterprises) {
  for (auto const& [key, name] : enterprises) {
    auto const form = text::name_match_form(name);
    add(by_full_, form, key);
    auto const bare = without_form(form);
    if (bare != form) add(by_short_, bare, key);
    if (auto const shorter = without_region(bare); text::count_code_points(shorter) >= 4) add(by_short_, shorter, key);
  }
}

std::vector<std::string> NameIndex::find(std::string_view name) const {
  auto const form = text::name_match_form(name);
  if (auto const found = by_full_.find(form); found != by_full_.end()) return found->second;
  for (auto const& candidate : {form, without_form(form)}) {
    if (auto const found = by_short_.find(candidate); found != by_short_.end()) return found->second;
  }
  return {};
}

void NameIndex::resolve(std::vector<ProjectEvent>& events) const {
  for (auto& event : events) {
    for (auto& enterprise : event.enterprises) {
      auto keys = find(enterprise.name);
      if (keys.size() == 1)
        enterprise.enterprise_key = keys.front();
      else
        enterprise.candidates = std::move(keys);
    }
  }
}

}  // namespace lianzhao::radar
