#include "search/posting_list.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "kernel/error.h"
#include "kernel/section_file.h"

namespace lianzhao::search {

namespace {

constexpr std::size_t kBlock = 128;
constexpr std::size_t kSkipSize = 2 * sizeof(std::uint32_t);

void put(std::string& out, std::size_t at, std::uint32_t value) {
  std::memcpy(out.data() + at, &value, sizeof value);
}

/// After the width byte.
std::size_t packed_size(std::size_t gaps, unsigned width) {
  return (gaps * width + 7) / 8;
}

}  // namespace

void pack_postings(std::span<Document const> documents, std::string& out) {
  auto const begin = out.size();
  auto const blocks = (documents.size() + kBlock - 1) / kBlock;
  out.resize(begin + blocks * kSkipSize);
  for (std::size_t b = 0; b < blocks; ++b) {
    auto const block = documents.subspan(b * kBlock, std::min(kBlock, documents.size() - b * kBlock));
    auto const offset = out.size() - begin;
    LIANZHAO_ASSERT(offset <= std::numeric_limits<std::uint32_t>::max(), "2^32 documents pack into 4 GB at most");
    put(out, begin + b * kSkipSize, block[0]);
    put(out, begin + b * kSkipSize + 4, static_cast<std::uint32_t>(offset));
    std::uint32_t widest = 0;
    for (std::size_t i = 1; i < block.size(); ++i) widest |= block[i] - block[i - 1] - 1;
    auto const width = static_cast<unsigned>(std::bit_width(widest));
    out.push_back(static_cast<char>(width));
    std::uint64_t pending = 0;
    unsigned filled = 0;
    for (std::size_t i = 1; i < block.size(); ++i) {
      pending |= std::uint64_t{block[i] - block[i - 1] - 1} << filled;
      filled += width;
      for (; filled >= 8; filled -= 8, pending >>= 8U) out.push_back(static_cast<char>(pending & 0xFFU));
    }
    if (filled > 0) out.push_back(static_cast<char>(pending & 0xFFU));
  }
}

PostingCursor::PostingCursor(std::string_view bytes, std::uint32_t count)
    : bytes_{bytes}, blocks_{(count + kBlock - 1) / kBlock} {
  size_ = count;
  if (blocks_ * kSkipSize + kListPadding > bytes.size()) SectionFile::refuse("a posting list is torn");
  if (count > 0) load(0);
}

PostingCursor::Skip PostingCursor::skip(std::size_t block) const {
  Skip out;
  std::memcpy(&out, bytes_.data() + block * kSkipSize, sizeof out);
  return out;
}

void PostingCursor::load(std::size_t block) {
  block_ = block;
  position_ = 0;
  length_ = block + 1 < blocks_ ? kBlock : static_cast<std::size_t>(size_ - block * kBlock);
  auto const [first, offset] = skip(block);
  if (offset >= bytes_.size()) SectionFile::refuse("a posting list is torn");
  auto const width = static_cast<unsigned char>(bytes_[offset]);
  if (width > 32 || offset + 1 + packed_size(length_ - 1, width) + kListPadding > bytes_.size()) {
    SectionFile::refuse("a posting list is torn");
  }
  auto const* const packed = bytes_.data() + offset + 1;
  auto const mask = (std::uint64_t{1} << width) - 1;
  auto document = first;
  unpacked_[0] = document;
  for (std::size_t i = 0; i + 1 < length_; ++i) {
    auto const bit = i * width;
    std::uint64_t word = 0;
    std::memcpy(&word, packed + bit / 8, sizeof word);
    document += static_cast<Document>(word >> (bit % 8) & mask) + 1;
    unpacked_[i + 1] = document;
  }
  at_ = first;
}

void PostingCursor::seek(Document target) {
  if (target <= at_) return;
  if (target > unpacked_[length_ - 1]) {
    // Doubling steps from here to the last block that begins at or before the target.
    std::size_t step = 1;
    auto low = block_;
    while (low + step < blocks_ && skip(low + step).first <= target) {
      low += step;
      step *= 2;
    }
    auto high = std::min(blocks_, low + step);
    while (high - low > 1) {
      auto const middle = low + (high - low) / 2;
      (skip(middle).first <= target ? low : high) = middle;
    }
    if (low != block_) {
      load(low);
      if (at_ >= target) return;
    }
    if (target > unpacked_[length_ - 1]) {
      if (block_ + 1 == blocks_) {
        at_ = kEnd;
        return;
      }
      load(block_ + 1);
      return;
    }
  }
  auto const* const from = unpacked_.data() + position_;
  auto const* const to = unpacked_.data() + length_;
  // The next document is most often the one wanted.
  auto const* const found = from + 1 != to && from[1] >= target ? from + 1 : std::lower_bound(from, to, target);
  position_ = static_cast<std::size_t>(found - unpacked_.data());
  at_ = *found;
}

namespace {

class EveryCursor final : public Cursor {
 public:
  explicit EveryCursor(Document universe) {
    size_ = universe;
    at_ = universe > 0 ? 0 : kEnd;
  }
  void seek(Document target) override {
    if (target > at_) at_ = target < size_ ? target : kEnd;
  }
};

class IntersectionCursor final : public Cursor {
 public:
  /// REQUIRES: the shortest first.
  explicit IntersectionCursor(std::vector<std::unique_ptr<Cursor>> parts) : parts_{std::move(parts)} {
    size_ = parts_.front()->size();
    meet();
  }
  void seek(Document target) override {
    if (target <= at_) return;
    parts_.front()->seek(target);
    meet();
  }

 private:
  void meet() {
    auto document = parts_.front()->at();
    for (std::size_t i = 1; i < parts_.size() && document != kEnd;) {
      parts_[i]->seek(document);
      if (parts_[i]->at() == document) {
        ++i;
      } else {
        parts_.front()->seek(parts_[i]->at());
        document = parts_.front()->at();
        i = 1;
      }
    }
    at_ = document;
  }

  std::vector<std::unique_ptr<Cursor>> parts_;
};

class UnionCursor final : public Cursor {
 public:
  explicit UnionCursor(std::vector<std::unique_ptr<Cursor>> parts) : parts_{std::move(parts)} {
    for (auto const& part : parts_) size_ += part->size();
    std::make_heap(parts_.begin(), parts_.end(), later);
    at_ = parts_.empty() ? kEnd : parts_.front()->at();
  }
  void seek(Document target) override {
    while (at_ < target) {
      std::pop_heap(parts_.begin(), parts_.end(), later);
      parts_.back()->seek(target);
      std::push_heap(parts_.begin(), parts_.end(), later);
      at_ = parts_.front()->at();
    }
  }

 private:
  static bool later(std::unique_ptr<Cursor> const& a, std::unique_ptr<Cursor> const& b) { return a->at() > b->at(); }

  std::vector<std::unique_ptr<Cursor>> parts_;
};

class MarkedCursor final : public Cursor {
 public:
  explicit MarkedCursor(std::span<std::uint64_t const> bits) : bits_{bits} {
    for (auto const word : bits) size_ += static_cast<std::uint64_t>(std::popcount(word));
    move_to(0);
  }
  void seek(Document target) override {
    if (target > at_) move_to(target);
  }

 private:
  void move_to(Document target) {
    at_ = kEnd;
    auto word = std::size_t{target / 64};
    if (word >= bits_.size()) return;
    auto left = bits_[word] & (~std::uint64_t{0} << (target % 64));
    while (left == 0) {
      if (++word == bits_.size()) return;
      left = bits_[word];
    }
    at_ = static_cast<Document>(word * 64 + static_cast<std::size_t>(std::countr_zero(left)));
  }

  std::span<std::uint64_t const> bits_;
};

}  // namespace

std::unique_ptr<Cursor> intersection(std::vector<std::unique_ptr<Cursor>> parts, Document universe) {
  if (parts.empty()) return std::make_unique<EveryCursor>(universe);
  if (parts.size() == 1) return std::move(parts.front());
  std::sort(parts.begin(), parts.end(), [](auto const& a, auto const& b) { return a->size() < b->size(); });
  return std::make_unique<IntersectionCursor>(std::move(parts));
}

std::unique_ptr<Cursor> united(std::vector<std::unique_ptr<Cursor>> parts) {
  if (parts.size() == 1) return std::move(parts.front());
  return std::make_unique<UnionCursor>(std::move(parts));
}

std::unique_ptr<Cursor> marked(std::span<std::uint64_t const> bits) {
  return std::make_unique<MarkedCursor>(bits);
}

}  // namespace lianzhao::search
