#include "serve/pages.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "kernel/error.h"
#include "kernel/file.h"
#include "serve/passwords.h"
#include "web_pages.h"

namespace lianzhao::serve {

namespace {

std::string media_type(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kTypes{{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".webp", "image/webp"},
      {".txt", "text/plain; charset=utf-8"},
      {".webmanifest", "application/manifest+json"},
  }};
  for (auto const& [ending, type] : kTypes) {
    if (name.ends_with(ending)) return std::string{type};
  }
  return "application/octet-stream";
}

}  // namespace

Pages::Pages(std::filesystem::path folder) : folder_{std::move(folder)} {
  for (auto const& file : embedded::web_pages()) files_.emplace(std::string{file.name}, file.bytes);
}

std::optional<std::string> Pages::find(std::string_view name) const {
  if (!folder_.empty()) {
    // No way out of the folder, and no hidden files.
    if (name.find("..") != std::string_view::npos || name.find("/.") != std::string_view::npos) return std::nullopt;
    auto const path = folder_ / name;
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) return std::nullopt;
    return read_file(path);
  }
  auto const found = files_.find(name);
  return found == files_.end() ? std::nullopt : std::optional{std::string{found->second}};
}

HttpResponse Pages::answer(HttpRequest const& request) const {
  auto name = percent_decoded(request.path, false);
  name.erase(0, name.find_first_not_of('/') == std::string::npos ? name.size() : name.find_first_not_of('/'));
  auto bytes = name.empty() ? std::nullopt : find(name);
  if (!bytes && !name.starts_with("assets/")) {
    name = "index.html";
    bytes = find(name);
    if (!bytes) {
      HttpResponse bare;
      bare.media_type = "text/plain; charset=utf-8";
      bare.body =
          "Lianzhao serves its API under /api/v1. This program was built without its pages: build web/ and configure "
          "again, or name their folder with --web-dir.\n";
      return bare;
    }
  }
  HttpResponse response;
  if (!bytes) {
    response.status = 404;
    response.media_type = "text/plain; charset=utf-8";
    response.body = "no such file\n";
    return response;
  }
  auto const tag = fmt::format("\"{}\"", content_hash(*bytes).substr(0, 24));
  response.headers.emplace_back("ETag", tag);
  // Files under assets/ carry their content's hash in the name.
  response.headers.emplace_back("Cache-Control",
                                name.starts_with("assets/") ? "public, max-age=31536000, immutable" : "no-cache");
  response.media_type = media_type(name);
  if (request.header("if-none-match") == tag) {
    response.status = 304;
  } else {
    response.body = std::move(*bytes);
  }
  return response;
}

}  // namespace lianzhao::serve
