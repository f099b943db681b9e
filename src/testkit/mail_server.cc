#include "testkit/mail_server.h"

#include <algorithm>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kernel/error.h"

namespace lianzhao::testkit {

namespace {

/// Lines of a peer, without their ends; empty at the end of the connection.
class Lines {
 public:
  explicit Lines(int peer) : peer_{peer} {}
  bool next(std::string& line) {
    for (;;) {
      auto const end = rest_.find("\r\n");
      if (end != std::string::npos) {
        line = rest_.substr(0, end);
        rest_.erase(0, end + 2);
        return true;
      }
      char piece[4096];
      auto const size = ::recv(peer_, piece, sizeof piece, 0);
      if (size <= 0) return false;
      rest_.append(piece, static_cast<std::size_t>(size));
    }
  }

 private:
  int peer_;
  std::string rest_;
};

void say(int peer, std::string_view line) {
  auto const text = std::string{line} + "\r\n";
  [[maybe_unused]] auto const sent = ::send(peer, text.data(), text.size(), MSG_NOSIGNAL);
}

std::string between_brackets(std::string const& line) {
  auto const begin = line.find('<');
  auto const end = line.find('>');
  return begin == std::string::npos || end == std::string::npos ? "" : line.substr(begin + 1, end - begin - 1);
}

/// Long heads go on in lines that begin with a blank (RFC 5322, section 2.2.3).
std::string unfolded(std::string_view head) {
  constexpr std::string_view kFold = "\r\n ";
  std::string whole;
  for (std::size_t at = 0; at < head.size();) {
    auto const fold = std::min(head.find(kFold, at), head.size());
    whole.append(head.substr(at, fold - at));
    if (fold == head.size()) break;
    whole += ' ';
    at = fold + kFold.size();
  }
  return whole;
}

}  // namespace

std::string decoded_base64(std::string const& text) {
  static constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (auto const c : text) {
    auto const value = kLetters.find(c);
    if (value == std::string_view::npos) continue;
    bits = bits << 6 | static_cast<unsigned>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xffU);
  }
  return bytes;
}

MailServer::MailServer() : listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  LIANZHAO_ASSERT(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0, "loopback has a free port");
  LIANZHAO_ASSERT(::listen(listener_, 8) == 0, "a socket listens");
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::jthread{[this] { serve(); }};
}

MailServer::~MailServer() {
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

std::vector<ReceivedMail> MailServer::received() const {
  auto const lock = std::lock_guard{mutex_};
  return received_;
}

void MailServer::serve() {
  for (int peer = -1; (peer = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
    talk(peer);
    ::close(peer);
  }
}

void MailServer::talk(int peer) {
  say(peer, "220 mail.test ESMTP");
  Lines lines{peer};
  ReceivedMail mail;
  for (std::string line; lines.next(line);) {
    auto verb = line.substr(0, 4);
    std::transform(verb.begin(), verb.end(), verb.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    if (verb == "EHLO" || verb == "HELO") {
      say(peer, "250 mail.test");
    } else if (verb == "MAIL") {
      mail = {};
      mail.from = between_brackets(line);
      say(peer, "250 OK");
    } else if (verb == "RCPT") {
      mail.to = between_brackets(line);
      say(peer, mail.to.starts_with("nobody") ? "550 no such mailbox" : "250 OK");
    } else if (verb == "DATA") {
      say(peer, "354 go on");
      std::string data;
      while (lines.next(line) && line != ".") {
        // RFC 5321, section 4.5.2: a dot was put before one.
        data.append(line, line.starts_with('.') ? 1 : 0, std::string::npos);
        data += "\r\n";
      }
      auto const end = data.find("\r\n\r\n");
      mail.head = unfolded(std::string_view{data}.substr(0, end + 2));
      mail.text = decoded_base64(data.substr(end + 4));
      {
        auto const lock = std::lock_guard{mutex_};
        received_.push_back(mail);
      }
      say(peer, "250 taken");
    } else if (verb == "QUIT") {
      say(peer, "221 bye");
      return;
    } else {
      say(peer, "502 not here");
    }
  }
}

}  // namespace lianzhao::testkit
