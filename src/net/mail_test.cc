#include "net/mail.h"

#include <sstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testkit/mail_server.h"
#include "testkit/server_process.h"

namespace lianzhao::net {
namespace {

using testing::HasSubstr;
using testing::Not;

MailServer at(std::uint16_t port) {
  MailServer server;
  server.url = fmt::format("smtp://127.0.0.1:{}", port);
  server.from = "lianzhao@zone.test";
  server.from_name = "链招";
  return server;
}

TEST(Mail, arrives_as_it_was_written) {
  testkit::MailServer post;
  std::string text = "今日待办\n.\n一行只有一个点，还有很长的一行：";
  for (int i = 0; i < 500; ++i) text += "链";
  auto const sent = send_mail(at(post.port()), {"wang@zone.test", "3 件逾期", text});
  ASSERT_TRUE(sent) << sent.error().message;
  auto const received = post.received();
  ASSERT_EQ(received.size(), 1U);
  EXPECT_EQ(received[0].from, "lianzhao@zone.test");
  EXPECT_EQ(received[0].to, "wang@zone.test");
  EXPECT_EQ(received[0].text, text);
}

TEST(Mail, a_refused_receiver_is_told_with_what_the_server_said) {
  testkit::MailServer post;
  auto const sent = send_mail(at(post.port()), {"nobody@zone.test", "a", "b"});
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, "mail_refused");
  EXPECT_THAT(sent.error().message, HasSubstr("no such mailbox"));
  EXPECT_TRUE(post.received().empty());
}

TEST(Mail, a_server_that_is_not_there_is_no_exception) {
  auto const sent = send_mail(at(testkit::free_port()), {"wang@zone.test", "a", "b"});
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, "mail_unreachable");
}

TEST(Mail, neither_subject_nor_receiver_adds_lines_or_receivers) {
  testkit::MailServer post;
  ASSERT_TRUE(send_mail(at(post.port()), {"wang@zone.test", "a\r\nBcc: <li@zone.test>", "b"}));
  EXPECT_THAT(post.received()[0].head, Not(HasSubstr("\r\nBcc")));
  for (auto const* const to : {"wang@zone.test>\r\nRCPT TO:<li@zone.test", "wang", "@", "a@b,c@d", ""}) {
    auto const sent = send_mail(at(post.port()), {to, "a", "b"});
    ASSERT_FALSE(sent) << to;
    EXPECT_EQ(sent.error().code, "bad_mail_address");
  }
  EXPECT_EQ(post.received().size(), 1U);
}

// RFC 2047: at most 75 letters in an encoded word, no character cut in two; RFC 5322: 998 in a line.
TEST(Mail, a_long_subject_is_cut_between_characters) {
  std::string subject;
  for (int i = 0; i < 200; ++i) subject += i % 3 == 0 ? "a" : "链";
  auto const bytes = message_bytes(at(25), {"wang@zone.test", subject, "x"}, 1'700'000'000'000, "1");
  std::string decoded;
  std::istringstream lines{bytes.substr(bytes.find("Subject: ") + 9)};
  for (std::string line; std::getline(lines, line) && line.find("=?UTF-8?B?") != std::string::npos;) {
    auto const begin = line.find("=?UTF-8?B?");
    auto const word = line.substr(begin, line.rfind("?=") + 2 - begin);
    EXPECT_LE(word.size(), 75U);
    auto const part = testkit::decoded_base64(word.substr(10, word.size() - 12));
    EXPECT_NE(static_cast<unsigned char>(part.front()) & 0xc0U, 0x80U);
    decoded += part;
  }
  EXPECT_EQ(decoded, subject);
  EXPECT_THAT(bytes, HasSubstr("Date: Wed, 15 Nov 2023 06:13:20 +0800\r\n"));
}

}  // namespace
}  // namespace lianzhao::net
