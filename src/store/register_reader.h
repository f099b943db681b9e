#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/enterprise.h"
#include "store/session.h"

namespace lianzhao::store {

/// An enterprise with the number it has in this register.
struct StoredEnterprise {
  std::int64_t id = 0;
  Enterprise enterprise;
  std::string suggested_code;  ///< a proposal for an invalid credit code; empty when there is none
};

/// Questions to the register. Borrows a session; not shared by threads.
class RegisterReader {
 public:
  explicit RegisterReader(Session& sql) : sql_{sql} {}

  std::int64_t count();
  /// Calls `each` for every enterprise by rising id, in memory that does not grow with the register; false stops. The
  /// enterprise is the same object every time, filled anew.
  void for_each(std::function<bool(StoredEnterprise const&)> const& each);

  std::optional<StoredEnterprise> find(std::int64_t id);
  /// By enterprise_key or an alias of it.
  std::optional<StoredEnterprise> find_key(std::string_view enterprise_key);
  /// By the code as given, valid or not; several enterprises can bear one that is invalid. At most 1,000.
  std::vector<StoredEnterprise> find_code(std::string_view credit_code);
  /// Those whose key is a credit code that begins so (6 to 17 digits and capital letters); at most 100, by code.
  std::vector<StoredEnterprise> find_code_beginning(std::string_view beginning);
  /// In the order asked for; ids that are gone are left out. At most 10,000.
  std::vector<StoredEnterprise> find_all(std::span<std::int64_t const> ids);

  /// When the newest import ended, UTC milliseconds; absent when nothing was imported.
  std::optional<std::int64_t> newest_import();
  /// Changes with every import: what derived data is held against.
  std::string fingerprint();

 private:
  Session& sql_;
};

namespace detail {
/// The columns that read_enterprise expects, in its order.
extern std::string_view const kEnterpriseColumns;
void read_enterprise(Rows const&, StoredEnterprise&);
}  // namespace detail

/// A machine's tag as stored.
struct StoredTag {
  std::string node_id;
  double confidence = 0;
};

/// Replaces all machine tags of the register at once, in one transaction: readers see the old ones until `commit`.
class TagWriter {
 public:
  explicit TagWriter(Session& sql);
  void add(std::int64_t enterprise_id, std::string_view node_id, double confidence);
  void commit();

 private:
  Transaction transaction_;
  Bulk bulk_;
};

std::vector<StoredTag> tags_of(Session&, std::int64_t enterprise_id);

}  // namespace lianzhao::store
