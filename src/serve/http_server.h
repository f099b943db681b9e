#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "serve/http.h"

namespace lianzhao::serve {

struct HttpServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  ///< 0: a free one
  std::size_t workers = 8;    ///< threads that answer; they may block
  std::uint32_t header_limit_bytes = 16 * 1024;
  std::chrono::seconds read_timeout{30};   ///< for a request's head, and between pieces of its body
  std::chrono::seconds idle_timeout{75};   ///< between requests
  std::chrono::seconds write_timeout{60};  ///< between pieces of an answer
  std::chrono::seconds drain_timeout{10};
  std::size_t connections = 4096;
  std::filesystem::path upload_folder;  ///< where bodies are streamed to
};

/// HTTP/1.1 with keep-alive. All of Beast is behind this door.
class HttpServer {
 public:
  /// Listens at once; answers from its own threads. @throws Failure "address_taken" when it cannot listen there.
  HttpServer(HttpServerOptions, HttpApplication&);
  HttpServer(HttpServer const&) = delete;
  HttpServer& operator=(HttpServer const&) = delete;
  /// As stop().
  ~HttpServer();

  std::uint16_t port() const;

  /// Takes no new connection, lets running requests end (up to drain_timeout), closes idle connections. Idempotent.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lianzhao::serve
