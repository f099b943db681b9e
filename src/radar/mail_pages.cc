// Mails, mailboxes and MHTML archives.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "radar/decode.h"
#include "radar/page_sources.h"
#include "radar/publication.h"

namespace lianzhao::radar {

namespace {

constexpr int kDeepestPart = 5;
constexpr std::size_t kMostParts = 1'000;

std::string base64(std::string_view text) {
  std::string out;
  std::uint32_t bits = 0;
  auto count = 0;
  for (auto const c : text) {
    auto value = -1;
    if (c >= 'A' && c <= 'Z')
      value = c - 'A';
    else if (c >= 'a' && c <= 'z')
      value = c - 'a' + 26;
    else if (c >= '0' && c <= '9')
      value = c - '0' + 52;
    else if (c == '+' || c == '-')
      value = 62;
    else if (c == '/' || c == '_')
      value = 63;
    if (value < 0) continue;
    bits = (bits << 6U) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out.push_back(static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xFFU));
    }
  }
  return out;
}

std::string quoted_printable(std::string_view text) {
  auto const hex = [](char c) {
    return c >= '0' && c <= '9' ? c - '0'
                                : (c >= 'A' && c <= 'F' ? c - 'A' + 10 : (c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1));
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      out.push_back(text[i]);
    } else if (i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      out.push_back(static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2])));
      i += 2;
    } else {
      while (i + 1 < text.size() && text[i] != '\n') ++i;  // a soft line end
    }
  }
  return out;
}

/// =?utf-8?B?…?= in a header.
std::string header_text(std::string const& value) {
  std::string out;
  std::size_t at = 0;
  while (at < value.size()) {
    auto const begin = value.find("=?", at);
    if (begin == std::string::npos) break;
    auto const first = value.find('?', begin + 2);
    auto const second = first == std::string::npos ? first : value.find('?', first + 1);
    auto const end = second == std::string::npos ? second : value.find("?=", second + 1);
    if (end == std::string::npos) break;
    auto const between = trimmed(std::string_view{value}.substr(at, begin - at));
    out += between;
    auto const content = std::string_view{value}.substr(second + 1, end - second - 1);
    auto const coding = value[first + 1];
    auto const raw = coding == 'B' || coding == 'b' ? base64(content) : quoted_printable(content);
    out += decode_page(raw, value.substr(begin + 2, first - begin - 2));
    at = end + 2;
  }
  return out + value.substr(std::min(at, value.size()));
}

/// Where a line "--boundary" begins, from `at` on.
std::size_t delimiter(std::string_view body, std::string_view mark, std::size_t at) {
  for (at = body.find(mark, at); at != std::string_view::npos; at = body.find(mark, at + 1)) {
    auto const behind = body.substr(at + mark.size(), 2);
    auto const ends = behind.empty() || behind == "--" || behind.front() == '\r' || behind.front() == '\n' ||
                      behind.front() == ' ' || behind.front() == '\t';
    if (ends && (at == 0 || body[at - 1] == '\n')) return at;
  }
  return at;
}

/// What parts a message, where its header does not say it: the first line of two dashes that stands there again.
std::string guessed_mark(std::string_view body) {
  for (std::size_t at = 0; at < body.size();) {
    auto const end = std::min(body.find('\n', at), body.size());
    auto line = body.substr(at, end - at);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (line.starts_with("--") && line.size() > 2 && delimiter(body, line, end) != std::string_view::npos)
      return std::string{line};
    at = end + 1;
  }
  return {};
}

std::vector<std::string_view> parts_of(std::string_view body, std::string const& type) {
  std::vector<std::string_view> parts;
  auto mark = parameter(type, "boundary");
  mark = mark.empty() ? guessed_mark(body) : "--" + mark;
  if (mark.empty()) return parts;
  for (auto at = delimiter(body, mark, 0); at != std::string_view::npos && parts.size() < kMostParts;) {
    auto const begin = at + mark.size();
    if (body.substr(begin).starts_with("--")) break;
    auto const end = delimiter(body, mark, begin);
    auto content = body.substr(begin, (end == std::string_view::npos ? body.size() : end) - begin);
    while (!content.empty() && (content.front() == '\r' || content.front() == '\n')) content.remove_prefix(1);
    parts.push_back(content);
    at = end;
  }
  return parts;
}

std::string name_of(Headed const& part) {
  auto name = parameter(part.get("content-disposition"), "filename");
  if (name.empty()) name = parameter(part.get("content-type"), "name");
  return header_text(name);
}

bool is_attachment(Headed const& part) {
  return lower(part.get("content-disposition")).starts_with("attachment");
}

/// One message and what hangs on it.
class Mail {
 public:
  Mail(OnPage const& on_page, OnTrouble const& on_trouble) : on_page_{on_page}, on_trouble_{on_trouble} {}

  void read(std::string_view bytes, int depth) {
    auto const mail = headed(bytes);
    text_.reset();
    html_.reset();
    attached_.clear();
    forwarded_.clear();
    walk(bytes, depth);
    auto const given = std::move(attached_);
    auto const inner = std::move(forwarded_);
    auto const subject = header_text(mail.get("subject"));
    auto const date = find_date(mail.get("date"));
    auto page = html_ ? std::move(html_) : std::move(text_);
    if (page) {
      page->title = subject;
      page->published = date;
      if (page->url.empty()) page->url = mail.get("snapshot-content-location");
      on_page_(*page);
    } else if (given.empty() && inner.empty()) {
      report(on_trouble_, "mail_unread",
             fmt::format("the mail \"{}\" has no text or HTML part that can be read", subject));
    }
    for (auto one : given) {
      one.published = date;
      on_page_(one);
    }
    for (auto const one : inner) {
      if (depth >= kDeepestPart) {
        report(on_trouble_, "mail_too_deep",
               fmt::format("a mail inside the mail \"{}\" lies too deep; save it as a file of its own", subject));
        continue;
      }
      read(one, depth + 1);
    }
  }

 private:
  void walk(std::string_view bytes, int depth) {
    auto const part = headed(bytes);
    auto const type = part.get("content-type");
    auto const small = lower(type);
    if (small.starts_with("multipart/")) {
      if (depth >= kDeepestPart) return;
      for (auto const one : parts_of(part.body, type)) walk(one, depth + 1);
      return;
    }
    if (small.starts_with("message/rfc822")) {
      forwarded_.push_back(part.body);
      return;
    }
    auto const html = small.starts_with("text/html") || small.starts_with("application/xhtml");
    auto const plain = small.starts_with("text/plain") || small.empty();
    if (!html && !plain) {
      if (!is_attachment(part)) return;  // the pictures and styles of a saved page
      report(on_trouble_, "attachment_unread",
             fmt::format("the attachment \"{}\" ({}) is neither text nor HTML; it was left out", name_of(part),
                         type.substr(0, type.find(';'))));
      return;
    }
    if (is_attachment(part)) {
      attached_.push_back(page_of(part, type));
    } else if (html && !html_) {
      html_ = page_of(part, type);
    } else if (plain && !text_) {
      text_ = page_of(part, type);
    }
  }

  static FoundPage page_of(Headed const& part, std::string const& type) {
    FoundPage page;
    auto const coding = lower(part.get("content-transfer-encoding"));
    auto const body = part.body.substr(0, kMostPageBytes);
    page.bytes =
        coding == "base64" ? base64(body) : (coding == "quoted-printable" ? quoted_printable(body) : std::string{body});
    page.charset = parameter(type, "charset");
    page.url = part.get("content-location");
    return page;
  }

  OnPage const& on_page_;
  OnTrouble const& on_trouble_;
  std::optional<FoundPage> text_;
  std::optional<FoundPage> html_;
  std::vector<FoundPage> attached_;
  std::vector<std::string_view> forwarded_;
};

}  // namespace

void mail_pages(std::string_view bytes, OnPage const& on_page, OnTrouble const& on_trouble) {
  Mail{on_page, on_trouble}.read(bytes, 0);
}

void mailbox_pages(std::string_view bytes, OnPage const& on_page, OnTrouble const& on_trouble) {
  std::size_t at = 0;
  for (std::size_t count = 0; count < kMostPages && at < bytes.size(); ++count) {
    // A line "From …" behind an empty one begins the next mail.
    auto end = at;
    do {
      end = bytes.find("\nFrom ", end + 1);
    } while (end != std::string_view::npos && !bytes.substr(0, end).ends_with("\n") &&
             !bytes.substr(0, end).ends_with("\n\r"));
    end = std::min(end, bytes.size());
    auto const line = bytes.find('\n', at);
    if (line < end) mail_pages(bytes.substr(line + 1, end - line - 1), on_page, on_trouble);
    at = end + 1;
  }
}

}  // namespace lianzhao::radar
