#include "testkit/http_client.h"

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <string_view>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lianzhao::testkit {

namespace {

/// -1 when nothing listens there.
int connect_to(std::uint16_t port) {
  auto const socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return socket;
  ::close(socket);
  return -1;
}

/// False when the peer has gone; it may still have sent an answer.
bool send_all(int socket, std::string const& bytes) {
  for (std::size_t sent = 0; sent < bytes.size();) {
    auto const size = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (size <= 0) return false;
    sent += static_cast<std::size_t>(size);
  }
  return true;
}

std::string request_text(std::string const& method, std::string const& url, std::string const& host,
                         std::string const& headers, std::string const& body) {
  return fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\nContent-Length: {}\r\n{}\r\n{}", method, url, host, body.size(),
                     headers, body);
}

/// Bytes of the body by the head; 0 when it does not say.
std::size_t body_size(std::string const& head) {
  constexpr auto kName = std::string_view{"\r\ncontent-length:"};
  auto const same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
  auto const at = std::search(head.begin(), head.end(), kName.begin(), kName.end(), same);
  if (at == head.end()) return 0;
  return std::stoul(head.substr(static_cast<std::size_t>(at - head.begin()) + kName.size()));
}

}  // namespace

HttpReply fetch(std::uint16_t port, std::string const& method, std::string const& url, std::string const& headers,
                std::string const& body, std::string host) {
  if (host.empty()) host = fmt::format("127.0.0.1:{}", port);
  auto const socket = connect_to(port);
  if (socket < 0) throw std::runtime_error{fmt::format("nothing listens on 127.0.0.1:{}", port)};
  // An answer may come before the whole request was taken.
  send_all(socket, request_text(method, url, host, "Connection: close\r\n" + headers, body));
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

HttpClient::~HttpClient() {
  close();
}

void HttpClient::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

HttpReply HttpClient::ask(std::string const& method, std::string const& url, std::string const& headers,
                          std::string const& body) {
  if (socket_ < 0) socket_ = connect_to(port_);
  if (socket_ < 0) return {};
  auto const sent = send_all(socket_, request_text(method, url, fmt::format("127.0.0.1:{}", port_), headers, body));
  std::string all;
  auto head_end = std::string::npos;
  std::size_t wanted = 0;
  char piece[16384];
  while (sent && (head_end == std::string::npos || all.size() < wanted)) {
    auto const size = ::recv(socket_, piece, sizeof piece, 0);
    if (size <= 0) break;
    all.append(piece, static_cast<std::size_t>(size));
    if (head_end != std::string::npos) continue;
    head_end = all.find("\r\n\r\n");
    if (head_end != std::string::npos) wanted = head_end + 4 + body_size(all.substr(0, head_end));
  }
  if (head_end == std::string::npos || all.size() < wanted) {
    close();
    return {};
  }
  HttpReply reply;
  reply.status = std::stoi(all.substr(9, 3));
  reply.head = all.substr(0, head_end);
  reply.body = all.substr(head_end + 4);
  if (reply.head.find("Connection: close") != std::string::npos) close();
  return reply;
}

}  // namespace lianzhao::testkit
