#pragma once

#include <vector>

#include "radar/blocks.h"
#include "radar/dom.h"

namespace lianzhao::radar {

/// Marks what stands below a heading of readers' comments, up to the end of the element that holds both, as dropped;
/// only behind other text.
void drop_comments(Dom const&, std::vector<Block>&);

}  // namespace lianzhao::radar
