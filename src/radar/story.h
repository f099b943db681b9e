#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

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

/// One article of a pile.
struct Report {
  TextSketch sketch;
  std::vector<ProjectEvent> events;
};

/// Whether two articles are copies of each other, as group_copies decides.
bool are_copies(Report const&, Report const&);

/// For each report the number of its group of copies, from 0 in order of first
/// appearance. Notices written to one pattern about different projects are no copies.
std::vector<std::size_t> group_copies(std::vector<Report> const&);

/// As group_copies, for reports of one project by different media: copies, and
/// articles with an event of a like name and a second thing in common
/// (amount, enterprise, zone or region), the less alike the more of them. Group statements never join. O(n²) on
/// events that share a pair of characters.
std::vector<std::size_t> group_stories(std::vector<Report> const&);

}  // namespace lianzhao::radar
