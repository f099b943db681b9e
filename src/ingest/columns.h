#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lianzhao::ingest {

/// What a column of a register can hold.
enum class RegisterField : std::uint8_t {
  kName,
  kCreditCode,
  kRegistrationNumber,  ///< used where a row has no credit code
  kFounded,
  kType,
  kCapital,
  kCapitalCurrency,
  kScope,
  kProducts,
  kRegionCode,
  kProvince,
  kCity,
  kCounty,
  kAddress,
  kStatus,
  kIndustryCode,
};
inline constexpr std::size_t kRegisterFields = 16;

/// Which column holds which field.
struct ColumnMap {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::array<std::size_t, kRegisterFields> column{};
  std::string capital_unit;  ///< from the heading: 注册资本(万元) → "万元"

  ColumnMap() { column.fill(kNone); }
  std::size_t operator[](RegisterField field) const { return column[static_cast<std::size_t>(field)]; }
  bool has(RegisterField field) const { return (*this)[field] != kNone; }
  /// The cell of `field` in a row; empty where the row has none.
  std::string_view cell(std::span<std::string_view const> row, RegisterField field) const {
    auto const at = (*this)[field];
    return at < row.size() ? row[at] : std::string_view{};
  }
};

/// Recognises Chinese and English headings; where several columns could hold a field the more exact heading wins
/// (统一社会信用代码 before 信用代码, full_name before name before short_name).
/// @throws Failure "no_name_column" naming the headings found when none can be the enterprise's name.
ColumnMap recognise_columns(std::span<std::string const> header);

/// As above, corrected by a YAML file of `field: heading` lines (name, credit_code, registration_number, founded, type,
/// capital, capital_currency, capital_unit, scope, products, region_code, province, city, county, address, status,
/// industry_code). `field: null` leaves a recognised column out.
/// @throws Failure "bad_column_map" on an unknown field or a heading that the table lacks, with line and way out.
ColumnMap map_columns(std::span<std::string const> header, std::filesystem::path const& map_file);

/// "credit_code" and so on, the spelling of map files.
std::string_view register_field_name(RegisterField);

}  // namespace lianzhao::ingest
