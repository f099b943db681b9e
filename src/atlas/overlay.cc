#include <algorithm>
#include <map>
#include <optional>

#include "atlas/atlas.h"
#include "atlas/node_lines.h"
#include "kernel/error.h"

namespace lianzhao::atlas {

/// A list that lives in memory, because the file's is overlaid.
struct Atlas::OwnedColumns {
  std::vector<Row> row;
  std::vector<std::uint8_t> confidence;
  std::vector<std::int32_t> founded;
  std::vector<std::int64_t> capital;
  std::vector<std::uint8_t> status;
};

std::shared_ptr<Atlas const> Atlas::with_edits(ChainLibrary const& library, std::vector<TagEdit> const& edits,
                                               std::string const& verdict_fingerprint) const {
  LIANZHAO_ASSERT(library.node_count() == node_count(), "edits name nodes of the library of the snapshot");
  auto out = std::shared_ptr<Atlas>{new Atlas{*this}};
  out->provenance_.verdict_fingerprint = verdict_fingerprint;

  // Rows of the enterprises named: ids are dense, so a bit each and one walk over the column find them all.
  std::uint32_t most = 0;
  for (auto const& edit : edits) most = std::max(most, edit.enterprise_id);
  std::vector<bool> named(std::size_t{most} + 1);
  for (auto const& edit : edits) named[edit.enterprise_id] = true;
  std::map<std::uint32_t, Row> row_of;
  for (std::size_t r = 0; r < size(); ++r)
    if (auto const id = enterprise_id_[r]; id <= most && named[id]) row_of.emplace(id, static_cast<Row>(r));

  NodeLines const lines{library};
  std::map<Row, std::vector<NodeTag>> tags_of;
  std::vector<bool> node_touched(node_count());
  std::vector<bool> chain_touched(chain_count());
  for (auto const& edit : edits) {
    auto const found = row_of.find(edit.enterprise_id);
    if (found == row_of.end()) continue;
    auto const [entry, fresh] = tags_of.try_emplace(found->second);
    auto& tags = entry->second;
    if (fresh) {
      auto const before = row(found->second).tags;
      tags.assign(before.begin(), before.end());
    }
    std::erase_if(tags, [&](NodeTag tag) { return tag.node == edit.node; });
    if (edit.has) tags.push_back({edit.node, quantise(1)});
    for (auto const node : lines.with_ancestors.at(edit.node)) node_touched[node] = true;
    chain_touched[lines.chain_of[edit.node]] = true;
  }
  for (auto& [row, tags] : tags_of) {
    std::sort(tags.begin(), tags.end(), [](NodeTag a, NodeTag b) { return a.node < b.node; });
    out->edited_tags_[row] = tags;
  }

  /// The list with each edited row put in, taken out or given its new confidence.
  auto const rebuilt = [&](Columns const& list, auto const& confidence_in) {
    auto owned = std::make_shared<OwnedColumns>();
    auto const add = [&](Row row, std::uint8_t confidence) {
      owned->row.push_back(row);
      owned->confidence.push_back(confidence);
      owned->founded.push_back(all_.founded[row]);
      owned->capital.push_back(all_.capital[row]);
      owned->status.push_back(all_.status[row]);
    };
    auto edited = tags_of.begin();
    auto const add_edited = [&] {
      if (auto const confidence = confidence_in(edited->second)) add(edited->first, *confidence);
      ++edited;
    };
    for (std::size_t i = 0; i < list.row.size(); ++i) {
      while (edited != tags_of.end() && edited->first < list.row[i]) add_edited();
      if (edited != tags_of.end() && edited->first == list.row[i])
        add_edited();
      else
        add(list.row[i], list.confidence[i]);
    }
    while (edited != tags_of.end()) add_edited();
    Columns columns;
    columns.is_posting = true;
    columns.row = owned->row;
    columns.confidence = owned->confidence;
    columns.founded = owned->founded;
    columns.capital = owned->capital;
    columns.status = owned->status;
    out->owned_.push_back(std::move(owned));
    return columns;
  };
  auto const best = [](std::vector<NodeTag> const& tags, auto const& belongs) {
    std::optional<std::uint8_t> confidence;
    for (auto const tag : tags)
      if (belongs(tag.node)) confidence = std::max(confidence.value_or(0), tag.confidence);
    return confidence;
  };
  for (std::size_t n = 0; n < node_count(); ++n) {
    if (!node_touched[n]) continue;
    out->nodes_[n] = rebuilt(nodes_[n], [&](std::vector<NodeTag> const& tags) {
      return best(tags, [&](NodeIndex node) {
        auto const& line = lines.with_ancestors[node];
        return std::find(line.begin(), line.end(), n) != line.end();
      });
    });
  }
  for (std::size_t c = 0; c < chain_count(); ++c) {
    if (!chain_touched[c]) continue;
    out->chains_[c] = rebuilt(chains_[c], [&](std::vector<NodeTag> const& tags) {
      return best(tags, [&](NodeIndex node) { return lines.chain_of[node] == c; });
    });
  }
  return out;
}

}  // namespace lianzhao::atlas
