#include "serve/messages.h"

#include <algorithm>
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

std::string with_values(std::string text, std::vector<std::pair<std::string, std::string>> const& values) {
  std::string out;
  std::string_view rest = text;
  while (!rest.empty()) {
    auto const open = std::min(rest.find('{'), rest.size());
    out += rest.substr(0, open);
    rest.remove_prefix(open);
    if (rest.empty()) break;
    auto const close = rest.find('}');
    auto const name = close == std::string_view::npos ? std::string_view{} : rest.substr(1, close - 1);
    auto const found = std::find_if(values.begin(), values.end(), [&](auto const& each) { return each.first == name; });
    if (found == values.end()) {
      out += rest.front();
      rest.remove_prefix(1);
      continue;
    }
    out += found->second;
    rest.remove_prefix(close + 1);
  }
  return out;
}

std::string word_in(std::string_view language, std::string_view group, std::string_view word) {
  return message(language, fmt::format("{}.{}", group, word)).value_or(std::string{word});
}

}  // namespace lianzhao::serve
