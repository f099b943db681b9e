#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "classify/clause.h"
#include "classify/evidence_weights.h"
#include "classify/industry_coder.h"
#include "domain/chain.h"
#include "text/pattern_set.h"

namespace lianzhao::classify {

/// What is known of an enterprise, as given. Views must outlive the call only.
struct EnterpriseText {
  std::string_view name;
  std::string_view business_scope;
  std::string_view products;
  std::string_view industry_code = {};  ///< the register's own, empty when it gives none
};

struct NodeTag {
  NodeIndex node;
  float confidence;  ///< calibrated: of tags with 0.9, nine in ten are right
};

enum class Field : std::uint8_t { kName, kBusinessScope, kProducts };
/// "name", "business_scope", "products".
std::string_view field_name(Field);

/// Why a word counts, or why not.
enum class Verdict : std::uint8_t {
  kSupports,      ///< counts
  kNegated,       ///< 不含, 除外
  kExcluded,      ///< one of the node's excluding words covers it
  kPartOfLonger,  ///< part of a longer word of the same chain
};
std::string_view verdict_name(Verdict);

struct Evidence {
  Field field;
  std::uint32_t begin;  ///< code points of the field as given
  std::uint32_t end;    ///< exclusive
  std::string text;     ///< the words themselves
  ActivitySet activities;
  EvidenceKind kind;  ///< of kSupports
  double weight;      ///< what this kind adds to the log-odds; 0 unless kSupports
  Verdict verdict;
};

struct Explanation {
  double confidence = 0;
  double bias = 0;
  double learned = 0;  ///< what verdicts on the words taught; of several words the one most trusted counts
  /// Every kind of evidence that is present and what it adds; with `bias` and `learned` they sum to the
  /// log-odds.
  std::vector<std::pair<EvidenceKind, double>> contributions;
  std::vector<Evidence> evidence;  ///< in order of field and begin
};

struct EnterpriseTags {
  std::vector<NodeTag> nodes;  ///< in order of node
  IndustryGuess industry;
};

/// What users' verdicts taught about a word of a node (word_trust.h).
struct WordTrust {
  std::string node;  ///< "chain/node"; one the library does not have is passed over
  std::string word;
  double log_odds = 0;  ///< added where the word supports the node
};

/// Tags less sure than this are not given: of those between a half and this, hardly more than half were right.
inline constexpr double kLeastConfidence = 0.6;

/// Tags enterprises with the nodes of a chain library and a GB/T 4754 code.
///
/// A node is tagged where the enterprise itself shows it; that it then counts for the nodes above is aggregation's
/// business, so parents are not implied here.
///
/// Immutable once built and free of locks: threads share one Tagger, each with its own Buffers. The library must
/// outlive the tagger.
class Tagger {
 public:
  class Buffers;

  /// Tags below `least_confidence` are not given.
  explicit Tagger(ChainLibrary const& library, EvidenceWeights weights = shipped_weights(),
                  double least_confidence = kLeastConfidence, std::span<WordTrust const> trust = {});
  ~Tagger();
  Tagger(Tagger const&) = delete;
  Tagger& operator=(Tagger const&) = delete;

  /// Replaces the content of `out`.
  void tag(EnterpriseText const&, Buffers&, EnterpriseTags& out) const;

  /// The words behind one node, those that were discounted too. Also for nodes that were not tagged.
  Explanation explain(EnterpriseText const&, NodeIndex, Buffers&) const;

  /// What the weights are learned from: every node that any word points to, with its evidence.
  std::vector<std::pair<NodeIndex, EvidenceVector>> evidence_vectors(EnterpriseText const&, Buffers&) const;

  ChainLibrary const& library() const { return library_; }
  IndustryCoder const& industries() const { return industries_; }

 private:
  struct Vocabulary;
  struct Word;
  struct Hit;
  struct Candidate;

  void read(EnterpriseText const&, Buffers&) const;
  void read_field(Field, std::string_view, Buffers&) const;
  void heed_vocabulary(std::size_t first_hit, std::vector<ScopeItem> const& items, Buffers&) const;
  bool stands_alone(Candidate const&, Buffers const&) const;
  bool speaks_elsewhere(Hit const&, NodeIndex) const;
  bool excludes(std::uint32_t entry, NodeIndex node) const;
  void judge_hit(Hit const&, std::size_t hit_index, Buffers&) const;
  Candidate& candidate(NodeIndex, Buffers&) const;
  void weigh_share(Candidate const&, Buffers const&, EvidenceVector&) const;
  EvidenceVector vector_of(Candidate const&, Buffers const&) const;
  double log_odds(EvidenceVector const&) const;

  ChainLibrary const& library_;
  EvidenceWeights weights_;
  float least_log_odds_;
  IndustryCoder industries_;
  std::unique_ptr<Vocabulary> vocabulary_;
};

}  // namespace lianzhao::classify
