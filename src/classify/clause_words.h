#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "classify/activity.h"

namespace lianzhao::classify {

/// What a word of the grammar of business scopes does to its item.
enum class WordRole : std::uint8_t {
  kActivity,          ///< names an activity where it begins or ends an item
  kActivityAtEnd,     ///< the same at the end of an item only: 医疗器械 does not begin with a service
  kNeutral,           ///< says nothing at either end of an item: 从事, 一般项目, 业务, 等
  kConnector,         ///< 及, 和, 的: joins two activities
  kNegatesAfter,      ///< 不含, 除: takes back what follows
  kNegatesFromStart,  ///< the same, but only where an item begins: 除, 非
  kNegatesBefore,     ///< 除外: takes back what stands before
  kPermission,        ///< 许可证, 依法须经批准: the item is boilerplate
  kPlanned,           ///< 筹建: not yet done
  kNoun,              ///< looks like an activity and is a thing: 生产资料, 服务器
};

struct ClauseWord {
  std::string_view text;
  WordRole role;
  ActivitySet activities;  ///< of kActivity
  bool about = false;      ///< of activities at an end: what stands right before is what it is about, and not done
};

/// The closed vocabulary of the grammar, compiled in: it belongs to the parser, not to any chain.
std::span<ClauseWord const> clause_words();

}  // namespace lianzhao::classify
