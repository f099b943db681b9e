#include "kernel/section_file.h"

#include <bit>
#include <cstring>
#include <utility>

#include "kernel/error.h"
#include "kernel/hash.h"

namespace lianzhao {

static_assert(std::endian::native == std::endian::little, "sections are mapped as they lie");

namespace {

struct Trailer {
  std::uint64_t directory_offset;
  std::uint64_t directory_count;
  std::uint64_t file_size;
  std::uint64_t hash;  ///< of all before the trailer: tells a torn or damaged file
  SectionFileKind kind;
};

struct DirectoryEntry {
  char name[48];  ///< zero-terminated: "row/founded"
  std::uint64_t offset;
  std::uint64_t size;  ///< bytes
};

}  // namespace

void SectionFileWriter::begin(std::string_view name) {
  LIANZHAO_ASSERT(name.size() < sizeof DirectoryEntry::name, "section names are short");
  end();
  append(std::string((64 - file_.size() % 64) % 64, '\0'));
  sections_.push_back({std::string{name}, file_.size(), 0});
  open_ = true;
}

void SectionFileWriter::end() {
  if (std::exchange(open_, false)) sections_.back().end = file_.size();
}

void SectionFileWriter::add(std::string_view name, std::string_view bytes) {
  begin(name);
  append(bytes);
  end();
}

void SectionFileWriter::commit() {
  end();
  std::vector<DirectoryEntry> entries;
  for (auto const& section : sections_) {
    auto& entry = entries.emplace_back();
    std::memcpy(entry.name, section.name.data(), section.name.size());
    entry.offset = section.begin;
    entry.size = section.end - section.begin;
  }
  std::string_view const directory{reinterpret_cast<char const*>(entries.data()),
                                   entries.size() * sizeof(DirectoryEntry)};
  auto const directory_offset = file_.size();
  append(directory);
  Trailer const trailer{directory_offset, entries.size(), file_.size() + sizeof(Trailer), hash_.value(), kind_};
  file_.append({reinterpret_cast<char const*>(&trailer), sizeof trailer});
  file_.commit();
}

SectionFile::SectionFile(std::filesystem::path const& path, SectionFileKind kind) {
  try {
    file_ = MappedFile{path};
  } catch (Failure const& failure) {
    refuse(failure.error().message);
  }
  auto const all = file_.bytes();
  Trailer trailer{};
  if (all.size() < sizeof trailer) refuse("it is too short");
  std::memcpy(&trailer, all.data() + all.size() - sizeof trailer, sizeof trailer);
  if (trailer.kind != kind) refuse("it is torn or of another version");
  if (trailer.file_size != all.size() || trailer.directory_offset > all.size() ||
      trailer.directory_count > (all.size() - trailer.directory_offset) / sizeof(DirectoryEntry)) {
    refuse("it is torn");
  }
  auto const directory = all.substr(trailer.directory_offset, trailer.directory_count * sizeof(DirectoryEntry));
  RunningHash hash;
  hash.add(all.substr(0, all.size() - sizeof trailer));
  if (hash.value() != trailer.hash) refuse("it is damaged");
  for (std::size_t i = 0; i < trailer.directory_count; ++i) {
    DirectoryEntry entry{};
    std::memcpy(&entry, directory.data() + i * sizeof entry, sizeof entry);
    entry.name[sizeof entry.name - 1] = '\0';
    if (entry.offset > all.size() || entry.size > all.size() - entry.offset) refuse("it is torn");
    sections_.emplace(entry.name, all.substr(entry.offset, entry.size));
  }
}

std::string_view SectionFile::bytes(std::string const& name) const {
  auto const found = sections_.find(name);
  if (found == sections_.end()) refuse("section " + name + " is missing");
  return found->second;
}

std::int64_t SectionFile::number(std::string const& name) const {
  std::int64_t value = 0;
  auto const raw = bytes(name);
  if (raw.size() != sizeof value) refuse("section " + name + " is torn");
  std::memcpy(&value, raw.data(), sizeof value);
  return value;
}

void SectionFile::refuse(std::string why) {
  throw Failure{{ErrorKind::kUnavailable, "section_file_unreadable", std::move(why)}};
}

}  // namespace lianzhao
