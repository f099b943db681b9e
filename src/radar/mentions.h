#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "radar/events.h"
#include "radar/project_names.h"
#include "radar/sentences.h"
#include "text/amount.h"

namespace lianzhao::radar {

enum class MentionKind : std::uint8_t {
  kProject,  ///< a project by its name
  kGroup,    ///< so many projects
  kAnaphor,  ///< 该项目, or 项目 alone at the start of a clause: the one spoken
             ///< of before
};

/// Where a sentence speaks of projects.
struct Mention {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  MentionKind kind = MentionKind::kProject;
  Span span;  ///< the name; for a group the words that count
  std::int64_t count = 0;
  bool with_next = false;      ///< a list goes on: what is said of the next mention
                               ///< holds for it too
  bool part = false;           ///< of a group, after 其中
  bool in_list = false;        ///< stands in a list of projects
  bool sector = false;         ///< says an industry only: 新材料项目
  std::size_t listed = kNone;  ///< the mention that counts the list this one stands in: 7个项目, 包括…
  std::vector<EventPart> parts;
  std::vector<Span> part_spans;
};

/// Mentions of a sentence, from left to right. `amounts` are the quantities of
/// the sentence.
std::vector<Mention> find_mentions(std::u16string_view folded, Span sentence,
                                   std::vector<text::Quantity> const& amounts);

}  // namespace lianzhao::radar
