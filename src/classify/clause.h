#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "classify/activity.h"
#include "text/folded_text.h"

namespace lianzhao::classify {

/// An entry of a business scope ("水泵及配件") with what is done with it. Offsets are code points of the field as
/// given, end exclusive; an item does not own what stands in brackets inside it, that is items of its own.
struct ScopeItem {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  ActivitySet activities = 0;
  Standing standing = Standing::kStated;
  bool bracketed = false;
  std::uint16_t host = 0xFFFF;  ///< of a bracketed item: the item whose brackets it stands in
};

/// An occurrence of clause_words()[word].
struct ClauseWordHit {
  std::uint32_t begin;
  std::uint32_t end;
  std::uint16_t word;
};

/// Splits business scopes as registers write them: lists ("水泵、电机的制造"), headings ("销售：…"), activities
/// before and after their things, brackets that detail, limit or except, boilerplate. A grammar of heuristics:
/// docs/methods/tagging.md states the rules and how often they are right.
///
/// One instance per thread; buffers are reused.
class ScopeParser {
 public:
  /// `hits` are all occurrences of clause words in `text`, in any order. The items partition the text but for marks
  /// and blanks, and stand in order of begin. O(text + hits). Longer texts than 65,000 items are one last item.
  std::vector<ScopeItem> const& parse(std::span<text::FoldedChar const> text, std::span<ClauseWordHit const> hits);

  /// The item that owns code point `at` of the text parsed last; nullptr on marks and blanks.
  ScopeItem const* item_at(std::uint32_t at) const {
    return at < owner_.size() && owner_[at] != kNobody ? &items_[owner_[at]] : nullptr;
  }

  /// Whether what ends at `end` is the thing the item is about, nothing but words without meaning behind it: 医疗器械
  /// in 医疗器械产品的生产, not 药品 in 药品包装机械.
  bool is_head(ScopeItem const& item, std::uint32_t end) const;

  /// Whether the item is more than activities and words without meaning.
  bool names_thing(ScopeItem const& item) const {
    auto const& part = parts_[static_cast<std::size_t>(&item - items_.data())];
    return part.lead_end < item.end && part.trail_begin > item.begin;
  }

  /// Whether the item ends with a service about what stands before it: 药品生产技术咨询, 疫苗生产许可证代办. Its
  /// activities are the service's then.
  bool is_about(ScopeItem const& item) const { return parts_[static_cast<std::size_t>(&item - items_.data())].about; }

  /// What the last word of code points [begin, end) says is done: 中药材种植 is growing, whatever follows. 0 when it
  /// is no activity.
  ActivitySet activity_in(std::uint32_t begin, std::uint32_t end) const;

 private:
  static constexpr std::uint16_t kNobody = 0xFFFF;
  enum class Mark : std::uint8_t { kNone, kList, kComma, kColon, kStrong, kStop };
  struct Part {
    std::uint32_t lead_end = 0;     ///< where leading activities end
    std::uint32_t trail_begin = 0;  ///< where trailing activities begin
    std::uint16_t next_in_group = kNobody;
    ActivitySet lead = 0;
    ActivitySet trail = 0;
    Mark after = Mark::kNone;
    bool negates_after = false;
    bool negates_before = false;
    bool permission = false;
    bool planned = false;
    bool resolved = false;
    bool about = false;    ///< a service about what its item says is done
    bool own = false;      ///< a service that makes things of its own
    bool narrows = false;  ///< 仅限…: in brackets, nothing else is done with what stands before them
  };
  struct Group {
    std::uint16_t first = kNobody;
    std::uint16_t last = kNobody;
    std::uint16_t host = kNobody;
    std::uint16_t current = kNobody;  ///< the item being read
  };
  struct Sweep;  ///< what is known while the items of a group are gone through

  void cut(std::span<text::FoldedChar const> text, std::span<ClauseWordHit const> hits);
  void match_brackets(std::span<text::FoldedChar const> text);
  std::uint16_t open_item(std::uint32_t at, std::uint32_t group);
  void end_item(Group& group, Mark mark);
  void read_ends(std::uint16_t item);
  void resolve(Group const& group);
  bool is_pure(std::uint16_t item) const { return parts_[item].lead_end >= items_[item].end && parts_[item].lead != 0; }
  bool next_leads(std::uint16_t item) const;

  std::vector<ScopeItem> items_;
  std::vector<Part> parts_;
  std::vector<Group> groups_;
  std::vector<std::uint32_t> open_groups_;
  std::vector<std::uint32_t> open_brackets_;
  std::vector<std::uint32_t> closing_;    ///< [text] of an opening bracket: where it closes; 0 none
  std::vector<std::uint16_t> owner_;      ///< [text] item of each code point
  std::vector<std::uint16_t> word_from_;  ///< [text] longest clause word that begins here
  std::vector<std::uint16_t> word_to_;    ///< [text + 1] longest clause word that ends here
  std::vector<std::uint8_t> word_from_size_;
  std::vector<std::uint8_t> word_to_size_;
};

/// For callers without a matcher of their own, and tests.
std::vector<ScopeItem> split_scope(std::string_view utf8);

}  // namespace lianzhao::classify
