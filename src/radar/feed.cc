#include "radar/feed.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "radar/page_sources.h"
#include "radar/unpack.h"

namespace lianzhao::radar {

namespace {

/// The name of a document's first element in small letters, without its prefix: rss, feed, html.
std::string root_name(std::string_view head) {
  for (auto at = head.find('<'); at + 1 < head.size() && at != std::string_view::npos; at = head.find('<', at + 1)) {
    if (std::isalpha(static_cast<unsigned char>(head[at + 1])) == 0) continue;
    auto const end = head.find_first_of(" \t\r\n/>", at);
    auto const name = head.substr(at + 1, end == std::string_view::npos ? end : end - at - 1);
    return lower(name.substr(name.find(':') + 1));
  }
  return {};
}

void pages_in(std::string_view bytes, OnPage const& on_page, OnTrouble const& on_trouble) {
  constexpr std::size_t kHead = 20'000;
  auto const head = bytes.substr(0, kHead);
  auto const small = lower(head);
  auto const start = trimmed(small);
  if (start.starts_with("warc/")) return warc_pages(bytes, on_page, on_trouble);
  auto const root = root_name(head);
  if (root == "rss" || root == "rdf" || (root == "feed" && small.find("2005/atom") != std::string::npos))
    return feed_pages(bytes, on_page);
  auto const top = "\n" + small.substr(0, 3000);
  auto const has = [&](char const* header) { return top.find(std::string{"\n"} + header) != std::string::npos; };
  if (!start.starts_with("<") && (has("mime-version:") || (has("subject:") && has("from:")) || has("received:")) &&
      (has("content-type:") || has("subject:"))) {
    return head.starts_with("From ") ? mailbox_pages(bytes, on_page, on_trouble)
                                     : mail_pages(bytes, on_page, on_trouble);
  }
  FoundPage page;
  page.bytes = std::string{bytes};
  on_page(page);
}

}  // namespace

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

std::string Headed::get(std::string_view name) const {
  auto const small = lower(headers);
  auto const key = "\n" + std::string{name} + ":";
  auto const at = small.find(key);
  if (at == std::string::npos) return {};
  auto const end = headers.find('\n', at + key.size());
  return std::string{trimmed(std::string_view{headers}.substr(at + key.size(), end - at - key.size()))};
}

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

void report(OnTrouble const& on_trouble, char const* code, std::string message) {
  if (on_trouble) on_trouble({ErrorKind::kInvalidInput, code, std::move(message)});
}

void for_each_page(std::string_view bytes, OnPage const& on_page, OnTrouble const& on_trouble) {
  // A file of nothing but trouble is told of once it is understood.
  constexpr std::size_t kMostTroubles = 50;
  std::size_t told = 0;
  OnTrouble const tell = [&](Error const& error) {
    if (on_trouble && told++ < kMostTroubles) on_trouble(error);
  };
  if (!is_gzip(bytes)) return pages_in(bytes, on_page, tell);
  auto const unpacked = unpack_gzip(bytes, kMostUnpackedBytes);
  if (unpacked.damaged) {
    report(tell, "damaged_gzip",
           "the gzip file is damaged or cut short; what could be unpacked was read - save it again");
  }
  if (unpacked.cut) {
    report(tell, "file_too_large",
           fmt::format("unpacked it is larger than {} MB; only its first part was read - split it",
                       kMostUnpackedBytes >> 20U));
  }
  pages_in(unpacked.bytes, on_page, tell);
}

}  // namespace lianzhao::radar
