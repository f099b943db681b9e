#include "ingest/encoding.h"

#include <algorithm>
#include <memory>
#include <vector>

#include <unicode/ucnv.h>

#include "kernel/error.h"
#include "text/utf8.h"

namespace lianzhao::ingest {

namespace {

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

/// One converter a thread: opening costs more than a record.
UConverter* gb18030() {
  thread_local std::unique_ptr<UConverter, CloseConverter> const kConverter = [] {
    UErrorCode status = U_ZERO_ERROR;
    auto* const opened = ucnv_open("GB18030", &status);
    LIANZHAO_ASSERT(U_SUCCESS(status), "ICU knows GB18030");
    ucnv_setToUCallBack(opened, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    return std::unique_ptr<UConverter, CloseConverter>{opened};
  }();
  return kConverter.get();
}

void append(std::string& out, std::vector<UChar> const& units, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    char32_t c = units[i];
    if (U16_IS_LEAD(c) && i + 1 < count && U16_IS_TRAIL(units[i + 1]))
      c = static_cast<char32_t>(U16_GET_SUPPLEMENTARY(c, units[++i]));
    else if (U16_IS_SURROGATE(c))
      c = 0xFFFD;
    text::append_utf8(out, c);
  }
}

/// False on bytes that are not GB18030, or that land in the private use area: no register is written there, but
/// broken bytes often are.
bool decode_gb18030(std::string_view bytes, std::string& out) {
  thread_local std::vector<UChar> units;
  units.resize(bytes.size() + 1);
  UErrorCode status = U_ZERO_ERROR;
  auto const length = ucnv_toUChars(gb18030(), units.data(), static_cast<int32_t>(units.size()), bytes.data(),
                                    static_cast<int32_t>(bytes.size()), &status);
  if (U_FAILURE(status)) {
    ucnv_reset(gb18030());
    return false;
  }
  auto const count = static_cast<std::size_t>(length);
  for (std::size_t i = 0; i < count; ++i)
    if (units[i] >= 0xE000 && units[i] <= 0xF8FF) return false;
  out.clear();
  append(out, units, count);
  return true;
}

bool is_ascii(std::string_view s) {
  return std::all_of(s.begin(), s.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// UTF-8 with this many characters beyond ASCII is no accident of GB18030.
bool surely_utf8(std::string_view bytes) {
  std::size_t beyond = 0;
  for (std::size_t at = 0; at < bytes.size();)
    if (text::next_code_point(bytes, at) >= 0x800) ++beyond;
  return beyond >= 4;
}

}  // namespace

Encoding detect_encoding(std::string_view first, std::size_t& mark_size) {
  mark_size = 0;
  if (first.starts_with("\xEF\xBB\xBF")) {
    mark_size = 3;
    return Encoding::kUtf8;
  }
  if (first.starts_with("\xFF\xFE")) {
    mark_size = 2;
    return Encoding::kUtf16Le;
  }
  if (first.starts_with("\xFE\xFF")) {
    mark_size = 2;
    return Encoding::kUtf16Be;
  }
  // Votes by line: one bad line does not make a file GB18030, nor does one good line make it UTF-8.
  int utf8 = 0;
  int gb = 0;
  std::string scratch;
  while (!first.empty()) {
    auto const end = std::min(first.find('\n'), first.size() - 1) + 1;
    auto const line = first.substr(0, end);
    first.remove_prefix(end);
    if (is_ascii(line) || (first.empty() && line.back() != '\n')) continue;  // the last line may be cut
    if (text::is_utf8(line))
      ++utf8;
    else if (decode_gb18030(line, scratch))
      ++gb;
  }
  return gb > utf8 ? Encoding::kGb18030 : Encoding::kUtf8;
}

Decoded decode_record(std::string_view bytes, Encoding encoding, std::string& buffer) {
  auto const utf8 = text::is_utf8(bytes);
  if (encoding == Encoding::kGb18030) {
    if (is_ascii(bytes)) return {bytes, true, false};
    if (utf8 && surely_utf8(bytes)) return {bytes, true, true};
    if (decode_gb18030(bytes, buffer)) return {buffer, true, false};
    if (utf8) return {bytes, true, true};
  } else {
    if (utf8) return {bytes, true, false};
    if (decode_gb18030(bytes, buffer)) return {buffer, true, true};
  }
  buffer.clear();
  for (std::size_t at = 0; at < bytes.size();) text::append_utf8(buffer, text::next_code_point(bytes, at));
  return {buffer, false, true};
}

std::string utf8_from_utf16(std::string_view bytes, bool little_endian) {
  std::vector<UChar> units;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    auto const a = static_cast<unsigned char>(bytes[i]);
    auto const b = static_cast<unsigned char>(bytes[i + 1]);
    units.push_back(static_cast<UChar>(little_endian ? a | b << 8 : a << 8 | b));
  }
  std::string out;
  append(out, units, units.size());
  return out;
}

}  // namespace lianzhao::ingest
