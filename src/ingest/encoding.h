#pragma once

#include <string>
#include <string_view>

namespace lianzhao::ingest {

enum class Encoding : unsigned char { kUtf8, kGb18030, kUtf16Le, kUtf16Be };

/// The encoding of a text by its first bytes: a byte order mark, else what they can be. `mark_size` gets the length of
/// the mark. ASCII counts as UTF-8; so does what is neither, to be decided line by line.
Encoding detect_encoding(std::string_view first_bytes, std::size_t& mark_size);

/// Bytes of a record as UTF-8.
struct Decoded {
  std::string_view text;  ///< the input itself, or `buffer`
  bool ok = true;         ///< false when the bytes are in neither encoding; `text` then has U+FFFD in it
  bool foreign = false;   ///< in another encoding than the file's
};

/// Decodes one record of a file in `encoding` (UTF-8 or GB18030), trying the other where it does not fit: registers are
/// pasted together from several systems. Short GB18030 that happens to be well-formed UTF-8 stays GB18030.
Decoded decode_record(std::string_view bytes, Encoding encoding, std::string& buffer);

/// Transcodes a whole UTF-16 text.
std::string utf8_from_utf16(std::string_view bytes, bool little_endian);

}  // namespace lianzhao::ingest
