#pragma once

// The inside of the tagger; callers need the complete type of Tagger::Buffers only to own one.

#include <limits>
#include <string>
#include <unordered_map>
#include <vector>

#include "classify/tagger.h"

namespace lianzhao::classify {

inline constexpr std::uint16_t kNone16 = 0xFFFF;
inline constexpr std::uint32_t kNone32 = 0xFFFFFFFF;
inline constexpr auto kNoEvidence = std::numeric_limits<std::uint16_t>::max();

constexpr std::size_t at(EvidenceKind kind) {
  return static_cast<std::size_t>(kind);
}

constexpr bool is_selling(NodeActivity activity) {
  return activity == NodeActivity::kSell || activity == NodeActivity::kWholesale || activity == NodeActivity::kRetail;
}

/// Whether a word in a text speaks for a node, takes another word back or only names an example.
enum class Use : std::uint8_t { kKeyword, kProduct, kExclude };

struct Tagger::Word {
  NodeIndex node;
  Use use;
  float trust = 0;  ///< log-odds that verdicts added
};

/// One automaton over all words of the library, of the grammar of scopes, of names and of the industry coder. What a
/// word means in each of these roles stands in its entry.
struct Tagger::Vocabulary {
  struct Entry {
    std::uint32_t words_begin = 0;  ///< range of `words`
    std::uint32_t words_end = 0;
    std::uint32_t industry_word = kNone32;
    std::uint16_t clause_word = kNone16;
    std::uint16_t trade_word = kNone16;
    bool speaks = false;  ///< some node has it as keyword or product
    bool traded = false;  ///< some node of distribution has it
    bool form = false;    ///< a form of things that none but makers list
    bool other = false;   ///< in a name: a trade that most chains are not about
  };
  std::vector<Entry> entries;
  std::vector<Word> words;
  std::vector<std::size_t> chain_of_node;
  std::vector<NodeActivity> activity_of_node;
  std::unordered_map<std::string, std::vector<NodeIndex>> nodes_of_code;
  text::PatternSet set;
};

/// An occurrence of a word of the library.
struct Tagger::Hit {
  std::uint32_t entry;
  std::uint32_t begin;
  std::uint32_t end;
  Field field;
  bool head = true;  ///< ends its item: the thing itself, not part of a longer name
  bool catalogued =
      false;  ///< behind a number of the device catalogue (6815注射穿刺器械), the language of trading licences
  bool first = false;  ///< in the first item of the scope
  Standing standing = Standing::kStated;
  ActivitySet activities = 0;
  std::uint16_t item = 0xFFFF;  ///< of the scope
  std::uint16_t host = 0xFFFF;  ///< the item whose brackets the hit stands in
  bool detailed = false;        ///< its item has brackets
  std::uint16_t section = 0;    ///< lists of the scope end at ; and 。
  bool says = false;            ///< the word itself says what is done: 药品生产
};

struct Tagger::Candidate {
  NodeIndex node = 0;
  std::uint16_t best_scope = std::numeric_limits<std::uint16_t>::max();  ///< EvidenceKind
  std::uint16_t best_name = std::numeric_limits<std::uint16_t>::max();
  std::uint16_t fitting = 0;  ///< words that fit
  bool products = false;
  bool keyword = false;
  bool long_word = false;
  bool first_item = false;
  bool code = false;
  float trust = -std::numeric_limits<float>::infinity();  ///< of the most trusted word
};

class Tagger::Buffers {
 public:
  Buffers() = default;

 private:
  friend class Tagger;
  std::vector<text::FoldedChar> characters_;
  std::vector<ClauseWordHit> clause_hits_;
  std::vector<Hit> hits_;  ///< in order of field and end
  std::vector<IndustryCoder::Vote> votes_;
  std::vector<Candidate> candidates_;
  std::vector<std::uint16_t> slot_of_node_;  ///< 1 + index into candidates_; 0 is none
  ScopeParser parser_;
  IndustryCoder::Buffers industry_;
  std::size_t item_count_ = 0;
  std::size_t thing_count_ = 0;  ///< items of the scope outside brackets that state more than an activity
  /// By chain: items of the scope that speak for it, and the last one counted.
  struct Speaking {
    std::uint16_t items = 0;
    std::uint16_t last = 0xFFFF;
  };
  std::vector<Speaking> speaking_;
  bool other_trade_ = false;   ///< the name speaks of a trade outside most chains
  bool names_things_ = false;  ///< some item of the scope states more than an activity
  ActivitySet trade_ = 0;
  ActivitySet habit_ =
      0;  ///< what stands in for an item's activity when it says none: the trade, else the rest of the scope
  std::uint32_t trade_end_ = 0;
  std::uint32_t trade_size_ = 0;
  Explanation* explanation_ = nullptr;  ///< when set, words of explained_ are written down
  NodeIndex explained_ = 0;
};

}  // namespace lianzhao::classify
