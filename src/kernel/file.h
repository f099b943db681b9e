#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace lianzhao {

/// The whole file. Throws Failure "file_unreadable" (names the path and the cause) and "file_too_large" above
/// `limit_bytes`.
std::string read_file(std::filesystem::path const&, std::size_t limit_bytes = std::size_t{1} << 30);

/// Replaces the file whole: a reader sees the old bytes or the new ones, also after a power cut (temporary file,
/// fsync, rename, fsync of the folder). Throws Failure "file_unwritable", e.g. on a full disk; the old file stands.
void write_file_atomically(std::filesystem::path const&, std::string_view bytes);

/// A large file written piece by piece that replaces `path` on `commit`, with the same promise as
/// write_file_atomically. Without commit nothing is left behind. A link leads to the file it names; what is no file
/// (a device, a pipe) is written to as it goes, for nothing can be put in its place. Not shared by threads.
class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path path);
  AtomicFile(AtomicFile const&) = delete;
  AtomicFile& operator=(AtomicFile const&) = delete;
  ~AtomicFile();

  void append(std::string_view bytes);
  std::uint64_t size() const { return size_; }
  void commit();

 private:
  void flush();

  std::filesystem::path path_;
  std::filesystem::path temporary_;  ///< empty where `path_` itself is written to
  int fd_ = -1;
  std::uint64_t size_ = 0;
  std::string pending_;
};

/// A nameless file for what does not fit in memory: gone when closed, also when the process dies. Not shared by
/// threads, but reading may go on from several once nothing is appended any more.
class ScratchFile {
 public:
  /// @throws Failure "file_unwritable", of `append` too, as on a full disk.
  explicit ScratchFile(std::filesystem::path const& folder);
  ScratchFile(ScratchFile const&) = delete;
  ScratchFile& operator=(ScratchFile const&) = delete;
  ~ScratchFile();

  void append(std::string_view bytes);
  std::uint64_t size() const { return size_; }
  /// Fills `out` from `offset`. REQUIRES: that much has been appended.
  void read(std::uint64_t offset, std::string& out) const;

 private:
  std::filesystem::path folder_;
  int fd_ = -1;
  std::uint64_t size_ = 0;
};

/// Read-only memory map of a file, unmapped on destruction. Movable, not copyable. Empty files map to no bytes.
class MappedFile {
 public:
  MappedFile() = default;
  /// Throws Failure "file_unreadable".
  explicit MappedFile(std::filesystem::path const&);
  MappedFile(MappedFile&&) noexcept;
  MappedFile& operator=(MappedFile&&) noexcept;
  ~MappedFile();

  std::string_view bytes() const { return {data_, size_}; }

 private:
  char const* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace lianzhao
