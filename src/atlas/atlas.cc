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
  bool open = true;  ///< nothing is filtered

  explicit Bounds(Filter const& filter) : statuses{filter.statuses}, confidence{quantise(filter.min_confidence)} {
    // A bound on a value excludes the unknown, which is stored below every known value.
    if (filter.founded_from || filter.founded_to) {
      founded_from = std::max(filter.founded_from.value_or(kFoundedUnknown), kFoundedUnknown + 1);
      founded_to = filter.founded_to.value_or(founded_to);
    }
    if (filter.capital_from_fen || filter.capital_to_fen) {
      capital_from = std::max<std::int64_t>(filter.capital_from_fen.value_or(0), 0);
      capital_to = filter.capital_to_fen.value_or(capital_to);
    }
    open = !filter.founded_from && !filter.founded_to && !filter.capital_from_fen && !filter.capital_to_fen &&
           statuses == ~std::uint32_t{0} && confidence == 0;
  }

  bool pass(std::int32_t founded, std::int64_t capital, std::uint8_t status, std::uint8_t tag) const {
    return (static_cast<unsigned>(founded >= founded_from) & static_cast<unsigned>(founded <= founded_to) &
            static_cast<unsigned>(capital >= capital_from) & static_cast<unsigned>(capital <= capital_to) &
            (statuses >> status) & static_cast<unsigned>(tag >= confidence) & 1U) != 0;
  }
};

}  // namespace

std::string Provenance::fingerprint() const {
  return fmt::format("{:016x}",
                     fnv1a(fmt::format("{}|{}|{}", library_fingerprint, register_fingerprint, tagger_fingerprint)));
}

std::shared_ptr<Atlas const> Atlas::open(std::filesystem::path const& path) {
  auto atlas = std::shared_ptr<Atlas>{new Atlas};
  try {
    atlas->file_ = MappedFile{path};
  } catch (Failure const& failure) {
    throw unreadable(path, failure.error().message);
  }
  auto const bytes = atlas->file_.bytes();
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
  if (all_.founded[row] != kFoundedUnknown) view.founded = all_.founded[row];
  if (all_.capital[row] != kCapitalUnknown) view.registered_capital_fen = all_.capital[row];
  return view;
}

RowRanges Atlas::rows_of_region(RegionCode code) const {
  if (size() == 0) return {};
  if (code == kChina) return {{0, static_cast<Row>(size())}};
  if (code == kUnknownRegion) return {};
  auto const level = region_level(code);
  auto const last = level == RegionLevel::kProvince ? code + 9999 : level == RegionLevel::kCity ? code + 99 : code;
  auto const first_it = std::lower_bound(region_codes_.begin(), region_codes_.end(), code);
  auto const last_it = std::upper_bound(first_it, region_codes_.end(), last);
  if (first_it == last_it) return {};
  return {{region_begin_[static_cast<std::size_t>(first_it - region_codes_.begin())],
           region_begin_[static_cast<std::size_t>(last_it - region_codes_.begin())]}};
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
  if (columns.row.empty() && columns.confidence.empty()) return rows;
  auto const begin = std::lower_bound(columns.row.begin(), columns.row.end(), rows.begin);
  auto const end = std::lower_bound(begin, columns.row.end(), rows.end);
  return {static_cast<Row>(begin - columns.row.begin()), static_cast<Row>(end - columns.row.begin())};
}

Aggregate Atlas::aggregate_range(Columns const& columns, RowRange range, Filter const& filter) const {
  Bounds const bounds{filter};
  Aggregate sum;
  auto const* const founded = columns.founded.data();
  auto const* const capital = columns.capital.data();
  auto const* const status = columns.status.data();
  auto const* const confidence = columns.confidence.data();
  if (bounds.open) {
    sum.count = range.end - range.begin;
    for (auto i = range.begin; i < range.end; ++i) {
      auto const known = capital[i] >= 0;
      sum.capital_known += known ? 1U : 0U;
      sum.capital_fen += known ? capital[i] : 0;
    }
    return sum;
  }
  for (auto i = range.begin; i < range.end; ++i) {
    auto const pass =
        bounds.pass(founded[i], capital[i], status[i], confidence != nullptr ? confidence[i] : std::uint8_t{200});
    auto const known = pass && capital[i] >= 0;
    sum.count += pass ? 1U : 0U;
    sum.capital_known += known ? 1U : 0U;
    sum.capital_fen += known ? capital[i] : 0;
  }
  return sum;
}

Aggregate Atlas::aggregate(Subject subject, RowRanges const& where, Filter const& filter) const {
  auto const& list = columns(subject);
  constexpr Row kPiece = 1 << 19;
  std::vector<RowRange> pieces;
  for (auto const range : where) {
    auto const found = positions(list, range);
    for (auto begin = found.begin; begin < found.end; begin += std::min(kPiece, found.end - begin))
      pieces.push_back({begin, begin + std::min(kPiece, found.end - begin)});
  }
  // Short work is not worth waking a thread for.
  Row total = 0;
  for (auto const piece : pieces) total += piece.end - piece.begin;
  std::vector<Aggregate> partial(pieces.size());
  auto const work = [&](std::size_t begin, std::size_t end) {
    for (auto i = begin; i < end; ++i) partial[i] = aggregate_range(list, pieces[i], filter);
  };
  if (total <= kPiece)
    work(0, pieces.size());
  else
    parallel_for(pieces.size(), 1, work);
  Aggregate sum;
  for (auto const& part : partial) sum += part;
  return sum;
}

std::vector<Atlas::RegionAggregate> Atlas::by_region(Subject subject, RowRanges const& where, RegionLevel level,
                                                     Filter const& filter) const {
  auto const& list = columns(subject);
  auto const at_level = [level](RegionCode code) {
    if (code == kUnknownRegion) return code;
    switch (level) {
      case RegionLevel::kCountry:
        return kChina;
      case RegionLevel::kProvince:
        return province_of(code);
      case RegionLevel::kCity:
        return city_of(code);
      case RegionLevel::kCounty:
        break;
    }
    return code;
  };
  struct Piece {
    RegionCode code;
    RowRange range;
  };
  std::vector<Piece> pieces;
  std::size_t region = 0;
  for (auto const range : where) {
    while (region < region_codes_.size() && region_begin_[region + 1] <= range.begin) ++region;
    for (auto r = region; r < region_codes_.size() && region_begin_[r] < range.end; ++r) {
      RowRange const rows{std::max(range.begin, region_begin_[r]), std::min(range.end, region_begin_[r + 1])};
      auto const found = positions(list, rows);
      if (found.begin < found.end) pieces.push_back({at_level(region_codes_[r]), found});
    }
  }
  std::vector<Aggregate> partial(pieces.size());
  parallel_for(pieces.size(), std::max<std::size_t>(pieces.size() / 8, 32), [&](std::size_t begin, std::size_t end) {
    for (auto i = begin; i < end; ++i) partial[i] = aggregate_range(list, pieces[i].range, filter);
  });
  std::vector<RegionAggregate> out;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (partial[i].count == 0) continue;
    if (out.empty() || out.back().region_code != pieces[i].code) out.push_back({pieces[i].code, {}});
    out.back().aggregate += partial[i];
  }
  return out;
}

std::vector<Aggregate> Atlas::matrix(std::span<Subject const> subjects, std::span<RegionCode const> regions,
                                     Filter const& filter) const {
  std::vector<RowRange> rows(regions.size());
  for (std::size_t r = 0; r < regions.size(); ++r) {
    auto const ranges = rows_of_region(regions[r]);
    rows[r] = ranges.empty() ? RowRange{0, 0} : ranges.front();
  }
  std::vector<Aggregate> out(subjects.size() * regions.size());
  parallel_for(subjects.size(), 1, [&](std::size_t begin, std::size_t end) {
    for (auto s = begin; s < end; ++s) {
      auto const& list = columns(subjects[s]);
      for (std::size_t r = 0; r < regions.size(); ++r)
        out[s * regions.size() + r] = aggregate_range(list, positions(list, rows[r]), filter);
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
      auto const tag = list.confidence.empty() ? std::uint8_t{200} : list.confidence[i];
      if (bounds.pass(list.founded[i], list.capital[i], list.status[i], tag))
        visit(i, list.row.empty() ? i : list.row[i], tag);
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
