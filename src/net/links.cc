#include "net/links.h"

#include <memory>

#include <curl/curl.h>

namespace lianzhao::net {

std::string absolute_url(std::string const& base, std::string const& link) {
  auto const url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>{curl_url(), &curl_url_cleanup};
  if (!base.empty()) curl_url_set(url.get(), CURLUPART_URL, base.c_str(), 0);
  if (curl_url_set(url.get(), CURLUPART_URL, link.c_str(), CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE) != CURLUE_OK)
    return {};
  char* whole = nullptr;
  if (curl_url_get(url.get(), CURLUPART_URL, &whole, 0) != CURLUE_OK) return {};
  std::unique_ptr<char, decltype(&curl_free)> const owned{whole, &curl_free};
  return owned.get();
}

}  // namespace lianzhao::net
