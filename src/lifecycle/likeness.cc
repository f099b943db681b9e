#include "lifecycle/likeness.h"

#include <algorithm>
#include <limits>

#include "kernel/hash.h"
#include "text/normalize.h"
#include "text/simplified.h"
#include "text/utf8.h"

namespace lianzhao::lifecycle {

namespace {

/// Legal endings and what stands before them, the longest first.
constexpr std::string_view kEndings[] = {"集团股份有限公司",
                                         "集团有限责任公司",
                                         "股份有限公司",
                                         "有限责任公司",
                                         "集团有限公司",
                                         "控股有限公司",
                                         "有限公司",
                                         "集团公司",
                                         "控股集团",
                                         "集团",
                                         "公司",
                                         "控股",
                                         "coltd",
                                         "co,ltd",
                                         "co.,ltd.",
                                         "inc"};

std::string without_ending(std::string name) {
  for (bool cut = true; cut;) {
    cut = false;
    for (auto const ending : kEndings) {
      if (name.size() > ending.size() && name.ends_with(ending)) {
        name.resize(name.size() - ending.size());
        cut = true;
        break;
      }
    }
  }
  return name;
}

/// 金赛药业（长春）有限公司 is called 金赛药业.
std::string without_place_in_brackets(std::string_view name, RegionTable const& regions) {
  constexpr std::string_view kOpen = "（";
  constexpr std::string_view kClose = "）";
  auto whole = text::registered_name(name);
  auto const open = whole.find(kOpen);
  if (open == std::string::npos) return whole;
  auto const close = whole.find(kClose, open);
  if (close == std::string::npos) return whole;
  auto const inside = whole.substr(open + kOpen.size(), close - open - kOpen.size());
  auto place = regions.find_in_text(inside);
  if (place.code == kUnknownRegion) place = regions.find_in_text(text::simplified(inside));
  if (place.code == kUnknownRegion || place.begin != 0 || place.end != inside.size()) return whole;
  whole.erase(open, close + kClose.size() - open);
  return whole;
}

/// Ideographs count twice: two of them say as much as four letters.
std::size_t weight_of(std::string_view text) {
  std::size_t weight = 0;
  for (std::size_t at = 0; at < text.size();) weight += text::is_ideograph(text::next_code_point(text, at)) ? 2 : 1;
  return weight;
}

std::int64_t key_of(std::string_view kind, std::string_view text) {
  return static_cast<std::int64_t>(stable_hash(text, stable_hash(kind)) >> 1U) | 1;
}

/// The same shape for both sides; they differ in which part of the short name stands for what.
std::vector<std::int64_t> keys_of(Identity const& identity, std::string_view whole, std::string_view beginning) {
  std::vector<std::int64_t> keys;
  if (!identity.credit_code.empty()) keys.push_back(key_of("code", identity.credit_code));
  if (!identity.name_form.empty()) keys.push_back(key_of("name", identity.name_form));
  if (weight_of(identity.short_name) >= 4) {
    keys.push_back(key_of(whole, identity.short_name));
    for (auto const& each : short_name_beginnings(identity.short_name)) keys.push_back(key_of(beginning, each));
  }
  if (!identity.idea.empty()) {
    for (auto const band : sketch(identity.idea)) keys.push_back(band);
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace

std::string investor_form(std::string_view name) {
  return text::simplified(text::name_match_form(name));
}

std::string short_name(std::string_view name, RegionTable const& regions) {
  auto const written = text::name_match_form(without_place_in_brackets(name, regions));
  auto const form = text::simplified(written);
  // 乾安 is written so in simplified characters too, 長春 is not; both forms are as long.
  auto place = regions.find_in_text(written);
  if (place.code == kUnknownRegion || place.begin != 0) place = regions.find_in_text(form);
  auto core = without_ending(form);
  // A place at the front goes, unless it is all there is (吉林省集团).
  if (place.code != kUnknownRegion && place.begin == 0 && place.end < core.size() &&
      weight_of(core.substr(place.end)) >= 4) {
    core.erase(0, place.end);
  }
  return core;
}

bool same_short_name(std::string_view a, std::string_view b) {
  auto const shorter = a.size() < b.size() ? a : b;
  auto const longer = a.size() < b.size() ? b : a;
  return weight_of(shorter) >= 4 && longer.starts_with(shorter);
}

std::vector<std::string> short_name_beginnings(std::string_view short_name) {
  std::vector<std::string> beginnings;
  for (std::size_t at = 0; at < short_name.size();) {
    text::next_code_point(short_name, at);
    if (weight_of(short_name.substr(0, at)) >= 4) beginnings.emplace_back(short_name.substr(0, at));
    // Nobody has a longer name than that.
    if (beginnings.size() == 40) break;
  }
  return beginnings;
}

std::vector<std::uint64_t> character_pairs(std::string_view text) {
  auto const form = investor_form(text);
  std::vector<std::uint64_t> pairs;
  char32_t before = 0;
  for (std::size_t at = 0; at < form.size();) {
    auto const c = text::next_code_point(form, at);
    if (before != 0) pairs.push_back((std::uint64_t{before} << 32U) | std::uint64_t{c});
    before = c;
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

double likeness(std::vector<std::uint64_t> const& a, std::vector<std::uint64_t> const& b) {
  if (a.empty() || b.empty()) return 0;
  std::size_t shared = 0;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (*x == *y) {
      ++shared;
      ++x;
      ++y;
    } else {
      ++(*x < *y ? x : y);
    }
  }
  return static_cast<double>(shared) / static_cast<double>(a.size() + b.size() - shared);
}

std::array<std::int64_t, kBands> sketch(std::vector<std::uint64_t> const& pairs) {
  std::array<std::int64_t, kBands> bands{};
  if (pairs.empty()) return bands;
  for (std::size_t band = 0; band < kBands; ++band) {
    std::uint64_t smallest[2];
    for (std::size_t row = 0; row < 2; ++row) {
      smallest[row] = std::numeric_limits<std::uint64_t>::max();
      for (auto const pair : pairs) {
        auto const bytes = std::string_view{reinterpret_cast<char const*>(&pair), sizeof pair};
        smallest[row] = std::min(smallest[row], stable_hash(bytes, band * 2 + row + 1));
      }
    }
    auto const both = std::string_view{reinterpret_cast<char const*>(smallest), sizeof smallest};
    // Positive and never 0, which stands for "no text".
    bands[band] = static_cast<std::int64_t>(stable_hash(both, 99) >> 1U) | 1;
  }
  return bands;
}

std::vector<std::int64_t> stored_keys(Identity const& identity) {
  return keys_of(identity, "whole", "beginning");
}

std::vector<std::int64_t> asked_keys(Identity const& identity) {
  return keys_of(identity, "beginning", "whole");
}

std::string_view word_of(Likeness why) {
  switch (why) {
    case Likeness::kCreditCode:
      return "credit_code";
    case Likeness::kName:
      return "name";
    case Likeness::kShortName:
      return "short_name";
    case Likeness::kIdea:
    case Likeness::kNone:
      break;
  }
  return "idea";
}

Judged judge(Identity const& a, Identity const& b, double threshold) {
  auto const ideas = likeness(a.idea, b.idea);
  if (!a.credit_code.empty() && a.credit_code == b.credit_code) return {Likeness::kCreditCode, 1, true};
  // Two codes that differ are two enterprises, whatever they are called.
  auto const two_codes = !a.credit_code.empty() && !b.credit_code.empty();
  if (!two_codes && !a.name_form.empty() && a.name_form == b.name_form) return {Likeness::kName, 1, true};
  if (same_short_name(a.short_name, b.short_name)) {
    auto const called_short = a.name_form == a.short_name || b.name_form == b.short_name;
    auto const other_chains = !a.chain.empty() && !b.chain.empty() && a.chain != b.chain;
    auto const one = a.short_name == b.short_name && called_short && weight_of(a.short_name) >= 6;
    return {Likeness::kShortName, ideas, ideas >= threshold / 2 || (one && !two_codes && !other_chains)};
  }
  if (ideas >= threshold) return {Likeness::kIdea, ideas, false};
  return {};
}

}  // namespace lianzhao::lifecycle
