#include "serve/backups.h"

#include <fmt/format.h>

#include "kernel/clock.h"
#include "kernel/error.h"
#include "serve/server.h"
#include "store/migrations.h"

namespace lianzhao::serve {

namespace {

namespace fs = std::filesystem;

std::uint64_t copy_documents(fs::path const& from, fs::path const& to) {
  std::uint64_t files = 0;
  if (!fs::is_directory(from)) return files;
  for (auto const& entry : fs::recursive_directory_iterator{from}) {
    if (!entry.is_regular_file()) continue;
    auto const target = to / fs::relative(entry.path(), from);
    fs::create_directories(target.parent_path());
    // Named by their content: what is there already is the same.
    fs::copy_file(entry.path(), target, fs::copy_options::skip_existing);
    ++files;
  }
  return files;
}

/// What a place has set up for itself: its zones, chains, rules, mail. What is there already stays.
void copy_settings(fs::path const& from, fs::path const& to) {
  for (auto const* const file : {"zones.yaml", "mail.yaml"}) {
    if (fs::exists(from / file)) fs::copy_file(from / file, to / file, fs::copy_options::skip_existing);
  }
  for (auto const* const folder : {"chains", "reference"}) {
    if (!fs::is_directory(from / folder)) continue;
    fs::copy(from / folder, to / folder, fs::copy_options::recursive | fs::copy_options::skip_existing);
  }
}

void require_sound(fs::path const& file) {
  if (auto const problem = store::damage(file)) {
    throw Failure{{ErrorKind::kInternal, "backup_damaged",
                   fmt::format("{} is not a sound workspace ({}); use another backup", file.string(), *problem)}};
  }
}

void require_sqlite(store::DataFolder const& folder) {
  if (folder.database.empty()) return;
  throw Failure{{ErrorKind::kInvalidInput, "backup_needs_sqlite",
                 "the data lies in PostgreSQL: use pg_dump and pg_restore, and copy the documents folder"}};
}

}  // namespace

BackupReport back_up(store::DataFolder const& folder, fs::path const& to) {
  require_sqlite(folder);
  auto const workspace = store::open_workspace_as_it_is(folder);
  fs::create_directories(to);
  BackupReport report;
  // The database last: every document it knows of is then in the copy.
  report.documents = copy_documents(folder.documents(), to / "documents");
  store::backup(*workspace, to / "workspace.db");
  report.documents = copy_documents(folder.documents(), to / "documents");
  copy_settings(folder.path, to);
  require_sound(to / "workspace.db");
  report.bytes = fs::file_size(to / "workspace.db");
  return report;
}

BackupReport restore(store::DataFolder const& folder, fs::path const& from) {
  require_sqlite(folder);
  auto const file = from / "workspace.db";
  if (!fs::exists(file)) {
    throw not_found("no_backup",
                    fmt::format("{} holds no workspace.db; name a folder that `backup` wrote", from.string()));
  }
  auto const lock = FolderLock{folder};
  auto const present = folder.path / "workspace.db";
  // Checked as a copy: looking into a database may leave files beside it.
  auto const incoming = folder.path / "workspace.db.incoming";
  fs::copy_file(file, incoming, fs::copy_options::overwrite_existing);
  require_sound(incoming);
  for (auto const* const suffix : {"-wal", "-shm"}) fs::remove(incoming.string() + suffix);
  if (fs::exists(present)) {
    fs::create_directories(folder.backups());
    {
      auto const old = store::Database::open(present.string());
      store::backup(*old, folder.backups() / fmt::format("workspace-before-restore-{}.db", now()));
    }
    for (auto const* const suffix : {"-wal", "-shm"}) fs::remove(present.string() + suffix);
  }
  fs::rename(incoming, present);
  BackupReport report;
  report.bytes = fs::file_size(present);
  report.documents = copy_documents(from / "documents", folder.documents());
  copy_settings(from, folder.path);
  return report;
}

}  // namespace lianzhao::serve
