#pragma once

#include <filesystem>

#include "domain/diagnosis_rules.h"

namespace lianzhao::ingest {

/// The thresholds of reference/diagnosis.yaml: those in the binary, overridden by `file` where it exists.
/// @throws Failure "bad_rules" that names the file, line, key and the values allowed: unknown keys, wrong types,
///         values out of bounds.
DiagnosisRules read_diagnosis_rules(std::filesystem::path const& file = {});

/// The weights of reference/target_weights.yaml, overridden likewise. A `file` that was asked for must exist.
TargetWeights read_target_weights(std::filesystem::path const& file = {});

}  // namespace lianzhao::ingest
