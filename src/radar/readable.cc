#include "radar/readable.h"

#include <array>
#include <utility>

#include "text/utf8.h"

namespace lianzhao::radar {

std::string_view kind_of_file(std::string_view bytes) {
  using namespace std::string_view_literals;
  static constexpr std::array kKinds{std::pair{"%PDF-"sv, "a PDF"sv},
                                     std::pair{"PK\x03\x04"sv, "a Word, Excel or ZIP file"sv},
                                     std::pair{"\xD0\xCF\x11\xE0"sv, "an old Word or Excel file"sv},
                                     std::pair{"{\\rtf"sv, "an RTF file"sv},
                                     std::pair{"\x89PNG"sv, "a picture"sv},
                                     std::pair{"\xFF\xD8\xFF"sv, "a picture"sv},
                                     std::pair{"GIF8"sv, "a picture"sv},
                                     std::pair{"RIFF"sv, "a picture, sound or film"sv},
                                     std::pair{"II*\0"sv, "a picture"sv},
                                     std::pair{"MM\0*"sv, "a picture"sv},
                                     std::pair{"7z\xBC\xAF"sv, "a packed file"sv},
                                     std::pair{"Rar!"sv, "a packed file"sv},
                                     std::pair{"BZh9"sv, "a packed file"sv},
                                     std::pair{"\xFD"
                                               "7zXZ"sv,
                                               "a packed file"sv},
                                     std::pair{"\x28\xB5\x2F\xFD"sv, "a packed file"sv},
                                     std::pair{"\x7F"
                                               "ELF"sv,
                                               "a program"sv},
                                     std::pair{"SQLite format 3"sv, "a database"sv}};
  for (auto const& [mark, kind] : kKinds) {
    if (bytes.starts_with(mark)) return kind;
  }
  return {};
}

bool is_text(std::string_view utf8) {
  constexpr std::size_t kLookedAt = 64'000;
  utf8 = utf8.substr(0, kLookedAt);
  std::size_t all = 0;
  std::size_t unwritten = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    auto const c = text::next_code_point(utf8, at);
    auto const control = (c < 0x20 && (c < 0x09 || c > 0x0D)) || (c >= 0x7F && c < 0xA0);
    auto const nothing = c == 0xFFFD || c == 0xFFFE || c == 0xFFFF || (c >= 0xE000 && c <= 0xF8FF);
    ++all;
    if (control || nothing) ++unwritten;
  }
  return unwritten * 10 <= all;
}

}  // namespace lianzhao::radar
