#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/news_repository.h"

namespace lianzhao::pipeline {

/// The fields of an event that people correct; evidence goes by the same names.
inline constexpr std::string_view kNewsFields[] = {"kind",        "project",  "enterprises", "amount", "land_m2",
                                                   "building_m2", "capacity", "products",    "jobs",   "stage",
                                                   "place",       "date",     "node",        "count"};

/// What an event is sorted and filtered by: the last day it speaks of, but none after its article was published, for a
/// report of 今年 says nothing of December; without a date the day of publication.
std::optional<DayNumber> day_of(std::optional<DayNumber> from, std::optional<DayNumber> to,
                                std::optional<DayNumber> published);

/// A field as one text from which set_field makes it again; empty where it is unknown.
std::string field_text(store::NewsEvent const&, std::string_view field);
/// The day it is sorted by follows its date. @throws Failure "bad_field" for a text that field_text does not make.
void set_field(store::NewsEvent&, std::string_view field, std::string_view text);

/// "12-16 20-25", the words of one field.
std::string spans_text(std::span<store::NewsEvidence const>, std::string_view field);
std::vector<store::NewsEvidence> spans_from(std::string_view text, std::string_view field);

/// Sentences of an article with the names of enterprises and places that people accepted or corrected in them, as
/// `radar learn-spans` takes them. Only sentences with at least one such name.
struct TaughtSentence {
  std::string text;
  struct Span {
    std::int64_t begin = 0;  ///< code points, end exclusive
    std::int64_t end = 0;
    std::string type;  ///< "company", "address"
  };
  std::vector<Span> spans;  ///< rising, apart
};
struct JudgedEvent {
  store::NewsEvent event;
  std::vector<store::NewsEvidence> evidence;
};
std::vector<TaughtSentence> taught_sentences(std::string_view article_text, std::span<JudgedEvent const>);

}  // namespace lianzhao::pipeline
