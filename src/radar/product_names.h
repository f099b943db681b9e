#pragma once

#include <string_view>
#include <vector>

#include "radar/sentences.h"

namespace lianzhao::radar {

/// Names of products that begin at `begin`, joined by 、 and 和, up to what is none. `end` is where they end.
std::vector<Span> products_from(std::u16string_view text, std::size_t begin, std::size_t limit, std::size_t& end);

/// Whether 、, 和, 及, 与 or 以及 stands at `at`; `behind` is where it ends.
bool is_joint(std::u16string_view text, std::size_t at, std::size_t limit, std::size_t& behind);

}  // namespace lianzhao::radar
