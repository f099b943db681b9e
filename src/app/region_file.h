#pragma once

#include <filesystem>
#include <string>

namespace lianzhao::app {

/// A file of shapes, plain or gzip, whole. One byte past the reader's limit is enough for it to refuse.
/// @throws Failure "file_unreadable", and what is wrong with a damaged gzip.
std::string read_region_file(std::filesystem::path const&);

}  // namespace lianzhao::app
