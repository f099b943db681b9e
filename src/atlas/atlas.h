#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "domain/chain.h"
#include "domain/enterprise.h"
#include "domain/region.h"
#include "kernel/clock.h"
#include "kernel/section_file.h"

namespace lianzhao::atlas {

/// Position of an enterprise in the snapshot. Valid for that snapshot only.
using Row = std::uint32_t;

/// [begin, end)
struct RowRange {
  Row begin;
  Row end;
};

/// Rising, disjoint, not touching.
using RowRanges = std::vector<RowRange>;

/// Which enterprises count. Default: all. An enterprise whose value is unknown fails every bound set on that value.
struct Filter {
  std::optional<DayNumber> founded_from;         ///< inclusive
  std::optional<DayNumber> founded_to;           ///< inclusive
  std::optional<std::int64_t> capital_from_fen;  ///< inclusive
  std::optional<std::int64_t> capital_to_fen;    ///< inclusive
  std::uint32_t statuses = ~std::uint32_t{0};    ///< bit per EnterpriseStatus
  double min_confidence = 0;                     ///< of the tag, 0…1; compared at 1/200 steps, see `quantise`

  friend bool operator==(Filter const&, Filter const&) = default;
};

/// Tag confidences are stored in steps of 1/200.
constexpr std::uint8_t quantise(double confidence) {
  auto const clamped = confidence < 0 ? 0.0 : confidence > 1 ? 1.0 : confidence;
  return static_cast<std::uint8_t>(clamped * 200 + 0.5);  // NOLINT(bugprone-incorrect-roundings): never negative
}
constexpr double confidence_of(std::uint8_t quantised) {
  return quantised / 200.0;
}

struct Aggregate {
  std::uint64_t count = 0;
  std::uint64_t capital_known = 0;  ///< how many of them have a known capital
  std::int64_t capital_fen = 0;     ///< sum over those; what int64 cannot hold: its limit

  Aggregate& operator+=(Aggregate const& more) {
    count += more.count;
    capital_known += more.capital_known;
    // Registers hold capitals that are slips of units: a sum stays at the limit instead of wrapping.
    if (__builtin_add_overflow(capital_fen, more.capital_fen, &capital_fen)) {
      capital_fen = std::numeric_limits<std::int64_t>::max();
    }
    return *this;
  }
  friend bool operator==(Aggregate const&, Aggregate const&) = default;
};

/// What is counted: every enterprise, those of a node (or of a node it contains), or those of any node of a chain.
class Subject {
 public:
  static Subject everything() { return {Kind::kEverything, 0}; }
  static Subject of_node(NodeIndex node) { return {Kind::kNode, node}; }
  /// By position in ChainLibrary::chains().
  static Subject of_chain(std::size_t chain) { return {Kind::kChain, chain}; }

  bool is_everything() const { return kind_ == Kind::kEverything; }
  friend bool operator==(Subject const&, Subject const&) = default;

 private:
  enum class Kind : std::uint8_t { kEverything, kNode, kChain };
  Subject(Kind kind, std::size_t index) : kind_{kind}, index_{index} {}
  friend class Atlas;

  Kind kind_;
  std::size_t index_;
};

struct NodeTag {
  NodeIndex node;
  std::uint8_t confidence;  ///< quantised

  friend bool operator==(NodeTag const&, NodeTag const&) = default;
};

/// A row's columns.
struct RowView {
  std::uint32_t enterprise_id;
  RegionCode region_code;
  std::optional<DayNumber> founded;
  std::optional<std::int64_t> registered_capital_fen;
  EnterpriseStatus status;
  std::span<NodeTag const> tags;  ///< own tags, by node
  bool branch;                    ///< of another enterprise: 分公司, 门市部, …
};

/// What the snapshot was made from; part of every proof.
struct Provenance {
  std::string library_fingerprint;
  std::string register_fingerprint;
  std::string tagger_fingerprint;
  Instant built_at = 0;
  Instant register_as_of = 0;                ///< when the newest import ended
  std::optional<DayNumber> newest_founding;  ///< where the register itself ends
  std::string verdict_fingerprint = {};      ///< of the users' words laid over it; empty without any
  std::string lessons = {};                  ///< what verdicts had taught the tagger (pipeline/lessons.h)

  /// One short text that changes when any of the inputs does.
  std::string fingerprint() const;
};

/// A user's word on a tag, laid over the snapshot: confirmed or added, then its confidence is 1, or rejected.
struct TagEdit {
  std::uint32_t enterprise_id;
  NodeIndex node;
  bool has;
};

/// Read-only and safe from any thread. Opening maps the file; nothing is copied.
class Atlas {
 public:
  /// Throws Failure "atlas_unreadable" on a missing, torn or foreign file.
  static std::shared_ptr<Atlas const> open(std::filesystem::path const&);

  Provenance const& provenance() const { return provenance_; }
  std::size_t size() const { return enterprise_id_.size(); }
  std::size_t node_count() const { return nodes_.size(); }
  std::size_t chain_count() const { return chains_.size(); }
  std::uint64_t bytes() const { return file_->size(); }

  /// The snapshot with users' words laid over it, the later of two on one tag: every question is answered as if it had
  /// been built so. Shares the mapped file; holds the lists of the nodes concerned and of what contains them anew, 22
  /// bytes a member. A rejected node stays counted where the enterprise has another node that it contains. Enterprises
  /// that are not in the snapshot are passed over.
  std::shared_ptr<Atlas const> with_edits(ChainLibrary const&, std::vector<TagEdit> const&,
                                          std::string const& verdict_fingerprint) const;

  RowView row(Row) const;
  std::uint32_t enterprise_id(Row row) const { return enterprise_id_[row]; }
  /// Absent when the snapshot was built before the enterprise came.
  std::optional<Row> find_row(std::uint32_t enterprise_id) const;

  /// All rows of the region and what lies in it; of kChina every row, those without a region too.
  RowRanges rows_of_region(RegionCode) const;
  /// Rows of a zone; absent when the snapshot has no such zone.
  std::optional<RowRanges> rows_of_zone(std::string_view zone_id) const;
  /// Rows in any of the parts.
  static RowRanges united(std::span<RowRanges const> parts);
  /// Every row but these.
  RowRanges without(RowRanges const&) const;

  Aggregate aggregate(Subject, RowRanges const& where, Filter const&) const;

  /// One aggregate per region at `level` in `where` (countries at kCountry), keyed by today's code, rising. Rows
  /// known less deeply than `level` are summed under the code they have, so that the parts add up to the whole.
  struct RegionAggregate {
    RegionCode region_code;
    Aggregate aggregate;
  };
  std::vector<RegionAggregate> by_region(Subject, RowRanges const& where, RegionLevel level, Filter const&) const;

  /// For each subject the aggregates at the given regions (rising codes of one level, each with all that lies in
  /// it): [subjects × regions], row by row. From several threads.
  std::vector<Aggregate> matrix(std::span<Subject const> subjects, std::span<RegionCode const> regions,
                                Filter const&) const;

  /// Enterprises of the subject founded per year, unknown years under 0.
  std::vector<std::pair<int, std::uint64_t>> by_founding_year(Subject, RowRanges const& where, Filter const&) const;

  /// Rows of the subject with the confidence of the tag (200 for everything), by row.
  struct Member {
    Row row;
    std::uint8_t confidence;
  };
  /// The first `most` of them.
  std::vector<Member> members(Subject, RowRanges const& where, Filter const&,
                              std::size_t most = std::numeric_limits<std::size_t>::max()) const;
  /// The row as a member of the subject; absent when it is none or does not pass.
  std::optional<Member> find_member(Subject, Row, Filter const&) const;

  /// Codes that rows have, rising.
  std::span<RegionCode const> region_codes() const { return region_codes_; }

 private:
  /// Columns of a posting list, or of all rows, side by side.
  struct Columns {
    bool is_posting = false;  ///< else all rows: the position is the row, and there is no confidence
    std::span<Row const> row;
    std::span<std::uint8_t const> confidence;
    std::span<std::int32_t const> founded;
    std::span<std::int64_t const> capital;
    std::span<std::uint8_t const> status;
    std::size_t size() const { return founded.size(); }
  };

  struct OwnedColumns;
  class Scan;

  Atlas() = default;
  Atlas(Atlas const&) = default;
  void map(std::filesystem::path const&);
  Columns const& columns(Subject) const;
  /// Positions [begin, end) in region_codes_ of the region and what lies in it; not for kChina.
  std::pair<std::ptrdiff_t, std::ptrdiff_t> codes_in(RegionCode) const;
  /// Positions of `columns` whose row lies in the range.
  static RowRange positions(Columns const&, RowRange);
  template <typename Visit>
  void visit(Columns const&, RowRanges const&, Filter const&, Visit const&) const;

  /// Positions in one region.
  struct Piece {
    RegionCode code;
    RowRange range;
  };
  std::vector<Piece> pieces(Columns const&, RowRanges const& where) const;
  static std::vector<Aggregate> aggregates(Columns const&, std::vector<Piece> const&, Filter const&);

  std::shared_ptr<SectionFile const> file_;
  Provenance provenance_;
  std::span<std::uint32_t const> enterprise_id_;
  std::span<Row const> row_of_id_;
  Columns all_;
  std::span<std::uint8_t const> branch_;      ///< 1: a branch of another enterprise
  std::span<std::uint32_t const> tag_begin_;  ///< size() + 1
  std::span<NodeTag const> tags_;
  std::span<RegionCode const> region_codes_;
  std::span<Row const> region_begin_;  ///< one more than region_codes_
  std::vector<Columns> nodes_;
  std::vector<Columns> chains_;
  std::unordered_map<std::string, std::span<RowRange const>> zones_;
  std::unordered_map<Row, std::vector<NodeTag>> edited_tags_;  ///< of rows whose tags differ from the file's
  std::vector<std::shared_ptr<OwnedColumns const>> owned_;
};

}  // namespace lianzhao::atlas
