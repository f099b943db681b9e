#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/error.h"
#include "kernel/progress.h"
#include "net/address.h"
#include "net/page_address.h"
#include "net/robots.h"

namespace lianzhao::net {

struct FetchSettings {
  std::string user_agent = "LianzhaoRadar/1.0";
  std::size_t most_bytes = 16U << 20U;       ///< of a page, unpacked
  std::chrono::milliseconds connect{5'000};  ///< until connected
  std::chrono::milliseconds whole{20'000};   ///< for a page with all its redirects
  int redirects = 5;
  std::chrono::milliseconds pause{1'000};  ///< between two requests to a host; robots.txt can ask for more
  std::vector<Network> allowed;            ///< what may be reached beside public addresses
  std::vector<std::string> resolved;       ///< "host:port:address", instead of asking DNS (CURLOPT_RESOLVE)
};

struct FetchRequest {
  std::string url;
  std::string etag;           ///< of the last answer; the page comes only when it has changed
  std::string last_modified;  ///< likewise
};

struct Fetched {
  bool not_modified = false;
  std::string url;  ///< after redirects
  std::string bytes;
  std::string charset;  ///< as its header declares; may be empty
  std::string media_type;
  std::string etag;
  std::string last_modified;
};

/// Fetches pages from the network, politely and within limits. Safe from any thread; requests to one host wait for each
/// other.
class Fetcher {
 public:
  explicit Fetcher(FetchSettings);

  /// Errors: "bad_url" (no http or https, a user name in it, a port that is not one of the web's), "address_refused"
  /// (not public and not allowed), "robots_disallow", "too_many_redirects", "page_too_large", "fetch_timeout",
  /// "host_not_found", "http_status", "fetch_failed", "cancelled".
  Result<Fetched> fetch(FetchRequest const&, Cancelled const& = {});

 private:
  struct Answer;
  Result<Answer> ask(PageAddress const&, FetchRequest const&, std::chrono::steady_clock::time_point until,
                     std::size_t most_bytes, Cancelled const&) const;
  Result<Answer> follow(FetchRequest const&, std::chrono::steady_clock::time_point until, std::size_t most_bytes,
                        bool ask_robots, Cancelled const&);
  Result<Robots> robots_of(PageAddress const&, std::chrono::steady_clock::time_point until, Cancelled const&);
  bool wait_for_turn(PageAddress const&, std::chrono::milliseconds pause, std::chrono::steady_clock::time_point until,
                     Cancelled const&);

  struct Known {
    Robots robots;
    std::chrono::steady_clock::time_point until;
  };
  FetchSettings settings_;
  std::mutex mutex_;
  std::map<std::string, Known, std::less<>> robots_;                                 ///< by scheme, host and port
  std::map<std::string, std::chrono::steady_clock::time_point, std::less<>> turns_;  ///< when a host may be asked again
};

}  // namespace lianzhao::net
