#pragma once

#include <string_view>

namespace lianzhao::ingest {

/// Without blanks at both ends: ASCII white space, the ideographic space U+3000, the no-break space U+00A0 and the byte
/// order mark.
std::string_view trimmed(std::string_view);

}  // namespace lianzhao::ingest
