#include "text/any_word.h"

#include <array>

#include <gtest/gtest.h>

namespace lianzhao::text {

TEST(any_word, one_of_the_words_is_enough_where_it_is_looked_for) {
  EXPECT_TRUE(contains_any("本报讯 来源：省报", {"稿源：", "来源："}));
  EXPECT_FALSE(contains_any("本报讯", {"稿源：", "来源："}));
  EXPECT_TRUE(starts_with_any("来源：省报", {"稿源：", "来源："}));
  EXPECT_FALSE(starts_with_any("本报讯 来源：省报", {"稿源：", "来源："}));
  EXPECT_TRUE(ends_with_any("更多请看 阅读全文", {"阅读全文"}));
  EXPECT_FALSE(ends_with_any("阅读全文 更多", {"阅读全文"}));
  constexpr std::array<std::string_view, 2> kKept = {"吊销", "注销"};
  EXPECT_TRUE(contains_any("已注销", kKept));
  EXPECT_FALSE(contains_any("存续", kKept));
}

}  // namespace lianzhao::text
