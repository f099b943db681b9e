#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/percent.h"

namespace lianzhao::serve {

/// A request as the application sees it, free of sockets.
struct HttpRequest {
  std::string method;
  std::string path;                                          ///< as sent, without the query
  std::string query;                                         ///< as sent, without '?'
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::string body;
  std::filesystem::path upload;  ///< the body, when it was streamed to a file
  std::uint64_t upload_bytes = 0;
  std::string remote;  ///< address of the peer

  /// Empty when absent.
  std::string_view header(std::string_view lower_case_name) const;
};

/// Of the request; empty when absent.
std::string cookie(HttpRequest const&, std::string_view name);

/// What everybody who listens is told, in order. Safe from any thread. Keeps the last 256 events; whoever is slower
/// has to read the state again anyway.
class EventFeed {
 public:
  /// A row that an event is about: who may see it is told of it.
  struct Place {
    std::string zone_id;
    bool confidential = false;
    std::vector<std::int64_t> own;       ///< accounts that see it whatever zone it is of
    std::vector<std::int64_t> assigned;  ///< accounts whose task it is
  };
  /// Those who see any of the places; absent: everybody.
  using Audience = std::optional<std::vector<Place>>;
  struct Event {
    std::uint64_t number;
    std::string name;
    std::string data;  ///< one line
    Audience audience;
  };
  void publish(std::string name, std::string data, Audience audience = std::nullopt);
  std::vector<Event> since(std::uint64_t number) const;
  std::uint64_t last() const;

 private:
  mutable std::mutex mutex_;
  std::deque<Event> events_;
  std::uint64_t last_ = 0;
};

struct HttpResponse {
  int status = 200;
  std::string media_type = "application/json; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::shared_ptr<EventFeed const> events;             ///< when set, the answer is a stream of these and has no body
  std::function<bool(EventFeed::Event const&)> hears;  ///< of the stream: whether who asked is told; empty: everything
};

/// What is to be done with a body before it is read.
struct Admission {
  std::optional<HttpResponse> refused;  ///< answered without reading the body
  std::uint64_t body_limit = 0;         ///< bytes
  bool to_file = false;                 ///< streamed to `HttpRequest::upload`
};

/// What answers requests. Called from many threads; may block.
class HttpApplication {
 public:
  virtual ~HttpApplication() = default;
  virtual Admission admit(HttpRequest const& head) = 0;
  /// Never throws.
  virtual HttpResponse answer(HttpRequest& request) = 0;
  /// For what the server itself has to refuse (too large, malformed).
  virtual HttpResponse refusal(int status, std::string code, std::string message) = 0;
};

std::string percent_decoded(std::string_view text, bool plus_is_space);
/// Splits "a=1&b=2", decoded.
std::vector<std::pair<std::string, std::string>> query_parameters(std::string_view query);
using net::percent_encoded;

/// RFC 1952, or absent where it would not get smaller.
std::optional<std::string> gzipped(std::string_view bytes);

}  // namespace lianzhao::serve
