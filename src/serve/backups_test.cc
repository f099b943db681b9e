#include "serve/backups.h"

#include <atomic>
#include <fstream>
#include <functional>
#include <thread>

#include "kernel/error.h"
#include "serve/api_scenario_test.h"
#include "store/audit_log.h"
#include "store/data_folder.h"

namespace lianzhao::serve {
namespace {

using testing::HasSubstr;
namespace json = boost::json;

class Backup : public Api {
 protected:
  void SetUp() override {
    std::ofstream{folder_.path() / "zones.yaml"}
        << "zones:\n  - {id: east, name: 东区, level: provincial, regions: [220104]}\n";
    start({});
    settle("administrator", "admin", first_password_);
  }

  /// The id of what was made, as an address has it.
  std::string post(std::string const& url, std::string const& body, char const* id_at) {
    auto const reply = call("administrator", "POST", "/api/v1" + url, body);
    EXPECT_EQ(reply.status, 201) << url << ": " << reply.body;
    auto const made = json::parse(reply.body);
    auto const& id = made.at_pointer(id_at);
    return id.is_string() ? std::string{id.as_string()} : json::serialize(id);
  }

  testkit::TemporaryFolder elsewhere_;
};

TEST_F(Backup, taken_while_people_write_is_restored_whole_in_a_fresh_folder) {
  auto const project =
      post("/projects", R"({"zone_id":"east","name":"甲项目","investor":"甲公司","idea":"建厂"})", "/project/id");
  auto const document = post("/documents?name=contract.pdf", "%PDF-1.4 the contract", "/id");
  auto const copy = elsewhere_.path() / "copy";
  {
    std::atomic<bool> enough = false;
    std::jthread writer{[&] {
      while (!enough) {
        call("administrator", "POST", fmt::format("/api/v1/projects/{}/notes", project), R"({"text":"电话"})");
      }
    }};
    auto const report = back_up({folder_.path(), ""}, copy);
    EXPECT_GT(report.bytes, 0U);
    EXPECT_EQ(report.documents, 1U);
    enough = true;
  }
  server_->stop();
  server_.reset();

  auto const fresh = elsewhere_.path() / "fresh";
  EXPECT_EQ(restore({fresh, ""}, copy).documents, 1U);
  {
    auto const workspace = store::open_workspace({fresh, ""});
    auto sql = workspace->reader();
    EXPECT_FALSE(store::AuditLog{sql}.verify().first_bad_id);
  }
  ServerOptions options;
  options.folder.path = fresh;
  options.port = 0;
  server_ = std::make_unique<Server>(options, std::vector<std::pair<std::string, JobWork>>{});
  EXPECT_FALSE(server_->first_administrator()) << "its people are in it";
  EXPECT_THAT(call("administrator", "GET", fmt::format("/api/v1/projects/{}", project)).body, HasSubstr("甲项目"));
  EXPECT_THAT(call("administrator", "GET", fmt::format("/api/v1/documents/{}", document)).body,
              HasSubstr("%PDF-1.4 the contract"));
  EXPECT_THAT(call("administrator", "GET", "/api/v1/zones/east").body, HasSubstr("东区"));
}

TEST_F(Backup, what_was_there_before_a_restore_is_kept_beside_it) {
  auto const copy = elsewhere_.path() / "copy";
  back_up({folder_.path(), ""}, copy);
  post("/projects", R"({"zone_id":"east","name":"乙项目","investor":"乙公司","idea":"建厂"})", "/project/id");
  EXPECT_THROW(restore({folder_.path(), ""}, copy), Failure) << "a server runs on it";
  server_.reset();
  restore({folder_.path(), ""}, copy);
  {
    auto const workspace = store::open_workspace({folder_.path(), ""});
    auto sql = workspace->reader();
    EXPECT_EQ(sql.find_integer("SELECT count(*) FROM project"), 0);
  }
  std::filesystem::directory_iterator const kept{folder_.path() / "backups"};
  auto const before = store::Database::open(kept->path().string());
  auto sql = before->reader();
  EXPECT_EQ(sql.find_text("SELECT name FROM project"), "乙项目");
}

TEST_F(Backup, a_damaged_copy_is_refused_and_nothing_is_replaced) {
  auto const copy = elsewhere_.path() / "copy";
  back_up({folder_.path(), ""}, copy);
  server_.reset();
  {
    std::fstream file{copy / "workspace.db", std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(4096);
    for (int i = 0; i < 20'000; ++i) file.put('x');
  }
  EXPECT_THROW(restore({folder_.path(), ""}, copy), Failure);
  auto const workspace = store::open_workspace({folder_.path(), ""});
  auto sql = workspace->reader();
  EXPECT_EQ(sql.find_integer("SELECT count(*) FROM account"), 1);
}

/// What somebody may have done to a backup, and that it is told; nothing is replaced then.
TEST_F(Backup, whatever_was_altered_in_a_copy_is_found_before_anything_is_replaced) {
  post("/projects", R"({"zone_id":"east","name":"甲项目","investor":"甲公司","idea":"建厂"})", "/project/id");
  post("/documents?name=contract.pdf", "%PDF-1.4 the contract", "/id");
  auto const sound = elsewhere_.path() / "sound";
  back_up({folder_.path(), ""}, sound);
  server_.reset();
  auto const document = [](std::filesystem::path const& copy) {
    for (auto const& entry : std::filesystem::recursive_directory_iterator{copy / "documents"}) {
      if (entry.is_regular_file()) return entry.path();
    }
    return std::filesystem::path{};
  };
  auto const sql = [](std::filesystem::path const& copy, std::string_view statement) {
    auto const workspace = store::Database::open((copy / "workspace.db").string());
    workspace->writer().script(statement);
  };
  std::vector<std::pair<std::string, std::function<void(std::filesystem::path const&)>>> const altered{
      {"byte",
       [&](auto const& copy) {
         std::ofstream{document(copy), std::ios::app} << "x";
       }},
      {"missing", [&](auto const& copy) { std::filesystem::remove(document(copy)); }},
      {"name", [&](auto const& copy) { sql(copy, "UPDATE project SET name = '乙项目'"); }},
      {"audit", [&](auto const& copy) { sql(copy, "UPDATE audit SET detail = 'x' WHERE id = 2"); }},
      {"added", [&](auto const& copy) { std::ofstream{copy / "zones2.yaml"} << "x"; }},
      {"manifest", [&](auto const& copy) { std::filesystem::remove(copy / "manifest.txt"); }}};
  for (auto const& [name, alter] : altered) {
    auto const copy = elsewhere_.path() / name;
    std::filesystem::copy(sound, copy, std::filesystem::copy_options::recursive);
    alter(copy);
    EXPECT_THROW(restore({elsewhere_.path() / "fresh", ""}, copy), Failure) << name;
    EXPECT_FALSE(std::filesystem::exists(elsewhere_.path() / "fresh" / "workspace.db")) << name;
    auto const by_contents = name == "byte" || name == "missing" || name == "audit";
    if (by_contents) {
      EXPECT_THROW(restore({elsewhere_.path() / "fresh", ""}, copy, true), Failure) << name << " without a manifest";
    }
  }
  EXPECT_EQ(restore({elsewhere_.path() / "fresh", ""}, sound).documents, 1U);
}

}  // namespace
}  // namespace lianzhao::serve
