#include "text/simplified.h"

#include <gtest/gtest.h>

namespace lianzhao::text {
namespace {

TEST(Simplified, every_traditional_character_becomes_its_simpler_form) {
  EXPECT_EQ(simplified("龍華藥業（長春）ABC"), "龙华药业（长春）ABC");
  EXPECT_EQ(simplified("龙华药业"), "龙华药业");
  EXPECT_EQ(simplified(""), "");
  EXPECT_EQ(simple_character(u'a'), u'a');
}

TEST(Simplified, a_text_stays_as_long_and_what_is_no_text_stays_as_it_is) {
  for (std::string_view const text : {"臺灣𠮷野家", "乾安縣", "\xff龍\xe9"}) {
    EXPECT_EQ(simplified(text).size(), text.size()) << text;
    EXPECT_EQ(simplified(simplified(text)), simplified(text)) << text;
  }
}

}  // namespace
}  // namespace lianzhao::text
