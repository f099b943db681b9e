#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "classify/learn.h"
#include "classify/learn_softmax.h"

namespace lianzhao::classify {

/// What is trained on, in one matrix: labelled rows first, then documents made of knowledge and of the labels' names.
struct Documents {
  std::vector<std::string> labels;  ///< sorted
  std::vector<ColumnRole> roles;
  std::size_t rows = 0;  ///< how many of the documents are labelled rows
  SparseRows matrix;
  std::vector<std::uint32_t> label;
  std::vector<float> weight;
  std::vector<float> count;  ///< how much a document says of how frequent its label is: the glossary says nothing
  std::vector<std::uint32_t> keys;  ///< sorted
  std::vector<float> idf;
};

/// Every row has a label.
Documents make_documents(std::size_t column_count, std::span<LabelledRow const* const> rows,
                         std::span<KnowledgeText const* const> knowledge, LearnOptions const&);

}  // namespace lianzhao::classify
