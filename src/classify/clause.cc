#include "classify/clause.h"

#include <algorithm>
#include <string>

#include "classify/clause_words.h"
#include "text/pattern_set.h"

namespace lianzhao::classify {

namespace {

constexpr std::uint16_t kNoWord = 0xFFFF;
constexpr std::size_t kMostItems = 65000;
constexpr auto kServing =
    static_cast<ActivitySet>(bit(Activity::kServe) | bit(Activity::kStore) | bit(Activity::kLease));

bool opens(char16_t c) {
  return c == u'(' || c == u'[' || c == u'{';
}
bool closes(char16_t c) {
  return c == u')' || c == u']' || c == u'}';
}
bool ends_section(char16_t c) {
  return c == u';' || c == u'。' || c == u'\n' || c == u'*' || c == u'〓' || c == u'!' || c == u'★' || c == u'#';
}
bool is_ignored(char16_t c) {
  return c == u'"' || c == u'“' || c == u'”' || c == u'‘' || c == u'’' || c == u'《' || c == u'》' || c == u'<' ||
         c == u'>' || c == u'\'' || closes(c) || opens(c);
}
bool is_ideograph(char16_t c) {
  return c >= 0x4E00 && c < 0xA000;
}
bool is_wide(char16_t c) {
  return c >= 0x2E80 && c < 0xFF00;
}

}  // namespace

std::vector<ScopeItem> const& ScopeParser::parse(std::span<text::FoldedChar const> text,
                                                 std::span<ClauseWordHit const> hits) {
  items_.clear();
  parts_.clear();
  cut(text, hits);
  auto const count = static_cast<std::uint16_t>(items_.size());
  for (std::uint16_t i = 0; i < count; ++i) read_ends(i);
  // Groups stand in the order their brackets open, so a host is resolved before what stands in its brackets.
  for (auto const& group : groups_) resolve(group);
  return items_;
}

void ScopeParser::match_brackets(std::span<text::FoldedChar const> text) {
  closing_.assign(text.size(), 0);
  open_brackets_.clear();
  for (std::uint32_t i = 0; i < text.size(); ++i) {
    if (opens(text[i])) {
      open_brackets_.push_back(i);
    } else if (closes(text[i]) && !open_brackets_.empty()) {
      closing_[open_brackets_.back()] = i;
      open_brackets_.pop_back();
    }
  }
  // A bracket that is never closed ends with its section.
  auto end = static_cast<std::uint32_t>(text.size());
  for (auto i = end; i-- > 0 && !open_brackets_.empty();) {
    if (ends_section(text[i])) end = i;
    if (i == open_brackets_.back()) {
      closing_[i] = end;
      open_brackets_.pop_back();
    }
  }
}

std::uint16_t ScopeParser::open_item(std::uint32_t at, std::uint32_t group_index) {
  auto& group = groups_[group_index];
  auto const item = static_cast<std::uint16_t>(items_.size());
  items_.push_back({at, at, 0, Standing::kStated, group_index != 0, group.host});
  parts_.emplace_back();
  if (group.first == kNobody) {
    group.first = item;
  } else {
    parts_[group.last].next_in_group = item;
  }
  group.last = item;
  group.current = item;
  return item;
}

void ScopeParser::end_item(Group& group, Mark mark) {
  if (group.last != kNobody) parts_[group.last].after = std::max(parts_[group.last].after, mark);
  group.current = kNobody;
}

void ScopeParser::cut(std::span<text::FoldedChar const> text, std::span<ClauseWordHit const> hits) {
  auto const words = clause_words();
  auto const length = static_cast<std::uint32_t>(text.size());
  match_brackets(text);
  owner_.assign(length, kNobody);
  word_from_.assign(length, kNoWord);
  word_from_size_.assign(length, 0);
  word_to_.assign(std::size_t{length} + 1, kNoWord);
  word_to_size_.assign(std::size_t{length} + 1, 0);
  for (auto const& hit : hits) {
    auto const size = static_cast<std::uint8_t>(hit.end - hit.begin);
    if (size > word_from_size_[hit.begin]) {
      word_from_size_[hit.begin] = size;
      word_from_[hit.begin] = hit.word;
    }
    if (size > word_to_size_[hit.end]) {
      word_to_size_[hit.end] = size;
      word_to_[hit.end] = hit.word;
    }
  }

  groups_.assign(1, Group{});
  open_groups_.assign(1, 0);
  open_brackets_.assign(1, length + 1);  // where the group at the same place of open_groups_ closes
  for (std::uint32_t i = 0; i < length; ++i) {
    auto const c = text[i];
    auto closed = false;
    while (open_brackets_.back() <= i) {
      open_brackets_.pop_back();
      open_groups_.pop_back();
      closed = true;
    }
    if (closed && closes(c)) continue;
    auto const inside = open_groups_.back();
    auto& group = groups_[inside];
    auto const full = items_.size() >= kMostItems;
    // Nine characters in ten are none of the marks below.
    auto const plain = is_ideograph(c);
    if (!plain && opens(c) && closing_[i] != 0 && !full) {
      auto const host = group.current != kNobody ? group.current : group.last;
      open_groups_.push_back(static_cast<std::uint32_t>(groups_.size()));
      open_brackets_.push_back(closing_[i]);
      groups_.push_back({kNobody, kNobody, host, kNobody});
      continue;
    }
    if (!plain && is_ignored(c)) continue;
    if (!plain && !full) {
      auto mark = Mark::kNone;
      if (ends_section(c)) {
        mark = c == u'。' ? Mark::kStop : Mark::kStrong;
      } else if (c == u',') {
        mark = Mark::kComma;
      } else if (c == u'、') {
        mark = Mark::kList;
      } else if (c == u':') {
        mark = Mark::kColon;
      } else if (c == u' ' || c == u'.') {
        // Blanks and dots divide Chinese lists, but not "ABS 2.5".
        auto const divides =
            i > 0 && i + 1 < length && (is_wide(text[i - 1]) || closes(text[i - 1])) && is_wide(text[i + 1]);
        if (divides) mark = Mark::kList;
      }
      if (mark != Mark::kNone) {
        end_item(group, mark);
        continue;
      }
    }
    if (c == u' ' || c == text::kNoCharacter) continue;
    auto const word = word_from_[i];
    if (word != kNoWord && group.current != kNobody && !full) {
      auto const role = words[word].role;
      // What takes back or merely permits begins an item of its own: 化工产品 | 不含危险品.
      auto const takes_back = role == WordRole::kNegatesAfter || role == WordRole::kPermission;
      if (role == WordRole::kPlanned) parts_[group.current].planned = true;
      if (takes_back && !parts_[group.current].permission) end_item(group, Mark::kList);
    }
    auto const item = group.current != kNobody ? group.current
                      : full                   ? static_cast<std::uint16_t>(items_.size() - 1)
                                               : open_item(i, inside);
    if (word != kNoWord && items_[item].begin == i && words[word].role == WordRole::kPermission) {
      parts_[item].permission = true;
    }
    owner_[i] = item;
    items_[item].end = i + 1;
  }
}

void ScopeParser::read_ends(std::uint16_t index) {
  auto const words = clause_words();
  auto const& item = items_[index];
  auto& part = parts_[index];

  auto at = item.begin;
  part.lead_end = at;
  ActivitySet at_end_only = 0;
  for (auto going = true; going && at < item.end;) {
    auto const word = word_from_[at];
    if (word == kNoWord || at + word_from_size_[at] > item.end) break;
    auto const next = at + word_from_size_[at];
    switch (words[word].role) {
      case WordRole::kActivity:
        part.lead = static_cast<ActivitySet>(part.lead | words[word].activities);
        part.lead_end = next;
        break;
      case WordRole::kActivityAtEnd:
        at_end_only = static_cast<ActivitySet>(at_end_only | words[word].activities);
        break;
      case WordRole::kNeutral:
        part.narrows = part.narrows || (at == item.begin && (words[word].text == "仅限" || words[word].text == "限"));
        break;
      case WordRole::kConnector:
        break;
      case WordRole::kPlanned:
        part.planned = true;
        break;
      case WordRole::kNegatesFromStart:
      case WordRole::kNegatesAfter:
        part.negates_after = true;
        part.lead_end = next;
        break;
      case WordRole::kPermission:
        part.permission = true;
        going = false;
        break;
      case WordRole::kNegatesBefore:
      case WordRole::kNoun:
        going = false;
        break;
    }
    if (going) at = next;
  }
  if (at >= item.end) {
    part.lead = static_cast<ActivitySet>(part.lead | at_end_only);
    part.lead_end = item.end;
  }

  at = item.end;
  part.trail_begin = at;
  auto past_noun = false;
  auto goes_on = false;
  auto joined = false;  // 片剂生产及以上产品进出口: what is joined to the end is done with the same things
  // 药品生产|技术咨询: the making that the service is about is no activity of the enterprise; but 生产销售技术咨询,
  // without any mark, is a list.
  constexpr auto kDeeds = static_cast<ActivitySet>(
      bit(Activity::kMake) | bit(Activity::kGrow) | bit(Activity::kProcess) | bit(Activity::kSell) |
      bit(Activity::kWholesale) | bit(Activity::kRetail) | bit(Activity::kImportExport));
  auto of_deed = false;     // a service about a deed has been read, and nothing between it and `at`
  ActivitySet service = 0;  // what was said up to it
  auto service_begin = item.end;
  std::size_t deeds = 0;
  while (at > item.begin) {
    auto const word = word_to_[at];
    if (word == kNoWord || word_to_size_[at] > at - item.begin) break;
    auto const& found = words[word];
    if (found.role == WordRole::kActivity || found.role == WordRole::kActivityAtEnd) {
      if (past_noun && !joined) {
        // 药品生产|项目投资, 人参种植|产品销售: about what is made, unless it goes on over it (及其制品).
        part.about = !goes_on;
        break;
      }
      part.own = part.own || found.makes_own;
      if (found.of_deed) {
        of_deed = true;
        deeds = 0;
      } else if (of_deed && joined) {
        of_deed = false;
      } else if (of_deed && (found.activities & kDeeds) != 0) {
        if (deeds == 0) {
          service = part.trail;
          service_begin = at;
        }
        // 生产经营 is one deed, 产销 two.
        constexpr auto kBoth = static_cast<ActivitySet>(bit(Activity::kMake) | bit(Activity::kSell));
        deeds += (found.activities & kBoth) == kBoth && found.text != "生产经营" ? 2 : 1;
      }
      part.trail = static_cast<ActivitySet>(part.trail | found.activities);
    } else if (found.role == WordRole::kNegatesBefore) {
      part.negates_before = true;
    } else if (found.role == WordRole::kNeutral) {
      if (!past_noun) goes_on = found.text.starts_with("及") || found.text.starts_with("以及");
      past_noun = past_noun || part.trail != 0;
    } else if (found.role == WordRole::kPlanned) {
      part.planned = true;
    } else if (found.role != WordRole::kConnector) {
      break;
    }
    joined = found.role == WordRole::kConnector && found.text != "的" && found.text != "之";
    at -= word_to_size_[at];
    part.trail_begin = at;
  }
  if (deeds == 1 && at > item.begin) {
    part.about = true;
    part.trail = service;
    part.trail_begin = service_begin;
  }
  // 药品生产|许可证代办: boilerplate begins an item of its own, but a service about the licence is no boilerplate.
  if (part.permission && index > 0 && items_[index - 1U].end == item.begin && part.trail != 0 &&
      (part.trail & kDeeds) == 0) {
    auto& before = parts_[index - 1U];
    before.about = true;
    before.lead = 0;
    before.lead_end = items_[index - 1U].begin;
    before.trail = part.trail;
    before.trail_begin = items_[index - 1U].end;
  }
}

bool ScopeParser::is_head(ScopeItem const& item, std::uint32_t end) const {
  auto const index = static_cast<std::size_t>(&item - items_.data());
  for (auto at = end;;) {
    if (at >= parts_[index].trail_begin || owner_[at] != index) return true;
    auto const word = word_from_[at];
    if (word == kNoWord) return false;
    auto const role = clause_words()[word].role;
    if (role == WordRole::kConnector) return clause_words()[word].text != "的";
    if (role != WordRole::kNeutral) return false;
    auto const text = clause_words()[word].text;
    if (text.starts_with("及") || text.starts_with("以及")) return true;  // 及相关, 及其制品
    at += word_from_size_[at];
  }
}

ActivitySet ScopeParser::activity_in(std::uint32_t begin, std::uint32_t end) const {
  auto const word = word_to_[end];
  if (word == kNoWord || word_to_size_[end] >= end - begin) return 0;
  auto const& found = clause_words()[word];
  if (found.text == "包装") return 0;  // 药品包装 is a thing
  auto const tells = found.role == WordRole::kActivity || found.role == WordRole::kActivityAtEnd;
  return tells ? found.activities : ActivitySet{0};
}

bool ScopeParser::next_leads(std::uint16_t index) const {
  for (auto at = index; parts_[at].after < Mark::kColon && parts_[at].next_in_group != kNobody;) {
    at = parts_[at].next_in_group;
    if (!is_pure(at)) return parts_[at].lead != 0 && parts_[at].trail == 0;
  }
  return false;
}

struct ScopeParser::Sweep {
  ActivitySet header = 0;    ///< of a heading with a colon
  bool header_here = false;  ///< in this very section; in later ones it only fills gaps
  ActivitySet forward = 0;   ///< of an activity before its things
  ActivitySet run = 0;       ///< activities alone, waiting for a thing
  ActivitySet last = 0;      ///< of the item before
  bool negated = false;
  std::uint16_t pending = kNobody;  ///< first item without an activity so far
  std::uint16_t united = kNobody;   ///< first item that shares the last activity
};

void ScopeParser::resolve(Group const& group) {
  Sweep sweep;
  auto const host = group.host;
  auto const bracketed = &group != groups_.data();
  auto const settle = [&](std::uint16_t until) {
    for (auto i = sweep.pending; i != until && i != kNobody; i = parts_[i].next_in_group) {
      if (parts_[i].resolved) continue;
      // 汽车销售、配件: what trails behind is sold too; but 旅店服务、百货 is no service.
      auto const carries = (sweep.last & kServing) == 0 ? sweep.last : ActivitySet{0};
      items_[i].activities = sweep.header != 0 ? sweep.header : carries;
      parts_[i].resolved = true;
    }
    sweep.pending = kNobody;
  };
  // Gives `set`, an activity after its things, to the items that wait for one, back to where the list begins. A comma
  // is only looked behind when the list is made with commas throughout.
  auto const give_back = [&](std::uint16_t until, ActivitySet set) {
    if (sweep.pending == kNobody) return until;
    auto first = sweep.pending;
    auto listed = false;
    for (auto i = sweep.pending; i != until; i = parts_[i].next_in_group) {
      if (parts_[i].after == Mark::kList) listed = true;
      if (parts_[i].after == Mark::kComma && listed) {
        first = parts_[i].next_in_group;
        listed = false;
      }
    }
    if (first != sweep.pending) {
      auto const from = first;
      settle(from);
    }
    for (auto i = first; i != until; i = parts_[i].next_in_group) {
      if (parts_[i].resolved) continue;
      items_[i].activities = set;
      parts_[i].resolved = true;
    }
    sweep.pending = kNobody;
    return first;
  };

  auto before = kNobody;
  auto section = group.first;
  for (auto k = group.first; k != kNobody; before = k, k = parts_[k].next_in_group) {
    auto& item = items_[k];
    auto& part = parts_[k];
    auto const mark = before == kNobody ? Mark::kStrong : parts_[before].after;
    if (mark >= Mark::kStrong) {
      settle(k);
      auto const header = mark == Mark::kStop ? ActivitySet{0} : sweep.header;
      sweep = Sweep{};
      sweep.header = header;
      section = k;
    }
    if (part.permission) {
      item.standing = Standing::kPermitted;
      item.activities = static_cast<ActivitySet>(part.lead | part.trail);
      part.resolved = true;
      continue;
    }
    if (part.planned) item.standing = Standing::kPermitted;
    if (part.negates_after) {
      sweep.negated = true;
    } else if (!bracketed && (part.lead != 0 || (part.trail != 0 && mark == Mark::kComma))) {
      sweep.negated = false;
    }
    if (sweep.negated || part.negates_before) {
      item.standing = Standing::kNegated;
      if (part.negates_before && bracketed) {
        for (auto i = section; i != k; i = parts_[i].next_in_group) items_[i].standing = Standing::kNegated;
      }
      // 化工产品(不含危险品)… also without brackets: what waits still gets the activity that ends this item.
      if (part.trail != 0) give_back(k, part.trail);
      item.activities = static_cast<ActivitySet>(part.lead | part.trail);
      part.resolved = true;
      continue;
    }
    if (is_pure(k)) {
      part.resolved = true;
      item.activities = part.lead;
      if (part.after == Mark::kColon) {
        settle(k);
        sweep.header = static_cast<ActivitySet>(sweep.run | part.lead);
        sweep.header_here = true;
        sweep.run = sweep.forward = sweep.last = 0;
        sweep.united = kNobody;
        continue;
      }
      auto const has_before = sweep.pending != kNobody || sweep.united != kNobody;
      auto const belongs_ahead =
          next_leads(k) && (sweep.united == kNobody || mark == Mark::kComma || sweep.forward != 0);
      if (!has_before || belongs_ahead) {
        sweep.run = static_cast<ActivitySet>(sweep.run | part.lead);
      } else if (sweep.pending != kNobody && sweep.united == kNobody) {
        sweep.united = give_back(k, part.lead);
        sweep.last = part.lead;
      } else {
        settle(k);
        for (auto i = sweep.united; i != k; i = parts_[i].next_in_group) {
          if (items_[i].standing == Standing::kNegated || is_pure(i) || parts_[i].own) continue;
          items_[i].activities = static_cast<ActivitySet>(items_[i].activities | part.lead);
        }
        sweep.last = static_cast<ActivitySet>(sweep.last | part.lead);
      }
    } else if (part.lead != 0) {
      settle(k);
      sweep.forward = static_cast<ActivitySet>(sweep.run | part.lead | part.trail);
      sweep.run = 0;
      item.activities = sweep.last = sweep.forward;
      part.resolved = true;
      sweep.united = k;
      if (part.after == Mark::kColon) {
        sweep.header = sweep.forward;
        sweep.header_here = true;
      }
    } else if (part.trail != 0) {
      auto const set = static_cast<ActivitySet>(part.trail | sweep.run);
      sweep.united = give_back(k, set);
      item.activities = sweep.last = set;
      part.resolved = true;
      sweep.run = sweep.forward = 0;
      if (part.after == Mark::kColon) {
        sweep.header = set;
        sweep.header_here = true;
      }
    } else if (part.lead_end >= item.end || (part.trail_begin <= item.begin)) {
      // 一般项目: nothing but words without meaning.
      part.resolved = true;
      if (part.after == Mark::kColon) {
        settle(k);
        sweep = Sweep{};
      }
    } else if (sweep.forward != 0) {
      item.activities = sweep.forward;
      part.resolved = true;
      if (part.after == Mark::kColon) {
        // 销售医疗器械Ⅲ类、Ⅱ类：…；… is a heading as well.
        sweep.header = sweep.forward;
        sweep.header_here = true;
      }
    } else if (sweep.run != 0) {
      item.activities = sweep.last = sweep.forward = sweep.run;
      sweep.run = 0;
      part.resolved = true;
      sweep.united = k;
    } else if (sweep.header != 0 && sweep.header_here) {
      item.activities = sweep.last = sweep.header;
      part.resolved = true;
      if (sweep.united == kNobody) sweep.united = k;
    } else if (sweep.pending == kNobody) {
      sweep.pending = k;
    }
  }
  settle(kNobody);

  if (host == kNobody || !bracketed) return;
  // What stands in brackets is done as what it details is done, and stands no firmer.
  auto only_activities = group.first != kNobody;
  ActivitySet named = 0;
  auto permission = false;
  auto const narrows = group.first != kNobody && parts_[group.first].narrows;
  for (auto k = group.first; k != kNobody; k = parts_[k].next_in_group) {
    if (!is_pure(k) || items_[k].standing != Standing::kStated) only_activities = false;
    named = static_cast<ActivitySet>(named | items_[k].activities);
    permission = permission || parts_[k].permission;
    if (permission && items_[k].standing == Standing::kStated) items_[k].standing = Standing::kPermitted;
    if (items_[k].activities == 0) items_[k].activities = items_[host].activities;
    if (items_[host].standing != Standing::kStated && items_[k].standing == Standing::kStated) {
      items_[k].standing = items_[host].standing;
    }
  }
  if (only_activities && (narrows || items_[host].activities == 0)) items_[host].activities = named;
}

std::vector<ScopeItem> split_scope(std::string_view utf8) {
  static auto const kSet = [] {
    std::vector<std::string> words;
    for (auto const& word : clause_words()) words.emplace_back(word.text);
    return text::PatternSet{words};
  }();
  auto const characters = text::folded(utf8);
  std::vector<ClauseWordHit> hits;
  kSet.find(characters, [&](std::uint32_t word, std::uint32_t begin, std::uint32_t end) {
    hits.push_back({begin, end, static_cast<std::uint16_t>(word)});
  });
  ScopeParser parser;
  return parser.parse(characters, hits);
}

}  // namespace lianzhao::classify
