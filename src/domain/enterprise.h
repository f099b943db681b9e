#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/region.h"
#include "kernel/clock.h"

namespace lianzhao {

/// What the credit code as given is worth (GB 32100-2015).
enum class CreditCodeState : std::uint8_t {
  kMissing,  ///< none given
  kValid,    ///< 18 characters, check character right
  kInvalid,  ///< anything else; kept as given, flagged
  kLegacy,   ///< a 15-digit registration number with a right check digit (GS 15-2006)
};

/// Which fact decided the region, from the strongest to the weakest.
enum class RegionSource : std::uint8_t { kNone, kCodeColumn, kAddress, kCityColumn, kCreditCode, kName };

enum class EnterpriseStatus : std::uint8_t {
  kUnknown,
  kActive,        ///< 存续, 在业, 开业
  kSuspended,     ///< 停业
  kRevoked,       ///< 吊销
  kDeregistered,  ///< 注销
  kMovedOut,      ///< 迁出
};

/// Bit per EnterpriseStatus: all but those that do business no more or elsewhere. Unknown is not closed.
constexpr std::uint32_t kNotClosed = ~(std::uint32_t{1} << static_cast<unsigned>(EnterpriseStatus::kRevoked) |
                                       std::uint32_t{1} << static_cast<unsigned>(EnterpriseStatus::kDeregistered) |
                                       std::uint32_t{1} << static_cast<unsigned>(EnterpriseStatus::kMovedOut));

/// "unknown", "active", "suspended", "revoked", "deregistered", "moved_out"
std::string_view enterprise_status_name(EnterpriseStatus);
std::optional<EnterpriseStatus> enterprise_status_from(std::string_view name);

/// Calls `each` with every name of `former_names`.
template <typename Each>
void for_each_former_name(std::string_view former_names, Each const& each) {
  constexpr std::string_view kBetween = "、";
  while (!former_names.empty()) {
    auto const end = former_names.find(kBetween);
    each(former_names.substr(0, end));
    former_names = end == std::string_view::npos ? std::string_view{} : former_names.substr(end + kBetween.size());
  }
}

/// Puts a name behind the others, unless it is among them or they would become longer than 4,000 bytes.
void add_former_name(std::string& former_names, std::string_view name);

/// A registered entity. Plain data, immutable once built: ingest has established what is said here.
struct Enterprise {
  std::string enterprise_key;  ///< immutable identity: the valid credit code, else "h:" + hash of name and facts
  std::string credit_code;     ///< as given, upper case, blanks removed; may be empty
  CreditCodeState credit_code_state = CreditCodeState::kMissing;
  std::string name;            ///< as registered, width and brackets normalised, never empty
  std::string former_names;    ///< 曾用名, normalised like `name`, separated by '、', the newest last; may be empty
  std::string business_scope;  ///< as given; may be empty
  std::string products;        ///< as given, separated by '、'; may be empty
  std::string enterprise_type;
  std::string address;
  RegionCode region_code = kUnknownRegion;  ///< today's code, as deep as is known
  RegionSource region_source = RegionSource::kNone;
  /// CNY fen, >= 0; absent when unknown or not convertible. Of foreign money an estimate, at the average rate of the
  /// year of founding.
  std::optional<std::int64_t> registered_capital_fen;
  std::string registered_capital_text;      ///< as given
  std::string registered_capital_currency;  ///< ISO 4217; empty when unknown
  std::optional<DayNumber> founded;
  EnterpriseStatus status = EnterpriseStatus::kUnknown;
  std::string industry_code;  ///< GB/T 4754-2017 as given by the register; empty when it gives none
};

}  // namespace lianzhao
