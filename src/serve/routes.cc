#include "serve/routes.h"

#include "serve/handlers/accounts.h"
#include "serve/handlers/jobs.h"
#include "serve/handlers/library.h"
#include "serve/handlers/session.h"
#include "serve/handlers/system.h"

namespace lianzhao::serve {

Router make_routes(Dependencies const& d) {
  Router router;
  router.add<api::LogIn>(LogIn{d.accounts});
  router.add<api::LogOut>(LogOut{d.accounts});
  router.add<api::GetMe>(GetMe{});
  router.add<api::ChangePassword>(ChangePassword{d.accounts});

  router.add<api::ListAccounts>(ListAccounts{d.accounts});
  router.add<api::CreateAccount>(CreateAccount{d.accounts});
  router.add<api::UpdateAccount>(UpdateAccount{d.accounts});
  router.add<api::ResetPassword>(ResetPassword{d.accounts});

  router.add<api::ListRegions>(ListRegions{d.regions});
  router.add<api::GetRegion>(GetRegion{d.regions});
  router.add<api::GetRegionShapes>(GetRegionShapes{d.folder});
  router.add<api::ListChains>(ListChains{d.library});
  router.add<api::GetChain>(GetChain{d.library});

  router.add<api::ListJobs>(ListJobs{d.jobs});
  router.add<api::GetJob>(GetJob{d.jobs});
  router.add<api::CancelJob>(CancelJob{d.jobs});
  router.add<api::GetJobRejects>(GetJobRejects{d.jobs, d.folder});
  router.add<api::ImportEnterprises>(ImportEnterprises{d.jobs, d.folder});
  router.add<api::UploadDocument>(UploadDocument{d.workspace, d.folder});
  router.add<api::GetDocument>(GetDocument{d.workspace, d.folder});

  router.add<api::ListAudit>(ListAudit{d.workspace});
  router.add<api::VerifyAudit>(VerifyAudit{d.workspace});
  router.add<api::StreamEvents>(StreamEvents{d.events});
  return router;
}

}  // namespace lianzhao::serve
