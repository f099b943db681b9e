#pragma once

#include <cstdint>
#include <string>

#include "atlas/atlas.h"
#include "kernel/progress.h"
#include "pipeline/current.h"
#include "pipeline/knowledge.h"
#include "store/data_folder.h"
#include "store/session.h"

namespace lianzhao::pipeline {

struct SnapshotReport {
  std::uint64_t enterprises = 0;
  std::uint64_t tagged = 0;  ///< with at least one tag
  std::uint64_t tags = 0;
  std::string fingerprint;
  std::uint64_t bytes = 0;      ///< of the snapshot file
  double seconds_tagging = 0;   ///< reading, tagging and writing the tags
  double seconds_building = 0;  ///< sorting and writing the snapshot
  bool already_fresh = false;   ///< nothing had changed: the old snapshot stands
};

/// Tags every enterprise of the register, stores the tags in it, builds the snapshot and swaps it in. Reading the old
/// one goes on meanwhile. Nothing is done when register, library, zones and tagger are those of the current snapshot,
/// unless `force`.
/// @throws Failure "cancelled", and of store and atlas; the old snapshot and tags then stand.
SnapshotReport refresh_snapshot(store::Database& register_database, store::DataFolder const&, Knowledge const&,
                                Progress const&, Cancelled const&, bool force = false);

/// The snapshot that DIR/atlas/current names.
using CurrentAtlas = Current<atlas::Atlas>;

}  // namespace lianzhao::pipeline
