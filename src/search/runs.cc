#include "search/runs.h"

#include <algorithm>
#include <array>
#include <bit>
#include <string>
#include <utility>

namespace lianzhao::search {

namespace {

void put_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7U) out.push_back(static_cast<char>(value | 0x80U));
  out.push_back(static_cast<char>(value));
}

/// Reads a run from the file piece by piece.
class RunReader {
 public:
  RunReader(ScratchFile const& file, std::uint64_t begin, std::uint64_t end) : file_{&file}, next_{begin}, end_{end} {}

  bool at_end() const { return at_ == buffer_.size() && next_ == end_; }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      if (at_ == buffer_.size()) fill();
      auto const byte = static_cast<unsigned char>(buffer_[at_++]);
      value |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return value;
    }
  }

 private:
  void fill() {
    constexpr std::uint64_t kPiece = 1U << 18U;
    buffer_.resize(std::min(kPiece, end_ - next_));
    file_->read(next_, buffer_);
    next_ += buffer_.size();
    at_ = 0;
  }

  ScratchFile const* file_;
  std::uint64_t next_;
  std::uint64_t end_;
  std::string buffer_;
  std::size_t at_ = 0;
};

/// A run that stands at a list.
struct Open {
  RunReader reader;
  std::uint64_t list = 0;
};

}  // namespace

void sort_numbers(std::vector<std::uint64_t>& numbers, std::vector<std::uint64_t>& scratch) {
  constexpr unsigned kBits = 11;
  constexpr std::size_t kBuckets = std::size_t{1} << kBits;
  constexpr unsigned kPasses = (64 + kBits - 1) / kBits;
  std::vector<std::array<std::size_t, kBuckets>> counts(kPasses);
  auto const digit = [](std::uint64_t number, unsigned pass) { return number >> (pass * kBits) & (kBuckets - 1); };
  for (auto const number : numbers) {
    for (unsigned pass = 0; pass < kPasses; ++pass) ++counts[pass][digit(number, pass)];
  }
  scratch.resize(numbers.size());
  for (unsigned pass = 0; pass < kPasses; ++pass) {
    auto& count = counts[pass];
    // All alike in this digit: nothing to do.
    if (numbers.empty() || count[digit(numbers.front(), pass)] == numbers.size()) continue;
    std::size_t begin = 0;
    for (auto& bucket : count) begin += std::exchange(bucket, begin);
    for (auto const number : numbers) scratch[count[digit(number, pass)]++] = number;
    numbers.swap(scratch);
  }
}

SortedRuns::SortedRuns(std::filesystem::path const& scratch, Document documents)
    : file_{scratch}, documents_{documents} {}

void SortedRuns::add(std::vector<Occurrence>& occurrences) {
  if (running_.valid()) running_.get();
  sorting_.clear();
  sorting_.swap(occurrences);
  running_ = std::async(std::launch::async, [this] { store(); });
}

void SortedRuns::store() {
  sort_numbers(sorting_, scratch_);
  Run run{file_.size(), 0};
  std::string out;
  std::uint64_t last_list = 0;
  constexpr auto kDocumentMask = (Occurrence{1} << kDocumentBits) - 1;
  for (std::size_t begin = 0; begin < sorting_.size();) {
    auto const list = sorting_[begin] >> kDocumentBits;
    auto end = begin;
    std::uint64_t distinct = 0;
    for (; end < sorting_.size() && sorting_[end] >> kDocumentBits == list; ++end) {
      distinct += end == begin || sorting_[end] != sorting_[end - 1] ? 1U : 0U;
    }
    put_varint(out, list - last_list);
    put_varint(out, distinct);
    std::uint64_t last = 0;
    for (auto i = begin; i < end; ++i) {
      if (i > begin && sorting_[i] == sorting_[i - 1]) continue;
      put_varint(out, (sorting_[i] & kDocumentMask) - last);
      last = sorting_[i] & kDocumentMask;
    }
    last_list = list;
    begin = end;
    if (out.size() >= (1U << 20U)) {
      file_.append(out);
      out.clear();
    }
  }
  file_.append(out);
  run.end = file_.size();
  runs_.push_back(run);
}

void SortedRuns::merge(std::function<void(std::uint64_t, std::vector<Document> const&)> const& each) {
  if (running_.valid()) running_.get();
  sorting_ = {};
  scratch_ = {};
  std::vector<Open> open;
  for (auto const& run : runs_) {
    if (run.begin == run.end) continue;
    auto& one = open.emplace_back(Open{RunReader{file_, run.begin, run.end}, 0});
    one.list = one.reader.varint();
  }
  auto const later = [](Open const* a, Open const* b) { return a->list > b->list; };
  std::vector<Open*> heap;
  heap.reserve(open.size());
  for (auto& one : open) heap.push_back(&one);
  std::make_heap(heap.begin(), heap.end(), later);

  std::vector<Document> documents;
  std::vector<std::uint64_t> bits((std::size_t{documents_} + 63) / 64);
  while (!heap.empty()) {
    auto const list = heap.front()->list;
    documents.clear();
    while (!heap.empty() && heap.front()->list == list) {
      std::pop_heap(heap.begin(), heap.end(), later);
      auto& run = *heap.back();
      auto const count = run.reader.varint();
      std::uint64_t document = 0;
      for (std::uint64_t i = 0; i < count; ++i) {
        document += run.reader.varint();
        documents.push_back(static_cast<Document>(document));
      }
      if (run.reader.at_end()) {
        heap.pop_back();
      } else {
        run.list += run.reader.varint();
        std::push_heap(heap.begin(), heap.end(), later);
      }
    }
    // Marking bits and walking over all of them is quicker than sorting for all but short lists.
    if (documents.size() > bits.size() / 64) {
      for (auto const document : documents) bits[document / 64] |= std::uint64_t{1} << (document % 64);
      documents.clear();
      for (std::size_t word = 0; word < bits.size(); ++word) {
        for (auto left = std::exchange(bits[word], 0); left != 0; left &= left - 1) {
          documents.push_back(static_cast<Document>(word * 64 + static_cast<std::size_t>(std::countr_zero(left))));
        }
      }
    } else {
      std::sort(documents.begin(), documents.end());
    }
    each(list, documents);
  }
}

}  // namespace lianzhao::search
