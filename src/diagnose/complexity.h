#pragma once

#include <cstdint>

#include <Eigen/Core>

// Specialisation, relatedness and complexity of regions × activities. Pure functions on dense matrices; rows are
// regions, columns activities. Formulae with sources: docs/methods/complexity.md.

namespace lianzhao::diagnose {

/// [regions × activities], row-major so that a region's activities lie together.
using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Presence = Eigen::Matrix<std::uint8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Revealed comparative advantage, also location quotient:
///   rca(r, a) = (x(r, a) / Σ_a x(r, a)) / (Σ_r x(r, a) / Σ x)
/// @param activity finite and >= 0, one unit throughout.
/// @return dimensionless, 1 is the overall average; NaN in empty rows and columns, where it is 0 / 0 and says nothing.
/// @throws Failure "bad_activity" on a negative or non-finite entry.
/// Source: Balassa (1965), The Manchester School 33(2), 99–123.
Matrix revealed_comparative_advantage(Eigen::Ref<Matrix const> const& activity);

/// 1 where the advantage is at least `threshold`, else 0, also where it is undefined.
Presence presence(Eigen::Ref<Matrix const> const& rca, double threshold = 1.0);

/// How often two activities are found together:
///   φ(a, b) = |regions with both| / max(|regions with a|, |regions with b|)
/// @return [activities × activities], symmetric, in [0, 1]; φ(a, a) = 1 for an activity that any region has, and
///         0 throughout for one that none has.
/// Source: Hidalgo, Klinger, Barabási, Hausmann (2007), Science 317, 482–487.
Matrix proximity(Eigen::Ref<Presence const> const& present);

/// How close an activity is to what the region already has:
///   ω(r, a) = Σ_b M(r, b) φ(a, b) / Σ_b φ(a, b)
/// @return [regions × activities] in [0, 1]; NaN for an activity that no region has: it is near to nothing and far from
///         nothing.
/// Source: as `proximity`.
Matrix density(Eigen::Ref<Presence const> const& present, Eigen::Ref<Matrix const> const& proximity);

/// Index per region and per activity. NaN where it is not defined: a region with no activity, an activity in no
/// region, or no second eigenvector (fewer than two regions or activities left, or all the same).
struct Index {
  Eigen::VectorXd region;
  Eigen::VectorXd activity;
};

/// Economic (ECI) and product complexity (PCI): the eigenvector of the second largest eigenvalue of
/// D⁻¹ M U⁻¹ Mᵀ (PCI: U⁻¹ Mᵀ D⁻¹ M), z-scored with the population standard deviation; the sign is such that ECI
/// correlates positively with diversity, and PCI follows ECI. Where M falls into parts that share no activity the
/// second eigenvector is not unique; the answer then separates the parts.
/// Source: Hidalgo, Hausmann (2009), PNAS 106(26), 10570–10575; eigenvector form as in Hausmann et al. (2014),
/// The Atlas of Economic Complexity.
Index economic_complexity(Eigen::Ref<Presence const> const& present);

/// Fitness of regions and complexity of activities after `iterations` steps, each normalised to a mean of 1:
///   F(r) ∝ Σ_a M(r, a) Q(a),  Q(a) ∝ 1 / Σ_r M(r, a) / F(r),  F = Q = 1 at the start.
/// @param iterations 1 … 10,000; the values of many regions go to 0 as it grows, so the number is part of the result.
/// Source: Tacchella, Cristelli, Caldarelli, Gabrielli, Pietronero (2012), Scientific Reports 2, 723.
Index fitness_complexity(Eigen::Ref<Presence const> const& present, int iterations = 20);

}  // namespace lianzhao::diagnose
