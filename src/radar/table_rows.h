#pragma once

#include <vector>

#include "radar/blocks.h"

namespace lianzhao::radar {

/// Makes the cells of a row of data one line, tabs between them. Rows of a layout, whose cells hold several lines, stay
/// as they are.
void join_rows(Dom const&, std::vector<Block>&);

}  // namespace lianzhao::radar
