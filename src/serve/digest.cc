#include "serve/digest.h"

#include <fmt/format.h>

#include "ingest/rule_yaml.h"
#include "kernel/error.h"
#include "kernel/file.h"
#include "lifecycle/alarm_text.h"
#include "serve/messages.h"
#include "store/investor_repository.h"
#include "store/task_repository.h"

namespace lianzhao::serve {

namespace {

constexpr std::int64_t kMostLines = 30;
constexpr std::int64_t kMostRead = 10'000;
constexpr DayNumber kSoonDays = 3;

class Text {
 public:
  explicit Text(std::string const& language) : language_{language} {}
  std::string word(std::string_view key) const {
    return message(language_, fmt::format("digest.{}", key)).value_or(std::string{key});
  }
  void part(std::string_view key, std::int64_t count) {
    if (!text_.empty()) text_ += "\n";
    text_ += fmt::format(fmt::runtime(word(key)), count) + "\n";
  }
  void line(std::string const& text) {
    // What people wrote stays on its line.
    text_ += "· ";
    for (auto const c : text) text_ += c == '\n' || c == '\r' ? ' ' : c;
    text_ += "\n";
  }
  std::string& all() { return text_; }

 private:
  std::string language_;
  std::string text_;
};

}  // namespace

std::optional<MailSettings> read_mail_settings(std::filesystem::path const& data_folder) {
  auto const file = data_folder / "mail.yaml";
  if (!std::filesystem::exists(file)) return std::nullopt;
  auto const name = file.string();  // borrowed by the reader
  auto const reader = ingest::RuleYaml{name};
  auto const root = reader.root(read_file(file, 1U << 20));
  reader.known_keys(root, {"url", "user", "password", "from", "from_name", "require_tls", "page", "hour", "language"});
  MailSettings settings;
  settings.server.url = reader.text(root, "url");
  settings.server.user = reader.text(root, "user");
  settings.server.password = reader.text(root, "password");
  settings.server.from = reader.text(root, "from");
  settings.server.from_name = reader.text(root, "from_name");
  settings.server.require_tls = reader.text(root, "require_tls") == "true";
  settings.page = reader.text(root, "page");
  reader.set(root, "hour", 0, 23, settings.hour);
  if (auto const language = reader.text(root, "language"); !language.empty()) settings.language = language;
  if (!settings.server.url.starts_with("smtp://") && !settings.server.url.starts_with("smtps://")) {
    throw reader.bad(root.line, "url: write smtp://host:587 or smtps://host:465");
  }
  if (settings.server.from.find('@') == std::string::npos) throw reader.bad(root.line, "from: the sender's address");
  if (settings.language != "zh" && settings.language != "en") throw reader.bad(root.line, "language: zh or en");
  return settings;
}

std::optional<net::Mail> digest_of(store::Session& sql, Workspace const& workspace, Viewer const& viewer,
                                   std::string const& to, MailSettings const& settings, DayNumber today) {
  auto const scope = scope_of(viewer);
  auto const english = settings.language == "en";
  Text text{settings.language};
  std::int64_t late = 0;
  std::int64_t soon = 0;
  Text late_lines{settings.language};
  Text soon_lines{settings.language};
  store::TaskFilter mine;
  mine.assignee_id = viewer.account_id;
  // In the order of their days, so the first page holds what presses most.
  for (auto const& task : store::TaskRepository{sql}.list(mine, scope, {200, 0}).rows) {
    if (!task.due_day || *task.due_day > today + kSoonDays) break;
    auto const is_late = *task.due_day < today;
    auto& count = is_late ? late : soon;
    if (++count > kMostLines) continue;
    (is_late ? late_lines : soon_lines)
        .line(fmt::format("{}  {} · {}", format_day(*task.due_day), task.name, task.project_name));
  }
  Figures::View::AlarmsAsked asked;
  asked.account_id = viewer.account_id;
  asked.leads = viewer.role == "leader";
  // His own late tasks are told above; so that they take no line of the others, more is read than is listed.
  asked.page = {kMostRead, 0};
  auto const alarms = workspace.figures.look(sql).alarms(scope, asked);
  // All of them, not only those that there is room for.
  std::int64_t ringing = 0;
  for (auto const& [kind, count] : alarms.counts) ringing += count;
  std::int64_t listed = 0;
  Text alarm_lines{settings.language};
  for (auto const& [row, zone_id] : alarms.rows) {
    if (row.kind == "task_overdue" && row.assignee_id == viewer.account_id) {
      --ringing;  // told above
      continue;
    }
    if (++listed > kMostLines) continue;
    auto const said =
        lifecycle::alarm_text(row.kind, workspace.rules(), row.since, row.days(today), row.limit_days, row.detail);
    alarm_lines.line(fmt::format("{}: {}", row.title, english ? said.why_en : said.why));
  }
  auto const questions = store::InvestorRepository{sql}.open_questions(scope, viewer.account_id);
  if (late + soon + ringing == 0 && questions.empty()) return std::nullopt;

  if (late > 0) {
    text.part("late", late);
    text.all() += late_lines.all();
  }
  if (soon > 0) {
    text.part("soon", soon);
    text.all() += soon_lines.all();
  }
  if (ringing > 0) {
    text.part("alarms", ringing);
    text.all() += alarm_lines.all();
  }
  if (!questions.empty()) {
    text.part("questions", static_cast<std::int64_t>(questions.size()));
    for (auto const& question : questions) {
      text.line(fmt::format("{}: {}", question.asked_by, question.text.substr(0, question.text.find('\n'))));
    }
  }
  text.all() += fmt::format("\n{} {}\n", text.word("why"), settings.page.empty() ? "" : settings.page + "/my-day");
  auto const subject = fmt::format(fmt::runtime(text.word("subject")), format_day(today), late, soon, ringing);
  return net::Mail{to, subject, std::move(text.all())};
}

}  // namespace lianzhao::serve
