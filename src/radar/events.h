#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/region_table.h"
#include "radar/article.h"
#include "text/amount.h"

namespace lianzhao::radar {

enum class AmountKind : std::uint8_t {
  kTotalInvestment,
  kFixedAssets,
  kAnnualOutput,
  kAnnualTax,
  kCumulativeInvestment,
  kContractTotal,
  kFundsArrived,
  kOther,
};
/// "total_investment", …
std::string_view amount_kind_name(AmountKind);
/// The kind of that name; kOther for any other.
AmountKind amount_kind_from(std::string_view name);

enum class NewsStage : std::uint8_t {
  kUnknown,
  kNegotiation,
  kNegotiationOrSigned,
  kSigned,
  kRegistered,
  kConstruction,
  kCompleted,
  kInProduction,
  kAtCapacity,
  kSuspended,
  kEnded,
};
/// "signed", …; empty for kUnknown.
std::string_view news_stage_name(NewsStage);
/// The stage of that name; kUnknown for any other.
NewsStage news_stage_from(std::string_view name);

enum class EnterpriseRole : std::uint8_t { kInvestor, kBuilder, kPartner, kAcquirer, kTarget, kZone, kOther };
std::string_view enterprise_role_name(EnterpriseRole);
/// The role of that name; kOther for any other.
EnterpriseRole enterprise_role_from(std::string_view name);

/// The words of the article that prove a field. Code points of Article::text,
/// end exclusive.
struct Evidence {
  std::string field;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string text;
};

struct EventEnterprise {
  std::string name;
  EnterpriseRole role = EnterpriseRole::kOther;
  std::string enterprise_key;           ///< empty: not resolved
  std::vector<std::string> candidates;  ///< keys, where several enterprises bear the name
};

struct EventAmount {
  std::int64_t value = 0;  ///< minor units
  std::string currency;
  AmountKind kind = AmountKind::kOther;
  text::Qualifier qualifier = text::Qualifier::kExact;
};

struct EventDate {
  std::string from;  ///< YYYY-MM-DD; empty where open
  std::string to;
  std::string text;
};

struct EventPart {
  std::string sector;
  std::int64_t count = 0;
};

/// What a plant makes or takes in over a time.
struct EventCapacity {
  std::string product;  ///< as the article names it; empty where it only says how much
  std::string value;    ///< in decimal: "50000"
  std::string unit;     ///< in one way of writing (吨, MW, 台套), reference/goods_units.tsv
  std::string per;      ///< "year", "month", "day"; empty where the article does not say
  text::Qualifier qualifier = text::Qualifier::kExact;
  std::string text;
};

struct EventJobs {
  std::int64_t value = 0;
  text::Qualifier qualifier = text::Qualifier::kExact;
};

/// Words that by their place in a clause may be an enterprise's name, which only a register can tell.
struct PossibleEnterprise {
  Evidence words;
  EnterpriseRole role = EnterpriseRole::kOther;
};

/// One project, or one statement about several (`group`), which is never added
/// to its parts.
struct ProjectEvent {
  bool group = false;
  std::string project;  ///< as the article names it; empty where it only says
                        ///< who invests how much
  std::vector<EventEnterprise> enterprises;
  std::optional<EventAmount> amount;
  std::optional<std::int64_t> land_m2;
  std::optional<std::int64_t> building_m2;  ///< floors, not land
  std::vector<EventCapacity> capacity;
  std::vector<std::string> products;
  std::optional<EventJobs> jobs;
  NewsStage stage = NewsStage::kUnknown;
  std::string place_name;
  RegionCode region_code = kUnknownRegion;
  std::vector<RegionCode> place_candidates;  ///< rising; where several places bear the name and the text leaves it open
  std::string zone;                          ///< as the article calls it
  std::string zone_id;                       ///< of a known zone; empty here, pipeline/project_news fills it
  std::optional<EventDate> date;
  std::string node;  ///< global id; empty here, pipeline/project_news fills it
  std::optional<std::int64_t> count;
  std::vector<EventPart> parts;
  double confidence = 0;
  std::vector<Evidence> evidence;
  std::vector<PossibleEnterprise> possible;  ///< until a register was asked (radar/name_index.h)
  std::vector<std::int64_t> lessons;         ///< ids of those on whose words it stands (radar/lessons.h)
};

/// Half a million ideographs: no report and no list of a year's projects is longer.
inline constexpr std::size_t kMostEventBytes = 1'500'000;

/// The projects an article speaks of, in its order. `regions` resolves places
/// and may be null. Pure; O(length of the text × mentions of a paragraph).
/// Events are looked for in the first kMostEventBytes of the text.
std::vector<ProjectEvent> find_events(Article const&, RegionTable const* regions);

class Lessons;
/// The same, heeding what corrections taught. `passed_over` becomes the ids of the lessons because of which words were
/// passed over, rising. Without lessons the events are those of the other overload.
std::vector<ProjectEvent> find_events(Article const&, RegionTable const* regions, Lessons const&,
                                      std::vector<std::int64_t>& passed_over);

}  // namespace lianzhao::radar
