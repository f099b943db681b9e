#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "serve/viewer.h"
#include "store/data_folder.h"
#include "store/workspace_repository.h"

namespace lianzhao::serve {

/// DIR/documents/ab/abcdef…: the same bytes are kept once.
std::filesystem::path document_file(store::DataFolder const&, std::string_view hash);

/// Moves the file in. The type is told from its first bytes, not from its name: pictures, PDF, Office and plain text.
/// @throws Failure "document_type" for anything else, "empty_file".
store::DocumentRow store_document(store::Database& workspace, store::DataFolder const&, Viewer const&,
                                  std::string_view name, std::filesystem::path const& file);

/// His own, or evidence in a dispute that he sees.
/// @throws Failure "document_not_found", also when it is somebody else's: whether it exists is nobody's business.
store::DocumentRow find_document(store::Database& workspace, Viewer const&, std::int64_t id);

}  // namespace lianzhao::serve
