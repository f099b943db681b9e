#include "ingest/byte_source.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

namespace lianzhao::ingest {

namespace {

class FileSource : public ByteSource {
 public:
  FileSource(int fd, std::string name) : fd_{fd}, name_{std::move(name)} {
    struct stat status {};
    if (::fstat(fd_, &status) == 0 && S_ISREG(status.st_mode)) size_ = static_cast<std::uint64_t>(status.st_size);
  }
  FileSource(FileSource const&) = delete;
  FileSource& operator=(FileSource const&) = delete;
  ~FileSource() override {
    if (fd_ > STDERR_FILENO) ::close(fd_);
  }

  std::size_t read(char* out, std::size_t capacity) override {
    for (;;) {
      auto const count = ::read(fd_, out, capacity);
      if (count >= 0) {
        position_ += static_cast<std::uint64_t>(count);
        return static_cast<std::size_t>(count);
      }
      if (errno == EINTR) continue;
      trouble_ = Error{ErrorKind::kUnavailable, "file_unreadable",
                       fmt::format("reading {} stopped at byte {}: {}", name_, position_,
                                   std::error_code{errno, std::generic_category()}.message())};
      return 0;
    }
  }
  std::optional<Error> trouble() const override { return trouble_; }
  std::uint64_t position() const override { return position_; }
  std::uint64_t size() const override { return size_; }

 private:
  int fd_;
  std::string name_;
  std::uint64_t size_ = 0;
  std::uint64_t position_ = 0;
  std::optional<Error> trouble_;
};

class MemorySource : public ByteSource {
 public:
  explicit MemorySource(std::string_view bytes) : bytes_{bytes} {}
  std::size_t read(char* out, std::size_t capacity) override {
    auto const count = std::min(capacity, bytes_.size() - at_);
    std::memcpy(out, bytes_.data() + at_, count);
    at_ += count;
    return count;
  }
  std::uint64_t position() const override { return at_; }
  std::uint64_t size() const override { return bytes_.size(); }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

/// Looks at the first bytes and inflates when they say gzip, else passes on.
class MaybeGzipSource : public ByteSource {
 public:
  explicit MaybeGzipSource(std::unique_ptr<ByteSource> inner) : inner_{std::move(inner)}, in_(1 << 18) {
    refill();
    gzip_ = available_ >= 2 && static_cast<unsigned char>(in_[0]) == 0x1F && static_cast<unsigned char>(in_[1]) == 0x8B;
    // 16 + the largest window: gzip framing only.
    if (gzip_ && inflateInit2(&stream_, 16 + MAX_WBITS) != Z_OK)
      throw Failure{{ErrorKind::kInternal, "gzip_failed", "the decompressor could not be started"}};
  }
  MaybeGzipSource(MaybeGzipSource const&) = delete;
  MaybeGzipSource& operator=(MaybeGzipSource const&) = delete;
  ~MaybeGzipSource() override {
    if (gzip_) inflateEnd(&stream_);
  }

  std::size_t read(char* out, std::size_t capacity) override {
    if (!gzip_) {
      if (at_ == available_) return inner_->read(out, capacity);
      auto const count = std::min(capacity, available_ - at_);
      std::memcpy(out, in_.data() + at_, count);
      at_ += count;
      return count;
    }
    return done_ ? 0 : inflate_into(out, capacity);
  }
  std::optional<Error> trouble() const override { return trouble_ ? trouble_ : inner_->trouble(); }
  std::uint64_t position() const override { return inner_->position(); }
  std::uint64_t size() const override { return inner_->size(); }

 private:
  void refill() {
    at_ = 0;
    available_ = inner_->read(in_.data(), in_.size());
  }

  std::size_t inflate_into(char* out, std::size_t capacity) {
    stream_.next_out = reinterpret_cast<Bytef*>(out);
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(capacity, 1U << 30));
    auto const wanted = stream_.avail_out;
    while (stream_.avail_out == wanted) {
      if (at_ == available_) refill();
      if (available_ == 0) {
        stop("truncated_gzip", "the compressed file ends in the middle; what came before was read");
        break;
      }
      stream_.next_in = reinterpret_cast<Bytef*>(in_.data() + at_);
      stream_.avail_in = static_cast<uInt>(available_ - at_);
      auto const status = inflate(&stream_, Z_NO_FLUSH);
      at_ = available_ - stream_.avail_in;
      if (status == Z_STREAM_END) {
        // Another member may follow; anything else after the end is padding.
        if (at_ == available_) refill();
        if (available_ == 0 || static_cast<unsigned char>(in_[at_]) != 0x1F) {
          done_ = true;
          break;
        }
        inflateReset(&stream_);
      } else if (status != Z_OK && status != Z_BUF_ERROR) {
        stop("damaged_gzip", "the compressed file is damaged; what came before was read");
        break;
      }
    }
    return wanted - stream_.avail_out;
  }

  void stop(char const* code, char const* message) {
    done_ = true;
    trouble_ = Error{ErrorKind::kInvalidInput, code, message};
  }

  std::unique_ptr<ByteSource> inner_;
  std::vector<char> in_;
  std::size_t at_ = 0;
  std::size_t available_ = 0;
  bool gzip_ = false;
  bool done_ = false;
  z_stream stream_{};
  std::optional<Error> trouble_;
};

}  // namespace

std::unique_ptr<ByteSource> open_bytes(std::filesystem::path const& path) {
  if (path == "-")
    return std::make_unique<MaybeGzipSource>(std::make_unique<FileSource>(STDIN_FILENO, "standard input"));
  auto const fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 || std::filesystem::is_directory(path)) {
    auto const cause = fd < 0 ? std::error_code{errno, std::generic_category()}.message() : "it is a folder";
    if (fd >= 0) ::close(fd);
    throw Failure{{ErrorKind::kNotFound, "file_unreadable", fmt::format("cannot read {}: {}", path.string(), cause)}};
  }
  return std::make_unique<MaybeGzipSource>(std::make_unique<FileSource>(fd, path.string()));
}

std::unique_ptr<ByteSource> bytes_in_memory(std::string_view bytes) {
  return std::make_unique<MaybeGzipSource>(std::make_unique<MemorySource>(bytes));
}

}  // namespace lianzhao::ingest
