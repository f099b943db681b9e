#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "kernel/progress.h"
#include "net/fetch.h"
#include "serve/jobs.h"
#include "serve/workspace.h"
#include "store/data_folder.h"
#include "store/news_source_repository.h"

namespace lianzhao::serve {

/// Whether news is fetched from the network. Off: folders are looked at all the same, for they are of this machine.
struct NewsSettings {
  bool fetch = false;
  std::vector<std::string> allowed_networks;     ///< beside public addresses: "10.0.0.0/8", "192.168.1.20"
  std::chrono::milliseconds pause{1'000};        ///< between two requests to a host
  std::chrono::milliseconds look_every{15'000};  ///< for sources that are due
};

/// Looks at feeds, pages and folders when they are due. A round is a job of the kind "news_round", so it is seen, can
/// be cancelled and is found again after a restart; what it has read once it does not read again.
class NewsRounds {
 public:
  /// Registers the kind with `jobs`, which must not have been started.
  /// @throws Failure "bad_network" for one that is not written as a network.
  NewsRounds(Workspace, store::DataFolder const&, Jobs&, NewsSettings const&);
  ~NewsRounds() { stop(); }

  void start();
  void stop();

  bool fetching() const { return fetcher_ != nullptr; }
  /// @throws Failure "fetching_off", and those of net::Fetcher.
  net::Fetched fetch(std::string const& url);
  /// @throws Failure "bad_address" for an address that such a source cannot have, "fetching_off" for one of the
  /// network.
  void check(std::string_view kind, std::string_view address) const;
  /// A job that looks at it now.
  store::Job begin(Viewer const& by, store::NewsFeed const&);

 private:
  struct Round;
  std::string run(std::string const& parameters, Progress const&, Cancelled const&);
  void look_at_folder(Round&);
  void look_at_feed(Round&);
  void look_at_page(Round&);
  void watch(std::stop_token const&);

  Workspace workspace_;
  store::DataFolder const& folder_;
  Jobs& jobs_;
  std::chrono::milliseconds look_every_;
  std::unique_ptr<net::Fetcher> fetcher_;
  std::mutex mutex_;
  std::condition_variable_any woken_;
  std::jthread thread_;
};

}  // namespace lianzhao::serve
