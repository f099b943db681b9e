#include "serve/insights.h"

#include "kernel/error.h"
#include "pipeline/lessons.h"
#include "pipeline/verdicts.h"
#include "store/workspace_repository.h"

namespace lianzhao::serve {

Insights::Insights(store::DataFolder const& folder, store::Database& workspace, std::shared_ptr<EventFeed> events)
    : folder_{folder},
      knowledge_{std::make_shared<pipeline::Knowledge const>(pipeline::load_knowledge(folder.path))},
      tagger_{std::make_shared<classify::Tagger const>(knowledge_->library)},
      register_{store::open_register(folder)},
      workspace_{workspace},
      events_{std::move(events)},
      atlas_{folder.atlas()},
      search_{folder.search()} {}

std::shared_ptr<pipeline::Insight const> Insights::find() {
  auto atlas = atlas_.get();
  if (!atlas) return nullptr;
  auto const lock = std::lock_guard{mutex_};
  auto const now = std::chrono::steady_clock::now();
  auto const look = now - looked_ > std::chrono::seconds{1};
  if (insight_ && built_ == atlas && !look) return insight_;
  auto workspace = workspace_.reader();
  auto revision = store::WorkspaceRepository{workspace}.verdict_revision();
  if (!insight_ || built_ != atlas || revision != revision_) {
    auto enterprises = register_->reader();
    insight_ = std::make_shared<pipeline::Insight const>(
        knowledge_, pipeline::with_verdicts(atlas, workspace, enterprises, knowledge_->library));
    built_ = std::move(atlas);
    revision_ = std::move(revision);
    events_->publish("status", "{}");
  }
  looked_ = now;
  return insight_;
}

bool Insights::lessons_in_force() const {
  return pipeline::lessons_in_force(folder_);
}

std::shared_ptr<classify::Tagger const> Insights::tagger() {
  auto const atlas = atlas_.get();
  auto const lock = std::lock_guard{mutex_};
  auto const lessons = atlas ? atlas->provenance().lessons : std::string{};
  if (lessons != lessons_) {
    tagger_ = std::make_shared<classify::Tagger const>(knowledge_->library, classify::shipped_weights(),
                                                       classify::kLeastConfidence, pipeline::trust_from_text(lessons));
    lessons_ = lessons;
  }
  return tagger_;
}

pipeline::NewsDesk const& Insights::news_desk() {
  std::call_once(news_desk_made_,
                 [&] { news_desk_ = std::make_unique<pipeline::NewsDesk const>(*knowledge_, *register_, search_); });
  return *news_desk_;
}

void Insights::verdicts_changed() {
  auto const lock = std::lock_guard{mutex_};
  looked_ = {};
}

std::shared_ptr<pipeline::Insight const> Insights::get() {
  auto insight = find();
  if (!insight) {
    throw Failure{{ErrorKind::kConflict, "no_register",
                   "no register is imported yet; import one under Imports or with `lianzhao import enterprises`"}};
  }
  return insight;
}

}  // namespace lianzhao::serve
