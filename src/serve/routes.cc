#include "serve/routes.h"

#include "serve/handlers/accounts.h"
#include "serve/handlers/backtest.h"
#include "serve/handlers/campaigns.h"
#include "serve/handlers/claims.h"
#include "serve/handlers/enterprises.h"
#include "serve/handlers/figures.h"
#include "serve/handlers/gates.h"
#include "serve/handlers/investors.h"
#include "serve/handlers/item_tables.h"
#include "serve/handlers/jobs.h"
#include "serve/handlers/leads.h"
#include "serve/handlers/library.h"
#include "serve/handlers/map.h"
#include "serve/handlers/mentions.h"
#include "serve/handlers/news.h"
#include "serve/handlers/projects.h"
#include "serve/handlers/promises.h"
#include "serve/handlers/session.h"
#include "serve/handlers/system.h"
#include "serve/handlers/tables.h"
#include "serve/handlers/tasks.h"
#include "serve/handlers/work_tables.h"
#include "serve/handlers/zones.h"

namespace lianzhao::serve {

namespace {

/// From a lead to production.
void add_workspace_routes(Router& router, Workspace const& workspace, store::DataFolder const& folder) {
  router.add<api::ListColleagues>(ListColleagues{workspace});
  router.add<api::FindMentions>(FindMentions{workspace});
  router.add<api::MaskMention>(MaskMention{workspace});
  router.add<api::ListLeads>(ListLeads{workspace});
  router.add<api::HandInLead>(HandInLead{workspace});
  router.add<api::FindKnownLeads>(FindKnownLeads{workspace});
  router.add<api::SearchKnownLeads>(SearchKnownLeads{workspace});
  router.add<api::GetLeadConversion>(GetLeadConversion{workspace});
  router.add<api::GetLead>(GetLead{workspace});
  router.add<api::UpdateLead>(UpdateLead{workspace});
  router.add<api::AddLeadStep>(AddLeadStep{workspace});
  router.add<api::DecideLead>(DecideLead{workspace});
  router.add<api::ConvertLead>(ConvertLead{workspace});

  router.add<api::ProposeLeadTransfer>(ProposeLeadTransfer{workspace});
  router.add<api::ListLeadTransfers>(ListLeadTransfers{workspace});
  router.add<api::AnswerLeadTransfer>(AnswerLeadTransfer{workspace});
  router.add<api::OpenDispute>(OpenDispute{workspace});
  router.add<api::ListDisputes>(ListDisputes{workspace});
  router.add<api::AddDisputeStatement>(AddDisputeStatement{workspace});
  router.add<api::DecideDispute>(DecideDispute{workspace});

  router.add<api::ListStages>(ListStages{workspace});
  router.add<api::ListProjects>(ListProjects{workspace});
  router.add<api::CreateProject>(CreateProject{workspace});
  router.add<api::GetBoard>(GetBoard{workspace});
  router.add<api::GetProject>(GetProject{workspace});
  router.add<api::UpdateProject>(UpdateProject{workspace});
  router.add<api::SetProjectState>(SetProjectState{workspace});
  router.add<api::ListProjectHistory>(ListProjectHistory{workspace});
  router.add<api::AddProjectNote>(AddProjectNote{workspace});
  router.add<api::GiveEvidence>(GiveEvidence{workspace});
  router.add<api::VerifyEvidence>(VerifyEvidence{workspace});
  router.add<api::AddAmount>(AddAmount{workspace});
  router.add<api::SetMeasure>(SetMeasure{workspace});
  router.add<api::CorrectStageDay>(CorrectStageDay{workspace});
  router.add<api::GetEvidenceDocument>(GetEvidenceDocument{workspace, folder});

  router.add<api::ListTeam>(ListTeam{workspace});
  router.add<api::AddMember>(AddMember{workspace});
  router.add<api::HandOver>(HandOver{workspace});
  router.add<api::ListWorkload>(ListWorkload{workspace});
  router.add<api::ListTaskTemplates>(ListTaskTemplates{workspace});
  router.add<api::ListProjectTasks>(ListProjectTasks{workspace});
  router.add<api::AddTasks>(AddTasks{workspace});
  router.add<api::ListTasks>(ListTasks{workspace});
  router.add<api::UpdateTask>(UpdateTask{workspace});
  router.add<api::MakeCalendarToken>(MakeCalendarToken{workspace});
  router.add<api::GetCalendar>(GetCalendar{workspace});

  router.add<api::ListAlarms>(ListAlarms{workspace});
  router.add<api::GetMyDay>(GetMyDay{workspace});
  router.add<api::ListKpiDefinitions>(ListKpiDefinitions{workspace});
  router.add<api::ListKpis>(ListKpis{workspace});
  router.add<api::ListKpiRows>(ListKpiRows{workspace});
  router.add<api::ExportKpis>(ExportKpis{workspace});
  router.add<api::ListStageTimes>(ListStageTimes{workspace});
  router.add<api::GetForecast>(GetForecast{workspace});

  router.add<api::ListPromises>(ListPromises{workspace});
  router.add<api::AddPromise>(AddPromise{workspace});
  router.add<api::UpdatePromise>(UpdatePromise{workspace});
  router.add<api::GetResults>(GetResults{workspace});

  router.add<api::ListInvitations>(ListInvitations{workspace});
  router.add<api::InviteInvestor>(InviteInvestor{workspace});
  router.add<api::RevokeInvitation>(RevokeInvitation{workspace});
  router.add<api::ListQuestions>(ListQuestions{workspace});
  router.add<api::ListRatings>(ListRatings{workspace});
  router.add<api::AnswerQuestion>(AnswerQuestion{workspace});
  router.add<api::GetInvestorPage>(GetInvestorPage{workspace});
  router.add<api::AskQuestion>(AskQuestion{workspace});
  router.add<api::RateStage>(RateStage{workspace});

  router.add<api::ListCampaigns>(ListCampaigns{workspace});
  router.add<api::CreateCampaign>(CreateCampaign{workspace});
  router.add<api::GetCampaign>(GetCampaign{workspace});
  router.add<api::UpdateCampaign>(UpdateCampaign{workspace});
  router.add<api::AddVisit>(AddVisit{workspace});
  router.add<api::RemoveVisit>(RemoveVisit{workspace});

  router.add<api::ExportLeads>(ExportLeads{workspace});
  router.add<api::ExportProjects>(ExportProjects{workspace});
  router.add<api::ImportLeads>(ImportLeads{workspace});
  router.add<api::ImportProjects>(ImportProjects{workspace});
  router.add<api::ExportTasks>(ExportTasks{workspace});
  router.add<api::ImportTasks>(ImportTasks{workspace});
  router.add<api::ExportPromises>(ExportPromises{workspace});
  router.add<api::ImportPromises>(ImportPromises{workspace});
  router.add<api::ExportAmounts>(ExportAmounts{workspace});
  router.add<api::ImportAmounts>(ImportAmounts{workspace});
  router.add<api::ExportMeasures>(ExportMeasures{workspace});
  router.add<api::ImportMeasures>(ImportMeasures{workspace});
  router.add<api::ExportCampaigns>(ExportCampaigns{workspace});
  router.add<api::ImportCampaigns>(ImportCampaigns{workspace});
  router.add<api::GetTableTemplate>(GetTableTemplate{workspace});
  router.add<api::ExportVisits>(ExportVisits{workspace});
  router.add<api::ImportVisits>(ImportVisits{workspace});
}

/// From news to leads, proof and signs.
void add_radar_routes(Router& router, Workspace const& workspace, Dependencies const& d) {
  router.add<api::AddNews>(AddNews{workspace, d.rounds});
  router.add<api::UploadNews>(UploadNews{workspace});
  router.add<api::GetNewsArticle>(GetNewsArticle{workspace});
  router.add<api::ListNewsEvents>(ListNewsEvents{workspace});
  router.add<api::ExportNewsEvents>(ExportNewsEvents{workspace});
  router.add<api::GetNewsEvent>(GetNewsEvent{workspace});
  router.add<api::CorrectNewsEvent>(CorrectNewsEvent{workspace});
  router.add<api::AcceptNewsEvent>(AcceptNewsEvent{workspace, d.folder});
  router.add<api::RejectNewsEvent>(RejectNewsEvent{workspace});
  router.add<api::UndoNewsEvent>(UndoNewsEvent{workspace});
  router.add<api::ListNewsCorrections>(ListNewsCorrections{workspace});
  router.add<api::ExportNewsCorrections>(ExportNewsCorrections{workspace});
  router.add<api::ListNewsLessons>(ListNewsLessons{workspace});
  router.add<api::LearnNewsLessons>(LearnNewsLessons{workspace, d.jobs});
  router.add<api::SwitchNewsLessons>(SwitchNewsLessons{workspace});
  router.add<api::SwitchNewsLesson>(SwitchNewsLesson{workspace});
  router.add<api::ListNewsDossiers>(ListNewsDossiers{workspace});
  router.add<api::GetNewsDossier>(GetNewsDossier{workspace});
  router.add<api::JoinNewsDossiers>(JoinNewsDossiers{workspace});
  router.add<api::TakeOutOfNewsDossier>(TakeOutOfNewsDossier{workspace});
  router.add<api::UndoNewsDossierRuling>(UndoNewsDossierRuling{workspace});
  router.add<api::ExportLandings>(ExportLandings{workspace});
  router.add<api::ListLandings>(ListLandings{workspace});
  router.add<api::GetNewsDigest>(GetNewsDigest{workspace});
  router.add<api::ListNewsWatches>(ListNewsWatches{workspace});
  router.add<api::AddNewsWatch>(AddNewsWatch{workspace});
  router.add<api::RemoveNewsWatch>(RemoveNewsWatch{workspace});
  router.add<api::ListExpansionSignals>(ListExpansionSignals{workspace});
  router.add<api::ListNewsSources>(ListNewsSources{workspace, d.rounds});
  router.add<api::AddNewsFeed>(AddNewsFeed{workspace, d.rounds});
  router.add<api::UpdateNewsFeed>(UpdateNewsFeed{workspace, d.rounds});
  router.add<api::RemoveNewsFeed>(RemoveNewsFeed{workspace});
  router.add<api::StartNewsRound>(StartNewsRound{workspace, d.rounds, d.jobs});
}

}  // namespace

Router make_routes(Dependencies const& d) {
  Router router;
  auto const& regions = *d.insights.knowledge().regions;
  auto const& library = d.insights.knowledge().library;
  router.add<api::LogIn>(LogIn{d.accounts, d.folder});
  router.add<api::LogOut>(LogOut{d.accounts});
  router.add<api::GetSignInWays>(GetSignInWays{d.single_sign_on});
  router.add<api::BeginSingleSignOn>(BeginSingleSignOn{d.single_sign_on});
  router.add<api::CompleteSingleSignOn>(CompleteSingleSignOn{d.single_sign_on, d.folder});
  router.add<api::GetMe>(GetMe{d.folder});
  router.add<api::UpdateMe>(UpdateMe{d.accounts, d.folder});
  router.add<api::ChangePassword>(ChangePassword{d.accounts});
  router.add<api::BeginSecondFactor>(BeginSecondFactor{d.accounts});
  router.add<api::ConfirmSecondFactor>(ConfirmSecondFactor{d.accounts});
  router.add<api::RemoveSecondFactor>(RemoveSecondFactor{d.accounts});

  router.add<api::ListAccounts>(ListAccounts{d.accounts});
  auto const workspace = Workspace{d.workspace, d.events, d.insights, d.figures};
  router.add<api::CreateAccount>(CreateAccount{d.accounts, workspace});
  router.add<api::UpdateAccount>(UpdateAccount{d.accounts, workspace});
  router.add<api::GetAccountWork>(GetAccountWork{d.accounts, workspace});
  router.add<api::HandOverAccount>(HandOverAccount{d.accounts, workspace});
  router.add<api::ResetPassword>(ResetPassword{d.accounts});
  router.add<api::ResetSecondFactor>(ResetSecondFactor{d.accounts});
  router.add<api::ForgetAccount>(ForgetAccount{d.accounts});

  router.add<api::ListRegions>(ListRegions{regions});
  router.add<api::GetRegion>(GetRegion{regions});
  router.add<api::GetRegionShapes>(GetRegionShapes{d.folder});
  router.add<api::ListChains>(ListChains{library});
  router.add<api::GetChain>(GetChain{library});
  router.add<api::ListZones>(ListZones{d.insights});
  router.add<api::GetZone>(GetZone{d.insights});

  router.add<api::GetMap>(GetMap{d.insights});
  router.add<api::ListLeadingRegions>(ListLeadingRegions{d.insights});
  router.add<api::GetDiagnosis>(GetDiagnosis{d.insights});
  router.add<api::ExportDiagnosis>(ExportDiagnosis{d.insights});
  router.add<api::GetBacktest>(GetBacktest{d.insights});
  router.add<api::ListTargets>(ListTargets{d.insights});
  router.add<api::ExportTargets>(ExportTargets{d.insights});

  router.add<api::SearchEnterprises>(SearchEnterprises{d.insights});
  router.add<api::ExportEnterprises>(ExportEnterprises{d.insights});
  router.add<api::GetEnterprise>(GetEnterprise{d.insights, d.workspace});
  router.add<api::SetTagVerdict>(SetTagVerdict{d.insights, d.workspace});
  router.add<api::ListLessons>(ListLessons{d.insights, d.workspace});
  router.add<api::SwitchLessons>(SwitchLessons{d.folder, d.workspace, d.jobs});

  add_workspace_routes(router, {d.workspace, d.events, d.insights, d.figures}, d.folder);
  add_radar_routes(router, {d.workspace, d.events, d.insights, d.figures}, d);

  router.add<api::ListJobs>(ListJobs{d.jobs});
  router.add<api::GetJob>(GetJob{d.jobs});
  router.add<api::CancelJob>(CancelJob{d.jobs});
  router.add<api::GetJobRejects>(GetJobRejects{d.jobs, d.folder});
  router.add<api::ImportEnterprises>(ImportEnterprises{d.jobs, d.folder});
  router.add<api::ImportRegions>(ImportRegions{d.jobs, d.folder});
  router.add<api::UploadDocument>(UploadDocument{d.workspace, d.folder});
  router.add<api::GetDocument>(GetDocument{d.workspace, d.folder});

  router.add<api::GetStatus>(GetStatus{d.insights});
  router.add<api::ListAudit>(ListAudit{d.workspace});
  router.add<api::VerifyAudit>(VerifyAudit{d.workspace});
  router.add<api::StreamEvents>(StreamEvents{d.events});
  return router;
}

}  // namespace lianzhao::serve
