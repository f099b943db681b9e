#include "serve/handlers/mentions.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "kernel/error.h"
#include "serve/mentions.h"
#include "store/free_text_repository.h"
#include "text/utf8.h"

namespace lianzhao::serve {

namespace {

constexpr std::size_t kAround = 60;

/// At most kAround bytes, without cutting a character.
std::string head(std::string_view text) {
  auto end = std::min(text.size(), kAround);
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string{text.substr(0, end)};
}

std::string tail(std::string_view text) {
  auto begin = text.size() - std::min(text.size(), kAround);
  while (begin < text.size() && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) ++begin;
  return std::string{text.substr(begin)};
}

}  // namespace

api::MentionPage FindMentions::operator()(api::FindMentionsParams const&, api::MentionsRequest const& body,
                                          Call& call) const {
  constexpr std::int64_t kMost = 500;
  auto sql = workspace.database.reader();
  auto texts = store::FreeTextRepository{sql};
  api::MentionPage page;
  for (auto const& word : body.words) {
    auto const found = texts.find(word, call.viewer.zones, kMost + 1);
    page.more = page.more || std::ssize(found) > kMost;
    for (auto const& text : found) {
      if (std::ssize(page.items) >= kMost) break;
      auto const places = mentions_of(text.text, word);
      if (places.empty()) continue;
      auto const all = std::string_view{text.text};
      auto const [begin, end] = places.front();
      page.items.push_back({text.place, text.id, text.noun, text.of, text.zone_id, word, tail(all.substr(0, begin)),
                            std::string{all.substr(begin, end - begin)}, head(all.substr(end)), std::ssize(places)});
    }
  }
  return page;
}

void MaskMention::operator()(api::MaskMentionParams const&, api::MaskRequest const& body, Call& call) const {
  // A quote would end the text in which the history keeps its facts.
  if (body.word.find_first_of("\"\\") != std::string::npos) {
    throw invalid_input("bad_word", "the word must not contain quotes or backslashes");
  }
  auto change = Change{workspace, call.viewer, api::MaskMention::kId};
  auto texts = store::FreeTextRepository{change.sql()};
  auto text = texts.get(body.place, body.id, call.viewer.zones);
  if (!text || mentions_of(text->text, body.word).empty()) {
    throw not_found("mention_not_found", "the word is not there any more; search again");
  }
  text->text = masked(text->text, body.word);
  texts.put(*text);
  // Where, but not what: the audit holds no personal value.
  change.note(text->noun, text->of, 1, fmt::format("{}:{}", text->place, text->id));
  change.commit();
}

}  // namespace lianzhao::serve
