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
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    auto damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    write_file_atomically(path, damaged);
    EXPECT_THROW((SectionFile{path, kKind}), Failure) << at;
  }
}

TEST(RunningHash, is_the_same_however_the_bytes_are_cut) {
  std::string bytes;
  for (int i = 0; i < 300'000; ++i) bytes += static_cast<char>(i * 7 + i / 251);
  RunningHash whole;
  whole.add(bytes);
  for (std::size_t const step : {1UL, 1000UL, 65'535UL, 65'536UL, 65'537UL, 200'000UL}) {
    RunningHash cut;
    for (std::size_t at = 0; at < bytes.size(); at += step) cut.add(std::string_view{bytes}.substr(at, step));
    EXPECT_EQ(cut.value(), whole.value()) << step;
  }
  bytes.back() ^= 1;
  RunningHash other;
  other.add(bytes);
  EXPECT_NE(other.value(), whole.value());
}

}  // namespace
}  // namespace lianzhao
