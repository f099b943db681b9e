#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "kernel/clock.h"
#include "kernel/error.h"

namespace lianzhao::net {

/// Where mail is handed in.
struct MailServer {
  std::string url;   ///< smtp://host:587 (TLS when it offers it) or smtps://host:465
  std::string user;  ///< empty: without signing in
  std::string password;
  std::string from;  ///< address that mail comes from
  std::string from_name;
  bool require_tls = false;  ///< smtp:// without TLS is refused
  std::chrono::seconds whole{30};
};

struct Mail {
  std::string to;  ///< one address
  std::string subject;
  std::string text;  ///< plain, UTF-8
};

/// The bytes of the message (RFC 5322, RFC 2047, RFC 2045): head in ASCII, text in base 64. `id`: unique, without
/// blanks. Pure.
std::string message_bytes(MailServer const&, Mail const&, Instant at, std::string_view id);

/// Hands it in. Errors: "bad_mail_address", "mail_refused" (the server says no: it is told what it said),
/// "mail_unreachable".
Result<void> send_mail(MailServer const&, Mail const&);

}  // namespace lianzhao::net
