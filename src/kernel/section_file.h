#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kernel/file.h"
#include "kernel/hash.h"

namespace lianzhao {

/// Says what a file is and in which version: eight characters at its end.
using SectionFileKind = std::array<char, 8>;

/// Writes a file of named sections, each aligned to 64 bytes, that a SectionFile maps. One after the other, in one
/// pass; the directory comes last, so that a torn file has none. Integers lie little-endian. Not shared by threads.
class SectionFileWriter {
 public:
  SectionFileWriter(std::filesystem::path const& path, SectionFileKind kind) : file_{path}, kind_{kind} {}

  /// Begins a section; what is appended until the next one belongs to it. Names have at most 47 bytes.
  void begin(std::string_view name);
  void append(std::string_view bytes) {
    file_.append(bytes);
    hash_.add(bytes);
  }

  void add(std::string_view name, std::string_view bytes);
  template <typename T>
  void add_column(std::string_view name, std::span<T const> values) {
    add(name, {reinterpret_cast<char const*>(values.data()), values.size_bytes()});
  }
  template <typename T>
  void add_column(std::string_view name, std::vector<T> const& values) {
    add_column(name, std::span<T const>{values});
  }
  void add_number(std::string_view name, std::int64_t value) {
    add(name, {reinterpret_cast<char const*>(&value), sizeof value});
  }

  /// The file appears whole, or, without this, not at all.
  void commit();

 private:
  struct Section {
    std::string name;
    std::uint64_t begin;
    std::uint64_t end;
  };
  void end();

  AtomicFile file_;
  RunningHash hash_;
  SectionFileKind kind_;
  std::vector<Section> sections_;
  bool open_ = false;
};

/// A mapped file of named sections. Movable; spans into it live as long as it does.
class SectionFile {
 public:
  SectionFile() = default;
  /// Reads all of it once, so that damage is told here and never found by a question later.
  /// @throws Failure "section_file_unreadable": missing, torn, damaged, or of another kind or version.
  SectionFile(std::filesystem::path const&, SectionFileKind);

  std::uint64_t size() const { return file_.bytes().size(); }
  std::unordered_map<std::string, std::string_view> const& sections() const { return sections_; }

  /// @throws Failure "section_file_unreadable", of these three, when the section is missing or of another shape.
  std::string_view bytes(std::string const& name) const;
  std::int64_t number(std::string const& name) const;
  template <typename T>
  std::span<T const> column(std::string const& name) const {
    auto const raw = bytes(name);
    if (raw.size() % sizeof(T) != 0) refuse("section " + name + " is torn");
    return {reinterpret_cast<T const*>(raw.data()), raw.size() / sizeof(T)};
  }

  [[noreturn]] static void refuse(std::string why);

 private:
  MappedFile file_;
  std::unordered_map<std::string, std::string_view> sections_;
};

}  // namespace lianzhao
