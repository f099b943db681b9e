#include <algorithm>
#include <csignal>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kernel/error.h"
#include "kernel/file.h"
#include "pipeline/import_register.h"
#include "pipeline/search.h"
#include "pipeline/snapshot.h"
#include "store/register_search.h"

namespace lianzhao::pipeline {
namespace {

namespace fs = std::filesystem;

/// What is derived from a register: tags, snapshot, search index.
class Derived : public testing::Test {
 protected:
  Derived()
      : path_{fs::temp_directory_path() / fmt::format("lianzhao_derived_{}_{}",
                                                      testing::UnitTest::GetInstance()->current_test_info()->name(),
                                                      getpid())} {
    fs::remove_all(path_);
    fs::create_directories(path_);
    folder_.path = path_ / "data";
  }
  ~Derived() override { fs::remove_all(path_); }

  void import(std::string const& rows) const {
    write_file_atomically(path_ / "rows.csv",
                          "企业名称,统一社会信用代码,成立日期,注册资本,经营范围,省份,城市\n" + rows);
    auto const database = store::open_register(folder_);
    import_register(*database, {{path_ / "rows.csv"}, {}, folder_.rejects()});
  }
  static std::string many_rows(int count) {
    std::string text;
    for (auto i = 0; i < count; ++i) {
      text += fmt::format("第{}{}公司,,2004-01-05,{}万元,{},吉林,长春\n", i, i % 7 == 0 ? "电池" : "Pump",
                          i % 13 == 0 ? "" : std::to_string(i * 37 % 991),
                          i % 3 == 0 ? "生产锂电池材料、疫苗" : "销售水泵（不含电动泵）；材料研发");
    }
    return text;
  }
  SnapshotReport snapshot(Rebuild rebuild = Rebuild::kIfStale) const {
    auto const database = store::open_register(folder_);
    return refresh_snapshot(*database, folder_, load_knowledge(folder_.path), {}, {}, rebuild);
  }
  SearchReport index(Cancelled const& cancelled = {}) const {
    auto const database = store::open_register(folder_);
    return refresh_search(*database, folder_, {}, cancelled);
  }
  std::string snapshot_fingerprint() const { return CurrentAtlas{folder_.atlas()}.get()->provenance().fingerprint(); }

  /// Runs `work` in a child whose files cannot grow beyond `bytes`; what it returns is how the child ended.
  template <typename Work>
  static int with_full_disk(std::size_t bytes, Work const& work) {
    auto const child = fork();
    if (child == 0) {
      // A limit on the size of files fails writes as a full disk does.
      signal(SIGXFSZ, SIG_IGN);
      rlimit const limit{bytes, bytes};
      setrlimit(RLIMIT_FSIZE, &limit);
      try {
        work();
      } catch (Failure const&) {
        _exit(7);
      }
      _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  fs::path path_;
  store::DataFolder folder_;
};

TEST_F(Derived, the_index_finds_what_a_scan_of_the_register_finds) {
  import(many_rows(3000));
  snapshot();
  EXPECT_EQ(index().enterprises, 3000U);
  EXPECT_TRUE(index().already_fresh);
  auto const database = store::open_register(folder_);
  auto sql = database->reader();
  store::TextReader texts{sql};
  auto const found = CurrentSearch{folder_.search()}.get();
  ASSERT_TRUE(found);
  for (auto const* const query : {"电池", "池", "电池材料", "材料 疫苗", "pump", "第1", "第17Pump公司", "水泵（不",
                                  "PUMP 材料研发", "没有的词", "产电池", "第 2 电"}) {
    search::Question question;
    question.query = query;
    question.limit = 100'000;
    question.read = [&](std::uint32_t id) -> std::optional<search::CurrentTexts> {
      auto const text = texts.find(id);
      return search::CurrentTexts{text->name, text->business_scope, text->products, text->former_names};
    };
    auto hits = search::find(*found, question);
    EXPECT_TRUE(hits.complete);
    std::sort(hits.enterprise_ids.begin(), hits.enterprise_ids.end());
    auto const scanned = store::find_ids_by_words(sql, query, 100'000);
    EXPECT_EQ(std::vector<std::int64_t>(hits.enterprise_ids.begin(), hits.enterprise_ids.end()), scanned) << query;
  }
}

TEST_F(Derived, the_larger_capital_comes_first_and_the_unknown_last) {
  import(many_rows(300));
  snapshot();
  index();
  auto const atlas = CurrentAtlas{folder_.atlas()}.get();
  auto const found = CurrentSearch{folder_.search()}.get();
  std::optional<std::int64_t> last;
  for (std::size_t i = 0; i < found->size(); ++i) {
    auto const capital =
        atlas->row(*atlas->find_row(found->enterprise_id(static_cast<search::Document>(i)))).registered_capital_fen;
    if (i > 0) {
      EXPECT_GE(last.value_or(-1), capital.value_or(-1));
    }
    last = capital;
  }
}

TEST_F(Derived, a_cancelled_or_failed_index_leaves_the_old_one) {
  import(many_rows(200));
  snapshot();
  index();
  auto const before = current_name(folder_.search());
  import(many_rows(40'000));
  snapshot();
  EXPECT_THROW(index([] { return true; }), Failure);
  EXPECT_EQ(with_full_disk(300'000, [&] { index(); }), 7);
  EXPECT_EQ(current_name(folder_.search()), before);
  EXPECT_EQ(CurrentSearch{folder_.search()}.get()->size(), 200U);
  EXPECT_EQ(index().enterprises, 40'000U);
  // The old index, and what the build that died left, are gone: `current` and the file it names remain.
  auto const files = std::distance(fs::directory_iterator{folder_.search()}, fs::directory_iterator{});
  EXPECT_EQ(files, 2);
}

TEST_F(Derived, a_full_disk_leaves_the_old_snapshot) {
  import(many_rows(200));
  snapshot();
  auto const before = snapshot_fingerprint();
  import(many_rows(40'000));
  EXPECT_EQ(with_full_disk(1'000'000, [&] { snapshot(); }), 7);
  EXPECT_EQ(snapshot_fingerprint(), before);
  EXPECT_EQ(CurrentAtlas{folder_.atlas()}.get()->size(), 200U);
  EXPECT_EQ(snapshot().enterprises, 40'000U);
  EXPECT_NE(snapshot_fingerprint(), before);
}

TEST_F(Derived, killed_at_any_moment_a_build_leaves_something_whole) {
  import(many_rows(20'000));
  snapshot();
  index();
  for (int i = 0; i < 12; ++i) {
    auto const child = fork();
    if (child == 0) {
      snapshot(Rebuild::kAlways);
      auto const database = store::open_register(folder_);
      refresh_search(*database, folder_, {}, {}, true);
      _exit(0);
    }
    usleep(static_cast<useconds_t>(20'000 * i));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    auto const atlas = CurrentAtlas{folder_.atlas()}.get();
    ASSERT_TRUE(atlas);
    EXPECT_EQ(atlas->size(), 20'000U);
    auto const found = CurrentSearch{folder_.search()}.get();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->size(), 20'000U);
  }
  // The next build that ends sweeps up after those that did not.
  snapshot(Rebuild::kAlways);
  for (auto const& entry : fs::directory_iterator{folder_.atlas()}) EXPECT_NE(entry.path().extension(), ".tmp");
}

}  // namespace
}  // namespace lianzhao::pipeline
