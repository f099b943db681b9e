#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/file.h"

namespace lianzhao::pipeline {

/// A CSV file about rows of an import that appears when the first row is added and stays only after `commit`.
class RowLog {
 public:
  RowLog(std::filesystem::path path, std::string header) : path_{std::move(path)}, header_{std::move(header)} {}

  /// Fields are quoted; malformed UTF-8 becomes U+FFFD.
  void add(std::vector<std::string_view> const& fields);
  /// The file, or an empty path when no row was added.
  std::filesystem::path commit();

 private:
  std::filesystem::path path_;
  std::string header_;
  std::unique_ptr<AtomicFile> file_;
  std::string line_;
};

}  // namespace lianzhao::pipeline
