#pragma once

#include <cstdint>
#include <string>

namespace lianzhao::testkit {

struct HttpReply {
  int status = 0;    ///< 0: the connection ended before an answer
  std::string head;  ///< status line and headers
  std::string body;
};

/// One request to 127.0.0.1 on a connection of its own. `headers`: lines that end in CRLF. Throws
/// std::runtime_error when nothing listens there.
HttpReply fetch(std::uint16_t port, std::string const& method, std::string const& url, std::string const& headers = "",
                std::string const& body = "", std::string host = "");

/// A connection to 127.0.0.1 that is kept between requests, as a browser does, and made anew when it has ended. Not
/// shared by threads.
class HttpClient {
 public:
  explicit HttpClient(std::uint16_t port) : port_{port} {}
  HttpClient(HttpClient const&) = delete;
  HttpClient& operator=(HttpClient const&) = delete;
  ~HttpClient();

  /// Status 0 when the server goes away before it has answered to the end, or is not there.
  HttpReply ask(std::string const& method, std::string const& url, std::string const& headers = "",
                std::string const& body = "");

 private:
  void close();

  std::uint16_t port_;
  int socket_ = -1;
};

}  // namespace lianzhao::testkit
