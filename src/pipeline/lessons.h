#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "classify/tagger.h"
#include "domain/chain.h"
#include "kernel/clock.h"
#include "store/data_folder.h"
#include "store/session.h"

namespace lianzhao::pipeline {

/// A verdict that a word learned from.
struct LessonVerdict {
  std::string enterprise_key;
  std::string enterprise;  ///< its name as it is shown (pipeline/shown_name.h)
  bool confirmed = false;  ///< else rejected
  double confidence = 0;   ///< of the tagger that no verdict has taught
  std::optional<std::int64_t> account_id;
  Instant at = 0;
};

/// What users' verdicts taught about a word of a node (classify/word_trust.h).
struct Lesson {
  std::string node;  ///< "chain/node"
  std::string word;
  double before = 0;  ///< mean confidence of the tags it was judged on
  double after = 0;   ///< what such a tag has now
  double log_odds = 0;
  std::vector<LessonVerdict> verdicts;  ///< by enterprise
};

/// From the verdicts in force on enterprises and nodes that are still there, by node and word, drawn from the words
/// that were judged: what an enterprise's register row says since teaches nothing. Tags that users added teach nothing:
/// no word caused them. Pure in the verdicts: taking one back takes its lesson back.
/// @param workspace where the verdicts are; @param register_session where the enterprises they name are.
std::vector<Lesson> lessons_from_verdicts(store::Session& workspace, store::Session& register_session,
                                          ChainLibrary const&);

/// The lessons a data folder teaches: none where nobody has worked yet, or where they are switched off.
std::vector<Lesson> read_lessons(store::DataFolder const&, store::Database& register_database, ChainLibrary const&);

/// Whether builds heed verdicts. A small file in the folder says when not.
bool lessons_in_force(store::DataFolder const&);
void set_lessons_in_force(store::DataFolder const&, bool);

/// Lessons as a snapshot keeps them, and as the tagger takes them: a line of node, word and log-odds each.
std::string lessons_text(std::vector<Lesson> const&);
/// Lines that cannot be read are passed over.
std::vector<classify::WordTrust> trust_from_text(std::string_view);

}  // namespace lianzhao::pipeline
