#include "classify/node_activity.h"

#include <array>
#include <string_view>

namespace lianzhao::classify {

Activity node_activity(ChainNode const& node) {
  struct Telling {
    std::string_view word;
    Activity activity;
  };
  static constexpr std::array kTelling{
      Telling{"零售", Activity::kRetail}, Telling{"药店", Activity::kRetail},   Telling{"批发", Activity::kWholesale},
      Telling{"流通", Activity::kSell},   Telling{"分销", Activity::kSell},     Telling{"贸易", Activity::kSell},
      Telling{"销售", Activity::kSell},   Telling{"仓储", Activity::kStore},    Telling{"物流", Activity::kStore},
      Telling{"冷链", Activity::kStore},  Telling{"种植", Activity::kGrow},     Telling{"养殖", Activity::kGrow},
      Telling{"育种", Activity::kGrow},   Telling{"栽培", Activity::kGrow},     Telling{"服务", Activity::kServe},
      Telling{"检测", Activity::kServe},  Telling{"检验", Activity::kServe},    Telling{"维修", Activity::kServe},
      Telling{"医院", Activity::kServe},  Telling{"研发", Activity::kResearch}, Telling{"研究", Activity::kResearch},
      Telling{"租赁", Activity::kLease},
  };
  for (auto const& telling : kTelling) {
    if (node.name.find(telling.word) != std::string::npos) return telling.activity;
  }
  return Activity::kMake;
}

}  // namespace lianzhao::classify
