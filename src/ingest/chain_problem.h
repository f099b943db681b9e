#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lianzhao::ingest {

enum class ProblemSeverity : std::uint8_t { kError, kWarning };

/// Something wrong with a chain file, and what to do about it.
struct ChainProblem {
  std::string file;
  int line = 0;  ///< from 1
  ProblemSeverity severity = ProblemSeverity::kError;
  std::string code;     ///< stable: "unknown_key"; docs/chain-library.md lists all
  std::string message;  ///< names the value
  std::string way_out;
};

/// "error", "warning".
std::string_view severity_name(ProblemSeverity);

}  // namespace lianzhao::ingest
