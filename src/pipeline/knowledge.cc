#include "pipeline/knowledge.h"

#include <algorithm>

#include "ingest/chain_reader.h"
#include "ingest/lifecycle_reader.h"
#include "ingest/region_reader.h"
#include "ingest/rules_reader.h"
#include "ingest/zone_reader.h"

namespace lianzhao::pipeline {

namespace {

std::filesystem::path if_there(std::filesystem::path const& path) {
  return std::filesystem::exists(path) ? path : std::filesystem::path{};
}

}  // namespace

Zone const* Knowledge::find_zone(std::string_view id) const {
  auto const found = std::find_if(zones.begin(), zones.end(), [&](Zone const& z) { return z.id == id; });
  return found == zones.end() ? nullptr : &*found;
}

Knowledge load_knowledge(std::filesystem::path const& folder) {
  auto library = ingest::load_chain_library(if_there(folder / "chains"));
  auto graph = diagnose::SupplyGraph{library};
  auto const& regions = ingest::region_table();
  return {std::move(library),
          std::move(graph),
          &regions,
          ingest::load_zones(folder, regions),
          ingest::read_diagnosis_rules(if_there(folder / "reference" / "diagnosis.yaml")),
          ingest::read_target_weights(if_there(folder / "reference" / "target_weights.yaml")),
          ingest::load_lifecycle_rules(folder)};
}

}  // namespace lianzhao::pipeline
