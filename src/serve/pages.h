#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "serve/http.h"

namespace lianzhao::serve {

/// The web pages: from the binary, or from a folder while they are developed.
class Pages {
 public:
  /// Empty folder: what was embedded at build time.
  explicit Pages(std::filesystem::path folder);

  /// A file; the start page for every path of the page's own router; 404 for a missing file under assets/.
  HttpResponse answer(HttpRequest const&) const;

 private:
  std::optional<std::string_view> embedded(std::string_view name) const;
  std::optional<std::string> find(std::string_view name) const;

  std::filesystem::path folder_;
  std::map<std::string, std::string_view, std::less<>> files_;
};

}  // namespace lianzhao::serve
