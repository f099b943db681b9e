#pragma once

#include <span>
#include <string_view>

#include "classify/activity.h"

namespace lianzhao::classify {

/// A word of an enterprise's name that tells its trade: 药店 sells, 制药厂 makes. Where a name has several, the one
/// that ends last counts, the longest of those.
struct TradeWord {
  std::string_view text;
  ActivitySet activities;
};

std::span<TradeWord const> trade_words();

/// Words of a name that speak of what most chains are not about: 装饰, 餐饮, 房地产. A chain that is about it has them
/// as words of its own.
std::span<std::string_view const> other_trade_words();

/// Forms of drugs. Traders name kinds of drugs (中成药), none but makers their forms.
std::span<std::string_view const> maker_words();

}  // namespace lianzhao::classify
