#include "serve/application.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "api_types.h"
#include "kernel/error.h"
#include "kernel/log.h"
#include "openapi_document.h"
#include "serve/messages.h"
#include "serve/stale_version.h"
#include "serve/status.h"

namespace lianzhao::serve {

namespace {

constexpr auto kApi = std::string_view{"/api/v1"};

std::string language_of(HttpRequest const& request) {
  return request.header("accept-language").starts_with("en") ? "en" : "zh";
}

/// What pages call a field: of "stages[2].day" the day. The field as it was sent where they have no word for it.
std::string field_name(std::string_view language, std::string_view field) {
  auto const last = field.substr(field.rfind('.') + 1);
  auto const key = last.substr(0, last.find('['));
  if (field.empty()) return message(language, "error.field.body").value_or("the body");
  return message(language, fmt::format("page.field.{}", key)).value_or(std::string{field});
}

bool changes_something(std::string_view method) {
  return method != "GET" && method != "HEAD";
}

bool loopback_host(std::string_view host) {
  if (host.starts_with('[')) return host.starts_with("[::1]");
  auto const name = host.substr(0, host.find(':'));
  return name == "127.0.0.1" || name == "localhost";
}

}  // namespace

Application::Application(ApplicationOptions options, Accounts& accounts, Router router)
    : options_{std::move(options)},
      accounts_{accounts},
      router_{std::move(router)},
      pages_{options_.web_folder},
      run_id_{random_token().substr(0, 8)} {}

Viewer Application::viewer_of(HttpRequest const& request) {
  Viewer viewer;
  if (options_.open) {
    viewer.name = "open";
    viewer.display_name = "本机用户";
    viewer.role = "administrator";
    viewer.open = true;
  } else if (auto const token = cookie(request, "lianzhao_session"); !token.empty()) {
    viewer = accounts_.find(token);
  }
  viewer.language = language_of(request);
  return viewer;
}

void Application::require_own_origin(HttpRequest const& request) const {
  auto const host = request.header("host");
  // A page elsewhere can point its own name at this machine; the name it then asks for is not one of ours.
  if (options_.open && !loopback_host(host)) {
    throw Failure{{ErrorKind::kForbidden, "foreign_host",
                   "a server started with --open answers to 127.0.0.1 and localhost only"}};
  }
  if (!changes_something(request.method)) return;
  auto const origin = request.header("origin");
  auto const site = request.header("sec-fetch-site");
  auto const scheme = origin.find("://");
  auto const same = origin.empty() || (scheme != std::string_view::npos && origin.substr(scheme + 3) == host);
  if (!same || (!site.empty() && site != "same-origin" && site != "none")) {
    throw Failure{{ErrorKind::kForbidden, "foreign_origin", "changes are taken from the own pages only"}};
  }
}

Admission Application::admit(HttpRequest const& head) {
  Admission admission;
  admission.body_limit = options_.body_limit;
  if (!changes_something(head.method)) return admission;
  try {
    require_own_origin(head);
    if (!head.path.starts_with(kApi)) return admission;
    auto const match = router_.find(head.method, std::string_view{head.path}.substr(kApi.size()), head.query);
    if (!match.route) return admission;
    // A stranger's upload is refused before it is read.
    require(viewer_of(head), *match.route->operation);
    if (match.route->operation->body == api::BodyKind::kUpload) {
      admission.to_file = true;
      admission.body_limit =
          match.route->operation->id == "upload_document" ? options_.document_limit : options_.upload_limit;
    }
  } catch (...) {
    admission.refused = failed(std::current_exception(), head);
  }
  return admission;
}

HttpResponse Application::answer(HttpRequest& request) {
  ++requests_;
  HttpResponse response;
  try {
    response = dispatch(request);
  } catch (...) {
    return failed(std::current_exception(), request);
  }
  ++by_class_[static_cast<std::size_t>(std::clamp(response.status / 100, 0, 5))];
  return secured(std::move(response));
}

HttpResponse Application::dispatch(HttpRequest& request) {
  HttpResponse response;
  if (request.path == "/healthz") {
    response.body = R"({"status":"ok"})";
    return response;
  }
  require_own_origin(request);
  if (request.path == "/metrics") return metrics();
  if (request.path == "/api/v1/openapi.json") {
    response.body = embedded::openapi_document()[0].bytes;
    return response;
  }
  if (!request.path.starts_with(kApi)) {
    if (request.method != "GET") throw not_found("no_such_operation", request.method + " " + request.path);
    return pages_.answer(request);
  }
  auto const match = router_.find(request.method, std::string_view{request.path}.substr(kApi.size()), request.query);
  if (!match.route) {
    if (match.other_method) {
      return problem(405, "method_not_allowed", fmt::format("{} is not possible here", request.method), request);
    }
    throw not_found("no_such_operation",
                    fmt::format("there is no {} {}; see /api/v1/openapi.json", request.method, request.path));
  }
  Call call;
  call.viewer = viewer_of(request);
  call.request = &request;
  require(call.viewer, *match.route->operation);
  response = match.route->run(match.input, request, call);
  response.status = match.route->operation->status;
  response.headers.insert(response.headers.end(), call.headers.begin(), call.headers.end());
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

HttpResponse Application::metrics() const {
  HttpResponse response;
  response.media_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = fmt::format("# TYPE lianzhao_requests_total counter\nlianzhao_requests_total {}\n", requests_.load());
  response.body += "# TYPE lianzhao_responses_total counter\n";
  for (std::size_t i = 1; i < by_class_.size(); ++i) {
    response.body += fmt::format("lianzhao_responses_total{{class=\"{}xx\"}} {}\n", i, by_class_[i].load());
  }
  if (metrics_) response.body += metrics_();
  return response;
}

HttpResponse Application::failed(std::exception_ptr const& error, HttpRequest const& request) {
  HttpResponse response;
  try {
    std::rethrow_exception(error);
  } catch (StaleVersion const& stale) {
    response =
        problem(http_status(stale.error().kind), stale.error().code, stale.error().message, request, stale.current());
  } catch (NamedFailure const& failure) {
    response = problem(http_status(failure.error().kind), failure.error().code, failure.error().message, request, {},
                       failure.values());
  } catch (Failure const& failure) {
    response = problem(http_status(failure.error().kind), failure.error().code, failure.error().message, request);
  } catch (std::exception const& exception) {
    log::error("{} {}: {}", request.method, request.path, exception.what());
    response = problem(500, "internal", "something went wrong inside; the log says what", request);
  }
  ++by_class_[static_cast<std::size_t>(response.status / 100)];
  return secured(std::move(response));
}

HttpResponse Application::problem(int status, std::string_view code, std::string_view message,
                                  HttpRequest const& request, std::optional<std::string> current,
                                  NamedFailure::Values const& values) {
  api::Problem problem;
  if (current) problem.current = api::RawJson{std::move(*current)};
  problem.code = code;
  problem.message = message;
  auto const language = language_of(request);
  auto named = values;
  auto const value_of = [&](std::string_view name) -> std::string const* {
    auto const found = std::find_if(values.begin(), values.end(), [&](auto const& each) { return each.first == name; });
    return found == values.end() ? nullptr : &found->second;
  };
  if (auto const* const field = value_of("field")) named.emplace_back("field_name", field_name(language, *field));
  auto translated = serve::message(language, fmt::format("error.{}", code));
  if (auto const* const rule = value_of("rule")) {
    if (auto said = serve::message(language, fmt::format("error.field.{}", *rule))) translated = std::move(said);
  }
  if (translated) {
    // Where the translation names what there is to name, the English says nothing more.
    if (values.empty()) problem.params["detail"] = std::move(problem.message);
    for (auto const& [name, value] : named) problem.params[name] = value;
    problem.message = with_values(std::move(*translated), named);
  }
  problem.request_id = fmt::format("{}-{}", run_id_, requests_.load());
  if (status >= 500) log::error("request {}: {} {}: {}", problem.request_id, request.method, request.path, message);
  HttpResponse response;
  response.status = status;
  response.body = to_json(problem);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

HttpResponse Application::refusal(int status, std::string code, std::string message) {
  return secured(problem(status, code, message, {}));
}

HttpResponse Application::secured(HttpResponse response) const {
  // Inline styles: the chart library sets them on its elements.
  response.headers.emplace_back("Content-Security-Policy",
                                "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
                                "worker-src 'self' blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
                                "form-action 'self'");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("X-Frame-Options", "DENY");
  response.headers.emplace_back("Referrer-Policy", "same-origin");
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  return response;
}

}  // namespace lianzhao::serve
