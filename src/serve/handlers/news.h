#pragma once

#include <vector>

#include "api_types.h"
#include "serve/jobs.h"
#include "serve/news_rounds.h"
#include "serve/router.h"
#include "serve/workspace.h"
#include "store/data_folder.h"

namespace lianzhao::serve {

/// Registers the kind "learn_news" with jobs, which must not have been started.
void add_news_learning(Workspace const&, Jobs&);

struct AddNews {
  Workspace workspace;
  NewsRounds& rounds;
  api::NewsReceipt operator()(api::AddNewsParams const&, api::NewsRequest const&, Call&) const;
};
struct UploadNews {
  Workspace workspace;
  api::NewsReceipt operator()(api::UploadNewsParams const&, api::Upload const&, Call&) const;
};
struct GetNewsArticle {
  Workspace workspace;
  api::NewsArticle operator()(api::GetNewsArticleParams const&, api::NoBody, Call&) const;
};
struct ListNewsEvents {
  Workspace workspace;
  api::NewsEventPage operator()(api::ListNewsEventsParams const&, api::NoBody, Call&) const;
};
struct ExportNewsEvents {
  Workspace workspace;
  api::FileAnswer operator()(api::ExportNewsEventsParams const&, api::NoBody, Call&) const;
};
struct GetNewsEvent {
  Workspace workspace;
  api::NewsEventDetail operator()(api::GetNewsEventParams const&, api::NoBody, Call&) const;
};

struct CorrectNewsEvent {
  Workspace workspace;
  api::NewsEventDetail operator()(api::CorrectNewsEventParams const&, api::CorrectNewsEventRequest const&, Call&) const;
};
struct AcceptNewsEvent {
  Workspace workspace;
  store::DataFolder const& folder;
  api::NewsEventDetail operator()(api::AcceptNewsEventParams const&, api::AcceptNewsEventRequest const&, Call&) const;
};
struct RejectNewsEvent {
  Workspace workspace;
  api::NewsEventDetail operator()(api::RejectNewsEventParams const&, api::RejectNewsEventRequest const&, Call&) const;
};
struct UndoNewsEvent {
  Workspace workspace;
  api::NewsEventDetail operator()(api::UndoNewsEventParams const&, api::UndoNewsEventRequest const&, Call&) const;
};
struct ListNewsCorrections {
  Workspace workspace;
  std::vector<api::NewsDecision> operator()(api::ListNewsCorrectionsParams const&, api::NoBody, Call&) const;
};
struct ExportNewsCorrections {
  Workspace workspace;
  api::FileAnswer operator()(api::ExportNewsCorrectionsParams const&, api::NoBody, Call&) const;
};

struct ListNewsLessons {
  Workspace workspace;
  api::NewsLessons operator()(api::ListNewsLessonsParams const&, api::NoBody, Call&) const;
};
struct LearnNewsLessons {
  Workspace workspace;
  Jobs& jobs;
  api::Job operator()(api::LearnNewsLessonsParams const&, api::NewsInbox const&, Call&) const;
};
struct SwitchNewsLessons {
  Workspace workspace;
  api::NewsLessons operator()(api::SwitchNewsLessonsParams const&, api::SwitchNewsLessonsRequest const&, Call&) const;
};
struct SwitchNewsLesson {
  Workspace workspace;
  api::NewsLesson operator()(api::SwitchNewsLessonParams const&, api::SwitchNewsLessonRequest const&, Call&) const;
};

struct ListNewsDossiers {
  Workspace workspace;
  api::NewsDossierPage operator()(api::ListNewsDossiersParams const&, api::NoBody, Call&) const;
};
struct GetNewsDossier {
  Workspace workspace;
  api::NewsDossierDetail operator()(api::GetNewsDossierParams const&, api::NoBody, Call&) const;
};
struct JoinNewsDossiers {
  Workspace workspace;
  api::NewsDossierDetail operator()(api::JoinNewsDossiersParams const&, api::JoinNewsDossiersRequest const&,
                                    Call&) const;
};
struct TakeOutOfNewsDossier {
  Workspace workspace;
  api::NewsDossierDetail operator()(api::TakeOutOfNewsDossierParams const&, api::TakeOutOfNewsDossierRequest const&,
                                    Call&) const;
};
struct UndoNewsDossierRuling {
  Workspace workspace;
  api::NewsDossierDetail operator()(api::UndoNewsDossierRulingParams const&, api::NoBody, Call&) const;
};
struct ExportLandings {
  Workspace workspace;
  api::FileAnswer operator()(api::ExportLandingsParams const&, api::NoBody, Call&) const;
};
struct ListLandings {
  Workspace workspace;
  std::vector<api::Landing> operator()(api::ListLandingsParams const&, api::NoBody, Call&) const;
};
struct GetNewsDigest {
  Workspace workspace;
  api::NewsDigest operator()(api::GetNewsDigestParams const&, api::NoBody, Call&) const;
};
struct ListNewsWatches {
  Workspace workspace;
  std::vector<api::NewsWatch> operator()(api::ListNewsWatchesParams const&, api::NoBody, Call&) const;
};
struct AddNewsWatch {
  Workspace workspace;
  api::NewsWatch operator()(api::AddNewsWatchParams const&, api::NewsWatchRequest const&, Call&) const;
};
struct RemoveNewsWatch {
  Workspace workspace;
  void operator()(api::RemoveNewsWatchParams const&, api::NoBody, Call&) const;
};
struct ListExpansionSignals {
  Workspace workspace;
  std::vector<api::NewsEvent> operator()(api::ListExpansionSignalsParams const&, api::NoBody, Call&) const;
};

struct ListNewsSources {
  Workspace workspace;
  NewsRounds& rounds;
  api::NewsSources operator()(api::ListNewsSourcesParams const&, api::NoBody, Call&) const;
};
struct AddNewsFeed {
  Workspace workspace;
  NewsRounds& rounds;
  api::NewsFeed operator()(api::AddNewsFeedParams const&, api::NewsFeedRequest const&, Call&) const;
};
struct UpdateNewsFeed {
  Workspace workspace;
  NewsRounds& rounds;
  api::NewsFeed operator()(api::UpdateNewsFeedParams const&, api::UpdateNewsFeedRequest const&, Call&) const;
};
struct RemoveNewsFeed {
  Workspace workspace;
  void operator()(api::RemoveNewsFeedParams const&, api::NoBody, Call&) const;
};
struct StartNewsRound {
  Workspace workspace;
  NewsRounds& rounds;
  Jobs& jobs;
  api::Job operator()(api::StartNewsRoundParams const&, api::NoBody, Call&) const;
};

}  // namespace lianzhao::serve
