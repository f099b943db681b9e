#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace lianzhao::testkit {

struct ReceivedMail {
  std::string from;
  std::string to;
  std::string head;  ///< with its lines unfolded
  std::string text;  ///< decoded
};

/// An SMTP server (RFC 5321) on 127.0.0.1 that keeps what it is given. Takes one connection after the other. Refuses
/// receivers that begin with "nobody".
class MailServer {
 public:
  MailServer();
  MailServer(MailServer const&) = delete;
  MailServer& operator=(MailServer const&) = delete;
  ~MailServer();

  std::uint16_t port() const { return port_; }
  std::vector<ReceivedMail> received() const;

 private:
  void serve();
  void talk(int peer);

  int listener_ = -1;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::vector<ReceivedMail> received_;
  std::jthread thread_;
};

std::string decoded_base64(std::string const& text);

}  // namespace lianzhao::testkit
