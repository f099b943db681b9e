#include <algorithm>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "kernel/error.h"
#include "kernel/file.h"
#include "search/builder.h"
#include "search/find.h"
#include "search/runs.h"

namespace lianzhao::search {
namespace {

struct Source {
  std::string name;
  std::string scope;
  std::string products;
  std::string former_names = {};
};

/// Texts over few characters, so that every kind of accident happens; each question is also answered by a scan.
struct SearchTest : testing::Test {
  std::filesystem::path folder = std::filesystem::path{testing::TempDir()} / "lianzhao_search_test";
  std::mt19937 rng{20261124};
  std::vector<Source> sources;       ///< by number; 0 is no enterprise
  std::vector<std::uint32_t> order;  ///< by importance
  std::vector<std::size_t> rank;     ///< of a number in `order`
  std::shared_ptr<SearchIndex const> index;
  std::size_t reads = 0;

  std::size_t pick(std::size_t below) { return rng() % below; }

  std::string random_text(std::size_t longest) {
    static std::vector<std::string> const kCharacters{"公", "司", "电",         "池", "材", "料",  "研",
                                                      "发", "（", "）",         "a",  "B",  "ｂ",  "1",
                                                      "、", "𠮷", "\U00020BB8", " ",  "锂", "\xFF"};
    std::string out;
    for (auto length = pick(longest + 1); length > 0; --length) {
      out += kCharacters[std::min(pick(kCharacters.size()), pick(kCharacters.size()))];
    }
    return out;
  }

  void SetUp() override {
    std::filesystem::create_directories(folder);
    sources.resize(1);
    for (int i = 0; i < 2500; ++i) {
      sources.push_back({"电" + random_text(6), random_text(20), pick(3) == 0 ? random_text(8) : "",
                         pick(4) == 0 ? "电" + random_text(6) : ""});
    }
    for (std::uint32_t id = 1; id < sources.size(); ++id) order.push_back(id);
    std::shuffle(order.begin(), order.end(), rng);
    rank.resize(sources.size());
    for (std::size_t i = 0; i < order.size(); ++i) rank[order[i]] = i;
    SearchIndexBuilder builder{order, folder};
    std::vector<EnterpriseTexts> texts;
    for (std::uint32_t id = 1; id < sources.size(); ++id) {
      texts.push_back({id, sources[id].name, sources[id].scope, sources[id].products, sources[id].former_names});
    }
    auto const half = texts.size() / 2;
    builder.add(std::span{texts}.first(half));
    builder.add(std::span{texts}.subspan(half));
    builder.write(folder / "index", "register-1", 17);
    index = SearchIndex::open(folder / "index");
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  Question question(std::string_view query) {
    Question question;
    question.query = query;
    question.limit = 1'000'000;
    question.read = [this](std::uint32_t id) -> std::optional<CurrentTexts> {
      ++reads;
      return CurrentTexts{sources[id].name, sources[id].scope, sources[id].products, sources[id].former_names};
    };
    return question;
  }

  /// 0: named so, 1: all words in the name, 2: elsewhere too, 3: no hit.
  int kind_of(std::string_view query, std::uint32_t id) const {
    Containment contains;
    auto const words = words_of(query);
    auto const& s = sources[id];
    auto const in = [&](std::string const& text, Word const& word) { return contains(text, word); };
    if (words.empty()) return 3;
    if (std::all_of(words.begin(), words.end(), [&](auto const& word) { return in(s.name, word); })) {
      auto name = text::folded(query);
      while (!name.empty() && name.back() == u' ') name.pop_back();
      while (!name.empty() && name.front() == u' ') name.erase(name.begin());
      return name.size() >= 4 && text::folded(s.name) == name ? 0 : 1;
    }
    return std::all_of(words.begin(), words.end(),
                       [&](auto const& word) {
                         return in(s.name, word) || in(s.scope, word) || in(s.products, word) ||
                                in(s.former_names, word);
                       })
               ? 2
               : 3;
  }
  template <typename Passes>
  std::vector<std::uint32_t> scan(std::string_view query, Passes const& passes) const {
    std::vector<std::pair<int, std::uint32_t>> found;
    for (auto const id : order) {
      auto const kind = kind_of(query, id);
      if (kind < 3 && passes(id)) found.emplace_back(kind, id);
    }
    std::stable_sort(found.begin(), found.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
    std::vector<std::uint32_t> ids;
    for (auto const& [kind, id] : found) ids.push_back(id);
    return ids;
  }

  std::string random_query() {
    if (pick(5) == 0) return sources[1 + pick(sources.size() - 1)].name;
    auto query = random_text(1 + pick(4));
    if (pick(3) == 0) query += pick(2) == 0 ? " " + random_text(2) : "　" + random_text(2);
    return query;
  }
};

TEST_F(SearchTest, hits_are_those_of_a_scan_in_the_order_of_kind_and_importance) {
  for (int i = 0; i < 200; ++i) {
    auto const query = random_query();
    auto const hits = find(*index, question(query));
    auto const expected = scan(query, [](auto) { return true; });
    if (!hits.complete) {
      // Gave up after reading too much in vain: what was found is right all the same.
      EXPECT_LT(hits.enterprise_ids.size(), expected.size() + 1) << query;
      for (auto const id : hits.enterprise_ids) EXPECT_LT(kind_of(query, id), 3) << query;
      continue;
    }
    ASSERT_EQ(hits.enterprise_ids, expected) << '"' << query << '"';
    EXPECT_EQ(hits.at_least, expected.size());
  }
}

TEST_F(SearchTest, filters_change_which_hits_not_their_order) {
  for (int i = 0; i < 100; ++i) {
    auto const query = random_query();
    auto const modulus = static_cast<std::uint32_t>(1 + pick(400));
    auto const passes = [&](std::uint32_t id) { return id % modulus == 0; };
    auto asked = question(query);
    asked.passes = passes;
    asked.failures_before_marking = pick(60);
    asked.all_that_pass = [&] {
      std::vector<std::uint32_t> all;
      for (auto const id : order)
        if (passes(id)) all.push_back(id);
      return all;
    };
    auto const hits = find(*index, asked);
    if (hits.complete) {
      ASSERT_EQ(hits.enterprise_ids, scan(query, passes)) << '"' << query << '"';
    }
  }
}

TEST_F(SearchTest, enough_hits_are_the_first_ones) {
  for (int i = 0; i < 100; ++i) {
    auto const query = random_query();
    auto asked = question(query);
    asked.limit = 1 + pick(30);
    auto const hits = find(*index, asked);
    auto expected = scan(query, [](auto) { return true; });
    EXPECT_LE(hits.at_least, expected.size()) << query;
    if (hits.complete) {
      EXPECT_EQ(hits.at_least, expected.size());
    }
    if (expected.size() > asked.limit) {
      EXPECT_FALSE(hits.complete) << query;
      expected.resize(asked.limit);
      EXPECT_EQ(hits.enterprise_ids, expected) << query;
    }
  }
}

TEST_F(SearchTest, the_list_of_a_pair_decides_without_reading) {
  auto asked = question("电池");
  asked.limit = 10;
  auto const hits = find(*index, asked);
  EXPECT_EQ(hits.at_least, scan("电池", [](auto) { return true; }).size());
  // Names are read to find those that are just these two characters.
  EXPECT_LE(reads, 60U);
}

TEST_F(SearchTest, fewer_hits_are_enough_where_texts_are_read) {
  for (auto const* const query : {"电池", "公司电"}) {
    auto const all = scan(query, [](auto) { return true; });
    ASSERT_GT(all.size(), 12U) << query;
    auto asked = question(query);
    asked.limit = 12;
    asked.limit_read = 3;
    EXPECT_EQ(find(*index, asked).enterprise_ids.size(), words_of(query).front().decided_by_pairs ? 12U : 3U);
  }
}

TEST_F(SearchTest, an_older_index_is_not_believed) {
  auto const hit = scan("电池", [](auto) { return true; }).front();
  sources[hit] = {"改名", "", ""};
  auto asked = question("电池");
  asked.index_is_older = true;
  auto const hits = find(*index, asked);
  EXPECT_EQ(std::count(hits.enterprise_ids.begin(), hits.enterprise_ids.end(), hit), 0);
}

TEST_F(SearchTest, a_query_of_blanks_has_no_hits) {
  for (auto const* const query : {"", " ", "　\t"}) EXPECT_TRUE(find(*index, question(query)).enterprise_ids.empty());
}

TEST_F(SearchTest, the_index_knows_where_it_comes_from) {
  EXPECT_EQ(index->register_fingerprint(), "register-1");
  EXPECT_EQ(index->built_at(), 17);
  EXPECT_EQ(index->size(), order.size());
  for (auto const id : order) ASSERT_EQ(index->document_of(id), rank[id]);
  EXPECT_EQ(index->document_of(0), kEnd);
  EXPECT_EQ(index->document_of(static_cast<std::uint32_t>(sources.size())), kEnd);
  // Nothing but the index is left in the folder.
  auto const left = std::distance(std::filesystem::directory_iterator{folder}, std::filesystem::directory_iterator{});
  EXPECT_EQ(left, 1);
}

TEST_F(SearchTest, an_index_of_nothing_finds_nothing) {
  SearchIndexBuilder{{}, folder}.write(folder / "empty", "", 0);
  auto const empty = SearchIndex::open(folder / "empty");
  for (auto const* const query : {"a", "电池", "电池材料 a"}) {
    EXPECT_TRUE(find(*empty, question(query)).enterprise_ids.empty());
  }
}

TEST_F(SearchTest, a_torn_or_damaged_file_is_refused) {
  auto const bytes = read_file(folder / "index");
  for (auto const size : {std::size_t{0}, std::size_t{10}, bytes.size() / 2, bytes.size() - 1}) {
    write_file_atomically(folder / "torn", std::string_view{bytes}.substr(0, size));
    EXPECT_THROW(SearchIndex::open(folder / "torn"), Failure) << size;
  }
  for (int i = 0; i < 200; ++i) {
    auto damaged = bytes;
    auto const at = pick(bytes.size());
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << pick(8)));
    write_file_atomically(folder / "damaged", damaged);
    EXPECT_THROW(SearchIndex::open(folder / "damaged"), Failure) << at;
  }
}

TEST(Runs, numbers_come_out_sorted) {
  std::mt19937_64 rng{5};
  for (auto const mask : {~std::uint64_t{0}, std::uint64_t{0xFFFF}, std::uint64_t{0xFF00'0000'0000}}) {
    std::vector<std::uint64_t> numbers(10'000);
    for (auto& number : numbers) number = rng() & mask;
    auto expected = numbers;
    std::sort(expected.begin(), expected.end());
    std::vector<std::uint64_t> scratch;
    sort_numbers(numbers, scratch);
    EXPECT_EQ(numbers, expected);
  }
  std::vector<std::uint64_t> none;
  std::vector<std::uint64_t> scratch;
  sort_numbers(none, scratch);
  EXPECT_TRUE(none.empty());
}

TEST(Runs, what_was_stored_in_pieces_comes_back_as_whole_lists) {
  std::mt19937 rng{6};
  constexpr Document kDocuments = 50'000;
  std::map<std::uint64_t, std::set<Document>> expected;
  SortedRuns runs{testing::TempDir(), kDocuments};
  for (int run = 0; run < 5; ++run) {
    std::vector<Occurrence> occurrences;
    for (int i = 0; i < 30'000; ++i) {
      // A document belongs to one run, as an enterprise is added once.
      auto const document = static_cast<Document>(rng() % (kDocuments / 5) * 5 + static_cast<unsigned>(run));
      auto const list = rng() % 3 == 0 ? rng() % 3 : std::uint64_t{rng()} << 1U;
      occurrences.push_back(occurrence(list, document));
      expected[list].insert(document);
    }
    runs.add(occurrences);
    EXPECT_TRUE(occurrences.empty());
  }
  auto next = expected.begin();
  runs.merge([&](std::uint64_t list, std::vector<Document> const& documents) {
    ASSERT_NE(next, expected.end());
    ASSERT_EQ(list, next->first);
    ASSERT_TRUE(std::equal(documents.begin(), documents.end(), next->second.begin(), next->second.end()));
    ++next;
  });
  EXPECT_EQ(next, expected.end());
}

}  // namespace
}  // namespace lianzhao::search
