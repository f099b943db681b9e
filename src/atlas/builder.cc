#include "atlas/builder.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "atlas/format.h"
#include "atlas/node_lines.h"
#include "kernel/clock.h"
#include "kernel/error.h"

namespace lianzhao::atlas {

namespace {

struct Posting {
  std::vector<Row> row;
  std::vector<std::uint8_t> confidence;

  void add(Row r, std::uint8_t c) {
    if (!row.empty() && row.back() == r) {
      confidence.back() = std::max(confidence.back(), c);
      return;
    }
    row.push_back(r);
    confidence.push_back(c);
  }
};

template <typename T>
std::vector<T> gathered(std::vector<T> const& values, std::vector<Row> const& order) {
  std::vector<T> out(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) out[i] = values[order[i]];
  return out;
}

template <typename T>
void put_in_order(std::vector<T>& values, std::vector<Row> const& order) {
  auto sorted = gathered(values, order);
  values.swap(sorted);
}

}  // namespace

struct AtlasBuilder::State {
  explicit State(ChainLibrary const& library) : lines{library}, chain_count{library.chains().size()} {}

  NodeLines lines;
  std::size_t chain_count;
  std::vector<std::string> zone_ids;

  std::vector<std::uint32_t> enterprise_id;
  std::vector<RegionCode> region_code;
  std::vector<std::int32_t> founded;
  std::vector<std::int64_t> capital;
  std::vector<std::uint8_t> status;
  std::vector<std::uint8_t> branch;
  std::vector<std::uint8_t> tag_count;
  std::vector<NodeTag> tags;
  std::vector<std::pair<std::uint16_t, Row>> zone_rows;  ///< zone, row in order of arrival
};

AtlasBuilder::AtlasBuilder(ChainLibrary const& library, std::vector<std::string> zone_ids)
    : state_{std::make_unique<State>(library)} {
  state_->zone_ids = std::move(zone_ids);
}

AtlasBuilder::~AtlasBuilder() = default;

std::size_t AtlasBuilder::size() const {
  return state_->enterprise_id.size();
}

void AtlasBuilder::add(BuilderRow const& row) {
  auto& s = *state_;
  LIANZHAO_ASSERT(size() < std::numeric_limits<Row>::max(), "a snapshot holds at most 2^32 - 1 rows");
  LIANZHAO_ASSERT(row.tags.size() <= std::numeric_limits<std::uint8_t>::max(), "an enterprise has at most 255 tags");
  for (auto const zone : row.zones) s.zone_rows.emplace_back(zone, static_cast<Row>(size()));
  s.enterprise_id.push_back(row.enterprise_id);
  s.region_code.push_back(row.region_code);
  s.founded.push_back(row.founded.value_or(kFoundedUnknown));
  s.capital.push_back(row.registered_capital_fen.value_or(kCapitalUnknown));
  s.status.push_back(static_cast<std::uint8_t>(row.status));
  s.branch.push_back(row.branch ? 1 : 0);
  s.tag_count.push_back(static_cast<std::uint8_t>(row.tags.size()));
  s.tags.insert(s.tags.end(), row.tags.begin(), row.tags.end());
}

void AtlasBuilder::write(std::filesystem::path const& path, Provenance const& provenance) {
  auto& s = *state_;
  auto const rows = s.enterprise_id.size();
  SectionFileWriter out{path, kFileKind};

  // Sort by (region, founded, order of arrival).
  std::vector<Row> order(rows);
  {
    std::vector<std::pair<std::uint64_t, Row>> keys(rows);
    for (std::size_t i = 0; i < rows; ++i) {
      auto const founded = static_cast<std::uint32_t>(s.founded[i]) ^ 0x8000'0000U;  // keeps the order of signed days
      keys[i] = {std::uint64_t{s.region_code[i]} << 32 | founded, static_cast<Row>(i)};
    }
    std::sort(keys.begin(), keys.end());
    for (std::size_t i = 0; i < rows; ++i) order[i] = keys[i].second;
  }

  std::vector<std::uint32_t> tag_begin(rows + 1);
  std::vector<Posting> of_node(s.lines.with_ancestors.size());
  std::vector<Posting> of_chain(s.chain_count);
  {
    std::vector<std::uint64_t> arrival_begin(rows + 1);
    for (std::size_t i = 0; i < rows; ++i) arrival_begin[i + 1] = arrival_begin[i] + s.tag_count[i];
    LIANZHAO_ASSERT(arrival_begin[rows] <= std::numeric_limits<std::uint32_t>::max(), "tags are numbered by 32 bits");
    std::vector<NodeTag> sorted;
    sorted.reserve(s.tags.size());
    for (std::size_t r = 0; r < rows; ++r) {
      auto const begin = sorted.size();
      tag_begin[r] = static_cast<std::uint32_t>(begin);
      auto const from = s.tags.begin() + static_cast<std::ptrdiff_t>(arrival_begin[order[r]]);
      sorted.insert(sorted.end(), from, from + s.tag_count[order[r]]);
      std::sort(sorted.begin() + static_cast<std::ptrdiff_t>(begin), sorted.end(),
                [](NodeTag a, NodeTag b) { return a.node < b.node; });
      for (auto t = begin; t < sorted.size(); ++t) {
        auto const tag = sorted[t];
        for (auto const node : s.lines.with_ancestors.at(tag.node))
          of_node[node].add(static_cast<Row>(r), tag.confidence);
        of_chain[s.lines.chain_of[tag.node]].add(static_cast<Row>(r), tag.confidence);
      }
    }
    tag_begin[rows] = static_cast<std::uint32_t>(sorted.size());
    s.tags.swap(sorted);
  }

  if (!s.zone_ids.empty()) {
    std::vector<Row> row_of(rows);
    for (std::size_t r = 0; r < rows; ++r) row_of[order[r]] = static_cast<Row>(r);
    std::vector<std::vector<Row>> members(s.zone_ids.size());
    for (auto const& [zone, arrival] : s.zone_rows) members.at(zone).push_back(row_of[arrival]);
    for (std::size_t z = 0; z < members.size(); ++z) {
      std::sort(members[z].begin(), members[z].end());
      std::vector<RowRange> ranges;
      for (auto const r : members[z]) {
        if (!ranges.empty() && ranges.back().end >= r)
          ranges.back().end = r + 1;
        else
          ranges.push_back({r, r + 1});
      }
      out.add_column("zone/" + s.zone_ids[z], ranges);
    }
  }

  put_in_order(s.enterprise_id, order);
  put_in_order(s.region_code, order);
  put_in_order(s.founded, order);
  put_in_order(s.capital, order);
  put_in_order(s.status, order);
  put_in_order(s.branch, order);
  std::vector<RegionCode> codes;
  std::vector<Row> begins;
  for (std::size_t r = 0; r < rows; ++r) {
    if (!codes.empty() && codes.back() == s.region_code[r]) continue;
    codes.push_back(s.region_code[r]);
    begins.push_back(static_cast<Row>(r));
  }
  begins.push_back(static_cast<Row>(rows));

  out.add("fingerprint/library", provenance.library_fingerprint);
  out.add("fingerprint/register", provenance.register_fingerprint);
  out.add("fingerprint/tagger", provenance.tagger_fingerprint);
  out.add("lessons", provenance.lessons);
  out.add_number("built_at", provenance.built_at);
  out.add_number("register_as_of", provenance.register_as_of);
  // Ages and growth count back from it: one row dated 2098 must not make every enterprise old.
  auto const today = provenance.built_at > 0 ? civil_day(provenance.built_at) : std::numeric_limits<DayNumber>::max();
  auto newest = kFoundedUnknown;
  for (auto const day : s.founded) newest = day <= today ? std::max(newest, day) : newest;
  out.add_number("newest_founding", newest);
  out.add_column("row/enterprise_id", s.enterprise_id);
  {
    auto const last = std::max_element(s.enterprise_id.begin(), s.enterprise_id.end());
    std::vector<Row> row_of_id(last == s.enterprise_id.end() ? 0 : std::size_t{*last} + 1, kNoRow);
    for (std::size_t r = 0; r < rows; ++r) row_of_id[s.enterprise_id[r]] = static_cast<Row>(r);
    out.add_column("id/row", row_of_id);
  }
  out.add_column("row/founded", s.founded);
  out.add_column("row/capital", s.capital);
  out.add_column("row/status", s.status);
  out.add_column("row/branch", s.branch);
  out.add_column("row/tag_begin", tag_begin);
  out.add_column("row/tags", s.tags);
  out.add_column("region/code", codes);
  out.add_column("region/begin", begins);
  auto const postings = [&](std::string const& kind, std::vector<Posting>& lists) {
    out.add_number(kind + "_count", static_cast<std::int64_t>(lists.size()));
    for (std::size_t i = 0; i < lists.size(); ++i) {
      auto const prefix = fmt::format("{}/{}/", kind, i);
      out.add_column(prefix + "row", lists[i].row);
      out.add_column(prefix + "confidence", lists[i].confidence);
      out.add_column(prefix + "founded", gathered(s.founded, lists[i].row));
      out.add_column(prefix + "capital", gathered(s.capital, lists[i].row));
      out.add_column(prefix + "status", gathered(s.status, lists[i].row));
      lists[i] = {};
    }
  };
  postings("node", of_node);
  postings("chain", of_chain);
  out.commit();
}

}  // namespace lianzhao::atlas
