#pragma once

#include <filesystem>
#include <vector>

#include "diagnose/supply_graph.h"
#include "domain/chain.h"
#include "domain/diagnosis_rules.h"
#include "domain/lifecycle_rules.h"
#include "domain/region_table.h"
#include "domain/zone.h"

namespace lianzhao::pipeline {

/// What the product knows before it sees a register. Immutable; shared by threads.
struct Knowledge {
  ChainLibrary library;
  diagnose::SupplyGraph graph;
  RegionTable const* regions;  ///< in the binary, lives as long as the program
  std::vector<Zone> zones;
  DiagnosisRules rules;
  TargetWeights weights;
  LifecycleRules lifecycle;

  Zone const* find_zone(std::string_view id) const;
};

/// The shipped knowledge, overridden by what lies in the data folder: chains/ (replaces the library), zones.yaml,
/// reference/diagnosis.yaml, reference/target_weights.yaml, reference/lifecycle.yaml, reference/working_days.yaml.
/// @throws Failure of the reader that found a mistake.
Knowledge load_knowledge(std::filesystem::path const& data_folder);

}  // namespace lianzhao::pipeline
