#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lianzhao::radar {

struct Unpacked {
  std::string bytes;
  bool cut = false;      ///< there is more than the limit
  bool damaged = false;  ///< a part did not unpack to its end, or other bytes stood between parts
};

bool is_gzip(std::string_view bytes);

/// Every member of a gzip file. A broken member or foreign bytes are passed over up to the next member. Never more than
/// `limit` bytes.
Unpacked unpack_gzip(std::string_view bytes, std::size_t limit);

/// The body of a response packed with gzip or deflate (zlib or bare).
Unpacked inflate_body(std::string_view bytes, std::size_t limit);

}  // namespace lianzhao::radar
