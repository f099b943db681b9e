#include <random>

#include "serve/accounts.h"
#include "serve/figures.h"
#include "serve/lead_view.h"
#include "serve/project_view.h"
#include "serve/task_view.h"
#include "serve/workspace_api_test.h"
#include "store/data_folder.h"

namespace lianzhao::serve {
namespace {

namespace json = boost::json;

constexpr store::Page kPage{7, 0};
constexpr store::Page kSecondPage{4, 3};

/// What the lists answer is kept in memory and followed by the audit. Here random work goes on through the API, and
/// after every change SQL is asked what each role should see: nothing may be missing, late, in another order or seen by
/// who is not entitled to it.
class ListsApi : public WorkspaceApi {
 protected:
  void open() {
    if (IsSkipped()) return;
    auto const folder = store::DataFolder{folder_.path(), database_};
    workspace_ = store::open_workspace_as_it_is(folder);
    events_ = std::make_shared<EventFeed>();
    insights_ = std::make_unique<Insights>(folder, *workspace_, events_);
    for (auto const* const as : kPeople) {
      enter(as);
      auto sql = workspace_->reader();
      ids_[as] = store::AccountRepository{sql}.find_by_name(std::string{"u-"} + as).value().id;
    }
  }

  std::size_t below(std::size_t n) { return random_() % n; }
  template <typename T, std::size_t N>
  T const& any(std::array<T, N> const& from) {
    return from[below(N)];
  }

  /// A write that may be refused: what was refused is not to be seen either.
  json::value attempt(std::string const& as, std::string const& method, std::string const& url,
                      std::string const& body) {
    auto const reply = call(as, method, "/api/v1" + url, body);
    EXPECT_LT(reply.status, 500) << method << " " << url << " " << body << ": " << reply.body;
    done_ += reply.status < 300 ? 1 : 0;
    return json::parse(reply.body.empty() ? "{}" : reply.body);
  }

  json::value get(std::string const& as, std::string const& url) {
    auto const reply = call(as, "GET", "/api/v1" + url);
    EXPECT_EQ(reply.status, 200) << url << " as " << as << ": " << reply.body;
    return json::parse(reply.body);
  }

  std::vector<std::int64_t> all(std::string const& table) {
    std::vector<std::int64_t> ids;
    auto sql = workspace_->reader();
    auto rows = sql.query("SELECT id FROM " + table + " ORDER BY id");
    while (rows.next()) ids.push_back(rows.integer(0));
    return ids;
  }
  std::int64_t version_of(std::string const& table, std::int64_t id) {
    auto sql = workspace_->reader();
    return sql.find_integer("SELECT version FROM " + table + " WHERE id = ?", id).value();
  }

  void change_something() {
    // Who sees both zones gets further than the others.
    std::string const as = below(2) == 0 ? "province" : any(kWriters);
    auto const bit = [&] { return below(3) == 0 ? "true" : "false"; };
    auto const projects = all("project");
    auto const leads = all("lead");
    auto const tasks = all("task");
    auto const day = format_day(civil_day(now()) - 20 + static_cast<DayNumber>(below(40)));
    auto const name = fmt::format("{}号", ++names_);
    if (projects.empty() || below(6) == 0) {
      auto const* const zone = below(2) == 0 ? "east" : "west";
      attempt(as, "POST", "/projects",
              fmt::format(R"({{"zone_id":"{}","name":"{}","investor":"{}公司","idea":"建厂","confidential":{}}})", zone,
                          name, name, bit()));
      attempt(as, "POST", "/leads",
              fmt::format(R"({{"zone_id":"{}","channel":"{}","investor":"{}线索公司","idea":"{}","confidential":{}}})",
                          zone, below(2) == 0 ? "referral" : "chain", name, name, bit()));
      return;
    }
    auto const project = projects[below(projects.size())];
    auto const url = fmt::format("/projects/{}", project);
    switch (below(15)) {
      case 0:
        attempt(as, "POST", url + "/notes", R"({"text":"电话"})");
        break;
      case 1:
      case 12:
      case 13:
        attempt(as, "POST", url + "/tasks", fmt::format(R"({{"name":"{}","days":3,"begin":"{}"}})", name, day));
        break;
      case 2:
      case 3:
        if (tasks.empty()) break;
        attempt(as, "PATCH", fmt::format("/tasks/{}", tasks[below(tasks.size())]),
                fmt::format(
                    R"({{"version":{},{}}})", version_of("task", tasks[below(tasks.size())]),
                    below(2) == 0 ? R"("state":"done")" : fmt::format(R"("assignee_id":{})", ids_.at(any(kPeople)))));
        break;
      case 4:
        attempt(as, "POST", url + "/state",
                fmt::format(R"({{"version":{},"state":"{}","reason":"原因"}})", version_of("project", project),
                            any(std::array{"active", "suspended", "ended"})));
        break;
      case 5:
      case 6: {
        auto const detail = attempt(as, "POST", url + "/evidence",
                                    fmt::format(R"({{"stage":"{}","document":"证明","day":"{}","version":{}}})",
                                                next_stage(project), today(), version_of("project", project)));
        if (below(2) == 0 || !detail.as_object().contains("evidence")) break;
        auto const id = detail.at("evidence").as_array().back().at("id").as_int64();
        attempt(any(kWriters), "POST", fmt::format("{}/evidence/{}/verdict", url, id),
                R"({"verified":true,"note":""})");
        break;
      }
      case 7:
        attempt(as, "POST", url + "/amounts",
                fmt::format(R"({{"kind":"contracted","source":"unknown","currency":"CNY","amount":{},"day":"{}",
                                 "reason":"合同"}})",
                            100 * (1 + below(9)), today()));
        break;
      case 8: {
        auto const person = ids_.at(any(kPeople));
        attempt(as, "POST", url + "/team", fmt::format(R"({{"account_id":{},"role":"agent"}})", person));
        break;
      }
      case 9: {
        auto const team = call(as, "GET", "/api/v1" + url + "/team");
        if (team.status != 200) break;
        auto const members = json::parse(team.body);
        if (members.as_array().empty()) break;
        attempt(as, "POST", fmt::format("{}/team/{}/hand-over", url, members.at(0).at("id").as_int64()),
                fmt::format(R"({{"to_account_id":{},"note":"交接"}})", ids_.at(any(kPeople))));
        break;
      }
      case 10:
        attempt(as, "PATCH", url,
                fmt::format(R"({{"version":{},"name":"{}","confidential":{}}})", version_of("project", project), name,
                            bit()));
        break;
      case 11: {
        if (leads.empty()) break;
        auto const lead = leads[below(leads.size())];
        auto const version = version_of("lead", lead);
        auto const where = fmt::format("/leads/{}", lead);
        auto const what = below(5);
        if (what == 0) {
          attempt(as, "POST", where + "/project", fmt::format(R"({{"version":{},"name":"{}"}})", version, name));
        } else if (what == 1) {
          attempt(as, "POST", where + "/decision",
                  fmt::format(R"({{"version":{},"state":"{}","reason":"原因"}})", version,
                              below(2) == 0 ? "declined" : "reopened"));
        } else {
          attempt(as, "POST", where + "/steps",
                  fmt::format(R"({{"kind":"{}","text":"答复"}})", any(std::array{"note", "answer", "assessment"})));
        }
        break;
      }
      default:
        // Everything that shows his name is to show the new one.
        attempt("administrator", "PATCH", fmt::format("/accounts/{}", ids_.at(any(kPeople))),
                fmt::format(R"({{"display_name":"{}"}})", name));
    }
  }

  std::string next_stage(std::int64_t project) {
    auto sql = workspace_->reader();
    auto const stage = sql.find_text("SELECT stage FROM project WHERE id = ?", project).value();
    return std::string{kStages[std::min(stage_index(stage).value() + 1, kStages.size() - 1)]};
  }

  template <typename Row>
  static json::array shown(std::vector<Row> const& rows, auto const& to) {
    json::array items;
    for (auto const& row : rows) items.push_back(json::parse(to_json(to(row))));
    return items;
  }

  void expect_page(std::string const& as, std::string const& url, std::int64_t total, json::array const& items) {
    auto const page = get(as, url);
    EXPECT_EQ(page.at("total").as_int64(), total) << url << " as " << as;
    EXPECT_EQ(page.at("items").as_array(), items) << url << " as " << as;
  }

  void compare(std::string const& as) {
    auto sql = workspace_->reader();
    auto const viewer = viewer_of(store::AccountRepository{sql}.find(ids_.at(as)).value());
    auto const scope = scope_of(viewer);
    auto const day = civil_day(now());
    // Only to turn rows into what is shown.
    auto fresh = Figures{*insights_};
    auto const workspace = Workspace{*workspace_, events_, *insights_, fresh};
    auto const project = [](store::Project const& row) { return to_api(row); };
    auto const task = [&](store::Task const& row) { return to_api(row, workspace, day); };
    auto const lead = [&](store::Lead const& row) { return to_api(row, workspace, day); };

    store::ProjectFilter projects;
    if (below(2) == 0) projects.zone_id = below(2) == 0 ? "east" : "west";
    auto const zone = projects.zone_id ? "&zone_id=" + *projects.zone_id : "";
    for (std::string const state : {"", "active", "suspended", "ended"}) {
      projects.state = state.empty() ? std::nullopt : std::optional{state};
      auto const found = store::ProjectRepository{sql}.list(projects, scope, kSecondPage);
      expect_page(as, "/projects?limit=4&offset=3" + zone + (state.empty() ? "" : "&state=" + state), found.total,
                  shown(found.rows, project));
    }
    projects.state = "active";
    projects.stage = "signed";
    auto const in_stage = store::ProjectRepository{sql}.list(projects, scope, kPage);
    expect_page(as, "/projects?limit=7&state=active&stage=signed" + zone, in_stage.total,
                shown(in_stage.rows, project));

    projects.state.reset();
    projects.stage.reset();
    std::map<std::string, json::object> columns;
    for (auto const& count : store::ProjectRepository{sql}.board(projects, scope)) {
      auto& column = columns[count.state == "active" ? count.stage : count.state];
      auto const add = [&](char const* field, std::int64_t value) {
        column[field] = value + (column.contains(field) ? column.at(field).as_int64() : 0);
      };
      add("total", count.projects);
      add("contracted_fen", count.contracted_fen.fen());
    }
    for (auto const& card : store::ProjectRepository{sql}.board_cards(projects, scope, 3)) {
      auto& cards = columns[card.state == "active" ? card.stage : card.state]["cards"];
      if (!cards.is_array()) cards = json::array{};
      cards.as_array().push_back(json::parse(to_json(to_api(card))));
    }
    auto const board = get(as, "/board?cards=3" + zone);
    ASSERT_EQ(board.as_array().size(), Figures::kColumns);
    for (auto const& column : board.as_array()) {
      auto& expected = columns[std::string{column.at("stage").as_string()}];
      EXPECT_EQ(column.at("total").as_int64(), expected.contains("total") ? expected.at("total").as_int64() : 0);
      EXPECT_EQ(column.at("contracted_fen").as_int64(),
                expected.contains("contracted_fen") ? expected.at("contracted_fen").as_int64() : 0);
      EXPECT_EQ(column.at("cards").as_array(),
                expected.contains("cards") ? expected.at("cards").as_array() : json::array{})
          << column.at("stage") << " as " << as;
    }

    for (auto const late : {false, true}) {
      for (std::string const whose : {"all", "mine", "team"}) {
        store::TaskFilter tasks;
        tasks.zone_id = projects.zone_id;
        if (late) tasks.late_on = day;
        if (whose == "mine") tasks.assignee_id = viewer.account_id;
        if (whose == "team") tasks.member_id = viewer.account_id;
        auto const found = store::TaskRepository{sql}.list(tasks, scope, kPage);
        expect_page(as, "/tasks?limit=7&whose=" + whose + (late ? "&late=1" : "") + zone, found.total,
                    shown(found.rows, task));
      }
    }

    store::LeadFilter leads;
    leads.zone_id = projects.zone_id;
    auto const every = store::LeadRepository{sql}.list(leads, scope, kSecondPage);
    expect_page(as, "/leads?limit=4&offset=3" + zone, every.total, shown(every.rows, lead));
    leads.states = {"reported", "answered", "assessed", "fed_back"};
    auto const open = store::LeadRepository{sql}.list(leads, scope, kPage);
    expect_page(as, "/leads?limit=7&state=open" + zone, open.total, shown(open.rows, lead));
    leads.channel = "chain";
    leads.late_on = day;
    auto const chain = store::LeadRepository{sql}.list(leads, scope, kPage);
    expect_page(as, "/leads?limit=7&state=open&channel=chain&late=1" + zone, chain.total, shown(chain.rows, lead));

    auto const my_day = get(as, "/my-day");
    store::TaskFilter mine;
    mine.assignee_id = viewer.account_id;
    EXPECT_EQ(my_day.at("tasks").as_array(), shown(store::TaskRepository{sql}.list(mine, scope, {50, 0}).rows, task));
    store::LeadFilter own;
    own.officer_id = viewer.account_id;
    own.states = {"reported", "answered", "assessed", "fed_back"};
    EXPECT_EQ(my_day.at("leads").as_array(), shown(store::LeadRepository{sql}.list(own, scope, {50, 0}).rows, lead));
    if (viewer.role != "desk" && viewer.role != "viewer") {
      store::ProjectFilter waiting;
      waiting.state = "active";
      waiting.evidence_waiting_for = viewer.account_id;
      EXPECT_EQ(my_day.at("evidence").as_array(),
                shown(store::ProjectRepository{sql}.list(waiting, scope, {50, 0}).rows, project));
    }

    // Read anew or followed step by step: the same alarms.
    auto const from_scratch =
        fresh.look(sql).alarms(scope, {projects.zone_id, std::nullopt, false, std::nullopt, {50, 0}});
    auto const alarms = get(as, "/alarms?limit=50" + zone);
    EXPECT_EQ(alarms.at("total").as_int64(), from_scratch.total);
    for (std::size_t i = 0; i < from_scratch.rows.size(); ++i) {
      EXPECT_EQ(alarms.at("items").at(i).at("kind").as_string(), from_scratch.rows[i].row.kind);
      EXPECT_EQ(alarms.at("items").at(i).at("id").as_int64(), from_scratch.rows[i].row.id);
      EXPECT_EQ(alarms.at("items").at(i).at("title").as_string(), from_scratch.rows[i].row.title);
    }
  }

  static constexpr std::array kPeople{"province", "leader", "officer", "colleague", "neighbour", "agent", "desk"};
  static constexpr std::array kWriters{"province", "leader", "officer", "colleague", "neighbour", "agent"};
  std::mt19937 random_{20261127};
  std::map<std::string, std::int64_t> ids_;
  std::int64_t names_ = 0;
  int done_ = 0;
  std::unique_ptr<store::Database> workspace_;
  std::shared_ptr<EventFeed> events_;
  std::unique_ptr<Insights> insights_;
};
INSTANTIATE_TEST_SUITE_P(Workspace, ListsApi, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres),
                         engine_name);

TEST_P(ListsApi, are_what_sql_says_after_every_change_for_every_role) {
  constexpr int kChanges = 90;
  open();
  for (int i = 0; i < kChanges && !HasFailure(); ++i) {
    change_something();
    compare(any(kPeople));
    if (i % 15 == 14) {
      for (std::string const as : kPeople) compare(as);
    }
  }
  // Otherwise nothing was tried.
  EXPECT_GT(done_, kChanges / 3);
  EXPECT_GT(all("task").size(), 5U);
}

}  // namespace
}  // namespace lianzhao::serve
