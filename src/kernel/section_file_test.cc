#include "kernel/section_file.h"

#include <gtest/gtest.h>

#include "kernel/error.h"

namespace lianzhao {
namespace {

constexpr SectionFileKind kKind{'T', 'E', 'S', 'T', 'F', 'I', 'L', '1'};

struct SectionFileTest : testing::Test {
  std::filesystem::path path = std::filesystem::path{testing::TempDir()} / "lianzhao_section_file_test.bin";
  void SetUp() override {
    SectionFileWriter out{path, kKind};
    out.add_column("numbers", std::vector<std::uint64_t>{1, 2, 3});
    out.begin("pieces");
    out.append("ab");
    out.append("c");
    out.add("empty", "");
    out.add_number("one", -7);
    out.commit();
  }
  void TearDown() override { std::filesystem::remove(path); }
};

TEST_F(SectionFileTest, sections_come_back_as_they_were_written) {
  SectionFile const file{path, kKind};
  auto const numbers = file.column<std::uint64_t>("numbers");
  EXPECT_EQ(std::vector(numbers.begin(), numbers.end()), (std::vector<std::uint64_t>{1, 2, 3}));
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(numbers.data()) % 64, 0U);
  EXPECT_EQ(file.bytes("pieces"), "abc");
  EXPECT_EQ(file.bytes("empty"), "");
  EXPECT_EQ(file.number("one"), -7);
  EXPECT_THROW((void)file.bytes("absent"), Failure);
  EXPECT_THROW((void)file.number("pieces"), Failure);
  EXPECT_THROW((void)file.column<std::uint32_t>("pieces"), Failure);
}

TEST_F(SectionFileTest, what_is_torn_damaged_or_foreign_is_refused) {
  EXPECT_THROW((SectionFile{path, SectionFileKind{'T', 'E', 'S', 'T', 'F', 'I', 'L', '2'}}), Failure);
  auto const bytes = read_file(path);
  for (std::size_t size = 0; size < bytes.size(); size += 13) {
    write_file_atomically(path, std::string_view{bytes}.substr(0, size));
    EXPECT_THROW((SectionFile{path, kKind}), Failure) << size;
  }
  auto damaged = bytes;
  damaged[bytes.size() - 100] = static_cast<char>(damaged[bytes.size() - 100] ^ 1);
  write_file_atomically(path, damaged);
  EXPECT_THROW((SectionFile{path, kKind}), Failure);
}

}  // namespace
}  // namespace lianzhao
