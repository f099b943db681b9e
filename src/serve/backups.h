#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "store/data_folder.h"

namespace lianzhao::serve {

struct BackupReport {
  std::uint64_t bytes = 0;      ///< of the workspace
  std::uint64_t documents = 0;  ///< files
  std::string manifest;         ///< hash of manifest.txt, which names the hash of every file
};

/// Copies the workspace (consistent, while a server writes; a SQLite file whatever held it), all documents and what the
/// place has set up for itself (zones, chains, rules, mail) into `to`, with a manifest of the hashes of all of it. The
/// register is not in it: it is made again from the files it came from.
/// @throws Failure "other_version" of a PostgreSQL workspace that is not migrated, "backup_damaged" when the copy does
/// not check out: the audit does not hold or a document has lost its bytes.
BackupReport back_up(store::DataFolder const&, std::filesystem::path const& to);

/// Replaces the workspace, on SQLite or PostgreSQL, by the one in `from`, of either, after checking every file against
/// the manifest, the chain of the audit, and the documents against the workspace; the present one moves into
/// DIR/backups. Documents and settings that are missing are added, none is removed.
/// @throws Failure "no_backup", "backup_damaged", "database_newer" of a later program, "folder_in_use" while a server
/// runs on this folder.
/// `without_manifest`: of an older version, which wrote none; the rest is checked all the same.
BackupReport restore(store::DataFolder const&, std::filesystem::path const& from, bool without_manifest = false);

}  // namespace lianzhao::serve
