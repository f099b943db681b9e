#include "serve/one_time_code.h"

#include <array>
#include <utility>

#include <gtest/gtest.h>

namespace lianzhao::serve {
namespace {

constexpr auto kRfcSecret = std::string_view{"12345678901234567890"};

// RFC 4226, appendix D.
TEST(OneTimeCode, counters_give_the_codes_of_rfc_4226) {
  constexpr std::array kCodes = {"755224", "287082", "359152", "969429", "338314",
                                 "254676", "287922", "162583", "399871", "520489"};
  for (std::size_t i = 0; i < kCodes.size(); ++i) {
    EXPECT_EQ(counter_code(kRfcSecret, static_cast<std::int64_t>(i), 6), kCodes[i]);
  }
}

// RFC 6238, appendix B, the rows of SHA-1.
TEST(OneTimeCode, times_give_the_codes_of_rfc_6238) {
  constexpr std::array<std::pair<std::int64_t, std::string_view>, 6> kRows = {{{59, "94287082"},
                                                                               {1111111109, "07081804"},
                                                                               {1111111111, "14050471"},
                                                                               {1234567890, "89005924"},
                                                                               {2000000000, "69279037"},
                                                                               {20000000000, "65353130"}}};
  for (auto const& [seconds, code] : kRows) {
    EXPECT_EQ(counter_code(kRfcSecret, code_step(seconds * 1000), 8), code) << seconds;
  }
}

TEST(OneTimeCode, a_code_is_good_for_its_step_and_its_neighbours_once) {
  auto const at = Instant{1'700'000'010'000};
  auto const step = code_step(at);
  EXPECT_EQ(matching_step(kRfcSecret, counter_code(kRfcSecret, step, 6), at, 0), step);
  EXPECT_EQ(matching_step(kRfcSecret, counter_code(kRfcSecret, step - 1, 6), at, 0), step - 1);
  EXPECT_EQ(matching_step(kRfcSecret, counter_code(kRfcSecret, step + 1, 6), at, 0), step + 1);
  EXPECT_FALSE(matching_step(kRfcSecret, counter_code(kRfcSecret, step - 2, 6), at, 0));
  EXPECT_FALSE(matching_step(kRfcSecret, counter_code(kRfcSecret, step, 6), at, step)) << "seen over a shoulder";
  EXPECT_FALSE(matching_step(kRfcSecret, "", at, 0));
  EXPECT_FALSE(matching_step(kRfcSecret, "1234567", at, 0));
}

// RFC 4648, section 10.
TEST(OneTimeCode, base32_is_that_of_rfc_4648_without_padding) {
  EXPECT_EQ(base32(""), "");
  EXPECT_EQ(base32("f"), "MY");
  EXPECT_EQ(base32("fo"), "MZXQ");
  EXPECT_EQ(base32("foob"), "MZXW6YQ");
  EXPECT_EQ(base32("foobar"), "MZXW6YTBOI");
}

TEST(OneTimeCode, names_do_not_break_out_of_the_uri) {
  auto const uri = otpauth_uri(kRfcSecret, "王&secret=A", "链招");
  EXPECT_EQ(uri.find("&secret=A"), std::string::npos);
  EXPECT_NE(uri.find("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), std::string::npos);
}

}  // namespace
}  // namespace lianzhao::serve
