#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>

#include "classify/tagger.h"
#include "pipeline/insight.h"
#include "pipeline/news_desk.h"
#include "pipeline/search.h"
#include "pipeline/snapshot.h"
#include "serve/http.h"
#include "store/data_folder.h"
#include "store/session.h"

namespace lianzhao::serve {

/// What the data operations answer from: the knowledge, the register, and the snapshot of the moment. Safe from any
/// thread. A request keeps what it got; a snapshot built meanwhile, also by another process, is seen by the next one.
class Insights {
 public:
  /// Listeners of the feed get a `status` event when something else is answered from than before.
  Insights(store::DataFolder const&, store::Database& workspace, std::shared_ptr<EventFeed>);

  pipeline::Knowledge const& knowledge() const { return *knowledge_; }
  /// The tagger that the snapshot was built with, taught what it was; the one that nothing has taught without any.
  std::shared_ptr<classify::Tagger const> tagger();
  store::Database& register_database() const { return *register_; }
  /// Whether builds heed what verdicts teach.
  bool lessons_in_force() const;

  /// Null when there is none yet; may be older than the register.
  std::shared_ptr<search::SearchIndex const> search_index() { return search_.get(); }

  /// Where pages become events. Made when it is first asked for.
  pipeline::NewsDesk const& news_desk();

  /// Null when there is no snapshot yet.
  std::shared_ptr<pipeline::Insight const> find();
  /// @throws Failure "no_register" that says how to import one.
  std::shared_ptr<pipeline::Insight const> get();
  /// A verdict on a tag was given or taken back: the next request counts by it. Verdicts of another process are seen
  /// within a second.
  void verdicts_changed();

 private:
  store::DataFolder folder_;
  std::shared_ptr<pipeline::Knowledge const> knowledge_;
  std::shared_ptr<classify::Tagger const> tagger_;
  std::string lessons_;  ///< that tagger_ was taught
  std::unique_ptr<store::Database> register_;
  store::Database& workspace_;
  std::shared_ptr<EventFeed> events_;
  pipeline::CurrentAtlas atlas_;
  pipeline::CurrentSearch search_;
  std::once_flag news_desk_made_;
  std::unique_ptr<pipeline::NewsDesk const> news_desk_;
  std::mutex mutex_;
  std::shared_ptr<atlas::Atlas const> built_;  ///< what insight_ was made from, without verdicts
  std::string revision_;                       ///< of the verdicts in insight_
  std::chrono::steady_clock::time_point looked_{};
  std::shared_ptr<pipeline::Insight const> insight_;
};

}  // namespace lianzhao::serve
