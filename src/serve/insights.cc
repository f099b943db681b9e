#include "serve/insights.h"

#include "kernel/error.h"

namespace lianzhao::serve {

Insights::Insights(store::DataFolder const& folder)
    : knowledge_{std::make_shared<pipeline::Knowledge const>(pipeline::load_knowledge(folder.path))},
      tagger_{std::make_unique<classify::Tagger const>(knowledge_->library)},
      register_{store::open_register(folder)},
      atlas_{folder.atlas()} {}

std::shared_ptr<pipeline::Insight const> Insights::find() {
  auto atlas = atlas_.get();
  if (!atlas) return nullptr;
  auto const lock = std::lock_guard{mutex_};
  if (!insight_ || &insight_->atlas() != atlas.get()) {
    insight_ = std::make_shared<pipeline::Insight const>(knowledge_, std::move(atlas));
  }
  return insight_;
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
