#include "serve/backups.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "kernel/clock.h"
#include "kernel/error.h"
#include "kernel/file.h"
#include "serve/passwords.h"
#include "serve/server.h"
#include "store/audit_log.h"
#include "store/migrations.h"
#include "store/workspace_copy.h"

namespace lianzhao::serve {

namespace {

namespace fs = std::filesystem;

constexpr auto kManifest = "manifest.txt";
constexpr auto kFirstLine = std::string_view{"# lianzhao backup 1: BLAKE2b-256 of every file"};

Failure damaged(std::string_view what) {
  return Failure{{ErrorKind::kInternal, "backup_damaged", fmt::format("{}; use another backup", what)}};
}

std::string hash_of(fs::path const& file) {
  auto const bytes = MappedFile{file};
  return content_hash(bytes.bytes());
}

/// SQLite leaves these beside a database that was looked into; they are never copied.
bool leftover(fs::path const& file) {
  auto const name = file.filename().string();
  return name.ends_with("-wal") || name.ends_with("-shm");
}

/// `again`: what is there was copied or looked at just now.
std::uint64_t copy_documents(fs::path const& from, fs::path const& to, bool again = false) {
  std::uint64_t files = 0;
  if (!fs::is_directory(from)) return files;
  for (auto const& entry : fs::recursive_directory_iterator{from}) {
    if (!entry.is_regular_file()) continue;
    auto const target = to / fs::relative(entry.path(), from);
    ++files;
    // Named by its content; but only what still has its content is the same.
    if (fs::exists(target) && (again || hash_of(target) == target.filename().string())) continue;
    fs::create_directories(target.parent_path());
    fs::copy_file(entry.path(), target, fs::copy_options::overwrite_existing);
  }
  return files;
}

/// What a place has set up for itself: its zones, chains, rules, mail, single sign-on. What is there already stays.
void copy_settings(fs::path const& from, fs::path const& to) {
  for (auto const* const file : {"zones.yaml", "mail.yaml", "single_sign_on.yaml"}) {
    if (fs::exists(from / file)) fs::copy_file(from / file, to / file, fs::copy_options::skip_existing);
  }
  for (auto const* const folder : {"chains", "reference"}) {
    if (!fs::is_directory(from / folder)) continue;
    fs::copy(from / folder, to / folder, fs::copy_options::recursive | fs::copy_options::skip_existing);
  }
}

void require_sound(fs::path const& file) {
  if (auto const problem = store::damage(file)) {
    throw damaged(fmt::format("{} is not a sound workspace ({})", file.string(), *problem));
  }
}

/// Files of a backup by their path in it.
using Hashes = std::map<std::string, std::string>;

Hashes hashes_of(fs::path const& folder) {
  Hashes hashes;
  for (auto const& entry : fs::recursive_directory_iterator{folder}) {
    if (!entry.is_regular_file() || leftover(entry.path())) continue;
    auto const name = fs::relative(entry.path(), folder).generic_string();
    if (name != kManifest) hashes[name] = hash_of(entry.path());
  }
  return hashes;
}

std::string write_manifest(fs::path const& folder, Hashes const& hashes) {
  auto text = fmt::format("{}\n", kFirstLine);
  for (auto const& [name, hash] : hashes) text += fmt::format("{}  {}\n", hash, name);
  write_file_atomically(folder / kManifest, text);
  return content_hash(text);
}

/// Every file of the backup is as it was written, none is missing and none was added.
std::string require_manifest(fs::path const& folder, Hashes present) {
  auto const file = folder / kManifest;
  if (!fs::exists(file)) {
    throw damaged(
        fmt::format("{} has no {}, so nobody can tell whether its files are as they were written (backups of "
                    "older versions have none: --without-manifest)",
                    folder.string(), kManifest));
  }
  auto const text = read_file(file);
  auto rest = std::string_view{text};
  auto const line = [&] {
    auto const found = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(found.size() + 1, rest.size()));
    return found;
  };
  if (line() != kFirstLine) throw damaged(fmt::format("{} is no manifest of this program", file.string()));
  while (!rest.empty()) {
    auto const entry = line();
    auto const gap = entry.find("  ");
    if (gap == std::string_view::npos) throw damaged(fmt::format("{} cannot be read: {}", file.string(), entry));
    auto const name = std::string{entry.substr(gap + 2)};
    auto const found = present.find(name);
    if (found == present.end()) throw damaged(fmt::format("{} is missing in {}", name, folder.string()));
    if (found->second != entry.substr(0, gap)) {
      throw damaged(fmt::format("{} in {} is not what was backed up", name, folder.string()));
    }
    present.erase(found);
  }
  if (!present.empty()) {
    throw damaged(fmt::format("{} was not in {} when it was made", present.begin()->first, folder.string()));
  }
  return content_hash(text);
}

/// The chain of the audit holds, and every document the workspace knows of is there with the bytes it was uploaded
/// with: what a manifest cannot tell, for it says only what was copied.
void require_whole(fs::path const& workspace_file, fs::path const& backup, Hashes const& hashes) {
  auto const workspace = store::Database::open(workspace_file.string());
  auto sql = workspace->reader();
  if (auto const bad = store::AuditLog{sql}.verify().first_bad_id) {
    throw damaged(fmt::format("the audit of {} does not hold from entry {} on", workspace_file.string(), *bad));
  }
  auto rows = sql.query("SELECT DISTINCT hash, size_bytes, name FROM document ORDER BY hash");
  while (rows.next()) {
    auto const hash = std::string{rows.text(0)};
    auto const name = fmt::format("documents/{}/{}", hash.substr(0, 2), hash);
    auto const file = backup / name;
    auto const told = [&](std::string_view what) {
      return damaged(fmt::format("the document \"{}\" ({}) {}", rows.text(2), file.string(), what));
    };
    auto const found = hashes.find(name);
    if (found == hashes.end()) throw told("is missing");
    if (found->second != hash || static_cast<std::int64_t>(fs::file_size(file)) != rows.integer(1)) {
      throw told("has other bytes than those that were uploaded");
    }
  }
}

void remove_leftovers(fs::path const& database) {
  for (auto const* const suffix : {"-wal", "-shm"}) fs::remove(database.string() + suffix);
}

/// A file, whatever holds the workspace.
void write_workspace(store::Database& workspace, fs::path const& to) {
  if (workspace.engine() == store::Engine::kSqlite) {
    store::backup(workspace, to);
    return;
  }
  fs::remove(to);
  remove_leftovers(to);
  auto const copy = store::Database::open(to.string());
  store::migrate(*copy, store::workspace_migrations());
  store::copy_workspace(workspace, *copy);
}

/// The present workspace moves into the backups of its folder.
void keep_present(store::DataFolder const& folder, store::Database& present) {
  fs::create_directories(folder.backups());
  write_workspace(present, folder.backups() / fmt::format("workspace-before-restore-{}.db", now()));
}

}  // namespace

BackupReport back_up(store::DataFolder const& folder, fs::path const& to) {
  auto const workspace = store::open_workspace_as_it_is(folder);
  fs::create_directories(to);
  // Until all is written nothing vouches for what lies there.
  fs::remove(to / kManifest);
  BackupReport report;
  // The database last: every document it knows of is then in the copy.
  copy_documents(folder.documents(), to / "documents");
  write_workspace(*workspace, to / "workspace.db");
  report.documents = copy_documents(folder.documents(), to / "documents", true);
  copy_settings(folder.path, to);
  require_sound(to / "workspace.db");
  auto const hashes = hashes_of(to);
  require_whole(to / "workspace.db", to, hashes);
  remove_leftovers(to / "workspace.db");
  report.bytes = fs::file_size(to / "workspace.db");
  report.manifest = write_manifest(to, hashes);
  return report;
}

BackupReport restore(store::DataFolder const& folder, fs::path const& from, bool without_manifest) {
  auto const file = from / "workspace.db";
  if (!fs::exists(file)) {
    throw not_found("no_backup",
                    fmt::format("{} holds no workspace.db; name a folder that `backup` wrote", from.string()));
  }
  auto const lock = FolderLock{folder};
  BackupReport report;
  auto const hashes = hashes_of(from);
  if (!without_manifest) report.manifest = require_manifest(from, hashes);
  auto const present = folder.path / "workspace.db";
  // Checked as a copy: looking into a database may leave files beside it.
  auto const incoming = folder.path / "workspace.db.incoming";
  fs::copy_file(file, incoming, fs::copy_options::overwrite_existing);
  try {
    require_sound(incoming);
    require_whole(incoming, from, hashes);
  } catch (Failure const&) {
    remove_leftovers(incoming);
    fs::remove(incoming);
    throw;
  }
  remove_leftovers(incoming);
  // The documents first: a workspace without them would be a lie, they without it are only room.
  report.documents = copy_documents(from / "documents", folder.documents());
  report.bytes = fs::file_size(incoming);
  if (!folder.database.empty()) {
    auto const workspace = store::open_workspace(folder);
    // One that was made just now has nothing to keep.
    if (workspace->reader().find_integer("SELECT count(*) FROM account").value_or(0) > 0) {
      keep_present(folder, *workspace);
    }
    {
      auto const copy = store::Database::open(incoming.string());
      store::migrate(*copy, store::workspace_migrations());
      store::copy_workspace(*copy, *workspace);
    }
    remove_leftovers(incoming);
    fs::remove(incoming);
  } else {
    if (fs::exists(present)) {
      keep_present(folder, *store::Database::open(present.string()));
      remove_leftovers(present);
    }
    fs::rename(incoming, present);
  }
  copy_settings(from, folder.path);
  return report;
}

}  // namespace lianzhao::serve
