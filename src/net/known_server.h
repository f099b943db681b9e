#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "kernel/error.h"

namespace lianzhao::net {

struct KnownServer {
  std::chrono::seconds whole{10};
  std::size_t most_bytes = 1U << 20;
};

struct KnownAnswer {
  long status = 0;
  std::string body;
};

/// Asks a server that the administrator has named (not one that a page or a user has): https, or http on this machine.
/// No redirects, no proxies. Errors: "bad_url", "server_unreachable", "answer_too_large".
Result<KnownAnswer> get(KnownServer const&, std::string const& url);
/// A form (application/x-www-form-urlencoded). `user`: with HTTP Basic when not empty.
Result<KnownAnswer> post_form(KnownServer const&, std::string const& url,
                              std::vector<std::pair<std::string, std::string>> const& fields,
                              std::string const& user = "", std::string const& password = "");

}  // namespace lianzhao::net
