#pragma once

#include <cstdint>
#include <string>

#include "atlas/atlas.h"
#include "kernel/progress.h"
#include "pipeline/current.h"
#include "search/find.h"
#include "search/index.h"
#include "store/data_folder.h"
#include "store/session.h"

namespace lianzhao::pipeline {

using CurrentSearch = Current<search::SearchIndex>;

struct SearchReport {
  std::uint64_t enterprises = 0;
  std::uint64_t bytes = 0;
  double seconds_reading = 0;  ///< reading texts and cutting them into pairs
  double seconds_writing = 0;
  bool already_fresh = false;  ///< nothing had changed: the old index stands
};

/// Builds the full-text index over the enterprises of a snapshot and swaps it in; the old one answers meanwhile. The
/// active come first, then the unknown, then the rest; among them the larger capital. Nothing is done when the index is
/// of the snapshot's register already, unless `force`.
/// @throws Failure "cancelled", and of store and search; the old index then stands.
SearchReport refresh_search(store::Database& register_database, store::DataFolder const&, atlas::Atlas const&,
                            Progress const&, Cancelled const&, bool force = false);

/// As above with the current snapshot; nothing when there is none.
SearchReport refresh_search(store::Database& register_database, store::DataFolder const&, Progress const&,
                            Cancelled const&, bool force = false);

}  // namespace lianzhao::pipeline
