#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "radar/span_model.h"

namespace lianzhao::app {

struct LabelledSentences {
  std::vector<radar::LabelledSentence> sentences;
  std::size_t overlapping = 0;  ///< spans left out because another one covers part of them
  std::size_t wrong = 0;        ///< spans left out because they lie outside their text
};

/// Sentences with their named spans: one JSON object a line, or one array of them, each
/// `{"text": …, "spans": [{"begin", "end", "type"}]}` with `end` exclusive, or
/// `{"text": …, "label": {type: {words: [[first, last], …]}}}` with `last` inclusive. Offsets are code points.
/// @throws Failure "bad_labels" naming the line and what is expected.
LabelledSentences read_labelled(std::string_view bytes);

/// The sentences of a file to look for names in: lines of text, or JSON objects with "text" as above.
std::vector<std::string> read_sentences(std::string_view bytes);

}  // namespace lianzhao::app
