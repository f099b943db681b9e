#include "serve/messages.h"

#include <map>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "messages_embedded.h"

namespace lianzhao::serve {

namespace {

using Catalogue = std::map<std::string, std::string, std::less<>>;

void flatten(YAML::Node const& node, std::string const& prefix, Catalogue& into) {
  for (auto const& entry : node) {
    auto const key = prefix.empty() ? entry.first.as<std::string>() : prefix + "." + entry.first.as<std::string>();
    if (entry.second.IsMap()) {
      flatten(entry.second, key, into);
    } else if (entry.second.IsScalar()) {
      into[key] = entry.second.as<std::string>();
    }
  }
}

std::map<std::string, Catalogue, std::less<>> load() {
  std::map<std::string, Catalogue, std::less<>> catalogues;
  for (auto const& file : embedded::messages_embedded()) {
    auto const language = std::string{file.name.substr(0, file.name.find('.'))};
    flatten(YAML::Load(std::string{file.bytes}), "", catalogues[language]);
  }
  return catalogues;
}

}  // namespace

std::optional<std::string> message(std::string_view language, std::string_view key) {
  static auto const catalogues = load();
  auto const catalogue = catalogues.find(language);
  if (catalogue == catalogues.end()) return std::nullopt;
  auto const found = catalogue->second.find(key);
  return found == catalogue->second.end() ? std::nullopt : std::optional{found->second};
}

std::string word_in(std::string_view language, std::string_view group, std::string_view word) {
  return message(language, fmt::format("{}.{}", group, word)).value_or(std::string{word});
}

}  // namespace lianzhao::serve
