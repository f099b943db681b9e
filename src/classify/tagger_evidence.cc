#include <algorithm>
#include <cmath>

#include "classify/tagger.h"
#include "classify/tagger_buffers.h"
#include "kernel/error.h"

namespace lianzhao::classify {

std::string_view field_name(Field field) {
  switch (field) {
    case Field::kName:
      return "name";
    case Field::kBusinessScope:
      return "business_scope";
    case Field::kProducts:
      return "products";
  }
  return "";
}

std::string_view verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::kSupports:
      return "supports";
    case Verdict::kNegated:
      return "negated";
    case Verdict::kExcluded:
      return "excluded";
    case Verdict::kPartOfLonger:
      return "part_of_longer";
  }
  return "";
}

/// Whether only the name speaks for the node, while the scope is about other things.
bool Tagger::stands_alone(Candidate const& c, Buffers const& b) const {
  if (c.best_name == kNoEvidence || c.best_scope != kNoEvidence || c.products || c.code || !b.names_things_)
    return false;
  auto const lies_on = [&](NodeIndex from, NodeIndex line) {
    for (std::optional<NodeIndex> n = from; n; n = library_.parent_of(*n))
      if (*n == line) return true;
    return false;
  };
  return std::none_of(b.candidates_.begin(), b.candidates_.end(), [&](Candidate const& other) {
    return other.node != c.node && other.best_scope != kNoEvidence &&
           (lies_on(other.node, c.node) || lies_on(c.node, other.node));
  });
}

constexpr std::uint16_t kMostWordsCounted = 3;

/// How much of the scope, and what of the name, is about the candidate's chain.
void Tagger::weigh_share(Candidate const& c, Buffers const& b, EvidenceVector& x) const {
  auto const chain = vocabulary_->chain_of_node[c.node];
  constexpr float kUsualShare = 4;
  auto const speaking = std::max<std::size_t>(1, b.speaking_[chain].items);
  auto const things = static_cast<float>(std::max<std::size_t>(1, b.thing_count_)) / static_cast<float>(speaking);
  x[at(EvidenceKind::kRare)] = std::clamp(std::log2(things / kUsualShare), 0.0F, 4.0F);
  if (b.other_trade_ && things >= kUsualShare &&
      std::none_of(b.candidates_.begin(), b.candidates_.end(), [&](Candidate const& other) {
        return other.best_name != kNoEvidence && vocabulary_->chain_of_node[other.node] == chain;
      })) {
    x[at(EvidenceKind::kOtherTrade)] = 1;
  }
}

EvidenceVector Tagger::vector_of(Candidate const& c, Buffers const& b) const {
  EvidenceVector x{};
  auto const wanted = vocabulary_->activity_of_node[c.node];
  if (c.best_scope != kNoEvidence) {
    x[c.best_scope] = 1;
    auto const trade = fit(wanted, b.trade_);
    if (trade == Fit::kAgrees) x[at(EvidenceKind::kTradeAgrees)] = 1;
    if (trade == Fit::kDisagrees) x[at(EvidenceKind::kTradeDisagrees)] = 1;
    if (!is_selling(wanted)) weigh_share(c, b, x);
  }
  if (c.best_name != kNoEvidence) x[c.best_name] = 1;
  if (stands_alone(c, b)) x[at(EvidenceKind::kNameAlone)] = 1;
  if (c.products) x[at(EvidenceKind::kProducts)] = 1;
  if (c.code) x[at(EvidenceKind::kIndustryCode)] = 1;
  if (!c.keyword) x[at(EvidenceKind::kOnlyProductWords)] = 1;
  if (c.long_word) x[at(EvidenceKind::kLongWord)] = 1;
  if (c.first_item) x[at(EvidenceKind::kFirstItem)] = 1;
  if (c.fitting > 1) {
    x[at(EvidenceKind::kMoreWords)] =
        static_cast<float>(std::min<std::uint16_t>(static_cast<std::uint16_t>(c.fitting - 1), kMostWordsCounted));
  }
  constexpr std::size_t kUsualItems = 16;
  if (b.item_count_ > kUsualItems) {
    x[at(EvidenceKind::kLongList)] = std::log2(static_cast<float>(b.item_count_) / kUsualItems);
  }
  return x;
}

double Tagger::log_odds(EvidenceVector const& x) const {
  auto sum = weights_.bias;
  for (std::size_t i = 0; i < kEvidenceKinds; ++i) sum += weights_.weight[i] * static_cast<double>(x[i]);
  return sum;
}

std::vector<std::pair<NodeIndex, EvidenceVector>> Tagger::evidence_vectors(EnterpriseText const& text,
                                                                           Buffers& b) const {
  read(text, b);
  std::vector<std::pair<NodeIndex, EvidenceVector>> out;
  for (auto const& c : b.candidates_) out.emplace_back(c.node, vector_of(c, b));
  return out;
}

Explanation Tagger::explain(EnterpriseText const& text, NodeIndex node, Buffers& b) const {
  LIANZHAO_ASSERT(node < library_.node_count(), "a node of another library");
  Explanation explanation;
  b.explanation_ = &explanation;
  b.explained_ = node;
  read(text, b);
  b.explanation_ = nullptr;
  auto const slot = b.slot_of_node_[node];
  auto const* const found = slot == 0 ? nullptr : &b.candidates_[slot - 1U];
  auto const x = found == nullptr ? EvidenceVector{} : vector_of(*found, b);
  explanation.bias = weights_.bias;
  if (found != nullptr) {
    explanation.learned = static_cast<double>(found->trust);
    explanation.confidence = 1 / (1 + std::exp(-log_odds(x) - explanation.learned));
  }
  for (std::size_t i = 0; i < kEvidenceKinds; ++i) {
    if (x[i] == 0) continue;
    explanation.contributions.emplace_back(static_cast<EvidenceKind>(i),
                                           weights_.weight[i] * static_cast<double>(x[i]));
  }
  for (auto& evidence : explanation.evidence) {
    auto const field = evidence.field == Field::kName            ? text.name
                       : evidence.field == Field::kBusinessScope ? text.business_scope
                                                                 : text.products;
    evidence.text = text::code_point_slice(field, evidence.begin, evidence.end);
  }
  std::stable_sort(explanation.evidence.begin(), explanation.evidence.end(), [](Evidence const& a, Evidence const& c) {
    return a.field != c.field ? a.field < c.field : a.begin < c.begin;
  });
  return explanation;
}

}  // namespace lianzhao::classify
