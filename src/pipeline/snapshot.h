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

/// When a snapshot that is there is built anew.
enum class Rebuild : std::uint8_t {
  kIfStale,       ///< register, library, zones or tagger are others; what verdicts taught since waits
  kIfTaughtAnew,  ///< also when verdicts teach something else than the snapshot was built with
  kAlways,
};

/// Tags every enterprise of the register, stores the tags in it, builds the snapshot and swaps it in. Reading the old
/// one goes on meanwhile. The tagger knows what users' verdicts taught (pipeline/lessons.h); the snapshot says what.
/// @throws Failure "cancelled", and of store and atlas; the old snapshot and tags then stand.
SnapshotReport refresh_snapshot(store::Database& register_database, store::DataFolder const&, Knowledge const&,
                                Progress const&, Cancelled const&, Rebuild = Rebuild::kIfStale);

/// Whether there is a register but no snapshot of it, or one by another library, tagger or set of zones, or none that
/// can be read.
bool is_snapshot_stale(store::Database& register_database, store::DataFolder const&, Knowledge const&);

/// The snapshot that DIR/atlas/current names.
using CurrentAtlas = Current<atlas::Atlas>;

}  // namespace lianzhao::pipeline
