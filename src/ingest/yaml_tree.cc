#include "ingest/yaml_tree.h"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

namespace lianzhao::ingest {

namespace {

using Kind = YamlValue::Kind;

/// Bytes of the valid UTF-8 sequence at `at`, 0 when there is none.
std::size_t sequence_size(std::string_view text, std::size_t at) {
  auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  auto const lead = byte(at);
  if (lead < 0x80) return 1;
  std::size_t const size = lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
  if (size == 0 || lead > 0xF4 || at + size > text.size()) return 0;
  for (std::size_t i = 1; i < size; ++i)
    if ((byte(at + i) & 0xC0) != 0x80) return 0;
  auto const second = byte(at + 1);
  if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90) ||
      (lead == 0xF4 && second > 0x8F))
    return 0;
  return size;
}

/// Builds the tree from the parser's events, which come before anything is copied or resolved.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(YamlLimits const& limits, YamlFault& fault) : limits_{limits}, fault_{fault} {}

  void OnDocumentStart(YAML::Mark const&) override {}
  void OnDocumentEnd() override {}
  void OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) override { add(mark, anchor, Kind::kNull, {}); }
  void OnAlias(YAML::Mark const& mark, YAML::anchor_t) override { refuse_alias(mark.line + 1); }
  void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                std::string const& value) override {
    // A plain ~ or nothing comes as a scalar with the tag "?"; a quoted one has "!".
    auto const null = tag == "?" && (value.empty() || value == "~" || value == "null");
    add(mark, anchor, null ? Kind::kNull : Kind::kScalar, value);
  }
  void OnSequenceStart(YAML::Mark const& mark, std::string const&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, anchor, Kind::kSequence);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(YAML::Mark const& mark, std::string const&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, anchor, Kind::kMap);
  }
  void OnMapEnd() override { close(); }

  YamlValue take() { return std::move(root_); }

 private:
  struct Stop {};  // unwinds the parser; caught in read_yaml_tree
  friend std::optional<YamlValue> ingest::read_yaml_tree(std::string_view, YamlFault&, YamlLimits const&);

  struct Open {
    YamlValue value;
    std::optional<YamlValue> key;  ///< of a map, waiting for its value
  };

  [[noreturn]] void stop(int line, std::string code, std::string message, std::string way_out) {
    fault_ = {line, std::move(code), std::move(message), std::move(way_out)};
    throw Stop{};
  }
  [[noreturn]] void refuse_alias(int line) {
    stop(line, "alias_refused", "anchors (&name) and aliases (*name) are not taken",
         "write the value out where it is used; quote a text that begins with & or *");
  }

  void count(YAML::Mark const& mark, YAML::anchor_t anchor) {
    if (anchor != 0) refuse_alias(mark.line + 1);
    if (++values_ > limits_.values)
      stop(mark.line + 1, "over_limit", fmt::format("more than {} values in one file", limits_.values),
           "split the file");
  }
  void add(YAML::Mark const& mark, YAML::anchor_t anchor, Kind kind, std::string text) {
    count(mark, anchor);
    YamlValue value;
    value.kind = kind;
    value.line = mark.line + 1;
    value.text = std::move(text);
    place(std::move(value));
  }
  void open(YAML::Mark const& mark, YAML::anchor_t anchor, Kind kind) {
    count(mark, anchor);
    if (open_.size() >= limits_.depth)
      stop(mark.line + 1, "over_limit", fmt::format("nested deeper than {} levels", limits_.depth),
           "a chain needs no more than four levels; look for a wrong indent or bracket");
    open_.emplace_back();
    open_.back().value.kind = kind;
    open_.back().value.line = mark.line + 1;
  }
  void close() {
    auto value = std::move(open_.back().value);
    open_.pop_back();
    place(std::move(value));
  }
  void place(YamlValue value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return;
    }
    auto& top = open_.back();
    if (top.value.kind == Kind::kSequence) {
      top.value.items.push_back(std::move(value));
    } else if (top.key) {
      top.value.entries.push_back({std::move(*top.key), std::move(value)});
      top.key.reset();
    } else {
      if (value.kind != Kind::kScalar)
        stop(value.line, "bad_yaml", "a key must be a word", "write `key: value` with a plain word before the colon");
      top.key = std::move(value);
    }
  }

  YamlLimits const& limits_;
  YamlFault& fault_;
  std::size_t values_ = 0;
  std::vector<Open> open_;
  YamlValue root_;
};

}  // namespace

YamlValue const* YamlValue::find(std::string_view key) const {
  auto const found = std::find_if(entries.begin(), entries.end(), [&](auto const& e) { return e.key.text == key; });
  return found == entries.end() ? nullptr : &found->value;
}

std::optional<YamlValue> read_yaml_tree(std::string_view text, YamlFault& fault, YamlLimits const& limits) {
  if (text.size() > limits.bytes) {
    fault = {1, "over_limit", fmt::format("{} bytes, the limit is {}", text.size(), limits.bytes), "split the file"};
    return std::nullopt;
  }
  int line = 1;
  for (std::size_t at = 0; at < text.size();) {
    auto const size = sequence_size(text, at);
    if (size == 0 || text[at] == '\0') {
      fault = {line, "bad_encoding", size == 0 ? "a byte that is not UTF-8" : "a NUL byte",
               "save the file as UTF-8 text"};
      return std::nullopt;
    }
    if (text[at] == '\n') ++line;
    at += size;
  }
  TreeBuilder builder{limits, fault};
  try {
    std::istringstream stream{std::string{text}};
    YAML::Parser parser{stream};
    if (!parser.HandleNextDocument(builder)) {
      fault = {1, "bad_yaml", "the file is empty", "start from docs/chain-library.md"};
      return std::nullopt;
    }
    auto tree = builder.take();
    TreeBuilder second{limits, fault};
    if (parser.HandleNextDocument(second)) {
      fault = {line, "bad_yaml", "a second document (---) follows the first", "one file holds one document"};
      return std::nullopt;
    }
    return tree;
  } catch (TreeBuilder::Stop const&) {
    return std::nullopt;
  } catch (YAML::Exception const& error) {
    fault = {std::clamp(error.mark.line + 1, 1, line), "bad_yaml", error.msg,
             "check indent, colons, brackets and quotes on this line and the one before"};
    return std::nullopt;
  }
}

}  // namespace lianzhao::ingest
