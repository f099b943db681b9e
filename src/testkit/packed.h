#pragma once

#include <string>
#include <string_view>

namespace lianzhao::testkit {

/// zlib's window bits, which say how the packed bytes are wrapped.
enum class Wrapping : int { kGzip = 15 + 16, kZlib = 15, kNone = -15 };

/// Bytes as a server or a packer would send them. One call is one gzip member.
std::string packed(std::string_view bytes, Wrapping = Wrapping::kGzip);

}  // namespace lianzhao::testkit
