#include "text/utf8.h"

#include <string>

#include <gtest/gtest.h>

namespace lianzhao::text {
namespace {

TEST(Utf8, every_code_point_survives_and_surrogates_do_not) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    std::string s;
    append_utf8(s, c);
    auto const surrogate = c >= 0xD800 && c <= 0xDFFF;
    ASSERT_EQ(is_utf8(s), !surrogate) << static_cast<unsigned>(c);
    if (surrogate) continue;
    std::size_t at = 0;
    ASSERT_EQ(next_code_point(s, at), c);
    ASSERT_EQ(at, s.size());
  }
}

TEST(Utf8, malformed_bytes_are_told_and_stepped_over_one_by_one) {
  for (std::string const bad :
       {"\xC0\x80", "\xE4\xB8", "\xF5\x80\x80\x80", "\x80", "\xED\xA0\x80", "abc\xFFxyz1234567"})
    EXPECT_FALSE(is_utf8(bad));
  EXPECT_EQ(count_code_points("\xE4\xB8"), 2U);
  EXPECT_EQ(count_code_points("中a\xFF"), 3U);
}

}  // namespace
}  // namespace lianzhao::text
