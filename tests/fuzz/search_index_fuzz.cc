// uses: search text kernel
// Any bytes are an index that answers or a Failure; whole, and as sections of a file whose directory is sound, so that
// the lists behind it are reached.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>

#include <unistd.h>

#include "kernel/error.h"
#include "kernel/file.h"
#include "kernel/section_file.h"
#include "search/find.h"
#include "search/format.h"
#include "search/index.h"

namespace {

using namespace lianzhao;

/// The next piece of the input: two bytes say how long it is.
std::string_view take(std::string_view& input) {
  if (input.size() < 2) return {};
  std::uint16_t size = 0;
  std::memcpy(&size, input.data(), sizeof size);
  auto const piece = input.substr(2, size);
  input.remove_prefix(2 + piece.size());
  return piece;
}

void write_sections(std::filesystem::path const& path, std::string_view input) {
  SectionFileWriter out{path, search::kFileKind};
  out.add("fingerprint/register", "r");
  out.add_number("built_at", 1);
  for (auto const* name : {"document/enterprise_id", "id/document", "name/pair", "name/begin", "name/count",
                           "name/list", "any/pair", "any/begin", "any/count"}) {
    // Columns of whole numbers: what is over is cut off.
    auto const piece = take(input);
    out.add(name, std::string_view{name}.ends_with("list") ? piece : piece.substr(0, piece.size() / 8 * 8));
  }
  out.add("any/list", input);
  out.commit();
}

void ask(std::filesystem::path const& path, std::string_view words) {
  try {
    auto const index = search::SearchIndex::open(path);
    search::Question question;
    question.query = words;
    question.limit = 50;
    question.read = [](std::uint32_t) -> std::optional<search::CurrentTexts> {
      return search::CurrentTexts{"长春电池有限公司", "生产电池", ""};
    };
    auto const hits = search::find(*index, question);
    if (hits.enterprise_ids.size() > question.limit) std::abort();
    if (hits.complete && hits.at_least != hits.enterprise_ids.size()) std::abort();
    static_cast<void>(index->document_of(1));
  } catch (Failure const&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  static auto const kPath = std::filesystem::temp_directory_path() / ("search_index_fuzz." + std::to_string(getpid()));
  auto const bytes = std::string_view{reinterpret_cast<char const*>(data), size};
  auto rest = bytes;
  auto const words = take(rest).substr(0, 60);
  for (auto const query :
       {words, std::string_view{"电池"}, std::string_view{"池"}, std::string_view{"长春电池有限公司"}}) {
    write_file_atomically(kPath, bytes);
    ask(kPath, query);
    write_sections(kPath, rest);
    ask(kPath, query);
  }
  return 0;
}
