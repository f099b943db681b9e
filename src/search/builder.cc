#include "search/builder.h"

#include <algorithm>
#include <mutex>
#include <string>
#include <utility>

#include "kernel/error.h"
#include "kernel/parallel.h"
#include "kernel/section_file.h"
#include "search/format.h"
#include "search/posting_list.h"
#include "search/runs.h"

namespace lianzhao::search {

namespace {

/// Lists of names come before those of all texts.
constexpr std::uint64_t kOfName = 0;
constexpr std::uint64_t kOfAny = std::uint64_t{1} << 32U;

/// Sorted and stored when so many have come together: 190 MB, three times that with what sorting needs.
constexpr std::size_t kOccurrencesInRun = 24'000'000;

/// Cuts texts into pairs.
class PairCutter {
 public:
  explicit PairCutter(std::vector<Occurrence>& out) : out_{out} {}

  void name(std::string_view name, Document document) {
    text::fold(name, folded_);
    if (folded_.empty()) return;
    out_.push_back(occurrence(kOfName | pair_of(kEdge, folded_.front()), document));
    cut(kOfName, document);
    cut(kOfAny, document);
  }
  void other(std::string_view text, Document document) {
    text::fold(text, folded_);
    cut(kOfAny, document);
  }

 private:
  void cut(std::uint64_t lists, Document document) {
    for (std::size_t i = 0; i < folded_.size(); ++i) {
      auto const second = i + 1 < folded_.size() ? folded_[i + 1] : kEdge;
      out_.push_back(occurrence(lists | pair_of(folded_[i], second), document));
    }
  }

  std::vector<Occurrence>& out_;
  std::vector<text::FoldedChar> folded_;
};

/// Writes the lists of one kind, one after the other.
class ListWriter {
 public:
  ListWriter(SectionFileWriter& file, std::string name) : file_{file}, name_{std::move(name)} {
    file_.begin(name_ + "/list");
  }
  void add(std::uint32_t pair, std::vector<Document> const& documents) {
    pair_.push_back(pair);
    begin_.push_back(size_);
    count_.push_back(static_cast<std::uint32_t>(documents.size()));
    packed_.clear();
    pack_postings(documents, packed_);
    file_.append(packed_);
    size_ += packed_.size();
  }
  void finish() {
    file_.append(std::string(kListPadding, '\0'));
    file_.add_column(name_ + "/pair", pair_);
    file_.add_column(name_ + "/begin", begin_);
    file_.add_column(name_ + "/count", count_);
  }

 private:
  SectionFileWriter& file_;
  std::string name_;
  std::vector<std::uint32_t> pair_;
  std::vector<std::uint64_t> begin_;
  std::vector<std::uint32_t> count_;
  std::string packed_;
  std::uint64_t size_ = 0;
};

}  // namespace

struct SearchIndexBuilder::State {
  State(std::vector<std::uint32_t> order, std::filesystem::path const& scratch)
      : by_importance{std::move(order)}, runs{scratch, static_cast<Document>(by_importance.size())} {}

  std::vector<std::uint32_t> by_importance;
  std::vector<Document> document_of;
  std::mutex mutex;
  std::vector<Occurrence> collected;
  SortedRuns runs;
};

SearchIndexBuilder::SearchIndexBuilder(std::vector<std::uint32_t> by_importance, std::filesystem::path const& scratch)
    : state_{std::make_unique<State>(std::move(by_importance), scratch)} {
  auto& s = *state_;
  LIANZHAO_ASSERT(s.by_importance.size() < std::size_t{1} << kDocumentBits, "documents are numbered by 31 bits");
  auto const largest = std::max_element(s.by_importance.begin(), s.by_importance.end());
  s.document_of.assign(largest == s.by_importance.end() ? 0 : std::size_t{*largest} + 1, kEnd);
  for (std::size_t i = 0; i < s.by_importance.size(); ++i) {
    s.document_of[s.by_importance[i]] = static_cast<Document>(i);
  }
}

SearchIndexBuilder::~SearchIndexBuilder() = default;

void SearchIndexBuilder::add(std::span<EnterpriseTexts const> texts) {
  auto& s = *state_;
  parallel_for(texts.size(), 512, [&](std::size_t begin, std::size_t end) {
    std::vector<Occurrence> pairs;
    PairCutter cutter{pairs};
    for (auto const& one : texts.subspan(begin, end - begin)) {
      auto const document = one.enterprise_id < s.document_of.size() ? s.document_of[one.enterprise_id] : kEnd;
      if (document == kEnd) continue;
      cutter.name(one.name, document);
      cutter.other(one.former_names, document);
      cutter.other(one.business_scope, document);
      cutter.other(one.products, document);
    }
    auto const lock = std::scoped_lock{s.mutex};
    s.collected.insert(s.collected.end(), pairs.begin(), pairs.end());
  });
  if (s.collected.size() >= kOccurrencesInRun) s.runs.add(s.collected);
}

void SearchIndexBuilder::write(std::filesystem::path const& path, std::string_view register_fingerprint,
                               Instant built_at) {
  auto& s = *state_;
  s.runs.add(s.collected);
  SectionFileWriter file{path, kFileKind};
  file.add("fingerprint/register", register_fingerprint);
  file.add_number("built_at", built_at);
  file.add_column("document/enterprise_id", s.by_importance);
  file.add_column("id/document", s.document_of);
  auto lists = std::make_unique<ListWriter>(file, "name");
  auto of_names = true;
  auto const begin_any = [&] {
    lists->finish();
    lists = std::make_unique<ListWriter>(file, "any");
    of_names = false;
  };
  s.runs.merge([&](std::uint64_t list, std::vector<Document> const& documents) {
    if (of_names && list >= kOfAny) begin_any();
    lists->add(static_cast<std::uint32_t>(list), documents);
  });
  if (of_names) begin_any();
  lists->finish();
  file.commit();
}

}  // namespace lianzhao::search
