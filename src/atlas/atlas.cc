#include "atlas/atlas.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "atlas/format.h"
#include "kernel/error.h"
#include "kernel/parallel.h"

namespace lianzhao::atlas {

namespace {

Failure unreadable(std::filesystem::path const& path, std::string_view why) {
  return Failure{{ErrorKind::kUnavailable, "atlas_unreadable",
                  fmt::format("the snapshot {} cannot be used ({}); build it again with `lianzhao atlas build`",
                              path.string(), why)}};
}

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
  auto const built_from = fmt::format("{}|{}|{}", library_fingerprint, register_fingerprint, tagger_fingerprint);
  return fmt::format("{:016x}",
                     fnv1a(verdict_fingerprint.empty() ? built_from : built_from + "|" + verdict_fingerprint));
}

std::shared_ptr<Atlas const> Atlas::open(std::filesystem::path const& path) {
  auto atlas = std::shared_ptr<Atlas>{new Atlas};
  try {
    atlas->file_ = std::make_shared<MappedFile const>(path);
  } catch (Failure const& failure) {
    throw unreadable(path, failure.error().message);
  }
  auto const bytes = atlas->file_->bytes();
  Trailer trailer{};
  if (bytes.size() < sizeof trailer) throw unreadable(path, "it is too short");
  std::memcpy(&trailer, bytes.data() + bytes.size() - sizeof trailer, sizeof trailer);
  if (std::memcmp(trailer.magic, kMagic, sizeof kMagic) != 0)
    throw unreadable(path, "it is torn or of another version");
  if (trailer.file_size != bytes.size() || trailer.directory_offset > bytes.size() ||
      trailer.directory_count > (bytes.size() - trailer.directory_offset) / sizeof(SectionEntry))
    throw unreadable(path, "it is torn");
  auto const directory = bytes.substr(trailer.directory_offset, trailer.directory_count * sizeof(SectionEntry));
  if (fnv1a(directory) != trailer.directory_checksum) throw unreadable(path, "its directory is damaged");

  std::unordered_map<std::string, std::string_view> sections;
  for (std::size_t i = 0; i < trailer.directory_count; ++i) {
    SectionEntry entry{};
    std::memcpy(&entry, directory.data() + i * sizeof entry, sizeof entry);
    entry.name[sizeof entry.name - 1] = '\0';
    if (entry.offset > bytes.size() || entry.size > bytes.size() - entry.offset) throw unreadable(path, "it is torn");
    sections.emplace(entry.name, bytes.substr(entry.offset, entry.size));
  }
  auto const text = [&](std::string const& name) -> std::string_view {
    auto const found = sections.find(name);
    if (found == sections.end()) throw unreadable(path, "section " + name + " is missing");
    return found->second;
  };
  auto const column = [&]<typename T>(std::string const& name, std::span<T const>& out) {
    auto const raw = text(name);
    if (raw.size() % sizeof(T) != 0) throw unreadable(path, "section " + name + " is torn");
    out = {reinterpret_cast<T const*>(raw.data()), raw.size() / sizeof(T)};
  };
  auto const number = [&](std::string const& name) -> std::int64_t {
    std::int64_t value = 0;
    auto const raw = text(name);
    if (raw.size() != sizeof value) throw unreadable(path, "section " + name + " is torn");
    std::memcpy(&value, raw.data(), sizeof value);
    return value;
  };

  auto& a = *atlas;
  a.provenance_ = {std::string{text("fingerprint/library")},
                   std::string{text("fingerprint/register")},
                   std::string{text("fingerprint/tagger")},
                   number("built_at"),
                   number("register_as_of"),
                   {}};
  if (auto const newest = number("newest_founding"); newest != kFoundedUnknown)
    a.provenance_.newest_founding = static_cast<DayNumber>(newest);
  column("row/enterprise_id", a.enterprise_id_);
  column("row/founded", a.all_.founded);
  column("row/capital", a.all_.capital);
  column("row/status", a.all_.status);
  column("row/tag_begin", a.tag_begin_);
  column("row/tags", a.tags_);
  column("region/code", a.region_codes_);
  column("region/begin", a.region_begin_);
  auto const rows = a.enterprise_id_.size();
  if (a.all_.founded.size() != rows || a.all_.capital.size() != rows || a.all_.status.size() != rows ||
      a.tag_begin_.size() != rows + 1 || a.region_begin_.size() != a.region_codes_.size() + 1)
    throw unreadable(path, "its columns differ in length");
  auto const postings = [&](std::string const& kind, std::int64_t count, std::vector<Columns>& out) {
    for (std::int64_t i = 0; i < count; ++i) {
      auto const prefix = fmt::format("{}/{}/", kind, i);
      Columns list;
      list.is_posting = true;
      column(prefix + "row", list.row);
      column(prefix + "confidence", list.confidence);
      column(prefix + "founded", list.founded);
      column(prefix + "capital", list.capital);
      column(prefix + "status", list.status);
      if (list.row.size() != list.size() || list.confidence.size() != list.size() ||
          list.capital.size() != list.size() || list.status.size() != list.size())
        throw unreadable(path, "section " + prefix + " differs in length");
      out.push_back(list);
    }
  };
  postings("node", number("node_count"), a.nodes_);
  postings("chain", number("chain_count"), a.chains_);
  for (auto const& [name, raw] : sections) {
    if (!name.starts_with("zone/")) continue;
    column(name, a.zones_[name.substr(5)]);
  }
  return atlas;
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
               tags_.subspan(begin, tag_begin_[row + 1] - begin)};
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

/// Sums a piece of one region. Within a region rows, and so postings, rise by founding date: that bound is two binary
/// searches. The others are scanned in blocks, one column after the other, so that the compiler turns each into vector
/// instructions.
Aggregate Atlas::aggregate_range(Columns const& columns, RowRange range, Filter const& filter) {
  Bounds const bounds{filter};
  Aggregate sum;
  if (bounds.by_founded) {
    auto const* const first = columns.founded.data() + range.begin;
    auto const* const last = columns.founded.data() + range.end;
    auto const* const from = std::lower_bound(first, last, bounds.founded_from);
    auto const* const to = std::upper_bound(from, last, bounds.founded_to);
    range = {static_cast<Row>(from - columns.founded.data()), static_cast<Row>(to - columns.founded.data())};
  }
  auto const by_confidence = bounds.confidence > 0 && columns.is_posting;
  auto const by_status = bounds.statuses != ~std::uint32_t{0};
  constexpr Row kBlock = 1024;
  std::array<std::uint8_t, 256> status_passes{};
  for (std::size_t i = 0; i < 32; ++i) status_passes[i] = static_cast<std::uint8_t>(bounds.statuses >> i & 1U);
  std::array<std::uint8_t, kBlock> pass{};
  for (auto begin = range.begin; begin < range.end; begin += std::min(kBlock, range.end - begin)) {
    auto const n = std::min(kBlock, range.end - begin);
    auto const* const capital = columns.capital.data() + begin;
    if (!by_confidence && !by_status && !bounds.by_capital) {
      std::int64_t total = 0;
      std::int64_t unknown = 0;  // an unknown capital is stored as -1, so the total is short by their number
      for (Row i = 0; i < n; ++i) {
        total += capital[i];
        unknown -= capital[i] >> 63;
      }
      sum += {n, n - static_cast<std::uint64_t>(unknown), total + unknown};
      continue;
    }
    if (by_confidence) {
      auto const* const confidence = columns.confidence.data() + begin;
      for (Row i = 0; i < n; ++i) pass[i] = confidence[i] >= bounds.confidence ? 1 : 0;
    } else {
      std::fill_n(pass.begin(), n, std::uint8_t{1});
    }
    if (by_status) {
      auto const* const status = columns.status.data() + begin;
      for (Row i = 0; i < n; ++i) pass[i] = pass[i] & status_passes[status[i]];
    }
    std::uint64_t count = 0;
    std::int64_t total = 0;
    std::int64_t unknown = 0;
    for (Row i = 0; i < n; ++i) {
      auto const in = static_cast<std::int64_t>(pass[i]) &
                      static_cast<std::int64_t>(capital[i] >= bounds.capital_from) &
                      static_cast<std::int64_t>(capital[i] <= bounds.capital_to);
      auto const value = capital[i] & -in;
      count += static_cast<std::uint64_t>(in);
      total += value;
      unknown -= value >> 63;
    }
    sum += {count, count - static_cast<std::uint64_t>(unknown), total + unknown};
  }
  return sum;
}

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
    for (auto i = begin; i < end; ++i) out[i] = aggregate_range(list, pieces[i].range, filter);
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
      for (auto const& piece : pieces(list, where)) {
        auto const code = std::lower_bound(region_codes_.begin(), region_codes_.end(), piece.code);
        auto const r = region_of[static_cast<std::size_t>(code - region_codes_.begin())];
        if (r < regions.size()) out[s * regions.size() + r] += aggregate_range(list, piece.range, filter);
      }
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

std::vector<Atlas::Member> Atlas::members(Subject subject, RowRanges const& where, Filter const& filter) const {
  std::vector<Member> out;
  visit(columns(subject), where, filter, [&](Row, Row row, std::uint8_t tag) { out.push_back({row, tag}); });
  return out;
}

}  // namespace lianzhao::atlas
