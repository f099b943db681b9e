#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "store/session.h"

namespace lianzhao::store {

/// Ids of enterprises whose name, former names, scope or products contain every word (divided by blanks), or whose
/// credit code is the text; rising, at most `limit`. Reads the register until it has them: time grows with its size.
std::vector<std::int64_t> find_ids_by_words(Session&, std::string_view words, std::size_t limit);

/// The texts of an enterprise that are searched. Valid until the next one is read.
struct RegisterTexts {
  std::string_view name;
  std::string_view business_scope;
  std::string_view products;
  std::string_view former_names = {};
};

/// Calls `each` for every enterprise by rising id, in memory that does not grow with the register.
void for_each_text(Session&, std::function<void(std::int64_t id, RegisterTexts const&)> const& each);

/// Texts of single enterprises, a few microseconds each. Borrows a session.
class TextReader {
 public:
  explicit TextReader(Session& sql);
  std::optional<RegisterTexts> find(std::int64_t id);

 private:
  Statement statement_;
  std::optional<Rows> rows_;
};

}  // namespace lianzhao::store
