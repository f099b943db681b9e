#pragma once

#include <string_view>

namespace lianzhao::embedded {

/// A file compiled into the binary (cmake/EmbedFiles.cmake).
struct File {
  std::string_view name;   ///< relative to the root it was embedded from: "biomedicine.yaml"
  std::string_view bytes;  ///< valid for the whole run
};

}  // namespace lianzhao::embedded
