#include "serve/http_server.h"

#include <atomic>
#include <cctype>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <set>
#include <thread>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>

#include "kernel/error.h"
#include "kernel/log.h"

namespace lianzhao::serve {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Tcp = asio::ip::tcp;

namespace {

using Code = boost::system::error_code;

auto keep_error(Code& code) {
  return asio::redirect_error(asio::use_awaitable, code);
}

/// A body that was streamed to a file goes with the request unless somebody moved it away.
struct UploadGuard {
  std::filesystem::path file;
  std::FILE* out = nullptr;
  UploadGuard() = default;
  UploadGuard(UploadGuard const&) = delete;
  UploadGuard& operator=(UploadGuard const&) = delete;
  ~UploadGuard() {
    if (out) std::fclose(out);
    std::error_code ignored;
    if (!file.empty()) std::filesystem::remove(file, ignored);
  }
};

struct Connection {
  explicit Connection(Tcp::socket socket) : stream{std::move(socket)} {}
  beast::tcp_stream stream;
  beast::flat_buffer buffer;
  bool idle = true;  ///< between requests; touched on the stream's strand only
};

bool compressible(std::string_view media_type) {
  return media_type.starts_with("application/json") || media_type.starts_with("text/") ||
         media_type.find("javascript") != std::string_view::npos || media_type.starts_with("image/svg");
}

}  // namespace

class HttpServer::Impl {
 public:
  Impl(HttpServerOptions options, HttpApplication& application)
      : options_{std::move(options)}, application_{application}, pool_{options_.workers}, acceptor_{io_} {
    Code code;
    auto const address = asio::ip::make_address(options_.address, code);
    if (code) {
      throw invalid_input("bad_address", fmt::format("\"{}\" is not an IP address to listen on", options_.address));
    }
    auto const endpoint = Tcp::endpoint{address, options_.port};
    acceptor_.open(endpoint.protocol(), code);
    if (!code) acceptor_.set_option(asio::socket_base::reuse_address{true}, code);
    if (!code) acceptor_.bind(endpoint, code);
    if (!code) acceptor_.listen(asio::socket_base::max_listen_connections, code);
    if (code) {
      throw Failure{{ErrorKind::kUnavailable, "address_taken",
                     fmt::format("cannot listen on {}:{} ({}); choose another with --listen", options_.address,
                                 options_.port, code.message())}};
    }
    port_ = acceptor_.local_endpoint().port();
    asio::co_spawn(io_, accept(), asio::detached);
    for (int i = 0; i < 2; ++i) threads_.emplace_back([this] { io_.run(); });
  }

  ~Impl() { stop(); }

  std::uint16_t port() const { return port_; }

  void stop() {
    if (stopping_.exchange(true)) return;
    asio::post(io_, [this] {
      Code ignored;
      acceptor_.close(ignored);
    });
    {
      auto lock = std::unique_lock{mutex_};
      for (auto const& connection : connections_) {
        asio::post(connection->stream.get_executor(), [connection] {
          if (connection->idle) connection->stream.cancel();
        });
      }
      ended_.wait_for(lock, options_.drain_timeout, [&] { return connections_.empty(); });
    }
    io_.stop();
    threads_.clear();
    pool_.join();
  }

 private:
  asio::awaitable<void> accept() {
    while (!stopping_) {
      Code code;
      auto socket = co_await acceptor_.async_accept(asio::make_strand(io_), keep_error(code));
      if (stopping_ || code == asio::error::operation_aborted) co_return;
      if (code) {
        // Out of descriptors: wait for connections to end instead of spinning.
        auto timer = asio::steady_timer{io_, std::chrono::milliseconds{100}};
        co_await timer.async_wait(keep_error(code));
        continue;
      }
      socket.set_option(Tcp::no_delay{true}, code);
      auto connection = std::make_shared<Connection>(std::move(socket));
      {
        auto const lock = std::lock_guard{mutex_};
        if (connections_.size() >= options_.connections) continue;
        connections_.insert(connection);
      }
      asio::co_spawn(connection->stream.get_executor(), serve(connection),
                     [this, connection](std::exception_ptr const& error) {
                       if (error) log_exception(error);
                       auto const lock = std::lock_guard{mutex_};
                       connections_.erase(connection);
                       ended_.notify_all();
                     });
    }
  }

  static void log_exception(std::exception_ptr const& error) {
    try {
      std::rethrow_exception(error);
    } catch (std::exception const& exception) {
      log::error("connection: {}", exception.what());
    }
  }

  asio::awaitable<void> serve(std::shared_ptr<Connection> connection) {
    auto go_on = true;
    while (go_on && !stopping_) go_on = co_await one_request(*connection);
    co_await let_go(*connection);
  }

  /// Closing a socket on unread bytes resets it, and the peer loses an answer that was given before its request had
  /// been read to the end (413, 431). So say that nothing more comes and pass over what is still on its way, for a
  /// moment.
  asio::awaitable<void> let_go(Connection& connection) {
    constexpr std::size_t kPassedOver = 16U << 20;
    auto& stream = connection.stream;
    Code code;
    stream.socket().shutdown(Tcp::socket::shutdown_send, code);
    connection.idle = true;
    stream.expires_after(std::chrono::seconds{2});
    std::vector<char> rest(16U << 10);
    for (std::size_t passed = 0; !code && !stopping_ && passed < kPassedOver;)
      passed += co_await stream.async_read_some(asio::buffer(rest), keep_error(code));
    Code ignored;
    stream.socket().shutdown(Tcp::socket::shutdown_both, ignored);
  }

  /// False when the connection is to be closed.
  asio::awaitable<bool> one_request(Connection& connection) {
    auto& stream = connection.stream;
    Code code;
    auto parser = http::request_parser<http::buffer_body>{};
    parser.header_limit(options_.header_limit_bytes);
    parser.body_limit(boost::none);
    connection.idle = connection.buffer.size() == 0;
    stream.expires_after(connection.idle ? options_.idle_timeout : options_.read_timeout);
    co_await http::async_read_header(stream, connection.buffer, parser, keep_error(code));
    connection.idle = false;
    if (code == http::error::header_limit) {
      co_await send(connection, application_.refusal(431, "head_too_large", "the head of the request is too large"),
                    false, false, false);
      co_return false;
    }
    if (code && code != http::error::end_of_stream &&
        code.category() == http::make_error_code(http::error{}).category() && code != http::error::partial_message) {
      co_await send(connection, application_.refusal(400, "bad_http", "the request is not HTTP/1.1"), false, false,
                    false);
      co_return false;
    }
    if (code) co_return false;

    HttpRequest request;
    take_head(connection, parser.get(), request);
    auto const keep_alive = parser.get().keep_alive() && !stopping_;
    auto const head_only = request.method == "HEAD";
    if (head_only) request.method = "GET";
    auto const gzip = request.header("accept-encoding").find("gzip") != std::string_view::npos;

    auto admission = co_await on_pool<Admission>([&] { return application_.admit(request); });
    if (admission.refused) {
      // What is left of the body would be read as the next request.
      auto const clean = parser.is_done();
      co_return co_await send(connection, std::move(*admission.refused), keep_alive && clean, head_only, gzip) && clean;
    }
    if (parser.content_length() && *parser.content_length() > admission.body_limit) {
      co_await send(connection, too_large(admission.body_limit), false, head_only, gzip);
      co_return false;
    }
    if (request.header("expect") == "100-continue") {
      auto interim = http::response<http::empty_body>{http::status::continue_, 11};
      co_await http::async_write(stream, interim, keep_error(code));
      if (code) co_return false;
    }

    UploadGuard upload;
    auto const read = co_await read_body(connection, parser, request, admission, upload);
    if (read == Body::kTooLarge) {
      co_await send(connection, too_large(admission.body_limit), false, head_only, gzip);
      co_return false;
    }
    if (read == Body::kUnwritable) {
      co_await send(connection,
                    application_.refusal(503, "upload_unwritable", "the upload cannot be stored; is the disk full?"),
                    false, head_only, gzip);
      co_return false;
    }
    if (read == Body::kLost) co_return false;

    auto response = co_await on_pool<HttpResponse>([&] { return application_.answer(request); });
    if (response.events) {
      auto const events = response.events;
      co_await send_events(connection, *events, std::move(response));
      co_return false;
    }
    co_return co_await send(connection, std::move(response), keep_alive, head_only, gzip);
  }

  template <typename T, typename Work>
  asio::awaitable<T> on_pool(Work work) {
    // The pool blocks on databases, the connection's strand never does.
    co_return co_await asio::co_spawn(
        pool_, [&work]() -> asio::awaitable<T> { co_return work(); }, asio::use_awaitable);
  }

  static void take_head(Connection& connection, http::request<http::buffer_body> const& message, HttpRequest& request) {
    request.method = std::string{message.method_string()};
    auto const target = std::string_view{message.target().data(), message.target().size()};
    auto const question = target.find('?');
    request.path = target.substr(0, question);
    if (question != std::string_view::npos) request.query = target.substr(question + 1);
    for (auto const& field : message) {
      auto name = std::string{field.name_string()};
      for (auto& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      request.headers.emplace_back(std::move(name), std::string{field.value()});
    }
    Code code;
    auto const peer = connection.stream.socket().remote_endpoint(code);
    if (!code) request.remote = peer.address().to_string();
  }

  enum class Body { kRead, kTooLarge, kUnwritable, kLost };

  asio::awaitable<Body> read_body(Connection& connection, http::request_parser<http::buffer_body>& parser,
                                  HttpRequest& request, Admission const& admission, UploadGuard& upload) {
    if (admission.to_file) {
      upload.file = options_.upload_folder / fmt::format("upload-{}-{}", port_, ++uploads_);
      std::error_code ignored;
      std::filesystem::create_directories(options_.upload_folder, ignored);
      upload.out = std::fopen(upload.file.c_str(), "wb");
      if (!upload.out) co_return Body::kUnwritable;
      request.upload = upload.file;
    }
    auto piece = std::vector<char>(64 * 1024);
    std::uint64_t total = 0;
    while (!parser.is_done()) {
      auto& body = parser.get().body();
      body.data = piece.data();
      body.size = piece.size();
      connection.stream.expires_after(options_.read_timeout);
      Code code;
      co_await http::async_read_some(connection.stream, connection.buffer, parser, keep_error(code));
      if (code && code != http::error::need_buffer) co_return Body::kLost;
      auto const size = piece.size() - body.size;
      total += size;
      if (total > admission.body_limit) co_return Body::kTooLarge;
      if (!upload.out) {
        request.body.append(piece.data(), size);
      } else if (std::fwrite(piece.data(), 1, size, upload.out) != size) {
        co_return Body::kUnwritable;
      }
    }
    request.upload_bytes = total;
    if (upload.out) {
      auto const closed = std::fclose(upload.out);
      upload.out = nullptr;
      if (closed != 0) co_return Body::kUnwritable;
    }
    co_return Body::kRead;
  }

  HttpResponse too_large(std::uint64_t limit) {
    return application_.refusal(413, "body_too_large", fmt::format("the body is larger than {} bytes", limit));
  }

  asio::awaitable<bool> send(Connection& connection, HttpResponse response, bool keep_alive, bool head_only,
                             bool gzip) {
    auto message = http::response<http::string_body>{static_cast<http::status>(response.status), 11};
    for (auto const& [name, value] : response.headers) message.insert(name, value);
    message.set(http::field::content_type, response.media_type);
    if (gzip && response.body.size() > 1024 && compressible(response.media_type)) {
      if (auto smaller = gzipped(response.body)) {
        response.body = std::move(*smaller);
        message.set(http::field::content_encoding, "gzip");
      }
      message.set(http::field::vary, "accept-encoding, cookie");
    }
    message.keep_alive(keep_alive);
    auto const empty = response.status == 204 || response.status == 304;
    auto const size = response.body.size();
    if (!empty && !head_only) message.body() = std::move(response.body);
    if (!empty) message.content_length(size);
    connection.stream.expires_after(options_.write_timeout);
    Code code;
    if (head_only) {
      auto serializer = http::response_serializer<http::string_body>{message};
      co_await http::async_write_header(connection.stream, serializer, keep_error(code));
    } else {
      co_await http::async_write(connection.stream, message, keep_error(code));
    }
    co_return !code && keep_alive;
  }

  asio::awaitable<void> send_events(Connection& connection, EventFeed const& feed, HttpResponse response) {
    auto head = std::string{
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
        "X-Accel-Buffering: no\r\nConnection: close\r\n"};
    for (auto const& [name, value] : response.headers) {
      if (name != "Cache-Control") head += fmt::format("{}: {}\r\n", name, value);
    }
    head += "\r\nretry: 3000\n\n";
    auto last = feed.last();
    auto quiet = 0;
    Code code;
    auto timer = asio::steady_timer{connection.stream.get_executor()};
    auto text = std::move(head);
    while (!stopping_) {
      if (!text.empty()) {
        connection.stream.expires_after(options_.write_timeout);
        co_await asio::async_write(connection.stream, asio::buffer(text), keep_error(code));
        if (code) co_return;
        quiet = 0;
      }
      text.clear();
      timer.expires_after(std::chrono::milliseconds{300});
      co_await timer.async_wait(keep_error(code));
      for (auto const& event : feed.since(last)) {
        last = event.number;
        if (response.hears && !response.hears(event)) continue;
        text += fmt::format("id: {}\nevent: {}\ndata: {}\n\n", event.number, event.name, event.data);
      }
      // A comment now and then finds out whether anybody still listens.
      if (text.empty() && ++quiet > 50) text = ":\n\n";
    }
  }

  HttpServerOptions options_;
  HttpApplication& application_;
  asio::thread_pool pool_;
  asio::io_context io_;
  Tcp::acceptor acceptor_;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::uint64_t> uploads_ = 0;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::set<std::shared_ptr<Connection>> connections_;
  std::vector<std::jthread> threads_;
};

HttpServer::HttpServer(HttpServerOptions options, HttpApplication& application)
    : impl_{std::make_unique<Impl>(std::move(options), application)} {}
HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const {
  return impl_->port();
}
void HttpServer::stop() {
  impl_->stop();
}

}  // namespace lianzhao::serve
