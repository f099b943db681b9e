#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "kernel/clock.h"

namespace lianzhao::search {

/// Texts of an enterprise on their way into an index.
struct EnterpriseTexts {
  std::uint32_t enterprise_id;
  std::string_view name;
  std::string_view business_scope;
  std::string_view products;
  std::string_view former_names = {};
};

/// Collects texts in any order and writes an index. Takes about 700 MB, and 8 bytes an enterprise, however many there
/// are; what does not fit lies in a nameless file in `scratch`. Works with several threads, is not shared by any.
class SearchIndexBuilder {
 public:
  /// `by_importance`: enterprise numbers, dense, the most important first; fewer than 2^31.
  SearchIndexBuilder(std::vector<std::uint32_t> by_importance, std::filesystem::path const& scratch);
  ~SearchIndexBuilder();

  /// Each enterprise once; those that are not in the order are left out.
  /// @throws Failure "file_unwritable", as on a full disk.
  void add(std::span<EnterpriseTexts const> texts);

  /// The file appears whole or not at all. The builder is spent.
  void write(std::filesystem::path const&, std::string_view register_fingerprint, Instant built_at);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lianzhao::search
