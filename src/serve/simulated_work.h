#pragma once

#include <string>
#include <vector>

#include "serve/workspace.h"

namespace lianzhao::serve {

/// What the demo makes up, so that boards, alarms, clocks and forecasts have something to show.
struct SimulatedWork {
  int projects = 0;
  std::vector<std::string> people;  ///< display names; the first is the leader
  std::vector<std::string> brands;  ///< of investors: 模拟 + brand + the chain's name + 有限公司
  std::vector<std::string> works;   ///< what is built: 生产基地
  std::vector<std::string> lead_ideas;
};

/// Projects that went their way in the last three years, each stage with a time of its own, a team, errands of their
/// stage and promises; leads in every state. The same every time, all of it says 模拟. The accounts it makes have no
/// password, so nobody can sign in by them. Returns how many projects it made.
int simulate_work(Workspace const&, Change&, Viewer const&, SimulatedWork const&);

}  // namespace lianzhao::serve
