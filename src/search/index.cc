#include "search/index.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "kernel/error.h"
#include "search/format.h"

namespace lianzhao::search {

std::shared_ptr<SearchIndex const> SearchIndex::open(std::filesystem::path const& path) {
  auto index = std::shared_ptr<SearchIndex>{new SearchIndex};
  try {
    index->map(path);
  } catch (Failure const& failure) {
    throw Failure{{ErrorKind::kUnavailable, "search_index_unreadable",
                   fmt::format("the search index {} cannot be used ({}); build it again with `lianzhao search build`",
                               path.string(), failure.error().message)}};
  }
  return index;
}

void SearchIndex::map(std::filesystem::path const& path) {
  file_ = SectionFile{path, kFileKind};
  register_fingerprint_ = file_.bytes("fingerprint/register");
  built_at_ = file_.number("built_at");
  enterprise_id_ = file_.column<std::uint32_t>("document/enterprise_id");
  document_ = file_.column<Document>("id/document");
  auto const lists = [&](std::string const& name) {
    Lists out{file_.column<std::uint32_t>(name + "/pair"), file_.column<std::uint64_t>(name + "/begin"),
              file_.column<std::uint32_t>(name + "/count"), file_.bytes(name + "/list")};
    if (out.begin.size() != out.pair.size() || out.count.size() != out.pair.size())
      SectionFile::refuse("its columns differ in length");
    return out;
  };
  name_ = lists("name");
  any_ = lists("any");
}

std::unique_ptr<Cursor> SearchIndex::list(Lists const& lists, std::size_t position) const {
  auto const begin = lists.begin[position];
  if (begin > lists.bytes.size()) SectionFile::refuse("a posting list is torn");
  return std::make_unique<PostingCursor>(lists.bytes.substr(begin), lists.count[position]);
}

std::unique_ptr<Cursor> SearchIndex::pair(Lists const& lists, std::uint32_t pair) const {
  auto const found = std::lower_bound(lists.pair.begin(), lists.pair.end(), pair);
  if (found == lists.pair.end() || *found != pair) return intersection({}, 0);
  return list(lists, static_cast<std::size_t>(found - lists.pair.begin()));
}

std::unique_ptr<Cursor> SearchIndex::having(Field field, Word const& word) const {
  std::vector<std::unique_ptr<Cursor>> parts;
  add_parts(field, word, parts);
  return intersection(std::move(parts), 0);
}

void SearchIndex::add_parts(Field field, Word const& word, std::vector<std::unique_ptr<Cursor>>& parts) const {
  auto const& in = lists(field);
  if (word.folded.size() == 1) {
    // Every character begins a pair: the last one of a text that with the edge.
    auto const first = word.folded.front();
    auto const from = std::lower_bound(in.pair.begin(), in.pair.end(), pair_of(first, 0));
    auto const to = std::upper_bound(from, in.pair.end(), pair_of(first, 0xFFFF));
    std::vector<std::unique_ptr<Cursor>> any;
    for (auto it = from; it != to; ++it) any.push_back(list(in, static_cast<std::size_t>(it - in.pair.begin())));
    parts.push_back(united(std::move(any)));
    return;
  }
  for (std::size_t i = 0; i + 1 < word.folded.size(); ++i) {
    parts.push_back(pair(in, pair_of(word.folded[i], word.folded[i + 1])));
  }
}

std::unique_ptr<Cursor> SearchIndex::named(std::span<text::FoldedChar const> name) const {
  std::vector<std::unique_ptr<Cursor>> parts;
  auto previous = kEdge;
  for (auto const c : name) parts.push_back(pair(name_, pair_of(std::exchange(previous, c), c)));
  if (!name.empty()) parts.push_back(pair(name_, pair_of(previous, kEdge)));
  return intersection(std::move(parts), 0);
}

}  // namespace lianzhao::search
