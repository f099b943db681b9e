#include "testkit/temporary_folder.h"

#include <cstdlib>
#include <string>
#include <system_error>

#include "kernel/error.h"

namespace lianzhao::testkit {

TemporaryFolder::TemporaryFolder() {
  auto name = (std::filesystem::temp_directory_path() / "lianzhao-XXXXXX").string();
  LIANZHAO_ASSERT(::mkdtemp(name.data()) != nullptr, "a temporary folder can be made");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace lianzhao::testkit
