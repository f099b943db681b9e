#pragma once

#include <string>
#include <utility>
#include <vector>

#include "kernel/error.h"

namespace lianzhao {

/// A failure whose message can be told in the reader's language: what it names, by name, for the "{chain}" in the text
/// of its code in messages/*.yaml.
class NamedFailure : public Failure {
 public:
  using Values = std::vector<std::pair<std::string, std::string>>;

  NamedFailure(Error error, Values values) : Failure{std::move(error)}, values_{std::move(values)} {}
  Values const& values() const { return values_; }

 private:
  Values values_;
};

}  // namespace lianzhao
