#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "radar/span_model.h"

namespace lianzhao::radar {

struct SpanLearning {
  std::size_t passes = 10;
  std::size_t draws = 4;           ///< models taught side by side whose weights are averaged
  double regularisation = 0.3;     ///< of the whole objective, a Gaussian prior of variance 1/regularisation
  double dropout = 0.25;           ///< share of a sentence's features, drawn anew each pass, that a step does not see
  std::size_t least_count = 2;     ///< features seen less often are left out
  std::vector<std::string> given;  ///< names that matter, kept in the model
};

/// Teaches a model from labelled sentences by stochastic gradient steps on the regularised likelihood, always in the
/// same order of a fixed shuffle, so that the same input gives the same model. Each step passes over some features:
/// what a strong one would explain alone, the weak ones beside it learn as well (C. Sutton, M. Sindelar, A. McCallum,
/// NAACL 2006; S. Wang, C. Manning, ICML 2013). The weights are the mean of several such models, each with another
/// order and another draw (L. Breiman, Machine Learning 24, 1996), taught on as many threads as there are processors.
/// `progress(pass, mean loss)` after each pass of the first one. Seconds and memory grow with characters × features ×
/// tags × draws.
/// @throws Failure "bad_labels" for spans that overlap or leave the text, and when there is no span at all.
SpanModel learn_spans(std::span<LabelledSentence const>, RegionTable const* regions, SpanLearning const& = {},
                      std::function<void(std::size_t, double)> const& progress = {});

/// Right spans, by exact bounds and type.
struct SpanScore {
  std::size_t right = 0;
  std::size_t found = 0;
  std::size_t labelled = 0;
  double precision() const { return found == 0 ? 0 : static_cast<double>(right) / static_cast<double>(found); }
  double recall() const { return labelled == 0 ? 0 : static_cast<double>(right) / static_cast<double>(labelled); }
  double f1() const { return right == 0 ? 0 : 2 * precision() * recall() / (precision() + recall()); }
};
/// Adds the spans of one type to a score.
void count_spans(SpanScore&, std::span<NamedSpan const> found, std::span<NamedSpan const> labelled,
                 std::string_view type);

}  // namespace lianzhao::radar
