#include "search/posting_list.h"

#include <algorithm>
#include <random>
#include <set>

#include <gtest/gtest.h>

namespace lianzhao::search {
namespace {

std::vector<Document> random_set(std::mt19937& rng, std::size_t count, Document below) {
  std::set<Document> out;
  for (std::size_t i = 0; i < count; ++i) out.insert(static_cast<Document>(rng() % below));
  return {out.begin(), out.end()};
}

struct Packed {
  explicit Packed(std::vector<Document> const& documents) : count{static_cast<std::uint32_t>(documents.size())} {
    pack_postings(documents, bytes);
    bytes.append(kListPadding, '\0');
  }
  std::unique_ptr<Cursor> cursor() const { return std::make_unique<PostingCursor>(bytes, count); }
  std::string bytes;
  std::uint32_t count;
};

std::vector<Document> walked(Cursor& cursor) {
  std::vector<Document> out;
  for (; cursor.at() != kEnd; cursor.seek(cursor.at() + 1)) out.push_back(cursor.at());
  return out;
}

TEST(PostingList, what_was_packed_is_walked_over) {
  std::mt19937 rng{1};
  for (auto const count : {0U, 1U, 2U, 127U, 128U, 129U, 256U, 5000U}) {
    for (auto const below : {Document{1}, Document{300}, Document{100'000}, kEnd}) {
      auto const documents = random_set(rng, count, below);
      EXPECT_EQ(walked(*Packed{documents}.cursor()), documents);
    }
  }
  EXPECT_EQ(walked(*Packed{{0, kEnd - 1}}.cursor()), (std::vector<Document>{0, kEnd - 1}));
}

TEST(PostingList, seeking_finds_the_first_that_is_not_less) {
  std::mt19937 rng{2};
  for (int i = 0; i < 300; ++i) {
    auto const documents = random_set(rng, 1 + rng() % 3000, 1 + static_cast<Document>(rng() % 50'000));
    Packed const packed{documents};
    auto const cursor = packed.cursor();
    Document target = 0;
    while (cursor->at() != kEnd) {
      target += static_cast<Document>(rng() % (1U << (rng() % 14)));
      cursor->seek(target);
      auto const expected = std::lower_bound(documents.begin(), documents.end(), std::max(target, documents.front()));
      ASSERT_EQ(cursor->at(), expected == documents.end() ? kEnd : *expected);
    }
  }
}

TEST(PostingList, dense_lists_take_less_than_a_bit_and_a_half_a_document) {
  std::vector<Document> every(100'000);
  for (std::size_t i = 0; i < every.size(); ++i) every[i] = static_cast<Document>(i);
  EXPECT_LT(Packed{every}.bytes.size() * 8, every.size() * 3 / 2);
}

TEST(PostingList, sets_are_intersected_united_and_marked) {
  std::mt19937 rng{3};
  for (int i = 0; i < 200; ++i) {
    std::vector<std::vector<Document>> sets;
    for (std::size_t n = 1 + rng() % 5; n > 0; --n) sets.push_back(random_set(rng, 1 + rng() % 2000, 4000));
    std::vector<Packed> packed(sets.begin(), sets.end());
    std::vector<Document> in_all = sets.front();
    std::set<Document> in_any;
    for (auto const& set : sets) {
      std::vector<Document> both;
      std::set_intersection(in_all.begin(), in_all.end(), set.begin(), set.end(), std::back_inserter(both));
      in_all = both;
      in_any.insert(set.begin(), set.end());
    }
    auto const cursors = [&] {
      std::vector<std::unique_ptr<Cursor>> out;
      for (auto const& one : packed) out.push_back(one.cursor());
      return out;
    };
    EXPECT_EQ(walked(*intersection(cursors(), 0)), in_all);
    EXPECT_EQ(walked(*united(cursors())), std::vector<Document>(in_any.begin(), in_any.end()));
    std::vector<std::uint64_t> bits(63);
    for (auto const document : sets.front()) bits[document / 64] |= std::uint64_t{1} << (document % 64);
    EXPECT_EQ(walked(*marked(bits)), sets.front());
  }
  EXPECT_EQ(walked(*intersection({}, 3)), (std::vector<Document>{0, 1, 2}));
  EXPECT_EQ(walked(*intersection({}, 0)), std::vector<Document>{});
  EXPECT_EQ(walked(*united({})), std::vector<Document>{});
}

}  // namespace
}  // namespace lianzhao::search
