#pragma once

#include <cstdint>
#include <filesystem>

#include "store/data_folder.h"

namespace lianzhao::serve {

struct BackupReport {
  std::uint64_t bytes = 0;      ///< of the workspace
  std::uint64_t documents = 0;  ///< files
};

/// Copies the workspace (consistent, while a server writes), all documents and what the place has set up for itself
/// (zones, chains, rules, mail) into `to`. The register is not in it: it is made again from the files it came from.
/// @throws Failure "backup_needs_sqlite", "backup_damaged" when the copy does not check out.
BackupReport back_up(store::DataFolder const&, std::filesystem::path const& to);

/// Replaces the workspace by the one in `from`, after checking it; the present one moves into DIR/backups. Documents
/// and settings that are missing are added, none is removed.
/// @throws Failure "no_backup", "backup_damaged", "folder_in_use" while a server runs.
BackupReport restore(store::DataFolder const&, std::filesystem::path const& from);

}  // namespace lianzhao::serve
