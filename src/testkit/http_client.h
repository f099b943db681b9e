#pragma once

#include <cstdint>
#include <string>

namespace lianzhao::testkit {

struct HttpReply {
  int status = 0;
  std::string head;  ///< status line and headers
  std::string body;
};

/// One request to 127.0.0.1 on a connection of its own. `headers`: lines that end in CRLF. Throws
/// std::runtime_error when nothing listens there.
HttpReply fetch(std::uint16_t port, std::string const& method, std::string const& url, std::string const& headers = "",
                std::string const& body = "", std::string host = "");

}  // namespace lianzhao::testkit
