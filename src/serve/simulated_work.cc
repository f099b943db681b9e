#include "serve/simulated_work.h"

#include <algorithm>
#include <array>
#include <random>
#include <utility>

#include <fmt/format.h>

#include "serve/lead_view.h"
#include "serve/project_view.h"
#include "serve/task_view.h"
#include "store/account_repository.h"
#include "store/promise_repository.h"
#include "store/team_repository.h"

namespace lianzhao::serve {

namespace {

constexpr std::int64_t kTenMillionYuan = 1'000'000'000;  // 0.1 亿元 in fen

class Simulation {
 public:
  Simulation(Workspace const& workspace, Change& change, Viewer const& viewer, SimulatedWork const& words)
      : workspace_{workspace}, change_{change}, viewer_{viewer}, words_{words}, today_{civil_day(now())} {}

  int run() {
    if (words_.projects <= 0 || workspace_.knowledge().zones.empty() || words_.brands.empty() || words_.works.empty())
      return 0;
    add_people();
    for (int i = 0; i < words_.projects; ++i) add_project(i);
    for (std::size_t i = 0; i < words_.lead_ideas.size(); ++i) add_lead(static_cast<int>(i));
    return words_.projects;
  }

 private:
  int pick(int low, int high) { return low + static_cast<int>(random_() % static_cast<unsigned>(high - low + 1)); }
  template <typename T>
  T const& pick(std::vector<T> const& list) {
    return list[random_() % list.size()];
  }
  std::string const& zone(int i) const {
    auto const& zones = workspace_.knowledge().zones;
    return zones[static_cast<std::size_t>(i) % zones.size()].id;
  }

  void add_people() {
    auto accounts = store::AccountRepository{change_.sql()};
    for (std::size_t i = 0; i < words_.people.size(); ++i) {
      store::Account account;
      account.name = fmt::format("simulated-{}", i + 1);
      account.display_name = words_.people[i];
      account.role = i == 0 ? "leader" : i % 2 == 1 ? "officer" : "agent";
      account.must_change_password = true;
      people_.push_back(accounts.add(account));
    }
  }

  void add_project(int i) {
    auto const& library = workspace_.knowledge().library;
    store::Project project;
    project.zone_id = zone(i);
    auto what = std::string{"产业"};
    auto trade = std::string{"实业"};
    if (library.node_count() > 0) {
      auto const node = static_cast<NodeIndex>(random_() % library.node_count());
      project.node = library.node(node).id;
      what = library.node(node).name;
      trade = library.chain_of(node).name;
    }
    auto const brand = words_.brands[static_cast<std::size_t>(i) % words_.brands.size()];
    // Investments are many small and few large.
    auto const fen = kTenMillionYuan * (i % 9 == 0 ? pick(100, 400) : i % 3 == 0 ? pick(20, 90) : pick(2, 20));
    project.name = fmt::format("模拟·{}{}{}", brand, what, pick(words_.works));
    project.investor = fmt::format("模拟{}{}有限公司", brand, trade);
    project.idea =
        fmt::format("模拟：{}环节，计划总投资 {:g} 亿元", what, static_cast<double>(fen / kTenMillionYuan) / 10);
    project.source = "模拟";
    auto const id = start_project(change_, workspace_, viewer_, std::move(project), std::nullopt);

    // Days from one stage to the next.
    constexpr std::array<std::pair<int, int>, 6> kStay = {
        {{20, 200}, {10, 120}, {30, 240}, {200, 600}, {30, 150}, {150, 400}}};
    auto at = today_ - pick(30, 1100);
    std::size_t stage = 0;
    take_over_stage(change_, viewer_, id, kStages[0], at, "模拟");
    add_known_amount(change_, viewer_, id, "planned", fen, at, "模拟");
    for (std::size_t s = 0; s < kStay.size(); ++s) {
      auto const next = at + pick(kStay[s].first, kStay[s].second);
      if (next > today_) break;
      at = next;
      stage = s + 1;
      take_over_stage(change_, viewer_, id, kStages[stage], at, "模拟");
      if (stage == 1) {
        add_known_amount(change_, viewer_, id, "contracted", fen / 10 * 9, at, "模拟");
        add_promises(id, fen, at);
      }
      if (stage == 2 && i % 4 != 0) add_known_amount(change_, viewer_, id, "arrived", fen / pick(2, 9), at, "模拟");
    }
    add_team(id, i, at);
    if (stage < 4) add_errands(id, kStages[stage], at);
  }

  void add_team(std::int64_t project_id, int i, DayNumber since) {
    if (people_.empty()) return;
    auto team = store::TeamRepository{change_.sql()};
    auto const others = people_.size() - 1;
    auto const person = [&](int shift) {
      return people_[others == 0 ? 0 : 1 + static_cast<std::size_t>(i + shift) % others];
    };
    team.add({0, project_id, people_[0], "sponsor", since, std::nullopt, "", "", ""});
    team.add({0, project_id, person(0), "lead_officer", since, std::nullopt, "", "", ""});
    agent_ = person(1);
    if (agent_ != person(0)) team.add({0, project_id, agent_, "agent", since, std::nullopt, "", "", ""});
  }

  /// Of the stage, the earlier ones done, some in time and some not.
  void add_errands(std::int64_t project_id, std::string_view stage, DayNumber since) {
    std::vector<TaskTemplate const*> templates;
    for (auto const& each : workspace_.rules().tasks)
      if (each.stage == stage && each.kinds.empty()) templates.push_back(&each);
    if (templates.empty()) return;
    auto tasks = store::TaskRepository{change_.sql()};
    // Older projects than the errands would all be late: work began anew some weeks ago.
    auto const from = std::max(since, today_ - pick(20, 60));
    auto const assignee = people_.empty() ? std::nullopt : std::optional{agent_};
    add_from_templates(change_.sql(), project_id, templates, from, assignee);
    replan(change_.sql(), workspace_, project_id);
    // Each round finishes what was due and waits for nothing any more; the next finds what that set free.
    constexpr int kRounds = 8;
    for (int round = 0; round < kRounds; ++round) {
      auto changed = false;
      for (auto& task : tasks.of_project(project_id)) {
        if (task.state == "done" || !task.ready || !task.due_day || *task.due_day > today_ - pick(0, 12)) continue;
        task.state = "done";
        task.done_day = std::max(from, std::min(today_, *task.due_day + pick(-3, 2)));
        tasks.update(task);
        changed = true;
      }
      if (!changed) break;
      replan(change_.sql(), workspace_, project_id);
    }
  }

  void add_promises(std::int64_t project_id, std::int64_t fen, DayNumber signed_day) {
    auto promises = store::PromiseRepository{change_.sql()};
    store::Promise money;
    money.project_id = project_id;
    money.side = "investor";
    money.kind = "investment";
    money.text = "模拟：签约后一年内固定资产投资到位五成";
    money.amount_fen = fen / 2;
    money.due = money.first_due = signed_day + 365;
    money.id = promises.add(money);
    if (money.due < today_ && pick(0, 5) > 0) {
      money.state = "fulfilled";
      money.fulfilled_fen = money.amount_fen;
      promises.update(money);
    }
    store::Promise land;
    land.project_id = project_id;
    land.side = "zone";
    land.kind = "land";
    land.text = "模拟：签约后半年内交付净地";
    land.legal_basis = "模拟：土地管理法";
    land.due = land.first_due = signed_day + 180;
    land.id = promises.add(land);
    if (land.due < today_ && pick(0, 7) > 0) {
      land.state = "fulfilled";
      promises.update(land);
    }
  }

  void add_lead(int i) {
    constexpr std::array<std::string_view, 4> kChannels = {"chain", "referral", "hometown", "event"};
    store::Lead lead;
    lead.zone_id = zone(i);
    lead.channel = kChannels[static_cast<std::size_t>(i) % kChannels.size()];
    lead.investor =
        fmt::format("模拟{}科技有限公司", words_.brands[static_cast<std::size_t>(i + 3) % words_.brands.size()]);
    lead.idea = fmt::format("模拟：{}", words_.lead_ideas[static_cast<std::size_t>(i)]);
    if (i % 3 != 2) lead.size_fen = kTenMillionYuan * pick(2, 60);
    // The further a lead has come, the longer ago it was handed in; some are late.
    struct State {
      std::string_view name;
      int least_days;
      int most_days;
    };
    constexpr std::array<State, 4> kStates = {
        {{"reported", 0, 2}, {"answered", 1, 6}, {"assessed", 3, 10}, {"fed_back", 8, 40}}};
    auto const& state = kStates[static_cast<std::size_t>(i) % kStates.size()];
    lead.reported_at = now() - std::int64_t{pick(state.least_days, state.most_days)} * 86'400'000;
    auto const id = hand_in(change_, workspace_, viewer_, std::move(lead));
    auto leads = store::LeadRepository{change_.sql()};
    auto made = leads.find(id, {}).value();
    if (people_.size() > 1) made.officer_id = people_[1 + static_cast<std::size_t>(i) % (people_.size() - 1)];
    made.state = state.name;
    set_next_step(workspace_, change_.sql(), made);
    leads.update(made);
  }

  Workspace const& workspace_;
  Change& change_;
  Viewer const& viewer_;
  SimulatedWork const& words_;
  DayNumber today_;
  std::mt19937 random_{20230418};
  std::vector<std::int64_t> people_;
  std::int64_t agent_ = 0;
};

}  // namespace

int simulate_work(Workspace const& workspace, Change& change, Viewer const& viewer, SimulatedWork const& words) {
  return Simulation{workspace, change, viewer, words}.run();
}

}  // namespace lianzhao::serve
