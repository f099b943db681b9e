#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lianzhao::radar {

enum class Tag : std::uint8_t {
  kText,
  kRoot,
  kOther,
  kA,
  kAbbr,
  kAddress,
  kArticle,
  kAside,
  kAudio,
  kB,
  kBlockquote,
  kBody,
  kBr,
  kButton,
  kCanvas,
  kCaption,
  kCenter,
  kCite,
  kCode,
  kDd,
  kDetails,
  kDialog,
  kDiv,
  kDl,
  kDt,
  kEm,
  kFieldset,
  kFigcaption,
  kFigure,
  kFont,
  kFooter,
  kForm,
  kH1,
  kH2,
  kH3,
  kH4,
  kH5,
  kH6,
  kHead,
  kHeader,
  kHr,
  kHtml,
  kI,
  kIframe,
  kImg,
  kInput,
  kLabel,
  kLi,
  kLink,
  kMain,
  kMath,
  kMenu,
  kMeta,
  kNav,
  kNoscript,
  kObject,
  kOl,
  kOption,
  kP,
  kPicture,
  kPre,
  kScript,
  kSection,
  kSelect,
  kSmall,
  kSource,
  kSpan,
  kStrong,
  kStyle,
  kSummary,
  kSvg,
  kTable,
  kTbody,
  kTd,
  kTemplate,
  kTextarea,
  kTfoot,
  kTh,
  kThead,
  kTime,
  kTitle,
  kTr,
  kTrack,
  kU,
  kUl,
  kVideo,
  kWbr,
};

/// One element or run of text. Nodes stand in document order, so that the
/// subtree of node i is [i, nodes[i].end).
struct Node {
  Tag tag = Tag::kOther;
  std::uint32_t parent = 0;
  std::uint32_t end = 0;        ///< one past the last node of its subtree
  std::string_view attributes;  ///< raw, between the tag's name and its '>'
  std::string_view text;        ///< of kText: raw, entities not yet replaced; of
                                ///< kScript: its content
};

/// A page as a tree. Views point into the page, which must outlive it.
struct Dom {
  std::vector<Node> nodes;  ///< [0] is the root
  bool truncated = false;   ///< the page was longer than the limits and its rest was left out
};

struct DomLimits {
  std::size_t bytes = 16U << 20U;
  std::size_t nodes = 400'000;
  std::size_t depth = 200;  ///< deeper elements are left out, their text is not
};

/// Builds the tree of any bytes, without recursion. Elements whose end tag HTML
/// lets one leave out (p, li, td, option …) are closed as HTML says; stray end
/// tags are ignored; comments are dropped. O(bytes).
Dom parse_html(std::string_view utf8, DomLimits const& limits = {});

/// The value of an attribute with entities replaced; empty when absent. `name`
/// in small letters.
std::string attribute(Node const&, std::string_view name);
/// Whether it is there, with a value or without (<p hidden>).
bool has_attribute(Node const&, std::string_view name);

/// Appends text with entities replaced and blanks as they are.
void append_unescaped(std::string& out, std::string_view raw);

/// Whether it starts a line of its own.
bool is_block(Tag);

}  // namespace lianzhao::radar
