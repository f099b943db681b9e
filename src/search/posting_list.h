#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lianzhao::search {

/// Position of an enterprise in the order of importance; 0 is the most important.
using Document = std::uint32_t;
/// No document: where a cursor stands after the last one.
inline constexpr Document kEnd = std::numeric_limits<Document>::max();

/// Appends the packed list of documents (rising, each once, below kEnd) to `out`.
///
/// Blocks of 128; ahead of them for each block its first document and where it begins. In a block the gaps between
/// neighbours, less one, with as many bits as the widest needs. After the last list of a section kListPadding bytes
/// must follow, since gaps are read eight bytes at a time.
void pack_postings(std::span<Document const> documents, std::string& out);
inline constexpr std::size_t kListPadding = 8;

/// Walks over a rising set of documents.
class Cursor {
 public:
  Cursor() = default;
  Cursor(Cursor const&) = delete;
  Cursor& operator=(Cursor const&) = delete;
  virtual ~Cursor() = default;

  Document at() const { return at_; }
  /// Moves to the first document that is not less than `target`; never back.
  virtual void seek(Document target) = 0;
  /// At most so many documents.
  std::uint64_t size() const { return size_; }

 protected:
  Document at_ = kEnd;
  std::uint64_t size_ = 0;
};

/// Over a packed list.
class PostingCursor final : public Cursor {
 public:
  /// `bytes` begin with the list and reach at least kListPadding beyond it; they must outlive the cursor.
  /// @throws Failure "section_file_unreadable" when the list does not fit into them, also from seek.
  PostingCursor(std::string_view bytes, std::uint32_t count);
  void seek(Document target) override;

 private:
  struct Skip {
    Document first;
    std::uint32_t offset;
  };
  Skip skip(std::size_t block) const;
  void load(std::size_t block);

  std::string_view bytes_;
  std::size_t blocks_;
  std::size_t block_ = 0;
  std::size_t position_ = 0;
  std::size_t length_ = 0;  ///< of the block that is unpacked
  std::array<Document, 128> unpacked_;
};

/// Documents of all parts. No parts: every document below `universe`.
std::unique_ptr<Cursor> intersection(std::vector<std::unique_ptr<Cursor>> parts, Document universe);

/// Documents of any part.
std::unique_ptr<Cursor> united(std::vector<std::unique_ptr<Cursor>> parts);

/// Documents whose bit is set; `bits` must outlive the cursor.
std::unique_ptr<Cursor> marked(std::span<std::uint64_t const> bits);

}  // namespace lianzhao::search
