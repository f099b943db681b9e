#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "serve/api.h"
#include "serve/http.h"
#include "serve/viewer.h"

namespace lianzhao::serve {

/// What a handler gets beside its parameters.
struct Call {
  Viewer viewer;
  HttpRequest const* request = nullptr;
  std::vector<std::pair<std::string, std::string>> headers;  ///< put on the answer
  std::shared_ptr<EventFeed const> events;                   ///< for answers that are a stream
  std::function<bool(EventFeed::Event const&)> hears;        ///< of the stream; empty: everything
};

/// Operations of the contract and what answers them. Filled once, then read from any thread.
class Router {
 public:
  struct Route {
    api::Operation const* operation;
    std::vector<std::string> segments;  ///< "{name}" stands for any one
    std::function<HttpResponse(api::Input const&, HttpRequest&, Call&)> run;
  };

  /// `handler(params, body, call)` for the generated operation type `Op`: a value that holds what it depends on. Body
  /// is the generated type, `api::NoBody`, or `api::Upload`.
  template <typename Op, typename Handler>
  void add(Handler handler) {
    insert(Op::kId, [handler = std::move(handler)](api::Input const& input, HttpRequest& request, Call& call) {
      auto const params = Op::params(input);
      auto const body = body_of<Op>(request);
      HttpResponse response;
      if constexpr (std::is_same_v<typename Op::Answer, api::NoAnswer>) {
        handler(params, body, call);
      } else if constexpr (std::is_same_v<typename Op::Answer, api::EventStream>) {
        handler(params, body, call);
        response.events = call.events;
        response.hears = call.hears;
      } else if constexpr (std::is_same_v<typename Op::Answer, api::FileAnswer>) {
        auto file = handler(params, body, call);
        response.media_type = std::move(file.media_type);
        response.body = std::move(file.bytes);
        response.headers.emplace_back("Content-Disposition",
                                      "attachment; filename*=UTF-8''" + percent_encoded(file.name));
      } else {
        response.body = to_json(handler(params, body, call));
      }
      return response;
    });
  }

  struct Match {
    Route const* route = nullptr;
    api::Input input;
    bool other_method = false;  ///< the path exists, but not with this method
  };
  /// `path` below /api/v1, undecoded.
  Match find(std::string_view method, std::string_view path, std::string_view query) const;

  std::vector<Route> const& routes() const { return routes_; }

 private:
  template <typename Op>
  static typename Op::Body body_of(HttpRequest const& request) {
    if constexpr (std::is_same_v<typename Op::Body, api::NoBody>) {
      return {};
    } else if constexpr (std::is_same_v<typename Op::Body, api::Upload>) {
      return {request.upload, request.upload_bytes};
    } else {
      return Op::body(request.body);
    }
  }
  void insert(std::string_view id, std::function<HttpResponse(api::Input const&, HttpRequest&, Call&)> run);

  std::vector<Route> routes_;
};

}  // namespace lianzhao::serve
