#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace lianzhao::classify {

/// A trade as people who sort enterprises speak of it: 光伏设备, and what goes by that name.
struct GlossaryEntry {
  std::vector<std::string_view> names;    ///< other words for the same come after the first
  std::vector<std::string_view> broader;  ///< what it is usually counted to: 电力设备, 新能源
  std::vector<std::string_view> things;   ///< what such enterprises make and do, as scopes say it
  std::vector<std::string_view> called;   ///< what stands in their names
};

/// `reference/industry_glossary.tsv`, compiled in: the project's own, of no taxonomy in particular.
std::span<GlossaryEntry const> glossary();

/// The entries that each label is named after, by the name itself or else by what is broader; an entry that some label
/// names itself is nobody else's. 水产养殖Ⅱ, 水产养殖业 and 农业/水产养殖 are one name. [labels]
std::vector<std::vector<GlossaryEntry const*>> glossary_of(std::span<std::string_view const> labels);

}  // namespace lianzhao::classify
