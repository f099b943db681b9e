#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/clock.h"
#include "store/session.h"

namespace lianzhao::store {

struct DocumentRow {
  std::int64_t id = 0;
  std::string hash;
  std::string name;
  std::string media_type;
  std::int64_t size_bytes = 0;
  std::optional<std::int64_t> account_id;
};

/// A user's word on a tag. The newest that is not undone counts.
/// The words of an enterprise that a verdict was given on, as the register had them then.
struct JudgedText {
  std::string name;
  std::string business_scope;
  std::string products;
  std::string industry_code;
};

struct TagVerdict {
  std::string enterprise_key;
  std::string node_id;
  std::string verdict;  ///< "confirmed", "rejected", "added"
  std::optional<std::int64_t> account_id;
  Instant at = 0;
  std::optional<JudgedText> judged;  ///< absent in verdicts of before it was kept
};

/// SQL of documents and verdicts. Borrows a session.
class WorkspaceRepository {
 public:
  explicit WorkspaceRepository(Session& sql) : sql_{sql} {}

  std::int64_t add_document(DocumentRow const&);
  std::optional<DocumentRow> find_document(std::int64_t id);

  /// One per node, in force.
  std::vector<TagVerdict> verdicts_of(std::string_view enterprise_key);
  /// All in force, by enterprise and node.
  std::vector<TagVerdict> verdicts();
  /// Changes whenever a verdict is given, replaced or taken back.
  std::string verdict_revision();
  /// Replaces what the users said before; absent takes it back.
  /// @param judged the words it is about.
  void set_verdict(std::string_view enterprise_key, std::string_view node_id, std::optional<std::string> const& verdict,
                   std::optional<std::int64_t> account_id, std::optional<JudgedText> const& judged);

 private:
  Session& sql_;
};

}  // namespace lianzhao::store
