#include "domain/industry.h"

#include <utility>

namespace lianzhao {

IndustryTable::IndustryTable(std::vector<Industry> industries) : industries_{std::move(industries)} {
  for (std::size_t i = 0; i < industries_.size(); ++i) by_code_.emplace(industries_[i].code, i);
  // The group of a single class has no entry of its own; its three digits mean that class.
  for (std::size_t i = 0; i < industries_.size(); ++i)
    if (industries_[i].level == 4) {
      auto const group = industries_[i].code.substr(0, 3);
      if (industries_[i].code == group + "0") by_code_.emplace(group, i);
    }
}

Industry const* IndustryTable::find(std::string_view code) const {
  auto const found = by_code_.find(std::string{code});
  return found == by_code_.end() ? nullptr : &industries_[found->second];
}

Industry const* IndustryTable::parent_of(Industry const& industry) const {
  auto parent = std::string_view{industry.parent};
  while (!parent.empty()) {
    auto const* const found = find(parent);
    if (found != nullptr && found != &industry) return found;
    if (parent.size() < 2) return nullptr;
    parent.remove_suffix(1);
  }
  return nullptr;
}

bool IndustryTable::lies_in(std::string_view code, std::string_view enclosing) const {
  auto const* const target = find(enclosing);
  if (target == nullptr) return false;
  for (auto const* at = find(code); at != nullptr; at = parent_of(*at))
    if (at == target) return true;
  return false;
}

}  // namespace lianzhao
