#pragma once

#include <string>
#include <string_view>

namespace lianzhao::text {

/// The simpler form of an ideograph by ICU's table of traditional characters; itself where there is none. The tables of
/// the two ways of writing overlap (乾 is both 乾 and 干): good for comparing, not for showing.
char16_t simple_character(char16_t);

/// Every ideograph by its simpler form, one by one: 龍華藥業 → 龙华药业. As long as before, in bytes too.
std::string simplified(std::string_view utf8);

}  // namespace lianzhao::text
