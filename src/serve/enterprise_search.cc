#include "serve/enterprise_search.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "kernel/error.h"
#include "serve/place.h"
#include "store/register_reader.h"
#include "store/register_search.h"

namespace lianzhao::serve {

namespace {

/// Unknown values come last in either direction.
template <typename Value>
void sort_by(std::vector<atlas::Atlas::Member>& found, bool descending, Value const& value) {
  std::stable_sort(found.begin(), found.end(), [&](auto const& a, auto const& b) {
    auto const x = value(a);
    auto const y = value(b);
    if (!x || !y) return x.has_value() && !y.has_value();
    return descending ? *x > *y : *x < *y;
  });
}

/// The snapshot has no names: they are read from the register, so only so many can be sorted.
void sort_by_name(std::vector<atlas::Atlas::Member>& found, bool descending, atlas::Atlas const& atlas,
                  store::Database& register_database) {
  constexpr std::size_t kMost = 20'000;
  if (found.size() > kMost) {
    throw invalid_input("too_many_to_sort", fmt::format("{} enterprises are too many to sort by name (at most {}); "
                                                        "narrow the place, the node or the words",
                                                        found.size(), kMost));
  }
  std::vector<std::int64_t> ids;
  for (auto const& member : found) ids.push_back(atlas.row(member.row).enterprise_id);
  std::unordered_map<std::int64_t, std::string> names;
  auto sql = register_database.reader();
  for (auto& stored : store::RegisterReader{sql}.find_all(ids)) names[stored.id] = std::move(stored.enterprise.name);
  sort_by(found, descending, [&](auto const& member) -> std::optional<std::string_view> {
    auto const name = names.find(atlas.row(member.row).enterprise_id);
    return name == names.end() ? std::nullopt : std::optional{std::string_view{name->second}};
  });
}

}  // namespace

std::vector<atlas::Atlas::Member> search(pipeline::Insight const& insight, store::Database& register_database,
                                         Viewer const& viewer, SearchWords const& words) {
  auto const& atlas = insight.atlas();
  auto const place = place_of(insight, viewer, words.region, words.zone);
  auto found =
      atlas.members(subject_of(insight.knowledge().library, words.chain, words.node), place.rows, words.filter);
  if (words.q) {
    auto sql = register_database.reader();
    auto const ids = store::find_ids_by_words(sql, *words.q, 20'000);
    auto const wanted = std::unordered_set<std::int64_t>{ids.begin(), ids.end()};
    std::erase_if(found, [&](auto const& member) { return !wanted.contains(atlas.row(member.row).enterprise_id); });
  }
  auto const descending = words.sort.starts_with('-');
  auto const key = std::string_view{words.sort}.substr(descending ? 1 : 0);
  if (key == "capital") {
    sort_by(found, descending, [&](auto const& m) { return atlas.row(m.row).registered_capital_fen; });
  } else if (key == "founded") {
    sort_by(found, descending, [&](auto const& m) { return atlas.row(m.row).founded; });
  } else if (key == "name") {
    sort_by_name(found, descending, atlas, register_database);
  } else {
    auto const least_first = key == "confidence" && !descending;
    sort_by(found, !least_first, [](auto const& m) { return std::optional{m.confidence}; });
  }
  return found;
}

std::string words_around(std::string_view text, std::string_view word) {
  auto const at = text.find(word.substr(0, word.find(' ')));
  if (at == std::string_view::npos) return "";
  auto const starts_character = [&](std::size_t i) { return (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U; };
  auto begin = at > 45 ? at - 45 : 0;
  while (begin > 0 && !starts_character(begin)) --begin;
  auto end = std::min(text.size(), at + word.size() + 60);
  while (end < text.size() && !starts_character(end)) ++end;
  return std::string{text.substr(begin, end - begin)};
}

}  // namespace lianzhao::serve
