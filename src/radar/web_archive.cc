// WARC files (ISO 28500): records one behind the other.
#include <algorithm>
#include <cctype>
#include <optional>

#include <fmt/format.h>

#include "radar/page_sources.h"
#include "radar/unpack.h"

namespace lianzhao::radar {

namespace {

constexpr std::string_view kRecord = "WARC/1.";

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

bool is_page_type(std::string_view type) {
  auto const small = lower(type);
  return small.empty() || small.find("html") != std::string::npos || small.find("text/plain") != std::string::npos;
}

/// Whether the server gave what was asked for: HTTP/1.1 200 OK.
bool succeeded(std::string_view response) {
  auto const line = response.substr(0, response.find('\n'));
  auto const blank = line.find(' ');
  return !line.starts_with("HTTP/") || blank == std::string_view::npos || line.substr(blank + 1).starts_with('2');
}

std::optional<std::size_t> whole_number(std::string_view text) {
  constexpr std::size_t kMostDigits = 12;
  text = trimmed(text);
  if (text.empty() || text.size() > kMostDigits) return std::nullopt;
  std::size_t value = 0;
  for (auto const c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::size_t>(c - '0');
  }
  return value;
}

/// Whether a record, or nothing more, follows.
bool record_follows(std::string_view rest) {
  rest = trimmed(rest);
  return rest.empty() || rest.starts_with(kRecord);
}

/// The block of a record. Where its length is wrong it goes on to the next line that begins a record.
std::string_view block_of(Headed const& record, OnTrouble const& on_trouble) {
  auto const body = record.body;
  auto const stated = record.get("content-length");
  auto const length = whole_number(stated);
  constexpr std::size_t kGap = 8;  // line ends between records
  if (length && *length <= body.size() && record_follows(body.substr(*length, kGap + kRecord.size())))
    return body.substr(0, *length);
  auto const next = body.find("\n" + std::string{kRecord});
  auto const whole = next == std::string_view::npos;
  report(on_trouble, "bad_record_length",
         fmt::format("the record of {} says it has \"{}\" bytes, which it has not{}", record.get("warc-target-uri"),
                     stated.substr(0, 30), whole ? "; the archive may be cut short" : ""));
  return body.substr(0, whole ? body.size() : next);
}

/// The page of a response: what the server sent, unpacked.
std::optional<std::string> body_of(Headed const& response, std::string const& url, OnTrouble const& on_trouble) {
  auto const raw = response.body.substr(0, kMostPageBytes);
  std::string body;
  if (lower(response.get("transfer-encoding")).find("chunked") != std::string::npos) body = unchunked(raw);
  // An archive may say chunked and hold it joined.
  if (body.empty()) body = raw;
  auto const coding = lower(response.get("content-encoding"));
  if (coding.empty() || coding == "identity") return body;
  if (coding.find("gzip") == std::string::npos && coding != "deflate") {
    report(on_trouble, "packing_unknown",
           fmt::format("{} is packed as \"{}\", which is not read; fetch it with gzip or unpacked", url, coding));
    return std::nullopt;
  }
  auto unpacked = inflate_body(body, kMostPageBytes);
  if (unpacked.damaged) {
    report(on_trouble, "damaged_gzip", fmt::format("{} does not unpack to its end; fetch it again", url));
    if (unpacked.bytes.empty()) return std::nullopt;
  }
  if (unpacked.cut)
    report(on_trouble, "page_too_large", fmt::format("{} is too large; only its first part was read", url));
  return std::move(unpacked.bytes);
}

std::optional<FoundPage> page_of(Headed const& record, std::string_view block, OnTrouble const& on_trouble) {
  auto const kind = lower(record.get("warc-type"));
  FoundPage page;
  page.url = record.get("warc-target-uri");
  if (page.url.starts_with('<') && page.url.ends_with('>')) page.url = page.url.substr(1, page.url.size() - 2);
  if (kind == "resource" || kind == "conversion") {
    auto const type = record.get("content-type");
    if (!is_page_type(type)) return std::nullopt;
    page.bytes = block.substr(0, kMostPageBytes);
    page.charset = parameter(type, "charset");
    return page;
  }
  if (kind != "response" || !succeeded(block)) return std::nullopt;
  auto const response = headed(block);
  auto const type = response.get("content-type");
  if (!is_page_type(type)) return std::nullopt;
  auto body = body_of(response, page.url, on_trouble);
  if (!body) return std::nullopt;
  page.bytes = std::move(*body);
  page.charset = parameter(type, "charset");
  return page;
}

}  // namespace

void warc_pages(std::string_view bytes, OnPage const& on_page, OnTrouble const& on_trouble) {
  std::size_t at = 0;
  std::size_t count = 0;
  while (at < bytes.size()) {
    auto const begin = bytes.find(kRecord, at);
    if (begin == std::string_view::npos) break;
    if (count++ >= kMostPages) {
      report(on_trouble, "too_many_pages", fmt::format("the archive has more than {} records; split it", kMostPages));
      break;
    }
    auto const record = headed(bytes.substr(begin));
    auto const block = block_of(record, on_trouble);
    at = static_cast<std::size_t>(block.data() - bytes.data()) + block.size();
    if (auto const page = page_of(record, block, on_trouble)) on_page(*page);
  }
}

}  // namespace lianzhao::radar
