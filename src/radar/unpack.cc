#include "radar/unpack.h"

#include <algorithm>
#include <array>

#include <zlib.h>

namespace lianzhao::radar {

namespace {

constexpr std::string_view kMember = "\x1F\x8B\x08";
constexpr int kGzipOnly = 16 + MAX_WBITS;
constexpr int kGzipOrZlib = 32 + MAX_WBITS;
constexpr int kBare = -MAX_WBITS;

struct Stretch {
  std::size_t taken = 0;
  bool ended = false;  ///< the packed data came to its end
};

/// Appends what one packed stretch holds, up to `limit` bytes of `out` in all.
Stretch inflate_one(std::string_view bytes, int window, std::size_t limit, std::string& out) {
  z_stream stream{};
  if (inflateInit2(&stream, window) != Z_OK) return {};
  std::array<char, 65536> buffer{};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(std::min<std::size_t>(bytes.size(), 1U << 30U));
  auto status = Z_OK;
  while (status == Z_OK && out.size() < limit) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(buffer.size());
    status = inflate(&stream, Z_NO_FLUSH);
    out.append(buffer.data(), std::min(buffer.size() - stream.avail_out, limit - out.size()));
  }
  Stretch const done{stream.total_in, status == Z_STREAM_END};
  inflateEnd(&stream);
  return done;
}

}  // namespace

bool is_gzip(std::string_view bytes) {
  return bytes.starts_with(kMember);
}

Unpacked unpack_gzip(std::string_view bytes, std::size_t limit) {
  Unpacked out;
  std::size_t at = 0;
  while (at < bytes.size()) {
    auto const member = bytes.find(kMember, at);
    auto const between = bytes.substr(at, (member == std::string_view::npos ? bytes.size() : member) - at);
    // Some programs fill the file up with zeros.
    if (between.find_first_not_of('\0') != std::string_view::npos) out.damaged = true;
    if (member == std::string_view::npos) break;
    if (out.bytes.size() >= limit) {
      out.cut = true;
      break;
    }
    auto const before = out.bytes.size();
    auto const one = inflate_one(bytes.substr(member), kGzipOnly, limit, out.bytes);
    if (!one.ended && out.bytes.size() >= limit) {
      out.cut = true;
      break;
    }
    if (!one.ended) out.damaged = true;
    // What a broken member gave stays; three bytes that only looked like one gave nothing.
    at = member + (one.ended || out.bytes.size() > before ? std::max(one.taken, kMember.size()) : kMember.size());
  }
  return out;
}

Unpacked inflate_body(std::string_view bytes, std::size_t limit) {
  for (auto const window : {kGzipOrZlib, kBare}) {
    Unpacked out;
    auto const one = inflate_one(bytes, window, limit, out.bytes);
    out.cut = !one.ended && out.bytes.size() >= limit;
    out.damaged = !one.ended && !out.cut;
    if (one.ended || !out.bytes.empty()) return out;
  }
  return {{}, false, true};
}

}  // namespace lianzhao::radar
