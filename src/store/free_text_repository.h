#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/session.h"

namespace lianzhao::store {

/// Something people wrote, and what it belongs to.
struct FreeText {
  std::string place;  ///< table and column: "lead.contact"
  std::int64_t id = 0;
  std::string noun;     ///< "lead", "project" or "campaign"
  std::int64_t of = 0;  ///< its number
  std::string zone_id;
  std::string text;
};

/// SQL of all that is written freely in the workspace: notes, reasons, contacts, answers. Borrows a session.
class FreeTextRepository {
 public:
  explicit FreeTextRepository(Session& sql) : sql_{sql} {}

  /// Texts that hold the word, ASCII letters without regard to case and digits also when blanks or hyphens stand
  /// between them; place by place, at most `limit`. `zones` empty: all.
  std::vector<FreeText> find(std::string_view word, std::span<std::string const> zones, std::int64_t limit);
  /// Absent for an unknown place, and for a text that is not there or not of these zones.
  std::optional<FreeText> get(std::string_view place, std::int64_t id, std::span<std::string const> zones);
  void put(FreeText const&);

 private:
  Session& sql_;
};

}  // namespace lianzhao::store
