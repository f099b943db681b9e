#include <algorithm>
#include <array>
#include <functional>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernel/error.h"
#include "store/account_repository.h"
#include "store/audit_log.h"
#include "store/campaign_repository.h"
#include "store/claim_repository.h"
#include "store/data_folder.h"
#include "store/figure_repository.h"
#include "store/free_text_repository.h"
#include "store/lead_repository.h"
#include "store/project_ledger.h"
#include "store/project_repository.h"
#include "store/task_repository.h"
#include "store/team_repository.h"
#include "testkit/postgres_cluster.h"
#include "testkit/temporary_folder.h"

namespace lianzhao::store {
namespace {

/// The same promises of the workspace on both engines.
class WorkspaceStore : public testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    DataFolder folder{folder_.path(), ""};
    if (GetParam() == Engine::kPostgres) {
      auto& cluster = testkit::PostgresCluster::instance();
      if (!cluster.missing().empty()) GTEST_SKIP() << cluster.missing();
      folder.database = cluster.new_database();
    }
    database_ = open_workspace(folder);
  }

  static std::string code_of(std::function<void()> const& act) {
    try {
      act();
    } catch (Failure const& failure) {
      return failure.error().code;
    }
    return "";
  }

  static std::int64_t add_account(Session& sql, std::string name) {
    Account account;
    account.name = name;
    account.display_name = std::move(name);
    account.role = "officer";
    return AccountRepository{sql}.add(account);
  }
  static std::int64_t add_project(Session& sql, std::string zone, std::string name, bool confidential = false) {
    Project project;
    project.zone_id = std::move(zone);
    project.name = std::move(name);
    project.confidential = confidential;
    return ProjectRepository{sql}.add(project);
  }
  static std::int64_t add_lead(Session& sql, std::string zone, std::optional<std::int64_t> reporter = std::nullopt,
                               bool confidential = false) {
    Lead lead;
    lead.zone_id = std::move(zone);
    lead.channel = "fund";
    lead.investor = "甲公司";
    lead.reporter_id = reporter;
    lead.confidential = confidential;
    return LeadRepository{sql}.add(lead);
  }

  testkit::TemporaryFolder folder_;
  std::unique_ptr<Database> database_;
};

INSTANTIATE_TEST_SUITE_P(Store, WorkspaceStore, testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](auto const& engine) { return engine.param == Engine::kSqlite ? "sqlite" : "postgresql"; });

TEST_P(WorkspaceStore, of_two_who_changed_the_same_version_one_is_told) {
  auto sql = database_->writer();
  auto projects = ProjectRepository{sql};
  auto mine = projects.find(add_project(sql, "east", "甲"), {}).value();
  auto theirs = mine;
  mine.name = "乙";
  theirs.name = "丙";
  EXPECT_TRUE(projects.update(mine));
  EXPECT_FALSE(projects.update(theirs));
  auto const stored = projects.find(mine.id, {}).value();
  EXPECT_EQ(stored.name, "乙");
  EXPECT_EQ(stored.version, 2);
}

TEST_P(WorkspaceStore, a_stage_is_passed_once_and_sums_are_those_of_the_items) {
  auto sql = database_->writer();
  auto const id = add_project(sql, "east", "甲");
  auto ledger = ProjectLedger{sql};
  ledger.pass_stage(id, "signed", 20'000, std::nullopt);
  auto const add = [&](std::string kind, std::int64_t amount, std::optional<std::int64_t> fen) {
    Amount item;
    item.project_id = id;
    item.kind = std::move(kind);
    item.currency = fen ? "CNY" : "USD";
    item.amount = amount;
    item.amount_fen = fen;
    item.reason = "合同";
    ledger.add_amount(item);
  };
  // 10^12 yuan and back: more than fits in a float.
  add("contracted", 100'000'000'000'001, 100'000'000'000'001);
  add("contracted", -100'000'000'000'000, -100'000'000'000'000);
  add("contracted", 500, std::nullopt);
  auto const project = ProjectRepository{sql}.find(id, {}).value();
  EXPECT_EQ(project.contracted_fen, 1);
  EXPECT_EQ(project.unconverted_amounts, 1);
  EXPECT_FALSE(project.arrived_fen) << "unknown is not zero";
  EXPECT_EQ(code_of([&] { ledger.pass_stage(id, "signed", 20'001, std::nullopt); }), "row_conflict");
}

TEST_P(WorkspaceStore, evidence_is_judged_once) {
  auto sql = database_->writer();
  auto const id = add_project(sql, "east", "甲");
  auto ledger = ProjectLedger{sql};
  Evidence evidence;
  evidence.project_id = id;
  evidence.stage = "signed";
  evidence.document = "投资协议";
  evidence.id = ledger.add_evidence(evidence);
  EXPECT_EQ(ProjectRepository{sql}.find(id, {}).value().evidence_waiting, 1);
  evidence.verdict = "verified";
  EXPECT_TRUE(ledger.set_verdict(evidence));
  evidence.verdict = "refused";
  EXPECT_FALSE(ledger.set_verdict(evidence));
  EXPECT_EQ(ProjectRepository{sql}.find(id, {}).value().evidence_waiting, 0);
  EXPECT_EQ(ledger.evidence(id).at(0).verdict, "verified");
}

TEST_P(WorkspaceStore, the_newest_measure_of_a_year_is_in_force) {
  auto sql = database_->writer();
  auto const id = add_project(sql, "east", "甲");
  auto ledger = ProjectLedger{sql};
  for (std::int64_t value : {100, 300, 200}) {
    Measure measure;
    measure.project_id = id;
    measure.measure = "tax_fen";
    measure.kind = "real";
    measure.year = 2025;
    measure.value = value;
    ledger.add_measure(measure);
  }
  ASSERT_EQ(ledger.measures(id).size(), 1U);
  EXPECT_EQ(ledger.measures(id)[0].value, 200);
  EXPECT_EQ(FigureRepository{sql}.projects().at(0).facts.measures.back().value, 200);
}

TEST_P(WorkspaceStore, who_leaves_a_team_leaves_it_once) {
  auto sql = database_->writer();
  auto const id = add_project(sql, "east", "甲");
  auto const account = add_account(sql, "wang");
  auto team = TeamRepository{sql};
  auto const member = team.add({0, id, account, "lead_officer", 1, std::nullopt, "", "", ""});
  EXPECT_EQ(team.members(id, false).at(0).display_name, "wang");
  EXPECT_TRUE(team.leave(member, 5, "调岗"));
  EXPECT_FALSE(team.leave(member, 6, "again"));
  EXPECT_TRUE(team.members(id, false).empty());
  EXPECT_EQ(team.members(id, true).at(0).left_day, 5);
  EXPECT_FALSE(team.find(id + 1, member));
}

TEST_P(WorkspaceStore, a_campaign_counts_what_came_of_it) {
  auto sql = database_->writer();
  auto campaigns = CampaignRepository{sql};
  Campaign campaign;
  campaign.zone_id = "east";
  campaign.name = "长三角之行";
  campaign.kind = "trip";
  campaign.id = campaigns.add(campaign);
  Lead lead;
  lead.zone_id = "east";
  lead.channel = "event";
  lead.investor = "甲公司";
  lead.campaign_id = campaign.id;
  LeadRepository{sql}.add(lead);
  lead.zone_id = "west";
  LeadRepository{sql}.add(lead);
  auto const leads_seen = [&](Scope const& scope) {
    auto counted = std::vector{campaigns.find(campaign.id).value()};
    campaigns.count(counted, scope);
    EXPECT_EQ(campaigns.outcome(campaign.id, civil_day(now()), scope).leads, counted.front().leads);
    return counted.front().leads;
  };
  EXPECT_EQ(leads_seen({}), 2);
  EXPECT_EQ(leads_seen({{"east"}, std::nullopt, false, true}), 1);
  EXPECT_EQ(leads_seen({{"east"}, 7, true, false}), 0);
  EXPECT_EQ(campaigns.list({"west"}, std::nullopt, {}).total, 0);
  EXPECT_TRUE(campaigns.update(campaign));
  EXPECT_FALSE(campaigns.update(campaign)) << "the version is another by now";
  Visit visit;
  visit.campaign_id = campaign.id;
  visit.enterprise = "乙公司";
  visit.id = campaigns.add_visit(visit);
  EXPECT_TRUE(campaigns.update_visit(visit));
  EXPECT_FALSE(campaigns.update_visit(visit)) << "the version is another by now";
  visit = campaigns.find_visit(campaign.id, visit.id).value();
  visit.campaign_id = campaign.id + 1;
  EXPECT_FALSE(campaigns.update_visit(visit));
}

TEST_P(WorkspaceStore, transfers_and_disputes_are_answered_once_and_seen_by_both_sides) {
  auto sql = database_->writer();
  auto claims = ClaimRepository{sql};
  auto const first = add_lead(sql, "east");
  auto const second = add_lead(sql, "west");
  LeadTransfer transfer;
  transfer.lead_id = first;
  transfer.from_zone_id = "east";
  transfer.to_zone_id = "west";
  transfer.id = claims.add_transfer(transfer);
  EXPECT_TRUE(claims.answer_transfer(transfer.id, "declined", "没有地", std::nullopt, 1));
  EXPECT_FALSE(claims.answer_transfer(transfer.id, "accepted", "", std::nullopt, 2));
  Dispute dispute;
  dispute.lead_id = second;
  dispute.against_lead_id = first;
  dispute.claimant_zone_id = "west";
  dispute.respondent_zone_id = "east";
  dispute.id = claims.add_dispute(dispute);
  for (auto const* const zone : {"east", "west"}) {
    EXPECT_EQ(claims.transfers({zone}).size(), 1U);
    EXPECT_EQ(claims.disputes({zone}).size(), 1U);
  }
  EXPECT_TRUE(claims.disputes({"north"}).empty());
  EXPECT_TRUE(claims.decide(dispute.id, "both", "各半", std::nullopt, 3));
  EXPECT_FALSE(claims.decide(dispute.id, "claimant", "", std::nullopt, 4));
  claims.set_credits(first, {{"east", 4000}, {"west", 6000}});
  claims.set_credits(first, {{"east", 10'000}});
  EXPECT_EQ(claims.credits(first).size(), 1U);
}

// The first 200 that share anything would hide it.
TEST_P(WorkspaceStore, what_few_have_in_common_is_found_among_many_that_have_something_else) {
  auto sql = database_->writer();
  auto leads = LeadRepository{sql};
  constexpr std::int64_t kCommon = 7;
  constexpr std::int64_t kRare = 9;
  std::int64_t last = 0;
  auto transaction = Transaction{sql};
  for (int i = 0; i < 300; ++i) {
    last = add_lead(sql, "east");
    leads.set_keys("lead", last, std::array{kCommon});
  }
  leads.set_keys("lead", last, std::array{kRare});
  auto const project = add_project(sql, "east", "甲");
  leads.set_keys("project", project, std::array{kCommon, kRare});
  transaction.commit();
  auto const found = leads.known(std::array{kCommon, kRare});
  EXPECT_EQ(found.size(), 101U) << "100 leads and the project";
  EXPECT_TRUE(
      std::any_of(found.begin(), found.end(), [&](Known const& k) { return k.noun == "lead" && k.id == last; }));
  EXPECT_EQ(found.back().id, project);
  EXPECT_TRUE(leads.known(std::array<std::int64_t, 1>{8}).empty());
}

// SQL asks by two conditions, of one row and of many, and serve/figures asks in memory: all three must agree.
TEST_P(WorkspaceStore, a_scope_is_the_same_in_every_way_it_is_asked) {
  std::mt19937 random{7};
  auto const below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  std::vector<std::string> const zones = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
  auto sql = database_->writer();
  std::vector<std::int64_t> accounts;
  for (int i = 0; i < 4; ++i) accounts.push_back(add_account(sql, std::string{"p"} + std::to_string(i)));
  auto const any_account = [&] { return accounts[static_cast<std::size_t>(below(4))]; };
  for (int i = 0; i < 60; ++i) {
    auto const zone = zones[static_cast<std::size_t>(below(10))];
    auto const id = add_project(sql, zone, "p", below(3) == 0);
    if (below(3) == 0) {
      auto const left = below(2) == 0 ? std::optional<DayNumber>{3} : std::nullopt;
      TeamRepository{sql}.add({0, id, any_account(), "specialist", 1, std::nullopt, "", "", ""});
      if (left) TeamRepository{sql}.leave(TeamRepository{sql}.members(id, false).at(0).id, *left, "");
    }
    add_lead(sql, zone, below(3) == 0 ? std::optional{any_account()} : std::nullopt, below(3) == 0);
  }
  auto const projects = FigureRepository{sql}.projects();
  auto const leads = FigureRepository{sql}.leads();
  for (int i = 0; i < 60; ++i) {
    Scope scope;
    auto const count = std::array{0, 1, 3, 9}[static_cast<std::size_t>(below(4))];
    for (int z = 0; z < count; ++z) scope.zones.push_back(zones[static_cast<std::size_t>(z)]);
    if (below(4) != 0) scope.account_id = any_account();
    scope.assigned_only = below(3) == 0;
    scope.confidential = below(2) == 0;
    std::vector<std::int64_t> many;
    for (auto const& row : ProjectRepository{sql}.list({}, scope, {1000, 0}).rows) many.push_back(row.id);
    std::sort(many.begin(), many.end());
    std::vector<std::int64_t> one_by_one;
    std::vector<std::int64_t> in_memory;
    for (auto const& record : projects) {
      auto const& p = record.facts;
      if (ProjectRepository{sql}.find(p.id, scope)) one_by_one.push_back(p.id);
      auto const member =
          scope.account_id && std::find(p.members.begin(), p.members.end(), *scope.account_id) != p.members.end();
      if (scope.sees(p.zone_id, p.confidential, member, member)) in_memory.push_back(p.id);
    }
    EXPECT_EQ(many, one_by_one);
    EXPECT_EQ(many, in_memory);
    for (auto const& record : leads) {
      auto const& l = record.facts;
      auto const own = scope.account_id && l.reporter_id == scope.account_id;
      auto const assigned = scope.account_id && l.officer_id == scope.account_id;
      EXPECT_EQ(LeadRepository{sql}.find(l.id, scope).has_value(),
                scope.sees(l.zone_id, l.confidential, own, assigned));
    }
  }
}

TEST_P(WorkspaceStore, the_audit_tells_which_projects_and_leads_have_changed) {
  auto sql = database_->writer();
  auto audit = AuditLog{sql};
  auto figures = FigureRepository{sql};
  auto const project = add_project(sql, "east", "甲");
  auto const other = add_project(sql, "east", "乙");
  auto const lead = add_lead(sql, "east");
  Task task;
  task.project_id = other;
  task.stage = "negotiation";
  task.name = "环评";
  task.id = TaskRepository{sql}.add(task);
  auto const begin = figures.newest_audit_id();
  audit.append(std::nullopt, "add_project_note", "project:" + std::to_string(project));
  audit.append(std::nullopt, "update_task", "task:" + std::to_string(task.id));
  audit.append(std::nullopt, "add_lead_step", "lead:" + std::to_string(lead));
  audit.append(1, "log_in", "account:1");
  auto changed = figures.changed_since(begin);
  EXPECT_THAT(changed.projects, testing::UnorderedElementsAre(project, other));
  EXPECT_THAT(changed.leads, testing::ElementsAre(lead));
  EXPECT_FALSE(changed.accounts);
  EXPECT_EQ(changed.audit_id, figures.newest_audit_id());
  EXPECT_TRUE(figures.changed_since(changed.audit_id).projects.empty());
  audit.append(1, "update_account", "account:1");
  EXPECT_TRUE(figures.changed_since(changed.audit_id).accounts);
  EXPECT_THAT(figures.projects(Only{{other}}).at(0).tasks, testing::SizeIs(1));
  EXPECT_TRUE(figures.projects(Only{std::vector<std::int64_t>{}}).empty());
}

TEST_P(WorkspaceStore, texts_of_ten_thousand_characters_and_of_sql_come_back_as_they_were) {
  auto sql = database_->writer();
  std::string text = "'; DROP TABLE project; -- \\ \" ? $1 \x01 ";
  for (int i = 0; i < 10'000; ++i) text += "链";
  auto const id = add_project(sql, "east", text);
  ProjectRepository{sql}.add_history({0, id, "note", std::nullopt, std::nullopt, text, std::nullopt, 1, "", ""});
  EXPECT_EQ(ProjectRepository{sql}.find(id, {}).value().name, text);
  EXPECT_EQ(ProjectRepository{sql}.history(id, 1).at(0).text, text);
  ProjectFilter filter;
  filter.words = "'; DROP TABLE project";
  EXPECT_EQ(ProjectRepository{sql}.list(filter, {}, {}).total, 1);
  filter.words = "%";
  EXPECT_EQ(ProjectRepository{sql}.list(filter, {}, {}).total, 0) << "a percent sign is itself";
}

TEST(PostgresWords, capitals_beyond_ascii_are_found_where_the_database_knows_them) {
  auto& cluster = testkit::PostgresCluster::instance();
  if (!cluster.missing().empty()) GTEST_SKIP() << cluster.missing();
  auto const place = cluster.new_database();
  Database::open(place)->writer().script(
      "CREATE DATABASE letters ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8' TEMPLATE template0");
  testkit::TemporaryFolder folder;
  auto const database = open_workspace({folder.path(), place.substr(0, place.rfind('/')) + "/letters"});
  auto sql = database->writer();
  Account account;
  account.name = "Émile";
  account.role = "officer";
  AccountRepository{sql}.add(account);
  EXPECT_TRUE(AccountRepository{sql}.name_taken("Émile"));
  EXPECT_TRUE(AccountRepository{sql}.name_taken("émile"));
  Project project;
  project.zone_id = "east";
  project.name = "ＡＢＢ 100%_Ökopark";
  ProjectRepository{sql}.add(project);
  ProjectFilter filter;
  for (auto const* const words : {"ＡＢＢ", "ａｂｂ", "0%_ÖKO"}) {
    filter.words = words;
    EXPECT_EQ(ProjectRepository{sql}.list(filter, {}, {10, 0}).total, 1) << words;
    EXPECT_EQ(FreeTextRepository{sql}.find(words, {}, 10).size(), 1U) << words;
  }
  filter.words = "0%ÖKO";
  EXPECT_EQ(ProjectRepository{sql}.list(filter, {}, {10, 0}).total, 0) << "its own wildcards are none";
}

}  // namespace
}  // namespace lianzhao::store
