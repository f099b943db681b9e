#pragma once

#include <string_view>
#include <vector>

#include "radar/events.h"
#include "radar/sentences.h"

namespace lianzhao::radar {

/// Words that say how far along a project is.
struct StageWords {
  Span span;
  NewsStage stage = NewsStage::kUnknown;
  double confidence = 0;
};

/// From left to right. What is only planned (将于5月开工) or a condition (投产后, 建成达产后) is left out; 签约和洽谈
/// is kNegotiationOrSigned; 竣工验收准备 is still kConstruction.
std::vector<StageWords> find_stages(std::u16string_view folded, Span within);

/// The first stage of those a stretch says are still to come (将于5月开工); kUnknown where it speaks of none.
NewsStage planned_stage(std::u16string_view folded, Span within);

}  // namespace lianzhao::radar
