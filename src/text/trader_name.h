#pragma once

#include <string>
#include <string_view>

namespace lianzhao::text {

/// The name of a sole trader (个体工商户) for showing: where what stands behind the place begins with one of the
/// hundred commonest surnames, up to two characters after it become ＊, for it may be a person's name. At least two
/// characters at the end stay. The length in code points stays, so that spans found in the name still fit. Masks too
/// much rather than too little: 金龙饭店 becomes 金＊饭店.
std::string masked_trader_name(std::string_view registered_name);

}  // namespace lianzhao::text
