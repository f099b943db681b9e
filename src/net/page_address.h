#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lianzhao::net {

/// An address of a page of the web, taken apart.
struct PageAddress {
  std::string url;     ///< as it is asked for: what stands behind # is the browser's business
  std::string origin;  ///< scheme://host:port
  std::string host;
  std::string path;  ///< with its query
  int port = 0;
  bool with_user = false;  ///< it holds a user name or password
};

/// Absent for anything else: another scheme than http and https, no host, a port that cannot be.
std::optional<PageAddress> parse_page_address(std::string_view);

/// The address without a user name and password in it, as it may be shown: https://…@example.org/news.
std::string without_user(std::string_view url);

}  // namespace lianzhao::net
