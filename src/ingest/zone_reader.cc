#include "ingest/zone_reader.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "kernel/error.h"
#include "kernel/file.h"

namespace lianzhao::ingest {

namespace {

constexpr std::size_t kMaxBytes = 4 << 20;
constexpr std::size_t kMaxZones = 5'000;
constexpr std::size_t kMaxPatterns = 1'000;
constexpr std::size_t kMaxChains = 100;
constexpr std::size_t kMaxListed = 200'000;
constexpr std::string_view kKeys =
    "id, name, name_en, level, seat, point, regions, within, patterns, exclude, "
    "enterprises, not_enterprises, chains, sources";

class ZoneReader {
 public:
  ZoneReader(std::string_view file, RegionTable const& table) : file_{file}, table_{table} {}

  Zone read(YAML::Node const& node) {
    if (!node.IsMap()) throw bad(node, "a zone is a map of keys");
    Zone zone;
    for (auto const& entry : node) {
      auto const key = text(entry.first, "a key");
      auto const& value = entry.second;
      if (key == "id") {
        zone.id = id(value);
      } else if (key == "name") {
        zone.name = text(value, key);
      } else if (key == "name_en") {
        zone.name_en = text(value, key);
      } else if (key == "level") {
        auto const level = zone_level_from(text(value, key));
        if (!level) throw bad(value, "level is one of national, provincial, city, county");
        zone.level = *level;
      } else if (key == "seat") {
        zone.seat = region(value);
      } else if (key == "point") {
        point(value, zone);
      } else if (key == "regions") {
        zone.regions = regions(value);
      } else if (key == "within") {
        zone.within = regions(value);
      } else if (key == "patterns") {
        zone.patterns = texts(value, key, kMaxPatterns);
      } else if (key == "exclude") {
        zone.exclude = texts(value, key, kMaxPatterns);
      } else if (key == "enterprises") {
        for (auto& name : texts(value, key, kMaxListed)) zone.listed.insert(std::move(name));
      } else if (key == "not_enterprises") {
        for (auto& name : texts(value, key, kMaxListed)) zone.unlisted.insert(std::move(name));
      } else if (key == "chains") {
        zone.chains = texts(value, key, kMaxChains);
      } else if (key == "sources") {
        zone.sources = texts(value, key, kMaxPatterns);
      } else {
        throw bad(entry.first, fmt::format("unknown key \"{}\"; known are {}", key, kKeys));
      }
    }
    if (zone.id.empty() || zone.name.empty()) throw bad(node, "a zone needs an id and a name");
    if (zone.regions.empty() && zone.patterns.empty() && zone.listed.empty()) {
      throw bad(node, fmt::format("nothing can belong to {}: give it regions, patterns or enterprises", zone.id));
    }
    if (zone.seat == kUnknownRegion) {
      auto const& places = zone.regions.empty() ? zone.within : zone.regions;
      if (!places.empty()) zone.seat = places.front();
    }
    return zone;
  }

  Failure bad(YAML::Node const& node, std::string_view what) const {
    return invalid_input("bad_zones", fmt::format("{}:{}: {}", file_, node.Mark().line + 1, what));
  }

 private:
  std::string text(YAML::Node const& node, std::string_view key) const {
    if (!node.IsScalar() || node.Scalar().empty()) throw bad(node, fmt::format("{} must be a text", key));
    return node.Scalar();
  }

  std::string id(YAML::Node const& node) const {
    auto out = text(node, "id");
    auto const fine = out.size() <= 64 && std::all_of(out.begin(), out.end(), [](char c) {
                        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
                      });
    if (!fine)
      throw bad(node, fmt::format("the id \"{}\" may have lower-case letters, digits and hyphens, at most 64", out));
    return out;
  }

  std::vector<std::string> texts(YAML::Node const& node, std::string_view key, std::size_t limit) const {
    if (!node.IsSequence()) throw bad(node, fmt::format("{} must be a list", key));
    if (node.size() > limit)
      throw bad(node, fmt::format("{} has {} entries, at most {} are read", key, node.size(), limit));
    std::vector<std::string> out;
    for (auto const& entry : node) out.push_back(text(entry, key));
    return out;
  }

  RegionCode region(YAML::Node const& node) const {
    auto const digits = text(node, "a region");
    auto const code = digits.size() == 6 && digits.find_first_not_of("0123456789") == std::string::npos
                          ? static_cast<RegionCode>(std::stoul(digits))
                          : kUnknownRegion;
    auto const resolved = table_.explain_code(code);
    if (resolved.match == CodeMatch::kUnknown || resolved.match == CodeMatch::kEnclosing) {
      throw bad(node, fmt::format("{} is no region of GB/T 2260; give six digits, e.g. 220581", digits));
    }
    return resolved.code;
  }

  std::vector<RegionCode> regions(YAML::Node const& node) const {
    std::vector<RegionCode> out;
    if (!node.IsSequence()) throw bad(node, "regions and within are lists of codes");
    if (node.size() > kMaxPatterns)
      throw bad(node, fmt::format("{} codes, at most {} are read", node.size(), kMaxPatterns));
    for (auto const& entry : node) out.push_back(region(entry));
    return out;
  }

  void point(YAML::Node const& node, Zone& zone) const {
    if (node.IsSequence() && node.size() == 2 && node[0].IsScalar() && node[1].IsScalar()) {
      zone.longitude = node[0].as<double>(std::nan(""));
      zone.latitude = node[1].as<double>(std::nan(""));
      if (zone.longitude >= 70 && zone.longitude <= 140 && zone.latitude >= 0 && zone.latitude <= 60) return;
    }
    throw bad(node, "point is [longitude, latitude] in China, degrees WGS-84");
  }

  std::string_view file_;
  RegionTable const& table_;
};

}  // namespace

std::vector<Zone> read_zones(std::string_view yaml, std::string_view file_name, RegionTable const& table) {
  if (yaml.size() > kMaxBytes) {
    throw invalid_input("bad_zones",
                        fmt::format("{} has {} bytes, at most {} are read", file_name, yaml.size(), kMaxBytes));
  }
  YAML::Node root;
  try {
    root = YAML::Load(std::string{yaml});
  } catch (YAML::Exception const& error) {
    throw invalid_input("bad_zones", fmt::format("{}:{}: {}", file_name, error.mark.line + 1, error.msg));
  }
  ZoneReader reader{file_name, table};
  std::vector<Zone> out;
  if (root.IsNull()) return out;
  if (!root.IsMap() || root.size() != 1 || !root["zones"] || !root["zones"].IsSequence()) {
    throw reader.bad(root, "the file has one key, `zones`, with a list");
  }
  std::set<std::string> ids;
  try {
    for (auto const& node : root["zones"]) {
      if (out.size() == kMaxZones) throw reader.bad(node, fmt::format("more than {} zones", kMaxZones));
      out.push_back(reader.read(node));
      if (!ids.insert(out.back().id).second)
        throw reader.bad(node, fmt::format("the id {} is there twice", out.back().id));
    }
  } catch (YAML::Exception const& error) {
    throw invalid_input("bad_zones", fmt::format("{}:{}: {}", file_name, error.mark.line + 1, error.msg));
  }
  return out;
}

std::vector<Zone> load_zones(std::filesystem::path const& data_dir, RegionTable const& table) {
  auto const file = data_dir / "zones.yaml";
  if (std::error_code error; !std::filesystem::exists(file, error)) return {};
  return read_zones(read_file(file, kMaxBytes), file.string(), table);
}

}  // namespace lianzhao::ingest
