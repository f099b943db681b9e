#include "classify/tagger.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "classify/clause_words.h"
#include "classify/tagger_buffers.h"
#include "classify/trade_words.h"
#include "kernel/error.h"

namespace lianzhao::classify {

namespace {

constexpr std::uint32_t kLongWordSize = 4;

EvidenceKind scope_kind(Fit how, bool head) {
  if (how == Fit::kDisagrees) return EvidenceKind::kScopeDisagrees;
  if (!head) return how == Fit::kAgrees ? EvidenceKind::kScopeInsideAgrees : EvidenceKind::kScopeInside;
  if (how == Fit::kAgrees) return EvidenceKind::kScopeAgrees;
  return how == Fit::kNear ? EvidenceKind::kScopeNear : EvidenceKind::kScopeSilent;
}

EvidenceKind name_kind(Fit how) {
  if (how == Fit::kDisagrees) return EvidenceKind::kNameDisagrees;
  return how == Fit::kSilent ? EvidenceKind::kNameSilent : EvidenceKind::kNameAgrees;
}

/// 销售 alone says neither how; a shop sells by retail, a trading company by wholesale.
ActivitySet in_this_trade(ActivitySet said, ActivitySet trade) {
  constexpr auto kHow = static_cast<ActivitySet>(bit(Activity::kWholesale) | bit(Activity::kRetail));
  if ((said & bit(Activity::kSell)) == 0 || (said & kHow) != 0) return said;
  return static_cast<ActivitySet>(said | (trade & kHow));
}

/// What an enterprise does with the things of which its scope says nothing: it makes them if it makes anything, else
/// it sells them if it sells anything ("凭许可证经营" says that much).
ActivitySet usual_activity(std::vector<ScopeItem> const& items) {
  constexpr auto kMaking = static_cast<ActivitySet>(bit(Activity::kMake) | bit(Activity::kProcess));
  ActivitySet all = 0;
  for (auto const& item : items) {
    if (item.standing != Standing::kNegated) all = static_cast<ActivitySet>(all | item.activities);
  }
  if ((all & kMaking) != 0) return kMaking;
  return (all & bit(Activity::kSell)) != 0 ? bit(Activity::kSell) : ActivitySet{0};
}

}  // namespace

Tagger::Tagger(ChainLibrary const& library, EvidenceWeights weights, double least_confidence,
               std::span<WordTrust const> trust)
    : library_{library},
      weights_{weights},
      least_log_odds_{static_cast<float>(std::log(least_confidence / (1 - least_confidence)))},
      vocabulary_{std::make_unique<Vocabulary>()} {
  auto& v = *vocabulary_;
  std::vector<std::string> texts;
  std::unordered_map<std::u16string, std::uint32_t> entry_of;
  std::vector<std::vector<Word>> words_of;
  auto const entry = [&](std::string_view word) -> std::uint32_t {
    auto const characters = text::folded(word);
    auto const [found, fresh] = entry_of.emplace(std::u16string{characters.begin(), characters.end()},
                                                 static_cast<std::uint32_t>(texts.size()));
    if (fresh) {
      texts.emplace_back(word);
      v.entries.emplace_back();
      words_of.emplace_back();
    }
    return found->second;
  };
  auto const clauses = clause_words();
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    auto& slot = v.entries[entry(clauses[i].text)].clause_word;
    if (slot == kNone16) slot = static_cast<std::uint16_t>(i);
  }
  auto const trades = trade_words();
  for (std::size_t i = 0; i < trades.size(); ++i) {
    auto& slot = v.entries[entry(trades[i].text)].trade_word;
    if (slot == kNone16) slot = static_cast<std::uint16_t>(i);
  }
  for (auto const& word : maker_words()) v.entries[entry(word)].form = true;
  for (auto const& word : other_trade_words()) v.entries[entry(word)].other = true;
  for (std::uint32_t i = 0; i < industries_.words().size(); ++i) {
    auto& slot = v.entries[entry(industries_.words()[i].text)].industry_word;
    if (slot == kNone32) slot = i;
  }
  for (std::size_t n = 0; n < library.node_count(); ++n) {
    auto const index = static_cast<NodeIndex>(n);
    auto const& node = library.node(index);
    auto const add = [&](std::string const& word, Use use) {
      // A single character is in everything.
      if (text::folded(word).size() < 2) return;
      auto& words = words_of[entry(word)];
      auto const known = std::find_if(words.begin(), words.end(), [&](Word const& w) { return w.node == index; });
      if (known == words.end()) words.push_back({index, use, 0});
    };
    for (auto const& word : node.exclude) add(word, Use::kExclude);
    add(node.name, Use::kKeyword);
    for (auto const& word : node.synonyms) add(word, Use::kKeyword);
    for (auto const& word : node.keywords) add(word, Use::kKeyword);
    for (auto const& word : node.products) add(word, Use::kProduct);
    for (auto const& code : node.industry_codes) v.nodes_of_code[code].push_back(index);
    auto const& chain = library.chain_of(index);
    v.chain_of_node.push_back(static_cast<std::size_t>(&chain - library.chains().data()));
    v.activity_of_node.push_back(node.activity);
  }
  for (auto const& lesson : trust) {
    auto const characters = text::folded(lesson.word);
    auto const at = entry_of.find(std::u16string{characters.begin(), characters.end()});
    auto const node = library.find_node(lesson.node);
    if (at == entry_of.end() || !node || !std::isfinite(lesson.log_odds)) continue;
    for (auto& word : words_of[at->second]) {
      if (word.node == *node) word.trust = static_cast<float>(lesson.log_odds);
    }
  }
  for (std::size_t e = 0; e < v.entries.size(); ++e) {
    v.entries[e].words_begin = static_cast<std::uint32_t>(v.words.size());
    for (auto const& word : words_of[e]) {
      v.words.push_back(word);
      if (word.use == Use::kExclude) continue;
      v.entries[e].speaks = true;
      v.entries[e].traded = v.entries[e].traded || is_selling(v.activity_of_node[word.node]);
    }
    v.entries[e].words_end = static_cast<std::uint32_t>(v.words.size());
  }
  v.set = text::PatternSet{texts};
}

Tagger::~Tagger() = default;

void Tagger::read_field(Field field, std::string_view given, Buffers& b) const {
  auto const& v = *vocabulary_;
  text::fold(given, b.characters_);
  auto const first_hit = b.hits_.size();
  auto const first_vote = b.votes_.size();
  b.clause_hits_.clear();
  v.set.find(b.characters_, [&](std::uint32_t index, std::uint32_t begin, std::uint32_t end) {
    auto const& entry = v.entries[index];
    if (entry.clause_word != kNone16 && field != Field::kName) {
      b.clause_hits_.push_back({begin, end, entry.clause_word});
    }
    if (entry.words_begin != entry.words_end) {
      // 非 turns a word into its opposite: 非药品.
      auto const opposite = begin > 0 && b.characters_[begin - 1] == u'非';
      auto const catalogued = begin > 0 && b.characters_[begin - 1] >= u'0' && b.characters_[begin - 1] <= u'9';
      b.hits_.push_back(
          {index, begin, end, field, true, catalogued, false, opposite ? Standing::kNegated : Standing::kStated, 0});
    }
    if (entry.industry_word != kNone32)
      b.votes_.push_back({entry.industry_word, 0, static_cast<std::uint8_t>(field), begin, end, 1});
    if (entry.other && field == Field::kName) b.other_trade_ = true;
    if (entry.trade_word != kNone16 && field == Field::kName &&
        (end > b.trade_end_ || (end == b.trade_end_ && end - begin > b.trade_size_))) {
      b.trade_end_ = end;
      b.trade_size_ = end - begin;
      b.trade_ = trade_words()[entry.trade_word].activities;
    }
  });
  if (field == Field::kName || (b.hits_.size() == first_hit && b.votes_.size() == first_vote)) return;

  auto const& items = b.parser_.parse(b.characters_, b.clause_hits_);
  if (field == Field::kBusinessScope) {
    b.item_count_ = items.size();
    auto stated = false;
    for (auto const& item : items) {
      if (item.standing != Standing::kStated || !b.parser_.names_thing(item)) continue;
      stated = true;
      if (!item.bracketed) ++b.thing_count_;
    }
    b.names_things_ = stated;
  }
  if (field == Field::kBusinessScope) b.habit_ = b.trade_ != 0 ? b.trade_ : usual_activity(items);
  auto silent = false;
  std::uint16_t section = 0;
  std::uint32_t seen = 0;
  for (auto i = first_hit; i < b.hits_.size(); ++i) {
    auto& hit = b.hits_[i];
    auto const* const item = b.parser_.item_at(hit.begin);
    if (item == nullptr) continue;
    hit.head = b.parser_.is_head(*item, hit.end);
    // 药品生产 in 药品生产设备租赁 or 药品生产技术咨询: what is done there is another thing.
    auto const about = b.parser_.is_about(*item) || (!hit.head && item->activities != 0);
    auto const own = about ? ActivitySet{0} : b.parser_.activity_in(hit.begin, hit.end);
    hit.says = own != 0;
    hit.activities = in_this_trade(own != 0 ? own : item->activities, b.trade_);
    silent = silent || hit.activities == 0;
    hit.item = static_cast<std::uint16_t>(item - items.data());
    for (; seen < hit.begin; ++seen) {
      if (b.characters_[seen] == u';' || b.characters_[seen] == u'。') ++section;
    }
    hit.section = section;
    hit.host = item->host;
    // What stands in its brackets comes right behind an item.
    hit.detailed = hit.item + 1U < items.size() && items[hit.item + 1U].host == hit.item;
    hit.standing = std::max(hit.standing, item->standing);
    hit.first = item == items.data();
    if (!hit.head) {
      // 医疗器械Ⅱ类, 医疗器械二类: a class of the thing, not another thing.
      auto const next = b.characters_[hit.end];
      hit.head = (next >= u'Ⅰ' && next <= u'Ⅲ') || next == u'i' || next == u'一' || next == u'二' || next == u'三';
    }
  }
  if (field == Field::kBusinessScope && b.trade_ == 0 && silent) heed_vocabulary(first_hit, items, b);
  for (auto i = first_vote; i < b.votes_.size(); ++i) {
    auto& vote = b.votes_[i];
    auto const* const item = b.parser_.item_at(vote.begin);
    if (item == nullptr) continue;
    vote.activities = item->activities;
    auto const order = static_cast<float>(item - items.data());
    auto const head = b.parser_.is_head(*item, vote.end);
    vote.weight = item->standing == Standing::kStated ? (head ? 1.F : 0.3F) * 3.F / (2.F + order) : 0.F;
    if (item->bracketed) vote.weight *= 0.3F;
  }
}

/// A list that says nothing of making or selling still tells by its words: none but makers list dosage forms, who names
/// one group of the device catalogue after the other copies a licence to trade, and who lists things of all trades
/// deals in them.
void Tagger::heed_vocabulary(std::size_t first_hit, std::vector<ScopeItem> const& items, Buffers& b) const {
  constexpr auto kMaking = static_cast<ActivitySet>(bit(Activity::kMake) | bit(Activity::kProcess));
  constexpr std::size_t kMaker = 2;
  constexpr std::size_t kTrader = 4;
  constexpr std::size_t kMixed = 2;  // items that are silent, to each that names a word
  std::size_t forms = 0;
  std::size_t traded = 0;
  std::size_t named = 0;
  auto counted = kNone16;
  for (auto i = first_hit; i < b.hits_.size(); ++i) {
    auto const& hit = b.hits_[i];
    auto const& entry = vocabulary_->entries[hit.entry];
    if (hit.activities != 0 || hit.standing != Standing::kStated || hit.item == counted || !entry.speaks) continue;
    counted = hit.item;
    ++named;
    if (!hit.head) continue;
    if (entry.form) ++forms;
    if (entry.traded && !entry.form) ++traded;
  }
  if (named == 0) return;
  if (forms >= kMaker && forms > traded) {
    b.habit_ = kMaking;
    return;
  }
  auto const silent = static_cast<std::size_t>(std::count_if(items.begin(), items.end(), [&](ScopeItem const& item) {
    return item.activities == 0 && item.standing == Standing::kStated && !item.bracketed && b.parser_.names_thing(item);
  }));
  auto const mixed = silent >= kMixed * named && forms == 0;
  auto const sells = std::any_of(items.begin(), items.end(), [](ScopeItem const& item) {
    return item.standing == Standing::kStated && (item.activities & bit(Activity::kSell)) != 0;
  });
  if (mixed || (traded >= kTrader && (sells || (b.habit_ & kMaking) == 0))) b.habit_ = bit(Activity::kSell);
}

Tagger::Candidate& Tagger::candidate(NodeIndex node, Buffers& b) const {
  auto& slot = b.slot_of_node_[node];
  if (slot == 0) {
    b.candidates_.emplace_back();
    b.candidates_.back().node = node;
    slot = static_cast<std::uint16_t>(b.candidates_.size());
  }
  return b.candidates_[slot - 1U];
}

bool Tagger::excludes(std::uint32_t entry, NodeIndex node) const {
  auto const& v = *vocabulary_;
  for (auto w = v.entries[entry].words_begin; w != v.entries[entry].words_end; ++w) {
    if (v.words[w].use == Use::kExclude && v.words[w].node == node) return true;
  }
  return false;
}

/// Whether the word speaks for a node of the same chain whose activity fits what is done here.
bool Tagger::speaks_elsewhere(Hit const& hit, NodeIndex node) const {
  auto const& v = *vocabulary_;
  for (auto w = v.entries[hit.entry].words_begin; w != v.entries[hit.entry].words_end; ++w) {
    auto const& word = v.words[w];
    if (word.use != Use::kExclude && v.chain_of_node[word.node] == v.chain_of_node[node] &&
        !is_selling(v.activity_of_node[word.node]))
      return true;
  }
  return false;
}

void Tagger::judge_hit(Hit const& hit, std::size_t hit_index, Buffers& b) const {
  auto const& v = *vocabulary_;
  auto const& entry = v.entries[hit.entry];
  for (auto w = entry.words_begin; w != entry.words_end; ++w) {
    auto const& word = v.words[w];
    if (word.use == Use::kExclude) continue;
    auto verdict = hit.standing == Standing::kNegated ? Verdict::kNegated : Verdict::kSupports;
    if (verdict == Verdict::kSupports) {
      // Hits stand in order of end, so what overlaps is near: words are short.
      auto const covers = [&](Hit const& other) {
        if (other.field != hit.field || other.begin >= hit.end || other.end <= hit.begin) return;
        auto const& cover = v.entries[other.entry];
        auto const longer =
            other.begin <= hit.begin && other.end >= hit.end && other.end - other.begin > hit.end - hit.begin;
        for (auto o = cover.words_begin; o != cover.words_end; ++o) {
          auto const& by = v.words[o];
          if (by.use == Use::kExclude) {
            if (by.node == word.node) verdict = Verdict::kExcluded;
          } else if (longer && verdict == Verdict::kSupports &&
                     v.chain_of_node[by.node] == v.chain_of_node[word.node] &&
                     // 药品研发、生产: that the longer word says one thing done does not unsay the others.
                     !(other.says && fit(v.activity_of_node[word.node], hit.activities) == Fit::kAgrees &&
                       fit(v.activity_of_node[word.node], other.activities) != Fit::kAgrees) &&
                     // 生产二类医疗器械: that the longer word is traded elsewhere says nothing here.
                     (fit(v.activity_of_node[by.node], hit.activities) != Fit::kDisagrees ||
                      fit(v.activity_of_node[word.node], hit.activities) == Fit::kDisagrees)) {
            verdict = Verdict::kPartOfLonger;
          }
        }
      };
      constexpr std::uint32_t kReach = 32;  // no word is longer
      for (auto i = hit_index; i-- > 0 && b.hits_[i].field == hit.field && b.hits_[i].end > hit.begin;)
        covers(b.hits_[i]);
      for (auto i = hit_index + 1;
           i < b.hits_.size() && b.hits_[i].field == hit.field && b.hits_[i].end < hit.end + kReach; ++i) {
        covers(b.hits_[i]);
      }
    }

    // 某动物药业: what the name excludes, the scope does not bring back.
    for (std::size_t i = 0; verdict == Verdict::kSupports && hit.field != Field::kName && i < b.hits_.size() &&
                            b.hits_[i].field == Field::kName;
         ++i) {
      if (excludes(b.hits_[i].entry, word.node)) verdict = Verdict::kExcluded;
    }
    // 兽药(片剂、散剂): what details an excluded thing is excluded with it.
    if (verdict == Verdict::kSupports && hit.host != kNone16) {
      constexpr std::size_t kLookBack = 64;  // a host stands right before its brackets
      auto const oldest = hit_index > kLookBack ? hit_index - kLookBack : 0;
      for (auto i = hit_index; i-- > oldest && b.hits_[i].field == hit.field;) {
        if (b.hits_[i].item == hit.host && excludes(b.hits_[i].entry, word.node)) verdict = Verdict::kExcluded;
      }
    }

    // 保健食品茶剂, 螺旋藻片剂: what stands right before it. And in a list with 兽药粉针剂 or 预混剂, all forms are of
    // that other kind, one that the chain knows and that its name has told apart.
    if (verdict == Verdict::kSupports && hit.field == Field::kBusinessScope && entry.form) {
      constexpr std::size_t kList = 48;
      auto const oldest = hit_index > kList ? hit_index - kList : 0;
      for (auto i = oldest; i < b.hits_.size() && i < hit_index + kList; ++i) {
        auto const& other = b.hits_[i];
        if (other.field != hit.field || other.section != hit.section || other.standing != Standing::kStated) continue;
        auto const adjoins = other.item == hit.item && other.end == hit.begin;
        if ((adjoins || speaks_elsewhere(other, word.node)) && excludes(other.entry, word.node)) {
          verdict = Verdict::kExcluded;
          break;
        }
      }
    }

    // 药品(兽药): and what its brackets say it is.
    if (verdict == Verdict::kSupports && hit.detailed) {
      constexpr std::uint32_t kBehind = 24;
      for (auto i = hit_index + 1;
           i < b.hits_.size() && b.hits_[i].field == hit.field && b.hits_[i].begin < hit.end + kBehind; ++i) {
        if (b.hits_[i].host == hit.item && b.hits_[i].standing == Standing::kStated &&
            excludes(b.hits_[i].entry, word.node))
          verdict = Verdict::kExcluded;
      }
    }

    auto const wanted = v.activity_of_node[word.node];
    auto kind = EvidenceKind::kProducts;
    if (hit.field == Field::kProducts) {
      // A list of products is of what is made, unless it says otherwise.
      auto const said = hit.activities != 0 ? hit.activities : bit(Activity::kMake);
      auto const how = fit(wanted, said);
      if (how != Fit::kAgrees && !(how == Fit::kNear && wanted == NodeActivity::kGrow))
        kind = EvidenceKind::kScopeDisagrees;
    } else if (hit.field == Field::kName) {
      kind = name_kind(fit(wanted, b.trade_));
    } else {
      auto how = fit(wanted, hit.activities);
      // 干细胞技术研发 as a word of the node: its author means the doing that the word names.
      if (how == Fit::kNear && hit.says) how = Fit::kAgrees;
      // Where the item says nothing, the trade may speak against: 饮片 in a pharmacy's list is not made there.
      // And where nothing tells, a word that names both what is made and what is traded names trade: makers say so,
      // and shops say so in their names.
      if (how == Fit::kSilent &&
          ((hit.catalogued && !is_selling(wanted)) ||
           (b.habit_ != 0 ? fit(wanted, b.habit_) == Fit::kDisagrees
                          : wanted == NodeActivity::kRetail || (entry.traded && !is_selling(wanted))))) {
        how = Fit::kDisagrees;
      }
      kind = hit.standing == Standing::kPermitted ? EvidenceKind::kScopePermitted : scope_kind(how, hit.head);
    }
    if (b.explanation_ != nullptr && word.node == b.explained_) {
      b.explanation_->evidence.push_back({hit.field,
                                          hit.begin,
                                          hit.end,
                                          {},
                                          hit.activities,
                                          kind,
                                          verdict == Verdict::kSupports ? weights_.weight[at(kind)] : 0.0,
                                          verdict});
    }
    if (verdict != Verdict::kSupports) continue;

    auto& c = candidate(word.node, b);
    if (word.use == Use::kKeyword) c.keyword = true;
    c.trust = std::max(c.trust, word.trust);
    if (hit.end - hit.begin >= kLongWordSize) c.long_word = true;
    auto const rank = static_cast<std::uint16_t>(kind);
    switch (hit.field) {
      case Field::kProducts:
        if (kind == EvidenceKind::kProducts) {
          c.products = true;
          ++c.fitting;
        }
        break;
      case Field::kName:
        c.best_name = std::min(c.best_name, rank);
        break;
      case Field::kBusinessScope:
        c.best_scope = std::min(c.best_scope, rank);
        if (kind <= EvidenceKind::kScopeInsideAgrees) {
          auto const item = hit.host != kNone16 ? hit.host : hit.item;
          auto& speaking = b.speaking_[v.chain_of_node[word.node]];
          if (speaking.last != item) ++speaking.items;
          speaking.last = item;
        }
        if (kind <= EvidenceKind::kScopeSilent) {
          ++c.fitting;
          c.first_item = c.first_item || hit.first;
        }
        break;
    }
  }
}

void Tagger::read(EnterpriseText const& text, Buffers& b) const {
  auto const& v = *vocabulary_;
  b.hits_.clear();
  b.votes_.clear();
  for (auto const& c : b.candidates_) b.slot_of_node_[c.node] = 0;
  b.candidates_.clear();
  b.slot_of_node_.resize(library_.node_count(), 0);
  b.item_count_ = b.thing_count_ = 0;
  b.other_trade_ = false;
  b.speaking_.assign(library_.chains().size(), {});
  b.names_things_ = false;
  b.trade_ = b.habit_ = 0;
  b.trade_end_ = b.trade_size_ = 0;

  read_field(Field::kName, text.name, b);
  read_field(Field::kBusinessScope, text.business_scope, b);
  if (!text.products.empty()) read_field(Field::kProducts, text.products, b);
  for (std::size_t i = 0; i < b.hits_.size(); ++i) {
    if (v.entries[b.hits_[i].entry].speaks) judge_hit(b.hits_[i], i, b);
  }
  if (!text.industry_code.empty()) {
    // A node may name a class, its group or its division: 2710, 271, 27.
    std::string code{text.industry_code.substr(0, 4)};
    for (; code.size() >= 2; code.pop_back()) {
      auto const found = v.nodes_of_code.find(code);
      if (found == v.nodes_of_code.end()) continue;
      for (auto const node : found->second) {
        if (b.slot_of_node_[node] != 0) candidate(node, b).code = true;
      }
    }
  }
}

void Tagger::tag(EnterpriseText const& text, Buffers& b, EnterpriseTags& out) const {
  out.nodes.clear();
  read(text, b);
  for (auto const& c : b.candidates_) {
    auto const odds = log_odds(vector_of(c, b)) + static_cast<double>(c.trust);
    if (odds < static_cast<double>(least_log_odds_)) continue;
    out.nodes.push_back({c.node, static_cast<float>(1 / (1 + std::exp(-odds)))});
  }
  std::sort(out.nodes.begin(), out.nodes.end(), [](NodeTag const& a, NodeTag const& c) { return a.node < c.node; });
  out.industry = industries_.guess(b.votes_, b.trade_, b.industry_);
}

}  // namespace lianzhao::classify
