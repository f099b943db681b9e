#pragma once

#include <string_view>

namespace lianzhao::radar {

/// What a file that holds no page is by its first bytes: "a PDF", "a Word, Excel or ZIP file", "a picture" …; empty
/// where it may be a page.
std::string_view kind_of_file(std::string_view bytes);

/// Whether a decoded page is text: fewer than a tenth of its characters are ones that nobody writes. Looks at its first
/// 64 kB; an empty page is text.
bool is_text(std::string_view utf8);

}  // namespace lianzhao::radar
