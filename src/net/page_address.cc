#include "net/page_address.h"

#include <algorithm>
#include <memory>

#include <curl/curl.h>
#include <fmt/format.h>

namespace lianzhao::net {

namespace {

std::string part(CURLU* url, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return {};
  std::unique_ptr<char, decltype(&curl_free)> const owned{text, &curl_free};
  return text;
}

}  // namespace

std::optional<PageAddress> parse_page_address(std::string_view text) {
  auto const url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>{curl_url(), &curl_url_cleanup};
  if (curl_url_set(url.get(), CURLUPART_URL, std::string{text}.c_str(), CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE) !=
      CURLUE_OK)
    return std::nullopt;
  auto const scheme = part(url.get(), CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") return std::nullopt;
  // libcurl takes the first word of the path of https:///news for a host.
  auto const behind = text.substr(scheme.size());
  if (!behind.starts_with("://") || behind.starts_with(":///")) return std::nullopt;
  PageAddress out;
  out.with_user = !part(url.get(), CURLUPART_USER).empty() || !part(url.get(), CURLUPART_PASSWORD).empty();
  curl_url_set(url.get(), CURLUPART_FRAGMENT, nullptr, 0);
  // One host however it is written, so that it is not asked twice as often (RFC 3986, 3.2.2).
  out.host = part(url.get(), CURLUPART_HOST);
  std::transform(out.host.begin(), out.host.end(), out.host.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (out.host.empty()) return std::nullopt;
  out.port = std::stoi(part(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT));
  out.path = part(url.get(), CURLUPART_PATH);
  if (auto const query = part(url.get(), CURLUPART_QUERY); !query.empty()) out.path += "?" + query;
  out.url = part(url.get(), CURLUPART_URL);
  out.origin = fmt::format("{}://{}:{}", scheme, out.host, out.port);
  return out;
}

std::string without_user(std::string_view url) {
  auto const scheme = url.find("://");
  auto const begin = scheme == std::string_view::npos ? 0 : scheme + 3;
  auto const end = std::min(url.find_first_of("/?#", begin), url.size());
  auto const at = url.substr(0, end).rfind('@');
  if (at == std::string_view::npos || at < begin) return std::string{url};
  return fmt::format("{}…@{}", url.substr(0, begin), url.substr(at + 1));
}

}  // namespace lianzhao::net
