#pragma once

#include <optional>
#include <string_view>

#include "radar/sentences.h"
#include "radar/stages.h"

namespace lianzhao::radar {

/// Whether a stretch shows works going on there and then, though it names no stage: 塔吊林立, 工程量完成80%. Signs add
/// up, those of clauses that plan or describe count nothing. kConstruction with the words from the first sign to the
/// last, empty below `enough`; 1 is what a certain sign weighs. Pure.
std::optional<StageWords> find_works(std::u16string_view folded, Span within, double enough = 1);

}  // namespace lianzhao::radar
