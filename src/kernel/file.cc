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
  AtomicFile file{path};
  file.append(bytes);
  file.commit();
}

AtomicFile::AtomicFile(std::filesystem::path path) : path_{std::move(path)} {
  std::error_code ignored;
  auto const type = std::filesystem::status(path_, ignored).type();
  if (type == std::filesystem::file_type::character || type == std::filesystem::file_type::block ||
      type == std::filesystem::file_type::fifo || type == std::filesystem::file_type::socket) {
    fd_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
  } else {
    if (std::filesystem::is_symlink(path_, ignored)) {
      auto const named = std::filesystem::canonical(path_, ignored);
      if (!ignored) path_ = named;
    }
    temporary_ = path_.string() + fmt::format(".{}.tmp", ::getpid());
    fd_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  }
  if (fd_ < 0) throw unwritable(path_);
}

AtomicFile::~AtomicFile() {
  if (fd_ < 0) return;
  ::close(fd_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void AtomicFile::append(std::string_view bytes) {
  constexpr std::size_t kBuffer = 1 << 20;
  size_ += bytes.size();
  pending_ += bytes;
  if (pending_.size() >= kBuffer) flush();
}

void AtomicFile::flush() {
  std::string_view rest = pending_;
  while (!rest.empty()) {
    auto const count = ::write(fd_, rest.data(), rest.size());
    if (count < 0) throw unwritable(path_);
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  pending_.clear();
}

void AtomicFile::commit() {
  flush();
  if (temporary_.empty()) {
    if (::close(std::exchange(fd_, -1)) != 0) throw unwritable(path_);
    return;
  }
  if (::fsync(fd_) != 0) throw unwritable(path_);
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) throw unwritable(path_);
  ::close(std::exchange(fd_, -1));
  auto const folder = path_.parent_path().empty() ? std::filesystem::path{"."} : path_.parent_path();
  Descriptor const directory{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (directory.get() >= 0) ::fsync(directory.get());
}

ScratchFile::ScratchFile(std::filesystem::path const& folder) : folder_{folder} {
  auto name = (folder / "scratch.XXXXXX").string();
  fd_ = ::mkostemp(name.data(), O_CLOEXEC);
  if (fd_ < 0) throw unwritable(folder_);
  ::unlink(name.c_str());
}

ScratchFile::~ScratchFile() {
  ::close(fd_);
}

void ScratchFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    auto const count = ::write(fd_, bytes.data(), bytes.size());
    if (count < 0) throw unwritable(folder_);
    bytes.remove_prefix(static_cast<std::size_t>(count));
    size_ += static_cast<std::uint64_t>(count);
  }
}

void ScratchFile::read(std::uint64_t offset, std::string& out) const {
  LIANZHAO_ASSERT(offset + out.size() <= size_, "what is read was written");
  for (std::size_t done = 0; done < out.size();) {
    auto const count = ::pread(fd_, out.data() + done, out.size() - done, static_cast<off_t>(offset + done));
    if (count <= 0) throw unreadable(folder_);
    done += static_cast<std::size_t>(count);
  }
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
