#include "classify/glossary.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "industry_tables.h"
#include "kernel/error.h"

namespace lianzhao::classify {

namespace {

std::vector<std::string_view> split(std::string_view list, std::string_view mark) {
  std::vector<std::string_view> parts;
  while (!list.empty()) {
    auto const end = std::min(list.find(mark), list.size());
    if (end > 0) parts.push_back(list.substr(0, end));
    list.remove_prefix(std::min(list.size(), end + mark.size()));
  }
  return parts;
}

std::vector<GlossaryEntry> read_glossary() {
  auto const files = embedded::industry_tables();
  auto const file = std::find_if(files.begin(), files.end(), [](embedded::File const& f) {
    return f.name.find("industry_glossary") != std::string_view::npos;
  });
  LIANZHAO_ASSERT(file != files.end(), "the glossary of trades is compiled in");
  std::vector<GlossaryEntry> entries;
  auto const lines = split(file->bytes, "\n");
  for (std::size_t i = 1; i < lines.size(); ++i) {
    std::array<std::string_view, 4> cells;
    auto line = lines[i];
    for (auto& cell : cells) {
      cell = line.substr(0, line.find('\t'));
      line.remove_prefix(std::min(cell.size() + 1, line.size()));
    }
    entries.push_back({split(cells[0], "|"), split(cells[1], "|"), split(cells[2], "、"), split(cells[3], "、")});
  }
  return entries;
}

/// A name without the path before it and without what only says that it is one of a kind.
std::string_view bare(std::string_view name) {
  for (std::string_view const mark : {"/", ">", "-", "—", "－", "\\", ":", "："}) {
    if (auto const at = name.rfind(mark); at != std::string_view::npos && at + mark.size() < name.size()) {
      name.remove_prefix(at + mark.size());
    }
  }
  constexpr auto kEnds = std::array<std::string_view, 9>{" ", "Ⅱ", "Ⅲ", "Ⅰ", "I", "行业", "产业", "制造业", "业"};
  for (auto shorter = true; shorter;) {
    shorter = false;
    while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
    for (auto const end : kEnds) {
      // 林业 and 渔业 are whole names.
      constexpr std::size_t kTwoCharacters = 6;
      if (!name.ends_with(end) || name.size() < end.size() + kTwoCharacters) continue;
      name.remove_suffix(end.size());
      shorter = true;
    }
  }
  return name;
}

}  // namespace

std::span<GlossaryEntry const> glossary() {
  static auto const kEntries = read_glossary();
  return kEntries;
}

std::vector<std::vector<GlossaryEntry const*>> glossary_of(std::span<std::string_view const> labels) {
  std::unordered_map<std::string_view, std::vector<std::size_t>> labels_called;
  for (std::size_t l = 0; l < labels.size(); ++l) labels_called[bare(labels[l])].push_back(l);
  std::vector<std::vector<GlossaryEntry const*>> found(labels.size());
  for (auto const& entry : glossary()) {
    auto const give = [&](std::vector<std::string_view> const& names) {
      auto given = false;
      for (auto const name : names) {
        auto const at = labels_called.find(bare(name));
        if (at == labels_called.end()) continue;
        for (auto const label : at->second) {
          given = true;
          auto& entries = found[label];
          if (std::find(entries.begin(), entries.end(), &entry) == entries.end()) entries.push_back(&entry);
        }
      }
      return given;
    };
    if (!give(entry.names)) give(entry.broader);
  }
  return found;
}

}  // namespace lianzhao::classify
