#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <vector>

#include "kernel/file.h"
#include "search/posting_list.h"

namespace lianzhao::search {

/// An occurrence: which list (33 bits, above) and which document (31 bits, below).
using Occurrence = std::uint64_t;
inline constexpr unsigned kDocumentBits = 31;

constexpr Occurrence occurrence(std::uint64_t list, Document document) {
  return list << kDocumentBits | document;
}

/// Sorts numbers by radix, in time linear in their count; `scratch` is used as memory.
void sort_numbers(std::vector<std::uint64_t>& numbers, std::vector<std::uint64_t>& scratch);

/// Turns occurrences in any order into lists in order, on disk: an external merge sort. Not shared by threads.
class SortedRuns {
 public:
  SortedRuns(std::filesystem::path const& scratch, Document documents);

  /// Sorts and stores them in the background; waits for the ones before. Leaves an empty vector with memory.
  void add(std::vector<Occurrence>& occurrences);

  /// Calls `each` for every list by rising number with its documents, rising, each once.
  void merge(std::function<void(std::uint64_t list, std::vector<Document> const&)> const& each);

 private:
  struct Run {
    std::uint64_t begin;
    std::uint64_t end;
  };
  void store();

  ScratchFile file_;
  Document documents_;
  std::vector<Run> runs_;
  std::vector<Occurrence> sorting_;
  std::vector<Occurrence> scratch_;
  std::future<void> running_;  ///< last, so that it ends before what it uses
};

}  // namespace lianzhao::search
