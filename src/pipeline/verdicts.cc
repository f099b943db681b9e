#include "pipeline/verdicts.h"

#include <fmt/format.h>

#include "kernel/hash.h"
#include "store/register_reader.h"
#include "store/workspace_repository.h"

namespace lianzhao::pipeline {

std::shared_ptr<atlas::Atlas const> with_verdicts(std::shared_ptr<atlas::Atlas const> atlas, store::Session& workspace,
                                                  store::Session& register_session, ChainLibrary const& library) {
  auto const verdicts = store::WorkspaceRepository{workspace}.verdicts();
  store::RegisterReader enterprises{register_session};
  std::vector<atlas::TagEdit> edits;
  std::string said;
  std::string key;
  std::optional<std::int64_t> id;
  for (auto const& verdict : verdicts) {
    if (verdict.enterprise_key != key) {
      key = verdict.enterprise_key;
      auto const stored = enterprises.find_key(key);
      id = stored ? std::optional{stored->id} : std::nullopt;
    }
    auto const node = library.find_node(verdict.node_id);
    if (!id || !node) continue;
    edits.push_back({static_cast<std::uint32_t>(*id), *node, verdict.verdict != "rejected"});
    said += fmt::format("{}|{}|{}\n", key, verdict.node_id, verdict.verdict);
  }
  if (edits.empty()) return atlas;
  return atlas->with_edits(library, edits, fmt::format("{:016x}", stable_hash(said)));
}

}  // namespace lianzhao::pipeline
