#pragma once

#include <string>
#include <string_view>

namespace lianzhao::radar {

/// A page's bytes as UTF-8, by declaration and by evidence: a byte order mark,
/// well-formed UTF-8, then the declared encoding (meta, XML declaration, or
/// `declared` from a header), then whichever of GB18030, Big5 and Windows-1252
/// makes the most ordinary text. A page in UTF-8 with a few broken bytes stays
/// UTF-8. What cannot be decoded is U+FFFD.
std::string decode_page(std::string_view bytes, std::string_view declared = {});

}  // namespace lianzhao::radar
