#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "domain/enterprise.h"
#include "kernel/progress.h"
#include "store/session.h"

namespace lianzhao::store {

/// What adding an enterprise came to.
enum class Arrival : std::uint8_t {
  kAccepted,   ///< it was not there
  kUpdated,    ///< it was there and something about it is new
  kDuplicate,  ///< it was there and this says nothing new
};

/// Loads enterprises into the register in one transaction: everything up to `commit` or, when the process dies or the
/// disk fills, nothing.
///
/// The same enterprise is recognised by enterprise_key; else by `match_key` (name and city), when exactly one
/// enterprise has it and one of the two has no code as good as the other's. Then the stored enterprise_key stays what
/// it is and the other one is remembered as its alias. New values replace stored ones, blank ones do not.
///
/// Former names count likewise, where `KeyOfName` is given: a row without a code finds the one enterprise that was
/// called so in its city, where none is called so now; it is older than the renaming, so it fills what is blank and
/// replaces nothing. A row that brings former names finds the one enterprise without a code that is called by one.
///
/// Keeps some 40 bytes an enterprise in memory; rows of the register are read only where one changes.
class RegisterWriter {
 public:
  /// Makes the `match_key` of a name in a region.
  using KeyOfName = std::function<std::string(std::string_view name, RegionCode region)>;

  /// Begins the transaction and reads the keys that are there.
  explicit RegisterWriter(Session& session, Progress progress = {}, KeyOfName key_of_name = {});
  RegisterWriter(RegisterWriter const&) = delete;
  RegisterWriter& operator=(RegisterWriter const&) = delete;
  ~RegisterWriter();

  Arrival add(Enterprise const& enterprise, std::string_view match_key, std::string_view suggested_code = {});

  /// Builds the indexes and makes the import visible.
  void commit();

 private:
  struct Slot;
  class KeyTable;
  struct Known;

  Arrival place(Enterprise const& enterprise, std::string_view match_key, std::string_view suggested_code);
  /// Of the enterprise that is the row's by a former name, else 0.
  std::uint32_t find_by_former_name(Enterprise const& enterprise, std::uint64_t match, std::uint8_t strength);
  bool is_former_name(Enterprise const& stored, std::uint64_t match) const;
  void remember_former_names(Enterprise const& enterprise, std::uint32_t id);
  Arrival merge(std::uint32_t id, Enterprise const& enterprise, std::uint64_t match, std::string_view suggested_code);
  void insert(std::uint32_t id, Enterprise const& enterprise, std::uint64_t match, std::uint64_t content,
              std::string_view suggested_code);
  void flush();
  void load_keys();

  Session& session_;
  Progress progress_;
  KeyOfName key_of_name_;
  Transaction transaction_;
  std::unique_ptr<Known> known_;
  std::unique_ptr<Bulk> bulk_;
  bool first_load_ = false;
  std::int64_t accepted_ = 0;
  std::int64_t updated_ = 0;
  std::int64_t duplicates_ = 0;
};

}  // namespace lianzhao::store
