#include "ingest/line_buffer.h"

#include <algorithm>
#include <utility>

#include "ingest/table_reader.h"

namespace lianzhao::ingest {

namespace {

constexpr std::size_t kChunk = 1 << 18;

}  // namespace

LineBuffer::LineBuffer(std::unique_ptr<ByteSource> source) : source_{std::move(source)} {}

bool LineBuffer::more() {
  if (ended_ || bytes_.size() - at_ > kLongestRow) return false;
  if (at_ > 0) {
    bytes_.erase(0, at_);
    at_ = 0;
  }
  auto const before = bytes_.size();
  bytes_.resize(before + kChunk);
  auto const count = source_->read(bytes_.data() + before, kChunk);
  bytes_.resize(before + count);
  if (returns_end_lines_) std::replace(bytes_.begin() + static_cast<std::ptrdiff_t>(before), bytes_.end(), '\r', '\n');
  ended_ = count == 0;
  return !ended_;
}

void LineBuffer::take(std::size_t count) {
  line_ += static_cast<std::uint64_t>(std::count(bytes_.begin() + static_cast<std::ptrdiff_t>(at_),
                                                 bytes_.begin() + static_cast<std::ptrdiff_t>(at_ + count), '\n'));
  at_ += count;
}

void LineBuffer::skip_line() {
  for (;;) {
    auto const end = rest().find('\n');
    if (end != std::string_view::npos) {
      take(end + 1);
      return;
    }
    take(rest().size());
    if (!more()) return;
  }
}

void LineBuffer::read_returns_as_line_ends() {
  returns_end_lines_ = true;
  std::replace(bytes_.begin() + static_cast<std::ptrdiff_t>(at_), bytes_.end(), '\r', '\n');
}

void LineBuffer::replace(std::string bytes) {
  bytes_ = std::move(bytes);
  at_ = 0;
  ended_ = true;
}

}  // namespace lianzhao::ingest
