#include "testkit/http_client.h"

#include <stdexcept>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lianzhao::testkit {

HttpReply fetch(std::uint16_t port, std::string const& method, std::string const& url, std::string const& headers,
                std::string const& body, std::string host) {
  if (host.empty()) host = fmt::format("127.0.0.1:{}", port);
  auto const socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket);
    throw std::runtime_error{fmt::format("nothing listens on 127.0.0.1:{}", port)};
  }
  auto const request = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: {}\r\n{}\r\n{}",
                                   method, url, host, body.size(), headers, body);
  for (std::size_t sent = 0; sent < request.size();) {
    auto const size = ::send(socket, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
    if (size <= 0) break;  // an answer may come before the whole request was taken
    sent += static_cast<std::size_t>(size);
  }
  std::string all;
  char piece[4096];
  for (ssize_t size = 0; (size = ::recv(socket, piece, sizeof piece, 0)) > 0;) {
    all.append(piece, static_cast<std::size_t>(size));
  }
  ::close(socket);
  auto const end = all.find("\r\n\r\n");
  HttpReply reply;
  if (all.size() > 12) reply.status = std::stoi(all.substr(9, 3));
  reply.head = all.substr(0, end);
  if (end != std::string::npos) reply.body = all.substr(end + 4);
  return reply;
}

}  // namespace lianzhao::testkit
