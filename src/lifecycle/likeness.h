#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/region_table.h"

namespace lianzhao::lifecycle {

/// By what an investor is found, however it is written: text::name_match_form (width, capitals, blanks, brackets) in
/// simplified characters. For comparing only.
std::string investor_form(std::string_view name);

/// What people call an enterprise: its registered name without the place it begins with and its legal ending, in
/// investor_form. 吉林敖东药业集团股份有限公司 → 敖东药业. Never empty for a name with a letter or ideograph in it.
std::string short_name(std::string_view name, RegionTable const&);

/// Whether one short name begins with the other and the shared part has two ideographs or four letters at least
/// (敖东 and 敖东药业).
bool same_short_name(std::string_view a, std::string_view b);

/// Every beginning of a short name that same_short_name would accept, itself included: what to look up in an index.
std::vector<std::string> short_name_beginnings(std::string_view short_name);

/// Pairs of neighbouring characters of the investor_form of a text, sorted, each once.
std::vector<std::uint64_t> character_pairs(std::string_view text);

/// Shared ÷ all (Jaccard), 0…1; 0 when either is empty.
double likeness(std::vector<std::uint64_t> const& a, std::vector<std::uint64_t> const& b);

inline constexpr std::size_t kBands = 16;

/// One number per band (minimum hashes of two rows each). Texts of likeness s share a band with probability
/// 1 − (1 − s²)^16: 0.99 at s = 0.5, 0.48 at s = 0.2. So looking up the bands finds the candidates without comparing
/// with everything (A. Broder, On the resemblance and containment of documents, 1997). Zeros for a text without pairs.
std::array<std::int64_t, kBands> sketch(std::vector<std::uint64_t> const& pairs);

/// What a lead or project says of itself, for finding others that may be about the same.
struct Identity {
  std::string credit_code;  ///< empty when not known
  std::string name_form;    ///< investor_form
  std::string short_name;
  std::vector<std::uint64_t> idea;  ///< character_pairs
  std::string chain{};              ///< its industry; empty when not known
};

/// Numbers under which an identity is stored, and those by which others look for it: two identities of the same code,
/// name or short name (one beginning with the other) share one for certain, alike ideas as `sketch` says.
std::vector<std::int64_t> stored_keys(Identity const&);
std::vector<std::int64_t> asked_keys(Identity const&);

enum class Likeness : std::uint8_t { kNone, kIdea, kShortName, kName, kCreditCode };

/// As the API says it: credit_code, name, short_name or idea.
std::string_view word_of(Likeness);

struct Judged {
  Likeness why = Likeness::kNone;
  double similarity = 0;  ///< 1 for the same code or name, else of the ideas
  /// Takes part in the question who reported first: the same investor for certain, or a short name and an idea alike.
  bool repeats = false;
};

/// `threshold`: likeness of ideas from which they are told to be alike; half of it is enough beside a short name. Where
/// one name is nothing but the short name of the other (金赛药业 and 长春金赛药业有限责任公司), of three ideographs or
/// six letters at least, whoever wrote it means that one whatever the ideas, unless codes or chains differ; two
/// registered names with one short name (长春华兴药业 and 吉林华兴药业) may be two enterprises.
Judged judge(Identity const& a, Identity const& b, double threshold);

}  // namespace lianzhao::lifecycle
