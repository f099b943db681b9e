#include "atlas/atlas.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "atlas/format.h"
#include "kernel/error.h"
#include "kernel/hash.h"
#include "kernel/parallel.h"

namespace lianzhao::atlas {

namespace {

/// A filter as bounds that need no further decisions per row.
struct Bounds {
  std::int32_t founded_from = std::numeric_limits<std::int32_t>::min();
  std::int32_t founded_to = std::numeric_limits<std::int32_t>::max();
  std::int64_t capital_from = std::numeric_limits<std::int64_t>::min();
  std::int64_t capital_to = std::numeric_limits<std::int64_t>::max();
  std::uint32_t statuses = 0;
  std::uint8_t confidence = 0;
  bool by_founded = false;
  bool by_capital = false;

  explicit Bounds(Filter const& filter) : statuses{filter.statuses}, confidence{quantise(filter.min_confidence)} {
    // A bound on a value excludes the unknown, which is stored below every known value.
    by_founded = filter.founded_from || filter.founded_to;
    by_capital = filter.capital_from_fen || filter.capital_to_fen;
    if (by_founded) {
      founded_from = std::max(filter.founded_from.value_or(kFoundedUnknown), kFoundedUnknown + 1);
      founded_to = filter.founded_to.value_or(founded_to);
    }
    if (by_capital) {
      capital_from = std::max<std::int64_t>(filter.capital_from_fen.value_or(0), 0);
      capital_to = filter.capital_to_fen.value_or(capital_to);
    }
  }

  bool pass(std::int32_t founded, std::int64_t capital, std::uint8_t status, std::uint8_t tag) const {
    return (static_cast<unsigned>(founded >= founded_from) & static_cast<unsigned>(founded <= founded_to) &
            static_cast<unsigned>(capital >= capital_from) & static_cast<unsigned>(capital <= capital_to) &
            (statuses >> status) & static_cast<unsigned>(tag >= confidence) & 1U) != 0;
  }
};

}  // namespace

std::string Provenance::fingerprint() const {
  auto built_from = fmt::format("{}|{}|{}", library_fingerprint, register_fingerprint, tagger_fingerprint);
  if (!lessons.empty()) built_from += "|" + lessons;
  return fmt::format("{:016x}",
                     stable_hash(verdict_fingerprint.empty() ? built_from : built_from + "|" + verdict_fingerprint));
}

std::shared_ptr<Atlas const> Atlas::open(std::filesystem::path const& path) {
  auto atlas = std::shared_ptr<Atlas>{new Atlas};
  try {
    atlas->map(path);
  } catch (Failure const& failure) {
    throw Failure{{ErrorKind::kUnavailable, "atlas_unreadable",
                   fmt::format("the snapshot {} cannot be used ({}); build it again with `lianzhao atlas build`",
                               path.string(), failure.error().message)}};
  }
  return atlas;
}

void Atlas::map(std::filesystem::path const& path) {
  file_ = std::make_shared<SectionFile const>(path, kFileKind);
  auto const& file = *file_;
  provenance_ = {std::string{file.bytes("fingerprint/library")},
                 std::string{file.bytes("fingerprint/register")},
                 std::string{file.bytes("fingerprint/tagger")},
                 file.number("built_at"),
                 file.number("register_as_of"),
                 {},
                 {},
                 std::string{file.sections().contains("lessons") ? file.bytes("lessons") : std::string_view{}}};
  if (auto const newest = file.number("newest_founding"); newest != kFoundedUnknown)
    provenance_.newest_founding = static_cast<DayNumber>(newest);
  enterprise_id_ = file.column<std::uint32_t>("row/enterprise_id");
  row_of_id_ = file.column<Row>("id/row");
  all_.founded = file.column<std::int32_t>("row/founded");
  all_.capital = file.column<std::int64_t>("row/capital");
  all_.status = file.column<std::uint8_t>("row/status");
  branch_ = file.column<std::uint8_t>("row/branch");
  tag_begin_ = file.column<std::uint32_t>("row/tag_begin");
  tags_ = file.column<NodeTag>("row/tags");
  region_codes_ = file.column<RegionCode>("region/code");
  region_begin_ = file.column<Row>("region/begin");
  auto const rows = enterprise_id_.size();
  if (all_.founded.size() != rows || all_.capital.size() != rows || all_.status.size() != rows ||
      branch_.size() != rows || tag_begin_.size() != rows + 1 || region_begin_.size() != region_codes_.size() + 1)
    SectionFile::refuse("its columns differ in length");
  auto const postings = [&](std::string const& kind, std::int64_t count, std::vector<Columns>& out) {
    for (std::int64_t i = 0; i < count; ++i) {
      auto const prefix = fmt::format("{}/{}/", kind, i);
      Columns list;
      list.is_posting = true;
      list.row = file.column<Row>(prefix + "row");
      list.confidence = file.column<std::uint8_t>(prefix + "confidence");
      list.founded = file.column<std::int32_t>(prefix + "founded");
      list.capital = file.column<std::int64_t>(prefix + "capital");
      list.status = file.column<std::uint8_t>(prefix + "status");
      if (list.row.size() != list.size() || list.confidence.size() != list.size() ||
          list.capital.size() != list.size() || list.status.size() != list.size())
        SectionFile::refuse("section " + prefix + " differs in length");
      out.push_back(list);
    }
  };
  postings("node", file.number("node_count"), nodes_);
  postings("chain", file.number("chain_count"), chains_);
  for (auto const& [name, raw] : file.sections()) {
    if (name.starts_with("zone/")) zones_[name.substr(5)] = file.column<RowRange>(name);
  }
}

std::optional<Row> Atlas::find_row(std::uint32_t enterprise_id) const {
  if (enterprise_id >= row_of_id_.size() || row_of_id_[enterprise_id] == kNoRow) return std::nullopt;
  return row_of_id_[enterprise_id];
}

std::optional<Atlas::Member> Atlas::find_member(Subject subject, Row row, Filter const& filter) const {
  auto const& list = columns(subject);
  auto at = row;
  std::uint8_t confidence = 200;
  if (list.is_posting) {
    auto const found = std::lower_bound(list.row.begin(), list.row.end(), row);
    if (found == list.row.end() || *found != row) return std::nullopt;
    at = static_cast<Row>(found - list.row.begin());
    confidence = list.confidence[at];
  }
  Bounds const bounds{filter};
  if (!bounds.pass(list.founded[at], list.capital[at], list.status[at], confidence)) return std::nullopt;
  return Member{row, confidence};
}

RowView Atlas::row(Row row) const {
  LIANZHAO_ASSERT(row < size(), "a row belongs to the snapshot it came from");
  auto const region = std::upper_bound(region_begin_.begin(), region_begin_.end(), row) - region_begin_.begin() - 1;
  auto const begin = tag_begin_[row];
  RowView view{enterprise_id_[row],
               region_codes_[static_cast<std::size_t>(region)],
               {},
               {},
               static_cast<EnterpriseStatus>(all_.status[row]),
               tags_.subspan(begin, tag_begin_[row + 1] - begin),
               branch_[row] != 0};
  if (auto const edited = edited_tags_.find(row); edited != edited_tags_.end()) view.tags = edited->second;
  if (all_.founded[row] != kFoundedUnknown) view.founded = all_.founded[row];
  if (all_.capital[row] != kCapitalUnknown) view.registered_capital_fen = all_.capital[row];
  return view;
}

std::pair<std::ptrdiff_t, std::ptrdiff_t> Atlas::codes_in(RegionCode code) const {
  if (code == kUnknownRegion) return {0, 0};
  auto const level = region_level(code);
  auto const last = level == RegionLevel::kProvince ? code + 9999 : level == RegionLevel::kCity ? code + 99 : code;
  auto const begin = std::lower_bound(region_codes_.begin(), region_codes_.end(), code);
  auto const end = std::upper_bound(begin, region_codes_.end(), last);
  return {begin - region_codes_.begin(), end - region_codes_.begin()};
}

RowRanges Atlas::rows_of_region(RegionCode code) const {
  if (size() == 0) return {};
  if (code == kChina) return {{0, static_cast<Row>(size())}};
  auto const [begin, end] = codes_in(code);
  if (begin == end) return {};
  return {{region_begin_[static_cast<std::size_t>(begin)], region_begin_[static_cast<std::size_t>(end)]}};
}

std::optional<RowRanges> Atlas::rows_of_zone(std::string_view zone_id) const {
  auto const found = zones_.find(std::string{zone_id});
  if (found == zones_.end()) return std::nullopt;
  return RowRanges{found->second.begin(), found->second.end()};
}

RowRanges Atlas::united(std::span<RowRanges const> parts) {
  RowRanges all;
  for (auto const& part : parts) all.insert(all.end(), part.begin(), part.end());
  std::sort(all.begin(), all.end(), [](RowRange a, RowRange b) { return a.begin < b.begin; });
  RowRanges out;
  for (auto const range : all) {
    if (!out.empty() && range.begin <= out.back().end)
      out.back().end = std::max(out.back().end, range.end);
    else
      out.push_back(range);
  }
  return out;
}

RowRanges Atlas::without(RowRanges const& ranges) const {
  RowRanges out;
  Row begin = 0;
  for (auto const range : ranges) {
    if (begin < range.begin) out.push_back({begin, range.begin});
    begin = range.end;
  }
  if (begin < size()) out.push_back({begin, static_cast<Row>(size())});
  return out;
}

Atlas::Columns const& Atlas::columns(Subject subject) const {
  switch (subject.kind_) {
    case Subject::Kind::kNode:
      LIANZHAO_ASSERT(subject.index_ < nodes_.size(), "nodes are numbered by the library the snapshot was built with");
      return nodes_[subject.index_];
    case Subject::Kind::kChain:
      LIANZHAO_ASSERT(subject.index_ < chains_.size(), "chains are numbered by the library of the snapshot");
      return chains_[subject.index_];
    case Subject::Kind::kEverything:
      break;
  }
  return all_;
}

RowRange Atlas::positions(Columns const& columns, RowRange rows) {
  if (!columns.is_posting) return rows;
  auto const begin = std::lower_bound(columns.row.begin(), columns.row.end(), rows.begin);
  auto const end = std::lower_bound(begin, columns.row.end(), rows.end);
  return {static_cast<Row>(begin - columns.row.begin()), static_cast<Row>(end - columns.row.begin())};
}

/// Sums pieces of a list under one filter. Within a region rows, and so postings, rise by founding date: that bound is
/// two binary searches. The others are scanned in blocks, one column after the other, so that the compiler turns each
/// into vector instructions. Pieces are short and many, so what does not depend on them is done once. Not shared by
/// threads.
class Atlas::Scan {
 public:
  Scan(Columns const& columns, Filter const& filter)
      : columns_{columns},
        bounds_{filter},
        by_confidence_{bounds_.confidence > 0 && columns.is_posting},
        by_status_{bounds_.statuses != ~std::uint32_t{0}} {
    for (std::size_t i = 0; i < 32; ++i) status_passes_[i] = static_cast<std::uint8_t>(bounds_.statuses >> i & 1U);
  }

  /// Whether a range may reach over several regions.
  bool may_cross_regions() const { return !bounds_.by_founded; }

  Aggregate sum(RowRange range) {
    if (bounds_.by_founded) {
      auto const* const first = columns_.founded.data() + range.begin;
      auto const* const last = columns_.founded.data() + range.end;
      auto const* const from = std::lower_bound(first, last, bounds_.founded_from);
      auto const* const to = std::upper_bound(from, last, bounds_.founded_to);
      range = {static_cast<Row>(from - columns_.founded.data()), static_cast<Row>(to - columns_.founded.data())};
    }
    Aggregate sum;
    for (auto begin = range.begin; begin < range.end; begin += std::min(kBlock, range.end - begin)) {
      sum += block(begin, std::min(kBlock, range.end - begin));
    }
    return sum;
  }

 private:
  static constexpr Row kBlock = 1024;

  Aggregate block(Row begin, Row n) {
    auto const* const capital = columns_.capital.data() + begin;
    if (!by_confidence_ && !by_status_ && !bounds_.by_capital) {
      std::int64_t total = 0;
      std::int64_t unknown = 0;  // an unknown capital is stored as -1, so the total is short by their number
      for (Row i = 0; i < n; ++i) {
        total += capital[i];
        unknown -= capital[i] >> 63;
      }
      return {n, n - static_cast<std::uint64_t>(unknown), total + unknown};
    }
    auto* const pass = pass_.data();
    if (by_confidence_) {
      auto const* const confidence = columns_.confidence.data() + begin;
      for (Row i = 0; i < n; ++i) pass[i] = confidence[i] >= bounds_.confidence ? 1 : 0;
    } else {
      std::fill_n(pass, n, std::uint8_t{1});
    }
    if (by_status_) {
      auto const* const status = columns_.status.data() + begin;
      for (Row i = 0; i < n; ++i) pass[i] = pass[i] & status_passes_[status[i]];
    }
    std::uint64_t count = 0;
    std::int64_t total = 0;
    std::int64_t unknown = 0;
    for (Row i = 0; i < n; ++i) {
      auto const in = static_cast<std::int64_t>(pass[i]) &
                      static_cast<std::int64_t>(capital[i] >= bounds_.capital_from) &
                      static_cast<std::int64_t>(capital[i] <= bounds_.capital_to);
      auto const value = capital[i] & -in;
      count += static_cast<std::uint64_t>(in);
      total += value;
      unknown -= value >> 63;
    }
    return {count, count - static_cast<std::uint64_t>(unknown), total + unknown};
  }

  Columns const& columns_;
  Bounds bounds_;
  bool by_confidence_;
  bool by_status_;
  std::array<std::uint8_t, 256> status_passes_{};
  std::array<std::uint8_t, kBlock> pass_;
};

std::vector<Atlas::Piece> Atlas::pieces(Columns const& list, RowRanges const& where) const {
  std::vector<Piece> out;
  // Postings and ranges both rise, so each search begins where the last one ended and doubles its steps.
  auto const seek = [&](Row from, Row row) -> Row {
    if (!list.is_posting) return row;
    auto const size = static_cast<Row>(list.row.size());
    Row step = 1;
    auto low = from;
    while (low + step < size && list.row[low + step] < row) {
      low += step;
      step *= 2;
    }
    auto const* const first = list.row.data() + low;
    return static_cast<Row>(std::lower_bound(first, list.row.data() + std::min(size, low + step + 1), row) -
                            list.row.data());
  };
  Row at = 0;
  for (auto const range : where) {
    auto region = static_cast<std::size_t>(std::upper_bound(region_begin_.begin(), region_begin_.end(), range.begin) -
                                           region_begin_.begin() - 1);
    for (; region < region_codes_.size() && region_begin_[region] < range.end; ++region) {
      auto const begin = seek(at, std::max(range.begin, region_begin_[region]));
      auto const end = seek(begin, std::min(range.end, region_begin_[region + 1]));
      if (begin < end) out.push_back({region_codes_[region], {begin, end}});
      at = end;
    }
  }
  return out;
}

std::vector<Aggregate> Atlas::aggregates(Columns const& list, std::vector<Piece> const& pieces, Filter const& filter) {
  std::vector<Aggregate> out(pieces.size());
  auto const work = [&](std::size_t begin, std::size_t end) {
    Scan scan{list, filter};
    for (auto i = begin; i < end; ++i) out[i] = scan.sum(pieces[i].range);
  };
  Row total = 0;
  for (auto const& piece : pieces) total += piece.range.end - piece.range.begin;
  // Short work is not worth waking a thread for.
  if (total < (1U << 18))
    work(0, pieces.size());
  else
    parallel_for(pieces.size(), std::max<std::size_t>(pieces.size() / 32, 1), work);
  return out;
}

Aggregate Atlas::aggregate(Subject subject, RowRanges const& where, Filter const& filter) const {
  auto const& list = columns(subject);
  Aggregate sum;
  for (auto const& part : aggregates(list, pieces(list, where), filter)) sum += part;
  return sum;
}

std::vector<Atlas::RegionAggregate> Atlas::by_region(Subject subject, RowRanges const& where, RegionLevel level,
                                                     Filter const& filter) const {
  auto const& list = columns(subject);
  auto const parts = pieces(list, where);
  auto const sums = aggregates(list, parts, filter);
  std::vector<RegionAggregate> out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (sums[i].count == 0) continue;
    auto const code = region_at_level(parts[i].code, level);
    if (out.empty() || out.back().region_code != code) out.push_back({code, {}});
    out.back().aggregate += sums[i];
  }
  return out;
}

std::vector<Aggregate> Atlas::matrix(std::span<Subject const> subjects, std::span<RegionCode const> regions,
                                     Filter const& filter) const {
  std::vector<Aggregate> out(subjects.size() * regions.size());
  RowRanges where;
  std::vector<std::size_t> region_of(region_codes_.size(), regions.size());  // which of `regions` a code lies in
  for (std::size_t r = 0; r < regions.size(); ++r) {
    for (auto const range : rows_of_region(regions[r])) where.push_back(range);
    auto const [begin, end] = codes_in(regions[r]);
    std::fill(region_of.begin() + begin, region_of.begin() + end, r);
  }
  where = united({&where, 1});
  parallel_for(subjects.size(), 1, [&](std::size_t begin, std::size_t end) {
    for (auto s = begin; s < end; ++s) {
      auto const& list = columns(subjects[s]);
      Scan scan{list, filter};
      auto const sums = out.data() + s * regions.size();
      std::size_t region = 0;  // of the pieces and of region_codes_, which both rise
      std::size_t in = regions.size();
      RowRange together{0, 0};
      for (auto const& piece : pieces(list, where)) {
        while (region_codes_[region] != piece.code) ++region;
        auto const r = region_of[region];
        if (r == in && scan.may_cross_regions() && together.end == piece.range.begin) {
          together.end = piece.range.end;
          continue;
        }
        if (in < regions.size()) sums[in] += scan.sum(together);
        in = r;
        together = piece.range;
      }
      if (in < regions.size()) sums[in] += scan.sum(together);
    }
  });
  return out;
}

template <typename Visit>
void Atlas::visit(Columns const& list, RowRanges const& where, Filter const& filter, Visit const& visit) const {
  Bounds const bounds{filter};
  for (auto const range : where) {
    auto const found = positions(list, range);
    for (auto i = found.begin; i < found.end; ++i) {
      auto const tag = list.is_posting ? list.confidence[i] : std::uint8_t{200};
      if (bounds.pass(list.founded[i], list.capital[i], list.status[i], tag))
        visit(i, list.is_posting ? list.row[i] : i, tag);
    }
  }
}

std::vector<std::pair<int, std::uint64_t>> Atlas::by_founding_year(Subject subject, RowRanges const& where,
                                                                   Filter const& filter) const {
  auto const& list = columns(subject);
  std::vector<std::pair<int, std::uint64_t>> out;
  std::vector<std::uint64_t> counts(10'000);
  visit(list, where, filter, [&](Row i, Row, std::uint8_t) {
    auto const day = list.founded[i];
    auto const year = day == kFoundedUnknown ? 0 : static_cast<int>(civil_date(day).year());
    ++counts[static_cast<std::size_t>(std::clamp(year, 0, 9999))];
  });
  for (std::size_t year = 0; year < counts.size(); ++year)
    if (counts[year] > 0) out.emplace_back(static_cast<int>(year), counts[year]);
  return out;
}

std::vector<Atlas::Member> Atlas::members(Subject subject, RowRanges const& where, Filter const& filter,
                                          std::size_t most) const {
  std::vector<Member> out;
  // In pieces, so that few are found without a walk over all.
  constexpr Row kPiece = 65'536;
  for (auto const range : where) {
    for (auto begin = range.begin; begin < range.end && out.size() < most;
         begin += std::min(kPiece, range.end - begin)) {
      visit(columns(subject), {{begin, begin + std::min(kPiece, range.end - begin)}}, filter,
            [&](Row, Row row, std::uint8_t tag) {
              out.push_back({row, tag});
            });
    }
  }
  if (out.size() > most) out.resize(most);
  return out;
}

}  // namespace lianzhao::atlas
