#include "pipeline/lessons.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "classify/tagger_buffers.h"
#include "classify/word_trust.h"
#include "kernel/file.h"
#include "pipeline/shown_name.h"
#include "store/register_reader.h"
#include "store/workspace_repository.h"
#include "text/folded_text.h"

namespace lianzhao::pipeline {

namespace {

std::filesystem::path switch_of(store::DataFolder const& folder) {
  return folder.path / "lessons-off";
}

/// A word of a node, however it was written.
std::pair<std::string, std::u16string> spelling(std::string const& node, std::string_view word) {
  auto const folded = text::folded(word);
  return {node, {folded.begin(), folded.end()}};
}

}  // namespace

std::vector<Lesson> lessons_from_verdicts(store::Session& workspace, store::Session& register_session,
                                          ChainLibrary const& library) {
  // What the tagger says by itself: lessons that stood on lessons would never come to rest.
  classify::Tagger const untaught{library};
  classify::Tagger::Buffers buffers;
  store::RegisterReader enterprises{register_session};
  std::vector<classify::JudgedTag> judged;
  std::map<std::pair<std::string, std::u16string>, std::vector<LessonVerdict>> verdicts_on;
  std::optional<store::StoredEnterprise> stored;
  std::string key;
  for (auto const& verdict : store::WorkspaceRepository{workspace}.verdicts()) {
    if (verdict.verdict == "added") continue;
    auto const node = library.find_node(verdict.node_id);
    if (!node) continue;
    if (verdict.enterprise_key != key) {
      key = verdict.enterprise_key;
      stored = enterprises.find_key(key);
    }
    if (!stored) continue;
    auto const& e = stored->enterprise;
    auto const confirmed = verdict.verdict == "confirmed";
    // What was judged are the words of that day; of what a register says since, nobody has said anything.
    auto const judged_text =
        verdict.judged.value_or(store::JudgedText{e.name, e.business_scope, e.products, e.industry_code});
    auto tag = classify::judged_tag(verdict.node_id,
                                    untaught.explain({judged_text.name, judged_text.business_scope,
                                                      judged_text.products, judged_text.industry_code},
                                                     *node, buffers),
                                    confirmed);
    if (tag.words.empty()) continue;
    for (auto const& word : tag.words) {
      verdicts_on[spelling(tag.node, word)].push_back(
          {key, shown_name(e), confirmed, tag.confidence, verdict.account_id, verdict.at});
    }
    judged.push_back(std::move(tag));
  }

  std::vector<Lesson> lessons;
  for (auto const& trust : classify::trust_from_verdicts(judged)) {
    Lesson lesson{trust.node, trust.word,     0,
                  0,          trust.log_odds, std::move(verdicts_on.at(spelling(trust.node, trust.word)))};
    for (auto const& verdict : lesson.verdicts) {
      lesson.before += verdict.confidence / static_cast<double>(lesson.verdicts.size());
    }
    auto const before = std::clamp(lesson.before, 1e-4, 1 - 1e-4);
    lesson.after = 1 / (1 + std::exp(-lesson.log_odds) * (1 - before) / before);
    lessons.push_back(std::move(lesson));
  }
  return lessons;
}

std::vector<Lesson> read_lessons(store::DataFolder const& folder, store::Database& register_database,
                                 ChainLibrary const& library) {
  if (!lessons_in_force(folder)) return {};
  // A register alone is enough to build from; there is nothing to learn where nobody has signed in yet.
  if (folder.database.empty() && !std::filesystem::exists(folder.path / "workspace.db")) return {};
  auto const database = store::open_workspace(folder);
  auto workspace = database->reader();
  auto enterprises = register_database.reader();
  return lessons_from_verdicts(workspace, enterprises, library);
}

bool lessons_in_force(store::DataFolder const& folder) {
  return !std::filesystem::exists(switch_of(folder));
}

void set_lessons_in_force(store::DataFolder const& folder, bool in_force) {
  if (in_force) {
    std::filesystem::remove(switch_of(folder));
  } else {
    std::filesystem::create_directories(folder.path);
    write_file_atomically(switch_of(folder), "`lianzhao lessons on` removes this file\n");
  }
}

std::string lessons_text(std::vector<Lesson> const& lessons) {
  std::string text;
  for (auto const& lesson : lessons) text += fmt::format("{}\t{}\t{:.6f}\n", lesson.node, lesson.word, lesson.log_odds);
  return text;
}

std::vector<classify::WordTrust> trust_from_text(std::string_view text) {
  std::vector<classify::WordTrust> trust;
  while (!text.empty()) {
    auto const line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    auto const first = line.find('\t');
    auto const second = line.find('\t', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) continue;
    double log_odds = 0;
    auto const [end, error] = std::from_chars(line.data() + second + 1, line.data() + line.size(), log_odds);
    if (error != std::errc{} || end != line.data() + line.size()) continue;
    trust.push_back(
        {std::string{line.substr(0, first)}, std::string{line.substr(first + 1, second - first - 1)}, log_odds});
  }
  return trust;
}

}  // namespace lianzhao::pipeline
