#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

#include "kernel/error.h"

namespace lianzhao::ingest {

/// Foreign bytes, read once from front to back. Not shared by threads.
class ByteSource {
 public:
  virtual ~ByteSource() = default;

  /// Up to `capacity` bytes; 0 at the end, also when trouble cut the input short.
  virtual std::size_t read(char* out, std::size_t capacity) = 0;

  /// What went wrong so far, e.g. "truncated_gzip". What was read before stands.
  virtual std::optional<Error> trouble() const { return std::nullopt; }

  /// Bytes of the underlying file passed so far, and its size (0 where it has none): for a progress bar.
  virtual std::uint64_t position() const = 0;
  virtual std::uint64_t size() const { return 0; }
};

/// A plain or gzip file (told by its first bytes), several gzip members too; "-" is standard input.
/// @throws Failure "file_unreadable".
std::unique_ptr<ByteSource> open_bytes(std::filesystem::path const&);

/// Bytes in memory, for tests and request bodies; they must outlive the source.
std::unique_ptr<ByteSource> bytes_in_memory(std::string_view);

}  // namespace lianzhao::ingest
