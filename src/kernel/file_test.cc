#include "kernel/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "kernel/error.h"

namespace lianzhao {
namespace {

struct File : testing::Test {
  std::filesystem::path folder = std::filesystem::path{testing::TempDir()} / "lianzhao_file_test";
  void SetUp() override { std::filesystem::create_directories(folder); }
  void TearDown() override { std::filesystem::remove_all(folder); }
};

TEST_F(File, what_was_written_is_read_and_mapped) {
  auto const path = folder / "a";
  for (auto const& bytes : {std::string{}, std::string{"x\0y", 3}, std::string(300'000, 'z')}) {
    write_file_atomically(path, bytes);
    EXPECT_EQ(read_file(path), bytes);
    EXPECT_EQ(MappedFile{path}.bytes(), bytes);
  }
}

TEST_F(File, a_missing_file_is_named) {
  try {
    read_file(folder / "absent.yaml");
    FAIL();
  } catch (Failure const& failure) {
    EXPECT_EQ(failure.error().kind, ErrorKind::kNotFound);
    EXPECT_NE(failure.error().message.find("absent.yaml"), std::string::npos);
  }
}

TEST_F(File, a_file_over_the_limit_is_refused) {
  write_file_atomically(folder / "a", std::string(100, 'x'));
  EXPECT_EQ(read_file(folder / "a", 100).size(), 100U);
  EXPECT_THROW(read_file(folder / "a", 99), Failure);
}

TEST_F(File, a_failed_write_leaves_the_old_bytes) {
  write_file_atomically(folder / "a", "old");
  EXPECT_THROW(write_file_atomically(folder / "gone" / "a", "new"), Failure);
  EXPECT_EQ(read_file(folder / "a"), "old");
}

TEST_F(File, a_file_that_is_not_committed_leaves_nothing_behind) {
  {
    AtomicFile file{folder / "a"};
    file.append(std::string(3'000'000, 'x'));
    EXPECT_EQ(file.size(), 3'000'000U);
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder));
}

TEST_F(File, a_device_is_written_to_and_not_replaced) {
  auto const full = folder / "full";
  if (::mknod(full.c_str(), S_IFCHR | 0600, makedev(1, 7)) != 0) {  // where only root makes devices: a link to one
    std::filesystem::create_symlink("/dev/full", full);
  }
  EXPECT_THROW(write_file_atomically(full, "more"), Failure);
  EXPECT_TRUE(std::filesystem::is_character_file(full));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder}, {}), 1);
}

TEST_F(File, a_link_goes_on_leading_to_its_file) {
  write_file_atomically(folder / "a", "old");
  std::filesystem::create_symlink("a", folder / "link");
  write_file_atomically(folder / "link", "new");
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "link"));
  EXPECT_EQ(read_file(folder / "a"), "new");
}

TEST_F(File, a_scratch_file_has_no_name_and_keeps_what_was_written) {
  ScratchFile file{folder};
  EXPECT_TRUE(std::filesystem::is_empty(folder));
  file.append("abc");
  file.append(std::string(1'000'000, 'z'));
  EXPECT_EQ(file.size(), 1'000'003U);
  std::string bytes(4, '\0');
  file.read(1, bytes);
  EXPECT_EQ(bytes, "bczz");
  EXPECT_THROW(ScratchFile{folder / "absent"}, Failure);
}

}  // namespace
}  // namespace lianzhao
