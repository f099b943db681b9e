#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "ingest/byte_source.h"

namespace lianzhao::ingest {

/// A window over a byte source that grows to the largest row and no further.
class LineBuffer {
 public:
  explicit LineBuffer(std::unique_ptr<ByteSource> source);

  /// Everything read and not yet taken.
  std::string_view rest() const { return std::string_view{bytes_}.substr(at_); }
  /// Reads more; false at the end of the input, or when `kLongestRow` bytes lie unread.
  bool more();
  bool at_end() const { return ended_; }
  /// Gives `count` bytes of `rest` back to the past and counts their lines.
  void take(std::size_t count);
  /// Passes over the rest of an endless line.
  void skip_line();
  std::uint64_t line() const { return line_; }  ///< number of the line `rest` begins in, 1-based

  ByteSource const& source() const { return *source_; }
  /// From here on a CR counts as a line end: for input that knows no other.
  void read_returns_as_line_ends();
  /// Puts other bytes in place of everything that is still to come.
  void replace(std::string bytes);

 private:
  std::unique_ptr<ByteSource> source_;
  std::string bytes_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 1;
  bool ended_ = false;
  bool returns_end_lines_ = false;
};

}  // namespace lianzhao::ingest
