#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "classify/evidence_weights.h"

namespace lianzhao::classify {

/// What spoke for a node of an enterprise, and whether the enterprise belongs to it.
struct JudgedEvidence {
  EvidenceVector evidence{};
  bool right = false;
  double weight = 1;
};

struct FitOptions {
  /// How firmly a weight is held to the prior one: 1/variance of a normal distribution around it. Kinds of evidence
  /// that the examples hardly show stay where they were.
  double firmness = 1;
  /// The same for the bias. High where examples show some kinds of evidence and not others: a bias that moves with the
  /// ones would take the others along.
  double bias_firmness = 1;
};

/// The weights most probable after the examples: logistic regression with a normal prior around `prior`, by Newton's
/// method with halved steps (the objective is convex, so there is one answer). No example: the prior.
EvidenceWeights fit_weights(std::span<JudgedEvidence const> examples, EvidenceWeights const& prior,
                            FitOptions const& = {});

/// −ln of the posterior, up to a constant: what fit_weights() minimises.
double fit_objective(std::span<JudgedEvidence const> examples, EvidenceWeights const& weights,
                     EvidenceWeights const& prior, FitOptions const& = {});

/// How sure `weights` are of what was judged.
double confidence_of(EvidenceVector const&, EvidenceWeights const&);

/// Mean distance between confidence and how often tags of such a confidence are right, over the examples with at least
/// `least` confidence, in tenths of the confidence. 0 where there are none.
double calibration_error(std::span<JudgedEvidence const> examples, EvidenceWeights const&, double least = 0);

}  // namespace lianzhao::classify
