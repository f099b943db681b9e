#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "domain/enterprise.h"
#include "domain/region.h"

namespace lianzhao {

enum class ZoneLevel : std::uint8_t { kNational, kProvincial, kCity, kCounty };

/// "national", "provincial", "city", "county".
std::string_view zone_level_name(ZoneLevel);
std::optional<ZoneLevel> zone_level_from(std::string_view);

/// A development zone (开发区, 高新区). Registers carry no coordinates, so who belongs to it is said by regions, by
/// words of addresses and by hand. Read from YAML by ingest/zone_reader.
struct Zone {
  std::string id;    ///< "changchun-new-area": lower case, digits, hyphens
  std::string name;  ///< 长春新区
  std::string name_en;
  ZoneLevel level = ZoneLevel::kProvincial;
  RegionCode seat = kUnknownRegion;  ///< the county, else the prefecture, it counts to on maps
  double longitude = 0;              ///< WGS-84; 0,0 when unknown
  double latitude = 0;
  std::vector<RegionCode> regions;         ///< lie in the zone whole
  std::vector<RegionCode> within;          ///< where its patterns count; empty: anywhere
  std::vector<std::string> patterns;       ///< words of an address that speak for it
  std::vector<std::string> exclude;        ///< words that take that back
  std::unordered_set<std::string> listed;  ///< by hand: credit codes, enterprise keys or exact names
  std::unordered_set<std::string> unlisted;
  std::vector<std::string> chains;  ///< the chains it attracts industry along (主导产业), the first first
  std::vector<std::string> sources;
};

/// What decided about a membership, the strongest first.
enum class ZoneReason : std::uint8_t {
  kListed,    ///< named by hand, in or out
  kAddress,   ///< a pattern stands in the address
  kRegion,    ///< its region lies in the zone
  kExcluded,  ///< a pattern stood there, but an excluding word as well
  kNone,      ///< nothing speaks for it
};

/// How well the place of an enterprise is known.
enum class LocationPrecision : std::uint8_t { kUnknown, kProvince, kCity, kCounty, kZone };

std::string_view zone_reason_name(ZoneReason);                ///< "listed", "address", "region", "excluded", "none"
std::string_view location_precision_name(LocationPrecision);  ///< "unknown", "province", "city", "county", "zone"

struct ZoneMembership {
  bool inside = false;
  ZoneReason reason = ZoneReason::kNone;
  LocationPrecision precision = LocationPrecision::kUnknown;
  std::size_t begin = 0;  ///< bytes of the address that decided; begin == end when it did not
  std::size_t end = 0;
};

/// From its region alone.
LocationPrecision location_precision(RegionCode);

/// A list by hand decides first, then regions, then patterns. A pattern counts when the enterprise's region lies in
/// one of `within` or is known too coarsely to say (the city of it); an unknown region does not count. Pure.
ZoneMembership zone_contains(Zone const&, Enterprise const&);

}  // namespace lianzhao
