#include "radar/feed.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <zlib.h>

#include "radar/decode.h"
#include "radar/dom.h"
#include "radar/metadata.h"

namespace lianzhao::radar {

namespace {

constexpr std::size_t kMostPages = 20'000;
constexpr std::size_t kMostPageBytes = 32U << 20U;
constexpr int kDeepestPart = 5;

using OnPage = std::function<void(FoundPage const&)>;

std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= 0x20) text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= 0x20) text.remove_suffix(1);
  return text;
}

/// The content of the first <name …>…</name>, CDATA and entities resolved.
std::string element(std::string_view xml, std::string_view name) {
  std::size_t at = 0;
  auto const opening = "<" + std::string{name};
  while ((at = xml.find(opening, at)) != std::string_view::npos) {
    auto i = at + opening.size();
    at = i;
    if (i >= xml.size() || (xml[i] != '>' && xml[i] != ' ' && xml[i] != '\n')) continue;
    i = xml.find('>', i);
    if (i == std::string_view::npos) return {};
    if (xml[i - 1] == '/') continue;
    auto const end = xml.find("</" + std::string{name} + ">", i);
    if (end == std::string_view::npos) return {};
    auto content = trimmed(xml.substr(i + 1, end - i - 1));
    if (content.starts_with("<![CDATA[")) {
      content.remove_prefix(9);
      if (auto const close = content.rfind("]]>"); close != std::string_view::npos) content = content.substr(0, close);
      return std::string{content};
    }
    std::string out;
    append_unescaped(out, content);
    return out;
  }
  return {};
}

void feed_pages(std::string_view bytes, OnPage const& on_page) {
  auto const xml = decode_page(bytes);
  auto const atom = xml.find("<entry") != std::string::npos;
  std::string const tag = atom ? "<entry" : "<item";
  std::string const close = atom ? "</entry>" : "</item>";
  std::size_t at = 0;
  for (std::size_t count = 0; count < kMostPages; ++count) {
    at = xml.find(tag, at);
    if (at == std::string::npos) return;
    auto end = xml.find(close, at);
    if (end == std::string::npos) end = xml.size();
    auto const entry = std::string_view{xml}.substr(at, std::min(end - at, kMostPageBytes));
    at = end;
    FoundPage page;
    page.title = element(entry, "title");
    page.url = element(entry, "link");
    for (auto const* name : {"pubDate", "published", "updated", "dc:date"}) {
      if (page.published.empty()) page.published = find_date(element(entry, name));
    }
    std::string body;
    for (auto const* name : {"content:encoded", "content", "description", "summary"}) {
      auto text = element(entry, name);
      if (text.size() > body.size()) body = std::move(text);
    }
    page.bytes = "<html><head><title></title></head><body><article><p>" + body + "</p></article></body></html>";
    on_page(page);
    if (end >= xml.size()) return;
  }
}

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

/// Header lines of a mail or an HTTP response, folded ones joined; what stands
/// behind them is the body.
struct Headed {
  std::string headers;
  std::string_view body;
  std::string get(std::string_view name) const {
    auto const small = lower(headers);
    auto const key = "\n" + std::string{name} + ":";
    auto const at = small.find(key);
    if (at == std::string::npos) return {};
    auto const end = headers.find('\n', at + key.size());
    return std::string{trimmed(std::string_view{headers}.substr(at + key.size(), end - at - key.size()))};
  }
};

Headed headed(std::string_view bytes) {
  Headed out;
  out.headers = "\n";
  std::size_t at = 0;
  while (at < bytes.size() && out.headers.size() < 100'000) {
    auto end = bytes.find('\n', at);
    if (end == std::string_view::npos) end = bytes.size();
    auto line = bytes.substr(at, end - at);
    at = std::min(bytes.size(), end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty()) break;
    if ((line[0] == ' ' || line[0] == '\t') && out.headers.size() > 1) out.headers.pop_back();
    out.headers += line;
    out.headers += '\n';
  }
  out.body = bytes.substr(at);
  return out;
}

/// A parameter of a header: charset=gb2312, boundary="x".
std::string parameter(std::string const& value, std::string const& name) {
  auto const at = lower(value).find(name + "=");
  if (at == std::string::npos) return {};
  auto rest = std::string_view{value}.substr(at + name.size() + 1);
  if (rest.starts_with('"')) {
    rest.remove_prefix(1);
    return std::string{rest.substr(0, rest.find('"'))};
  }
  return std::string{rest.substr(0, rest.find_first_of("; \t\r\n"))};
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

/// Takes the HTML part, or else the text part, of a message and the parts in
/// it.
bool best_part(std::string_view bytes, int depth, FoundPage& page, bool html) {
  auto const part = headed(bytes);
  auto const type = part.get("content-type");
  auto const small = lower(type);
  if (small.starts_with("multipart/") && depth < kDeepestPart) {
    auto const mark = "--" + parameter(type, "boundary");
    if (mark.size() == 2) return false;
    auto at = part.body.find(mark);
    for (auto count = 0; at != std::string_view::npos && count < 1000; ++count) {
      auto const begin = at + mark.size();
      auto const end = part.body.find(mark, begin);
      auto content = part.body.substr(begin, (end == std::string_view::npos ? part.body.size() : end) - begin);
      while (!content.empty() && (content.front() == '\r' || content.front() == '\n')) content.remove_prefix(1);
      if (best_part(content, depth + 1, page, html)) return true;
      at = end;
    }
    return false;
  }
  auto const wanted = html ? small.starts_with("text/html") : small.starts_with("text/plain") || small.empty();
  if (!wanted) return false;
  auto const coding = lower(part.get("content-transfer-encoding"));
  auto const body = part.body.substr(0, kMostPageBytes);
  page.bytes =
      coding == "base64" ? base64(body) : (coding == "quoted-printable" ? quoted_printable(body) : std::string{body});
  page.charset = parameter(type, "charset");
  page.url = part.get("content-location");
  return true;
}

void mail_page(std::string_view bytes, OnPage const& on_page) {
  auto const mail = headed(bytes);
  FoundPage page;
  if (!best_part(bytes, 0, page, true) && !best_part(bytes, 0, page, false)) return;
  page.title = header_text(mail.get("subject"));
  page.published = find_date(mail.get("date"));
  if (page.url.empty()) page.url = mail.get("snapshot-content-location");
  on_page(page);
}

std::string inflated(std::string_view bytes) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 32) != Z_OK) return {};
  std::string out;
  std::array<char, 65536> buffer{};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(std::min<std::size_t>(bytes.size(), 1U << 30U));
  auto status = Z_OK;
  while (status == Z_OK && out.size() < kMostPageBytes) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(buffer.size());
    status = inflate(&stream, Z_NO_FLUSH);
    out.append(buffer.data(), buffer.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  return out;
}

std::string unchunked(std::string_view body) {
  std::string out;
  std::size_t at = 0;
  while (at < body.size()) {
    std::size_t size = 0;
    auto digits = 0;
    while (at < body.size() && std::isxdigit(static_cast<unsigned char>(body[at])) != 0 && digits < 7) {
      auto const c = static_cast<char>(std::tolower(static_cast<unsigned char>(body[at++])));
      size = size * 16 + static_cast<std::size_t>(c <= '9' ? c - '0' : c - 'a' + 10);
      ++digits;
    }
    auto const line = body.find('\n', at);
    if (digits == 0 || size == 0 || line == std::string_view::npos) break;
    out += body.substr(line + 1, size);
    at = std::min(body.size(), line + 1 + size);
    while (at < body.size() && (body[at] == '\r' || body[at] == '\n')) ++at;
  }
  return out;
}

void warc_pages(std::string_view bytes, OnPage const& on_page) {
  std::size_t at = 0;
  for (std::size_t count = 0; count < kMostPages && at < bytes.size(); ++count) {
    at = bytes.find("WARC/", at);
    if (at == std::string_view::npos) return;
    auto const record = headed(bytes.substr(at));
    auto const length_text = record.get("content-length");
    std::size_t length = 0;
    for (auto const c : length_text) {
      if (c < '0' || c > '9' || length > (1U << 30U)) break;
      length = length * 10 + static_cast<std::size_t>(c - '0');
    }
    auto const block = record.body.substr(0, length);
    at = static_cast<std::size_t>(record.body.data() - bytes.data()) + block.size();
    if (lower(record.get("warc-type")) != "response") continue;
    auto const response = headed(block);
    auto const type = response.get("content-type");
    if (lower(type).find("html") == std::string::npos && lower(type).find("text/plain") == std::string::npos) continue;
    FoundPage page;
    auto body = lower(response.get("transfer-encoding")) == "chunked"
                    ? unchunked(response.body)
                    : std::string{response.body.substr(0, kMostPageBytes)};
    if (lower(response.get("content-encoding")).find("gzip") != std::string::npos) body = inflated(body);
    page.bytes = std::move(body);
    page.charset = parameter(type, "charset");
    page.url = record.get("warc-target-uri");
    on_page(page);
  }
}

}  // namespace

void for_each_page(std::string_view bytes, OnPage const& on_page) {
  auto const head = bytes.substr(0, 3000);
  auto const small = lower(head);
  auto const start = trimmed(small);
  if (start.starts_with("warc/")) return warc_pages(bytes, on_page);
  if (small.find("<rss") != std::string::npos || small.find("<rdf:rdf") != std::string::npos ||
      (small.find("<feed") != std::string::npos && small.find("2005/atom") != std::string::npos))
    return feed_pages(bytes, on_page);
  auto const has = [&](char const* header) {
    return ("\n" + small).find(std::string{"\n"} + header) != std::string::npos;
  };
  if (!start.starts_with("<") && (has("mime-version:") || (has("subject:") && has("from:")) || has("received:")) &&
      (has("content-type:") || has("subject:")))
    return mail_page(bytes, on_page);
  FoundPage page;
  page.bytes = std::string{bytes};
  on_page(page);
}

}  // namespace lianzhao::radar
