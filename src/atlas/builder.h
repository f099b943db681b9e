#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "atlas/atlas.h"

namespace lianzhao::atlas {

/// One enterprise on its way into a snapshot.
struct BuilderRow {
  std::uint32_t enterprise_id;  ///< dense: the snapshot has a column over 0…largest
  RegionCode region_code = kUnknownRegion;
  std::optional<DayNumber> founded;
  std::optional<std::int64_t> registered_capital_fen;
  EnterpriseStatus status = EnterpriseStatus::kUnknown;
  std::span<NodeTag const> tags;         ///< each node once
  std::span<std::uint16_t const> zones;  ///< positions in the builder's zone list
  bool branch = false;                   ///< of another enterprise: 分公司, 门市部, …
};

/// Collects rows in any order and writes a snapshot. About 40 bytes a row in memory, twice that while writing.
/// Not shared by threads.
class AtlasBuilder {
 public:
  AtlasBuilder(ChainLibrary const&, std::vector<std::string> zone_ids);
  ~AtlasBuilder();

  /// At most 2^32 - 1 rows.
  void add(BuilderRow const&);
  std::size_t size() const;

  /// Sorts and writes; the file appears whole or not at all. The builder is spent.
  void write(std::filesystem::path const&, Provenance const&);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lianzhao::atlas
