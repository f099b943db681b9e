#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/named_failure.h"
#include "serve/accounts.h"
#include "serve/http.h"
#include "serve/pages.h"
#include "serve/router.h"

namespace lianzhao::serve {

struct ApplicationOptions {
  bool open = false;                         ///< one trusted user, for loopback only
  std::filesystem::path web_folder;          ///< empty: the embedded pages
  std::uint64_t body_limit = 1U << 20;       ///< bytes of a JSON body
  std::uint64_t upload_limit = 8ULL << 30;   ///< bytes of a register file
  std::uint64_t document_limit = 64U << 20;  ///< bytes of a document
};

/// The request boundary: who asks, may they, which operation, and every failure as a Problem. Free of sockets, so
/// tests can call it too.
class Application final : public HttpApplication {
 public:
  Application(ApplicationOptions, Accounts&, Router);

  Admission admit(HttpRequest const& head) override;
  HttpResponse answer(HttpRequest& request) override;
  HttpResponse refusal(int status, std::string code, std::string message) override;

  /// Lines of /metrics beside the application's own.
  void add_metrics(std::function<std::string()> metrics) { metrics_ = std::move(metrics); }

  Router const& router() const { return router_; }

 private:
  Viewer viewer_of(HttpRequest const&);
  void require_own_origin(HttpRequest const&) const;
  HttpResponse dispatch(HttpRequest& request);
  HttpResponse problem(int status, std::string_view code, std::string_view message, HttpRequest const& request,
                       std::optional<std::string> current = {}, NamedFailure::Values const& values = {});
  HttpResponse failed(std::exception_ptr const&, HttpRequest const&);
  HttpResponse secured(HttpResponse) const;
  HttpResponse metrics() const;

  ApplicationOptions options_;
  Accounts& accounts_;
  Router router_;
  Pages pages_;
  std::function<std::string()> metrics_;
  std::atomic<std::uint64_t> requests_ = 0;
  std::array<std::atomic<std::uint64_t>, 6> by_class_{};
  std::string run_id_;
};

}  // namespace lianzhao::serve
