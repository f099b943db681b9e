#include "serve/http.h"

#include <cctype>

#include <fmt/format.h>
#include <zlib.h>

namespace lianzhao::serve {

std::string_view HttpRequest::header(std::string_view lower_case_name) const {
  for (auto const& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return {};
}

void EventFeed::publish(std::string name, std::string data, Audience audience) {
  auto const lock = std::lock_guard{mutex_};
  events_.push_back({++last_, std::move(name), std::move(data), std::move(audience)});
  if (events_.size() > 256) events_.pop_front();
}

std::vector<EventFeed::Event> EventFeed::since(std::uint64_t number) const {
  auto const lock = std::lock_guard{mutex_};
  std::vector<Event> fresh;
  for (auto const& event : events_) {
    if (event.number > number) fresh.push_back(event);
  }
  return fresh;
}

std::uint64_t EventFeed::last() const {
  auto const lock = std::lock_guard{mutex_};
  return last_;
}

std::string percent_decoded(std::string_view text, bool plus_is_space) {
  auto const digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    auto const lower = std::tolower(static_cast<unsigned char>(c));
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> query_parameters(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  while (!query.empty()) {
    auto const end = query.find('&');
    auto const part = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
    if (part.empty()) continue;
    auto const equals = part.find('=');
    parameters.emplace_back(percent_decoded(part.substr(0, equals), true),
                            equals == std::string_view::npos ? "" : percent_decoded(part.substr(equals + 1), true));
  }
  return parameters;
}

std::optional<std::string> gzipped(std::string_view bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, 5, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return std::nullopt;
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  auto const result = deflate(&stream, Z_FINISH);
  auto const size = stream.total_out;
  deflateEnd(&stream);
  if (result != Z_STREAM_END || size >= bytes.size()) return std::nullopt;
  out.resize(size);
  return out;
}

std::string cookie(HttpRequest const& request, std::string_view name) {
  auto cookies = request.header("cookie");
  while (!cookies.empty()) {
    auto const end = cookies.find(';');
    auto part = cookies.substr(0, end);
    cookies = end == std::string_view::npos ? std::string_view{} : cookies.substr(end + 1);
    while (part.starts_with(' ')) part.remove_prefix(1);
    if (part.starts_with(name) && part.substr(name.size()).starts_with('=')) {
      return std::string{part.substr(name.size() + 1)};
    }
  }
  return "";
}

}  // namespace lianzhao::serve
