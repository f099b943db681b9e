#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lianzhao::ingest {

struct YamlEntry;

/// A YAML value with the line it stands on. Scalars keep their spelling: "0170" stays "0170".
struct YamlValue {
  enum class Kind : unsigned char { kNull, kScalar, kSequence, kMap };

  Kind kind = Kind::kNull;
  int line = 0;                    ///< from 1
  std::string text;                ///< of a scalar
  std::vector<YamlValue> items;    ///< of a sequence
  std::vector<YamlEntry> entries;  ///< of a map, in order; keys are scalars, may repeat

  YamlValue const* find(std::string_view key) const;
};

struct YamlEntry {
  YamlValue key;
  YamlValue value;
};

struct YamlLimits {
  std::size_t bytes = std::size_t{4} << 20;
  std::size_t values = 200'000;
  std::size_t depth = 16;
};

/// Why a text is no YAML that we take, and where.
struct YamlFault {
  int line = 0;
  std::string code;  ///< "bad_yaml", "bad_encoding", "over_limit", "alias_refused"
  std::string message;
  std::string way_out;
};

/// The only document of `text`, or nothing and the fault. Limits hold while parsing, so nothing is expanded first;
/// anchors, aliases and merge keys are refused for that reason.
std::optional<YamlValue> read_yaml_tree(std::string_view text, YamlFault& fault, YamlLimits const& limits = {});

}  // namespace lianzhao::ingest
