#include "net/mail.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <ctime>
#include <memory>

#include <curl/curl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>

namespace lianzhao::net {

namespace {

std::string base64(std::string_view bytes) {
  static constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    auto const byte = [&](std::size_t at) -> unsigned {
      return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
    };
    auto const bits = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    text += kLetters[bits >> 18 & 63U];
    text += kLetters[bits >> 12 & 63U];
    text += i + 1 < bytes.size() ? kLetters[bits >> 6 & 63U] : '=';
    text += i + 2 < bytes.size() ? kLetters[bits & 63U] : '=';
  }
  return text;
}

/// Encoded words of whole characters, at most 75 letters each; folded, so that no line is too long.
std::string encoded_words(std::string_view text) {
  constexpr std::size_t kMost = 45;  // bytes, 60 letters in base 64
  std::string out;
  for (std::size_t begin = 0; begin < text.size();) {
    auto end = std::min(text.size(), begin + kMost);
    while (end < text.size() && end > begin + 1 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
    if (!out.empty()) out += "\r\n ";
    out += "=?UTF-8?B?" + base64(text.substr(begin, end - begin)) + "?=";
    begin = end;
  }
  return out;
}

std::string in_lines(std::string const& text, std::size_t width) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += width) out += text.substr(i, width) + "\r\n";
  return out;
}

bool plain_address(std::string_view address) {
  auto const at = address.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < address.size() && address.size() <= 254 &&
         std::all_of(address.begin(), address.end(), [](char c) {
           return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7f && c != '<' &&
                  c != '>' && c != ',' && c != ';' && c != '"';
         });
}

struct Reading {
  std::string_view left;
};

std::size_t give(char* to, std::size_t size, std::size_t count, void* from) {
  auto& reading = *static_cast<Reading*>(from);
  auto const taken = std::min(reading.left.size(), size * count);
  std::memcpy(to, reading.left.data(), taken);
  reading.left.remove_prefix(taken);
  return taken;
}

/// Keeps the first line with which the server refuses (RFC 5321, section 4.2.1: 4yz and 5yz), else the last one: after
/// a refusal it still says good-bye.
std::size_t hear(char const* line, std::size_t size, std::size_t count, void* said) {
  auto const text = std::string_view{line, size * count};
  auto& kept = *static_cast<std::string*>(said);
  auto const refused = kept.starts_with('4') || kept.starts_with('5');
  if (!refused) kept.assign(text.substr(0, text.find_last_not_of("\r\n") + 1));
  return size * count;
}

}  // namespace

std::string message_bytes(MailServer const& server, Mail const& mail, Instant at, std::string_view id) {
  auto const seconds = static_cast<std::time_t>(at / 1000) + std::time_t{8} * 3600;
  auto const date = fmt::format("{:%a, %d %b %Y %H:%M:%S} +0800", fmt::gmtime(seconds));
  auto const host = server.from.substr(server.from.find('@') + 1);
  auto head = fmt::format("Date: {}\r\nFrom: {} <{}>\r\nTo: <{}>\r\nMessage-ID: <{}@{}>\r\nSubject: {}\r\n", date,
                          encoded_words(server.from_name), server.from, mail.to, id, host, encoded_words(mail.subject));
  // RFC 3834: out-of-office answers stay away.
  head +=
      "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\n";
  return head + in_lines(base64(mail.text), 76);
}

Result<void> send_mail(MailServer const& server, Mail const& mail) {
  if (!plain_address(mail.to) || !plain_address(server.from)) {
    return Error{ErrorKind::kInvalidInput, "bad_mail_address",
                 fmt::format("\"{}\" or \"{}\" is no mail address", mail.to, server.from)};
  }
  static std::atomic<unsigned> count = 0;
  auto const bytes = message_bytes(server, mail, now(), fmt::format("{}.{}", now(), ++count));
  auto const curl = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>{curl_easy_init(), &curl_easy_cleanup};
  auto const receivers = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>{
      curl_slist_append(nullptr, fmt::format("<{}>", mail.to).c_str()), &curl_slist_free_all};
  Reading reading{bytes};
  std::string said;
  std::array<char, CURL_ERROR_SIZE> problem{};
  auto* const c = curl.get();
  curl_easy_setopt(c, CURLOPT_URL, server.url.c_str());
  curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(c, CURLOPT_PROXY, "");
  curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, static_cast<long>(server.whole.count() * 1000));
  curl_easy_setopt(c, CURLOPT_USE_SSL,
                   static_cast<long>(server.require_tls || !server.password.empty() ? CURLUSESSL_ALL : CURLUSESSL_TRY));
  if (!server.user.empty()) {
    curl_easy_setopt(c, CURLOPT_USERNAME, server.user.c_str());
    curl_easy_setopt(c, CURLOPT_PASSWORD, server.password.c_str());
  }
  curl_easy_setopt(c, CURLOPT_MAIL_FROM, fmt::format("<{}>", server.from).c_str());
  curl_easy_setopt(c, CURLOPT_MAIL_RCPT, receivers.get());
  curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(c, CURLOPT_READFUNCTION, &give);
  curl_easy_setopt(c, CURLOPT_READDATA, &reading);
  curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, &hear);
  curl_easy_setopt(c, CURLOPT_HEADERDATA, &said);
  curl_easy_setopt(c, CURLOPT_ERRORBUFFER, problem.data());
  auto const code = curl_easy_perform(c);
  if (code == CURLE_OK) return {};
  long answer = 0;
  curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &answer);
  if (answer >= 400) {
    return Error{ErrorKind::kUnavailable, "mail_refused",
                 fmt::format("{} refuses mail to {}: {}", server.url, mail.to, said)};
  }
  return Error{ErrorKind::kUnavailable, "mail_unreachable",
               fmt::format("{} takes no mail: {}", server.url,
                           problem[0] ? std::string_view{problem.data()} : curl_easy_strerror(code))};
}

}  // namespace lianzhao::net
