#include "workspace/filled_workspace.h"

#include <array>
#include <fstream>
#include <functional>
#include <initializer_list>
#include <optional>
#include <random>
#include <string_view>

#include <fmt/format.h>

#include "domain/lifecycle_rules.h"
#include "ingest/lifecycle_reader.h"
#include "kernel/clock.h"
#include "lifecycle/likeness.h"
#include "serve/passwords.h"
#include "store/daily_work_repository.h"
#include "store/data_folder.h"
#include "store/session.h"

namespace lianzhao::bench {

namespace {

using store::Param;

constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;

/// Every table is gone through in full with the same seed, so that rows of two tables about one project agree.
struct ProjectPlan {
  std::string zone;
  int stage = 0;
  std::array<DayNumber, 7> days{};
  std::string state = "active";
  std::int64_t officer = 0;
  std::int64_t agent = 0;
  std::int64_t contracted_fen = 0;
  std::int64_t arrived_fen = 0;
  bool waiting = false;  ///< evidence that nobody has verified yet
};

class Filler {
 public:
  Filler(store::Database& database, WorkspaceSize const& size)
      : sql_{database.writer()}, size_{size}, today_{civil_day(now())}, now_{now()} {
    std::mt19937_64 random{20261127};
    auto const below = [&](std::int64_t n) { return std::uniform_int_distribution<std::int64_t>{0, n - 1}(random); };
    for (std::int64_t p = 1; p <= size_.projects; ++p) {
      ProjectPlan plan;
      auto const zone = p % size_.zones;
      plan.zone = fmt::format("z{:02}", zone);
      plan.stage = static_cast<int>(below(7));
      auto day = today_ - 200 - static_cast<DayNumber>(below(1500));
      for (int s = 0; s <= plan.stage; ++s) {
        plan.days[static_cast<std::size_t>(s)] = day;
        day = std::min(today_ - static_cast<DayNumber>(below(20)), day + 20 + static_cast<DayNumber>(below(300)));
      }
      auto const fate = below(100);
      plan.state = fate < 85 ? "active" : fate < 90 ? "suspended" : "ended";
      // People 60 and up work in the zone of their number; the last 31 are agents.
      auto const officers = std::max<std::int64_t>(1, (size_.people - 91 + 1) / size_.zones);
      plan.officer = std::min(size_.people - 31, 60 + zone + size_.zones * below(officers));
      plan.agent = size_.people - 30 + p % 31;
      if (plan.stage >= 1) plan.contracted_fen = (1 + below(2000)) * 100'000'000;
      if (plan.stage >= 3) plan.arrived_fen = plan.contracted_fen / 10 * below(10);
      plan.waiting = plan.state == "active" && plan.stage < 6 && below(100) < 3;
      plans_.push_back(std::move(plan));
    }
  }

  std::vector<Person> fill() {
    auto transaction = store::Transaction{sql_};
    auto people = accounts();
    leads();
    projects();
    ledger();
    work();
    if (sql_.engine() == store::Engine::kPostgres) {
      for (auto const* const table : {"account", "lead", "lead_step", "project", "evidence", "project_amount",
                                      "project_measure", "project_history", "project_member", "task", "promise"}) {
        sql_.script(fmt::format("SELECT setval(pg_get_serial_sequence('{0}', 'id'), max(id)) FROM {0}", table));
      }
    }
    transaction.commit();
    sql_.script("ANALYZE");
    return people;
  }

 private:
  using Columns = std::initializer_list<std::string_view>;
  using Add = std::function<void(std::initializer_list<Param>)>;

  void table(std::string_view name, Columns columns, std::function<void(Add const&)> const& rows) {
    auto bulk = sql_.copy(name, columns);
    rows([&](std::initializer_list<Param> row) { bulk.add(row); });
    bulk.finish();
  }

  void each_project(std::function<void(std::int64_t, ProjectPlan const&)> const& use) {
    for (std::size_t i = 0; i < plans_.size(); ++i) use(static_cast<std::int64_t>(i) + 1, plans_[i]);
  }

  std::string role_of(std::int64_t id) const {
    if (id == 1) return "administrator";
    if (id < 10) return "leader";
    if (id < 14) return "desk";
    if (id < 20) return "viewer";
    if (id < 60) return "leader";
    return id < size_.people - 30 ? "officer" : "agent";
  }

  std::vector<Person> accounts() {
    std::vector<Person> people;
    table("account", {"id", "name", "display_name", "role", "password_hash", "created_at"}, [&](Add const& add) {
      for (std::int64_t id = 1; id <= size_.people; ++id) {
        people.push_back({role_of(id), serve::random_token()});
        add({id, fmt::format("p{}", id), fmt::format("模拟{}", id), people.back().role, "none", now_});
      }
    });
    table("account_zone", {"account_id", "zone_id"}, [&](Add const& add) {
      for (std::int64_t id = 20; id <= size_.people; ++id) {
        if (role_of(id) == "agent") continue;  // wherever they are in a team
        add({id, fmt::format("z{:02}", (id + size_.zones - 20) % size_.zones)});
      }
    });
    table("sign_in", {"token_hash", "account_id", "created_at", "seen_at", "expires_at"}, [&](Add const& add) {
      for (std::int64_t id = 1; id <= size_.people; ++id) {
        add({serve::token_hash(people[static_cast<std::size_t>(id) - 1].token), id, now_, now_, now_ + kDayMs});
      }
    });
    return people;
  }

  void leads() {
    static constexpr std::array kStates = {"reported", "answered", "assessed", "fed_back", "declined", "withdrawn"};
    table("lead", {"id",          "zone_id",     "channel",        "state",         "investor",   "investor_form",
                   "short_name",  "credit_code", "enterprise_key", "idea",          "node",       "size_fen",
                   "needs",       "contact",     "reporter_id",    "reporter_name", "officer_id", "confidential",
                   "reported_at", "next_step",   "next_due",       "last_step_at",  "project_id"},
          [&](Add const& add) {
            for (std::int64_t id = 1; id <= size_.leads; ++id) {
              auto const converted = id % 3 == 0 && id <= size_.projects;
              auto const state = converted ? "converted" : kStates[static_cast<std::size_t>(id / 3 % 6)];
              auto const open = !converted && id / 3 % 6 < 4;
              auto const name = fmt::format("线索企业{}", id);
              auto const zone = id % size_.zones;
              auto const officer = std::min(size_.people - 31, 60 + zone);
              add({id,
                   fmt::format("z{:02}", zone),
                   id % 2 ? "chain" : "referral",
                   state,
                   name,
                   name,
                   name,
                   "",
                   "",
                   fmt::format("年产{}吨新材料项目", id),
                   "",
                   (id % 500) * 100'000'000,
                   "",
                   "",
                   officer,
                   "",
                   officer,
                   std::int64_t{id % 50 == 0},
                   now_ - id % 700 * kDayMs,
                   open ? Param{"report"} : Param{nullptr},
                   open ? Param{today_ - 3 + id % 30} : Param{nullptr},
                   now_ - id % 60 * kDayMs,
                   converted ? Param{id} : Param{nullptr}});
            }
          });
    table("lead_step", {"lead_id", "kind", "text", "at", "account_id"}, [&](Add const& add) {
      for (std::int64_t id = 1; id <= size_.leads; ++id) {
        for (auto const* const kind : {"answer", "assessment", "feedback"}) add({id, kind, "记录", now_, 61});
      }
    });
    table("likeness_key", {"noun", "noun_id", "hash"}, [&](Add const& add) {
      for (std::int64_t id = 1; id <= size_.leads; ++id) {
        auto const name = fmt::format("线索企业{}", id);
        auto const identity =
            lifecycle::Identity{"", name, name, lifecycle::character_pairs(fmt::format("年产{}吨新材料项目", id))};
        for (auto const key : lifecycle::stored_keys(identity)) add({"lead", id, key});
      }
    });
  }

  void projects() {
    table("project",
          {"id",
           "zone_id",
           "name",
           "investor",
           "investor_form",
           "short_name",
           "credit_code",
           "enterprise_key",
           "idea",
           "node",
           "kind",
           "lead_id",
           "stage",
           "stage_since",
           "state",
           "state_since",
           "confidential",
           "planned_fen",
           "contracted_fen",
           "arrived_fen",
           "evidence_waiting",
           "account_id",
           "created_at",
           "updated_at"},
          [&](Add const& add) {
            each_project([&](std::int64_t id, ProjectPlan const& p) {
              auto const name = fmt::format("项目企业{}", id);
              add({id,
                   p.zone,
                   fmt::format("模拟项目{}", id),
                   name,
                   name,
                   name,
                   "",
                   "",
                   "新建生产线",
                   "",
                   "new",
                   id % 3 == 0 && id <= size_.leads ? Param{id} : Param{nullptr},
                   kStages[static_cast<std::size_t>(p.stage)],
                   p.days[static_cast<std::size_t>(p.stage)],
                   p.state,
                   today_ - 30,
                   std::int64_t{id % 40 == 7},
                   500'000'000,
                   p.contracted_fen ? Param{p.contracted_fen} : Param{nullptr},
                   p.arrived_fen ? Param{p.arrived_fen} : Param{nullptr},
                   std::int64_t{p.waiting},
                   p.officer,
                   now_ - 900 * kDayMs,
                   now_ - id % 90 * kDayMs});
            });
          });
    table("project_stage", {"project_id", "stage", "day"}, [&](Add const& add) {
      each_project([&](std::int64_t id, ProjectPlan const& p) {
        for (int s = 0; s <= p.stage; ++s) {
          add({id, kStages[static_cast<std::size_t>(s)], p.days[static_cast<std::size_t>(s)]});
        }
      });
    });
    table("project_member", {"project_id", "account_id", "role", "since_day"}, [&](Add const& add) {
      each_project([&](std::int64_t id, ProjectPlan const& p) {
        add({id, p.officer, "lead_officer", today_ - 500});
        add({id, p.agent, "agent", today_ - 500});
      });
    });
  }

  void ledger() {
    table("evidence", {"project_id", "stage", "document", "day", "note", "given_by", "given_at", "verdict"},
          [&](Add const& add) {
            each_project([&](std::int64_t id, ProjectPlan const& p) {
              for (int s = 1; s <= p.stage; ++s) {
                add({id, kStages[static_cast<std::size_t>(s)], "证明文件", p.days[static_cast<std::size_t>(s)], "",
                     p.officer, now_, "verified"});
              }
              if (p.waiting) {
                add({id, kStages[static_cast<std::size_t>(p.stage) + 1], "证明文件", today_ - 2, "", p.officer, now_,
                     "waiting"});
              }
            });
          });
    table("project_amount", {"project_id", "kind", "source", "currency", "amount", "amount_fen", "day", "reason", "at"},
          [&](Add const& add) {
            each_project([&](std::int64_t id, ProjectPlan const& p) {
              auto const item = [&](char const* kind, std::int64_t fen, DayNumber day) {
                if (fen) add({id, kind, "unknown", "CNY", fen, fen, day, "模拟", now_});
              };
              item("planned", 500'000'000, p.days[0]);
              item("contracted", p.contracted_fen, p.days[1]);
              item("arrived", p.arrived_fen, p.days[3]);
            });
          });
    table("project_measure", {"project_id", "measure", "kind", "year", "value", "day", "reason", "at"},
          [&](Add const& add) {
            each_project([&](std::int64_t id, ProjectPlan const& p) {
              add({id, "land_m2", "promised", 0, 20'000 + id % 1000, p.days[0], "模拟", now_});
              if (p.stage >= 5) add({id, "tax_fen", "real", 2025, 100'000'000, p.days[5], "模拟", now_});
            });
          });
  }

  void work() {
    table("project_history", {"project_id", "kind", "text", "account_id", "at"}, [&](Add const& add) {
      each_project([&](std::int64_t id, ProjectPlan const& p) {
        for (std::int64_t e = 0; e < size_.events_per_project; ++e) {
          add({id, "note", fmt::format("第{}次洽谈记录", e), p.officer,
               now_ - (size_.events_per_project - e) * kDayMs});
        }
      });
    });
    table("task",
          {"project_id", "template_id", "stage", "name", "days", "working", "assignee_id", "state", "from_day",
           "begin_day", "due_day", "done_day", "slack_days"},
          [&](Add const& add) {
            each_project([&](std::int64_t id, ProjectPlan const& p) {
              for (std::int64_t t = 0; t < size_.tasks_per_project; ++t) {
                // Of those that are open one in ten is late.
                auto const open = p.state == "active" && (t * 7 + id) % 100 < 15;
                auto const due = open ? today_ - 3 + (id + t) % 30 : today_ - 100 - t;
                add({id, "", kStages[static_cast<std::size_t>(p.stage)], fmt::format("代办事项{}", t), 5, 1, p.agent,
                     open ? (t % 2 ? "open" : "doing") : "done", due - 10, due - 5, due,
                     open ? Param{nullptr} : Param{due}, 3});
              }
            });
          });
    table("promise",
          {"project_id", "side", "kind", "text", "amount_fen", "legal_basis", "review", "due", "first_due", "state"},
          [&](Add const& add) {
            each_project([&](std::int64_t id, ProjectPlan const& p) {
              if (p.stage < 1) return;
              add({id, "investor", "investment", "到位资金", p.contracted_fen, "", "", today_ - 20 + id % 400,
                   today_ - 20 + id % 400, "open"});
              add({id, "zone", "utility", "双回路供电", nullptr, "合同", "已审查", p.days[1] + 300, p.days[1] + 300,
                   "fulfilled"});
            });
          });
  }

  store::Session sql_;
  WorkspaceSize size_;
  DayNumber today_;
  Instant now_;
  std::vector<ProjectPlan> plans_;
};

}  // namespace

std::vector<Person> fill_workspace(std::filesystem::path const& folder, std::string const& database,
                                   WorkspaceSize const& size) {
  std::filesystem::create_directories(folder);
  std::ofstream zones{folder / "zones.yaml"};
  zones << "zones:\n";
  for (std::int64_t z = 0; z < size.zones; ++z) {
    zones << fmt::format("  - {{id: z{0:02}, name: 模拟{0}区, level: provincial, regions: [220104]}}\n", z);
  }
  zones.close();
  auto const workspace = store::open_workspace({folder, database});
  auto people = Filler{*workspace, size}.fill();
  if (!size.new_calendar) {
    // Its days were made by the calendar of today, so there is nothing to plan anew.
    auto sql = workspace->writer();
    auto transaction = store::Transaction{sql};
    auto const calendar = ingest::load_lifecycle_rules(folder).calendar;
    store::DailyWorkRepository{sql}.note_number("calendar", calendar.fingerprint());
    transaction.commit();
  }
  return people;
}

}  // namespace lianzhao::bench
