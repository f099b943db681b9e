#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/clock.h"
#include "kernel/section_file.h"
#include "search/posting_list.h"
#include "search/words.h"

namespace lianzhao::search {

/// Which texts of an enterprise.
enum class Field : std::uint8_t {
  kName,
  kAny,  ///< name, former names, business scope and products
};

/// Read-only and safe from any thread. Opening maps the file; nothing is copied.
class SearchIndex {
 public:
  /// @throws Failure "search_index_unreadable" on a missing, torn or foreign file.
  static std::shared_ptr<SearchIndex const> open(std::filesystem::path const&);

  /// Of the register the index was built from.
  std::string_view register_fingerprint() const { return register_fingerprint_; }
  Instant built_at() const { return built_at_; }
  /// Enterprises.
  std::size_t size() const { return enterprise_id_.size(); }
  std::uint64_t bytes() const { return file_.size(); }

  std::uint32_t enterprise_id(Document document) const { return enterprise_id_[document]; }
  /// kEnd when the enterprise is not in the index.
  Document document_of(std::uint32_t enterprise_id) const {
    return enterprise_id < document_.size() ? document_[enterprise_id] : kEnd;
  }

  /// Those whose field has every pair of neighbours of the word: all that contain it, and, unless the word is
  /// decided_by_pairs, others.
  std::unique_ptr<Cursor> having(Field, Word const&) const;
  /// What `having` intersects, at the end of `parts`: of several words and other conditions the shortest list leads.
  void add_parts(Field, Word const&, std::vector<std::unique_ptr<Cursor>>& parts) const;
  /// Those whose name begins and ends as the text does and has all its pairs: all that are named so, and others.
  std::unique_ptr<Cursor> named(std::span<text::FoldedChar const> name) const;

 private:
  struct Lists {
    std::span<std::uint32_t const> pair;  ///< rising
    std::span<std::uint64_t const> begin;
    std::span<std::uint32_t const> count;
    std::string_view bytes;
  };

  SearchIndex() = default;
  void map(std::filesystem::path const&);
  Lists const& lists(Field field) const { return field == Field::kName ? name_ : any_; }
  std::unique_ptr<Cursor> list(Lists const&, std::size_t position) const;
  std::unique_ptr<Cursor> pair(Lists const&, std::uint32_t pair) const;

  SectionFile file_;
  std::string_view register_fingerprint_;
  Instant built_at_ = 0;
  std::span<std::uint32_t const> enterprise_id_;
  std::span<Document const> document_;
  Lists name_;
  Lists any_;
};

}  // namespace lianzhao::search
