#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "classify/features.h"
#include "classify/features_row.h"

namespace lianzhao::classify {

struct LabelProbability {
  std::uint32_t label;  ///< index into LearnedModel::labels()
  float probability;
};

/// A learned classifier of texts: one linear score a label over features, made probabilities by softmax.
/// Immutable once built; any number of threads may predict, each with its own RowFeatures. Made by learn().
class LearnedModel {
 public:
  /// What training found. Features are sorted by key, weights [feature][label] as bytes times the feature's scale.
  struct Parts {
    std::vector<std::string> columns;  ///< headings of the text columns
    std::vector<ColumnRole> roles;     ///< one a column
    std::vector<std::string> labels;   ///< sorted
    std::vector<std::uint32_t> keys;
    std::vector<float> idf;
    std::vector<float> scale;
    std::vector<std::int8_t> weights;
    std::vector<float> bias;  ///< one a label
  };

  /// @throws Failure "bad_model" when the parts do not fit together.
  explicit LearnedModel(Parts parts);

  std::vector<std::string> const& columns() const { return parts_.columns; }
  std::vector<std::string> const& labels() const { return parts_.labels; }
  std::size_t feature_count() const { return parts_.keys.size(); }

  /// The `top` likeliest labels, best first; equal ones by label. `texts` run parallel to columns(); missing ones are
  /// empty. A row without any known feature gets the labels as often as they were seen. All labels' probabilities sum
  /// to 1.
  std::vector<LabelProbability> predict(std::span<std::string_view const> texts, std::size_t top, RowFeatures&) const;

  /// Bytes of a model file: a header with version and checksum, then the parts.
  std::string save() const;
  /// @throws Failure "bad_model" (not a model, damaged, of a later version, or larger than the limits) whatever the
  /// bytes are. Memory is bounded by a small multiple of the bytes given.
  static LearnedModel load(std::string_view bytes);

 private:
  Parts parts_;
  float rarest_ = 0;
};

/// Of what no more than one document said; 0 without features.
float rarest_idf(std::span<float const> idf);

/// Features of a row as columns of a model: known ones only, idf-weighted, each group of length 1 together with the
/// unknown ones, which count as the `rarest`. `keys` sorted; replaces the outputs.
void project(std::span<Feature const> features, std::span<std::uint32_t const> keys, std::span<float const> idf,
             float rarest, std::vector<std::uint32_t>& columns, std::vector<float>& values);

}  // namespace lianzhao::classify
