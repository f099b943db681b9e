#pragma once

#include <string_view>
#include <vector>

namespace lianzhao::radar {

/// A list of reference/output_words.tsv, longer words first.
std::vector<std::u16string_view> const& output_words(std::string_view list);

}  // namespace lianzhao::radar
