#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/clock.h"
#include "radar/article.h"
#include "radar/events.h"

namespace lianzhao::radar {

/// The smallest hashes of a text's four-character pieces: two texts share about
/// as many as they share text (Broder 1997, bottom-k sketch).
struct TextSketch {
  std::vector<std::uint64_t> hashes;  ///< rising, at most 128
};
TextSketch sketch_of(std::string_view text);

/// The estimated share of pieces that two texts have in common, 0 to 1; 0 when
/// either is empty.
double resemblance(TextSketch const&, TextSketch const&);

/// How alike the names of two projects are, 0 to 1, by their pairs of
/// characters without what every project is called.
double name_likeness(std::string_view a, std::string_view b);

/// Numbers of which names of one project share some: the pairs of characters that name_likeness compares.
std::vector<std::uint32_t> name_keys(std::string_view name);

/// Whether two events of different articles are about one project, as group_stories decides. Never for a group.
bool one_project(ProjectEvent const&, ProjectEvent const&);

/// Whether two statements about one thing say different facts: another stage, sum, land or number of projects, or days
/// more than a month apart. What only one of them says is no difference.
bool facts_differ(ProjectEvent const&, ProjectEvent const&);
/// Whether the later says something that the earlier does not: a fact that differs, or a stage or sum where it has
/// none.
bool tells_more(ProjectEvent const& later, ProjectEvent const& earlier);

/// One article of a pile.
struct Report {
  TextSketch sketch;
  std::vector<ProjectEvent> events;
  std::optional<DayNumber> published = std::nullopt;
};

/// Whether two articles are copies of each other, as group_copies decides: the same wording about the same facts. The
/// same wording with other facts, or published more than a month apart, is a further report.
bool are_copies(Report const&, Report const&);

/// For each report the number of its group of copies, from 0 in order of first
/// appearance. Notices written to one pattern about different projects are no copies, nor are later reports in the
/// words of earlier ones.
std::vector<std::size_t> group_copies(std::vector<Report> const&);

/// As group_copies, for reports of one project by different media: copies, and
/// articles with an event of a like name and a second thing in common
/// (amount, enterprise, zone or region), the less alike the more of them. Places that exclude each other and investors
/// that differ count against it. Group statements never join. O(n²) on
/// events that share a pair of characters.
std::vector<std::size_t> group_stories(std::vector<Report> const&);

}  // namespace lianzhao::radar
