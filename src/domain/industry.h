#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace lianzhao {

/// A class of GB/T 4754-2017, 国民经济行业分类.
struct Industry {
  std::string code;    ///< "C", "27", "276", "2761"
  int level = 0;       ///< 1 section 门类, 2 division 大类, 3 group 中类, 4 class 小类
  std::string parent;  ///< code; empty for a section. May be a folded group, see IndustryTable
  std::string name;
  std::string remark;
};

/// The classification. Groups with a single class are folded into it: the standard's 271 is here as class 2710
/// whose parent is division 27. Immutable.
class IndustryTable {
 public:
  IndustryTable() = default;
  explicit IndustryTable(std::vector<Industry> industries);

  std::vector<Industry> const& industries() const { return industries_; }
  /// Of a code in either spelling: "271" and "2710" are one. nullptr when there is none.
  Industry const* find(std::string_view code) const;
  /// The nearest enclosing entry; nullptr for a section.
  Industry const* parent_of(Industry const&) const;
  /// Whether `code` is `enclosing` or lies in it; false when either is unknown.
  bool lies_in(std::string_view code, std::string_view enclosing) const;

 private:
  std::vector<Industry> industries_;
  std::unordered_map<std::string, std::size_t> by_code_;
};

}  // namespace lianzhao
