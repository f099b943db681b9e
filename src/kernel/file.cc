#include "kernel/file.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kernel/error.h"

namespace lianzhao {

namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_{fd} {}
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

std::string cause() {
  return std::error_code{errno, std::generic_category()}.message();
}

Failure unreadable(std::filesystem::path const& path) {
  return Failure{{errno == ENOENT ? ErrorKind::kNotFound : ErrorKind::kUnavailable, "file_unreadable",
                  fmt::format("cannot read {}: {}", path.string(), cause())}};
}

Failure unwritable(std::filesystem::path const& path) {
  return Failure{{ErrorKind::kUnavailable, "file_unwritable",
                  fmt::format("cannot write {}: {}; what stood there before is unchanged", path.string(), cause())}};
}

std::size_t regular_size(Descriptor const& file, std::filesystem::path const& path) {
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) throw unreadable(path);
  if (S_ISDIR(status.st_mode)) {
    errno = EISDIR;
    throw unreadable(path);
  }
  return static_cast<std::size_t>(status.st_size);
}

}  // namespace

std::string read_file(std::filesystem::path const& path, std::size_t limit_bytes) {
  Descriptor const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  std::string bytes;
  bytes.reserve(std::min(regular_size(file, path), limit_bytes) + 1);
  // Grows with what is really read: pipes and /proc files have no size of their own.
  for (;;) {
    auto const before = bytes.size();
    bytes.resize(std::max(bytes.capacity(), before + 65'536));
    auto const count = ::read(file.get(), bytes.data() + before, bytes.size() - before);
    if (count < 0) throw unreadable(path);
    bytes.resize(before + static_cast<std::size_t>(count));
    if (count == 0) return bytes;
    if (bytes.size() > limit_bytes)
      throw Failure{{ErrorKind::kOverLimit, "file_too_large",
                     fmt::format("{} is larger than the {} bytes that are read at once", path.string(), limit_bytes)}};
  }
}

void write_file_atomically(std::filesystem::path const& path, std::string_view bytes) {
  auto const temporary = std::filesystem::path{path.string() + fmt::format(".{}.tmp", ::getpid())};
  auto const give_up = [&] {
    auto failure = unwritable(path);
    ::unlink(temporary.c_str());
    return failure;
  };
  {
    Descriptor const file{::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
    if (file.get() < 0) throw give_up();
    while (!bytes.empty()) {
      auto const count = ::write(file.get(), bytes.data(), bytes.size());
      if (count < 0) throw give_up();
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    if (::fsync(file.get()) != 0) throw give_up();
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) throw give_up();
  auto const folder = path.parent_path().empty() ? std::filesystem::path{"."} : path.parent_path();
  Descriptor const directory{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (directory.get() >= 0) ::fsync(directory.get());
}

MappedFile::MappedFile(std::filesystem::path const& path) {
  Descriptor const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  size_ = regular_size(file, path);
  if (size_ == 0) return;
  auto* const mapped = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, file.get(), 0);
  if (mapped == MAP_FAILED) throw unreadable(path);
  data_ = static_cast<char const*>(mapped);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_{std::exchange(other.data_, nullptr)}, size_{std::exchange(other.size_, 0)} {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

}  // namespace lianzhao
