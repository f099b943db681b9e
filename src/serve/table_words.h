#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/lifecycle_rules.h"

namespace lianzhao::serve {

/// A code of the contract with the words people write for it in tables.
struct SheetWord {
  std::string code;
  std::string zh;                     ///< as the pages say it
  std::string en;                     ///< likewise
  std::vector<std::string> variants;  ///< are read, never written
};

/// An enumeration of the contract that stands in tables: its words are those of the pages, from the message catalogue.
struct WordList {
  std::string_view name;
  std::string_view messages;  ///< what its words stand under: "page.lead.state_"
  std::vector<std::string_view> codes;
};

std::span<WordList const> word_lists();
/// Of one of word_lists(), in the order of the contract.
std::span<SheetWord const> words_of(std::string_view list);
/// The stages by the names of their gates.
std::vector<SheetWord> stage_words(LifecycleRules const&);
/// What else is written for a code, from reference/table_words.tsv: words of neighbouring systems and of older tables.
std::vector<std::string> variants_of(std::string_view list, std::string_view code);
/// Whether the text is the code or one of its words; letters may be small or capital.
bool means(SheetWord const&, std::string_view text);

}  // namespace lianzhao::serve
