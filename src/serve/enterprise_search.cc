#include "serve/enterprise_search.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "kernel/error.h"
#include "search/find.h"
#include "serve/place.h"
#include "store/register_reader.h"
#include "store/register_search.h"

namespace lianzhao::serve {

namespace {

using Members = std::vector<atlas::Atlas::Member>;

/// Puts the first `wanted` in order and drops the others. Unknown values come last in either direction; what is equal
/// stays in the order it came in.
template <typename Value>
void sort_by(Members& found, std::size_t wanted, bool descending, Value const& value) {
  using Key = decltype(value(found.front()));
  std::vector<std::pair<Key, std::uint32_t>> keys;
  keys.reserve(found.size());
  for (auto const& member : found) keys.emplace_back(value(member), static_cast<std::uint32_t>(keys.size()));
  auto const before = [&](auto const& a, auto const& b) {
    auto const& x = a.first;
    auto const& y = b.first;
    if (x.has_value() != y.has_value()) return x.has_value();
    if (x && *x != *y) return descending ? *x > *y : *x < *y;
    return a.second < b.second;
  };
  wanted = std::min(wanted, found.size());
  std::partial_sort(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(wanted), keys.end(), before);
  Members sorted;
  for (std::size_t i = 0; i < wanted; ++i) sorted.push_back(found[keys[i].second]);
  found = std::move(sorted);
}

/// The snapshot has no names: they are read from the register, so only so many can be sorted.
void sort_by_name(Members& found, std::size_t wanted, bool descending, atlas::Atlas const& atlas,
                  store::Session& register_session) {
  constexpr std::size_t kMost = 20'000;
  if (found.size() > kMost) {
    throw invalid_input("too_many_to_sort", fmt::format("{} enterprises are too many to sort by name (at most {}); "
                                                        "narrow the place, the node or the words",
                                                        found.size(), kMost));
  }
  store::TextReader texts{register_session};
  std::unordered_map<atlas::Row, std::string> names;
  for (auto const& member : found) {
    if (auto const text = texts.find(atlas.row(member.row).enterprise_id)) names[member.row] = text->name;
  }
  sort_by(found, wanted, descending, [&](auto const& member) -> std::optional<std::string_view> {
    auto const name = names.find(member.row);
    return name == names.end() ? std::nullopt : std::optional{std::string_view{name->second}};
  });
}

/// Those who bear a word of the query as credit code, as its beginning or as key; each must have the other words.
std::vector<std::uint32_t> find_by_code(store::Session& sql, std::vector<search::Word> const& words) {
  std::vector<std::uint32_t> ids;
  search::Containment contains;
  for (auto const& word : words) {
    auto code = word.bytes;
    if (!std::all_of(code.begin(), code.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) continue;
    std::transform(code.begin(), code.end(), code.begin(), [](char c) { return c >= 'a' && c <= 'z' ? c - 32 : c; });
    store::RegisterReader enterprises{sql};
    auto holders = enterprises.find_code(code);
    if (holders.empty() && std::any_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; })) {
      holders = enterprises.find_code_beginning(code);
    }
    if (auto by_key = enterprises.find_key(word.bytes)) holders.push_back(std::move(*by_key));
    for (auto const& holder : holders) {
      auto const& e = holder.enterprise;
      auto const has = [&](search::Word const& other) {
        return &other == &word || contains(e.name, other) || contains(e.former_names, other) ||
               contains(e.business_scope, other) || contains(e.products, other);
      };
      auto const id = static_cast<std::uint32_t>(holder.id);
      if (std::all_of(words.begin(), words.end(), has) && std::find(ids.begin(), ids.end(), id) == ids.end()) {
        ids.push_back(id);
      }
    }
  }
  return ids;
}

/// Which enterprises a search is over: what the words do not say.
struct Scope {
  atlas::Atlas const& atlas;
  atlas::Subject subject;
  atlas::RowRanges const& rows;
  atlas::Filter const& filter;

  std::optional<atlas::Atlas::Member> find(std::uint32_t enterprise_id) const {
    auto const row = atlas.find_row(enterprise_id);
    if (!row) return std::nullopt;
    auto const after = std::upper_bound(rows.begin(), rows.end(), *row,
                                        [](atlas::Row r, atlas::RowRange const& range) { return r < range.begin; });
    if (after == rows.begin() || std::prev(after)->end <= *row) return std::nullopt;
    return atlas.find_member(subject, *row, filter);
  }
  bool is_all() const {
    return subject.is_everything() && rows.size() == 1 && rows.front().begin == 0 && rows.front().end == atlas.size() &&
           !filter.founded_from && !filter.founded_to && !filter.capital_from_fen && !filter.capital_to_fen &&
           filter.statuses == ~std::uint32_t{0};
  }
};

/// Hits of the words within the scope, the most relevant first.
Found find_words(Scope const& scope, search::SearchIndex const* index, store::Session& sql, std::string_view query,
                 std::size_t limit, std::size_t limit_read) {
  Found found;
  std::unordered_set<std::uint32_t> taken;
  auto const take = [&](std::uint32_t id) {
    auto const member = scope.find(id);
    if (member && taken.insert(id).second) found.members.push_back(*member);
  };
  for (auto const id : find_by_code(sql, search::words_of(query))) take(id);
  if (index == nullptr) {
    constexpr std::size_t kScanned = 20'000;
    found.looked_up_in = LookedUpIn::kScan;
    auto const ids = store::find_ids_by_words(sql, query, kScanned);
    for (auto const id : ids) take(static_cast<std::uint32_t>(id));
    found.total = found.members.size();
    found.total_is_exact = ids.size() < kScanned;
    return found;
  }
  store::TextReader texts{sql};
  search::Question question;
  question.query = query;
  question.limit = limit;
  question.limit_read = limit_read;
  question.read = [&](std::uint32_t id) -> std::optional<search::CurrentTexts> {
    auto const text = texts.find(id);
    if (!text) return std::nullopt;
    return search::CurrentTexts{text->name, text->business_scope, text->products, text->former_names};
  };
  if (!scope.is_all()) {
    question.passes = [&](std::uint32_t id) { return scope.find(id).has_value(); };
    question.all_that_pass = [&] {
      std::vector<std::uint32_t> ids;
      for (auto const& member : scope.atlas.members(scope.subject, scope.rows, scope.filter)) {
        ids.push_back(scope.atlas.enterprise_id(member.row));
      }
      return ids;
    };
  }
  question.index_is_older = index->register_fingerprint() != store::RegisterReader{sql}.fingerprint();
  found.looked_up_in = question.index_is_older ? LookedUpIn::kOlderIndex : LookedUpIn::kIndex;
  auto const hits = search::find(*index, question);
  for (auto const id : hits.enterprise_ids) take(id);
  found.total_is_exact = hits.complete;
  found.total = hits.complete ? found.members.size() : std::max<std::uint64_t>(found.members.size(), hits.at_least);
  return found;
}

}  // namespace

Found search(pipeline::Insight const& insight, search::SearchIndex const* index, store::Database& register_database,
             Viewer const& viewer, SearchWords const& words) {
  auto const& atlas = insight.atlas();
  auto const place = place_of(insight, viewer, words.region, words.zone);
  auto const subject = subject_of(insight.knowledge().library, words.chain, words.node);
  auto const by_relevance = words.sort.empty() || words.sort == "relevance";
  auto const descending = words.sort.starts_with('-');
  auto const key = std::string_view{words.sort}.substr(descending ? 1 : 0);
  auto sql = register_database.reader();
  Found found;
  if (words.q) {
    constexpr std::size_t kRelevant = 2'000;
    constexpr std::size_t kSorted = 20'000;
    // Reading a text costs ten microseconds, and ten times that where it is not in memory yet.
    constexpr std::size_t kRelevantRead = 400;
    auto const limit = std::max(words.wanted, by_relevance ? kRelevant : kSorted);
    auto const limit_read = std::max(words.wanted, by_relevance ? kRelevantRead : kSorted);
    found = find_words({atlas, subject, place.rows, words.filter}, index, sql, *words.q, limit, limit_read);
    if (by_relevance) {
      if (found.members.size() > words.wanted) found.members.resize(words.wanted);
      return found;
    }
  } else if (by_relevance && subject.is_everything()) {
    // All are equally sure.
    found.total = atlas.aggregate(subject, place.rows, words.filter).count;
    found.members = atlas.members(subject, place.rows, words.filter, words.wanted);
    return found;
  } else {
    found.members = atlas.members(subject, place.rows, words.filter);
    found.total = found.members.size();
  }
  auto& members = found.members;
  if (key == "capital") {
    sort_by(members, words.wanted, descending, [&](auto const& m) { return atlas.row(m.row).registered_capital_fen; });
  } else if (key == "founded") {
    sort_by(members, words.wanted, descending, [&](auto const& m) { return atlas.row(m.row).founded; });
  } else if (key == "name") {
    sort_by_name(members, words.wanted, descending, atlas, sql);
  } else {
    auto const least_first = key == "confidence" && !descending;
    sort_by(members, words.wanted, !least_first, [](auto const& m) { return std::optional{m.confidence}; });
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
