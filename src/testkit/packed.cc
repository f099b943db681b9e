#include "testkit/packed.h"

#include <zlib.h>

#include "kernel/error.h"

namespace lianzhao::testkit {

std::string packed(std::string_view bytes, Wrapping wrapping) {
  z_stream stream{};
  constexpr int kMemoryLevel = 8;
  auto const begun = deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, static_cast<int>(wrapping), kMemoryLevel,
                                  Z_DEFAULT_STRATEGY);
  LIANZHAO_ASSERT(begun == Z_OK, "zlib begins");
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  auto const ended = deflate(&stream, Z_FINISH);
  LIANZHAO_ASSERT(ended == Z_STREAM_END, "there is room for all of it");
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace lianzhao::testkit
