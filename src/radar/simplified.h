#pragma once

#include <vector>

#include "text/folded_text.h"

namespace lianzhao::radar {

/// Makes a folded text in traditional characters one in simplified ones, character for character, so that offsets
/// stay; 專案, as Taiwan calls a project, becomes 项目. A text in simplified characters is left as it is: one in which
/// fewer than one ideograph of thirty has a simpler form.
void simplify(std::vector<text::FoldedChar>& folded);

}  // namespace lianzhao::radar
