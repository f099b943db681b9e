#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "classify/model.h"
#include "kernel/progress.h"

namespace lianzhao::classify {

/// A row of training data: its texts, one a column, and what it is.
struct LabelledRow {
  std::vector<std::string> texts;
  std::string label;  ///< empty: not known, the row is skipped and counted
};

/// Further knowledge: words that go with a label. One product a text, or all of an enterprise: both are understood.
struct KnowledgeText {
  std::string text;
  std::string label;
  double weight = 1;  ///< relative to the others; what is not above 0 counts little
};

struct LearnOptions {
  std::uint64_t seed = 1;
  Progress progress;
};

struct LearnReport {
  std::size_t rows = 0;     ///< with a label, learned from
  std::size_t skipped = 0;  ///< without
  std::size_t labels = 0;
  std::size_t knowledge = 0;  ///< texts of knowledge with a label
  std::size_t folds = 0;      ///< 0: too few rows to hold any back, and the shares below say nothing
  std::size_t judged = 0;     ///< rows held back and predicted
  double top1 = 0;            ///< share of those whose label came first
  double top3 = 0;            ///< among the first three
  double log_loss = 0;        ///< mean −ln of the probability given to the true label
  /// Expected calibration error: mean distance, over the judged rows, between the first label's probability and how
  /// often first labels of such a probability (ten steps of a tenth) were right.
  double calibration_error = 0;
};

struct Learned {
  LearnedModel model;
  LearnReport report;
};

/// Learns a classifier (docs/methods/learning.md). Deterministic for a seed, whatever the number of threads.
/// @throws Failure "no_labelled_rows", "no_text_columns", "too_many_labels".
Learned learn(std::vector<std::string> columns, std::span<LabelledRow const> rows,
              std::span<KnowledgeText const> knowledge, LearnOptions const&);

}  // namespace lianzhao::classify
