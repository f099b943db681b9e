#include "serve/router.h"

#include "kernel/error.h"

namespace lianzhao::serve {

namespace {

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty()) {
    path.remove_prefix(path.front() == '/' ? 1 : 0);
    auto const end = path.find('/');
    segments.emplace_back(path.substr(0, end));
    path = end == std::string_view::npos ? std::string_view{} : path.substr(end);
  }
  return segments;
}

}  // namespace

void Router::insert(std::string_view id, std::function<HttpResponse(api::Input const&, HttpRequest&, Call&)> run) {
  for (auto const& operation : api::operations()) {
    if (operation.id != id) continue;
    routes_.push_back({&operation, segments_of(operation.path), std::move(run)});
    return;
  }
  LIANZHAO_ASSERT(false, "routes are operations of the contract");
}

Router::Match Router::find(std::string_view method, std::string_view path, std::string_view query) const {
  auto const asked = segments_of(path);
  Match match;
  std::size_t best_literals = 0;
  for (auto const& route : routes_) {
    if (route.segments.size() != asked.size()) continue;
    api::Input input;
    std::size_t literals = 1;
    bool same = true;
    for (std::size_t i = 0; i < asked.size() && same; ++i) {
      auto const& segment = route.segments[i];
      if (segment.front() == '{') {
        input.path.emplace_back(segment.substr(1, segment.size() - 2), percent_decoded(asked[i], false));
      } else {
        same = segment == asked[i];
        ++literals;
      }
    }
    // /enterprises/export goes before /enterprises/{enterprise_key}.
    if (!same) continue;
    if (route.operation->method != method) {
      match.other_method = true;
    } else if (literals > best_literals) {
      best_literals = literals;
      match.route = &route;
      match.input = std::move(input);
    }
  }
  if (match.route) match.input.query = query_parameters(query);
  return match;
}

}  // namespace lianzhao::serve
