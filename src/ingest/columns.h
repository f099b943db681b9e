#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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
  kFormerNames,
};
inline constexpr std::size_t kRegisterFields = 17;

/// Which column holds which field.
struct ColumnMap {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::array<std::size_t, kRegisterFields> column{};
  /// Further columns that can hold a field, the better ones first: what a row uses that leaves the first one blank.
  /// Only where rows name their cells themselves (ColumnsOf::kEachRow); else empty.
  std::array<std::vector<std::size_t>, kRegisterFields> also;
  std::string capital_unit;  ///< from the heading: 注册资本(万元) → "万元"

  ColumnMap() { column.fill(kNone); }
  std::size_t operator[](RegisterField field) const { return column[static_cast<std::size_t>(field)]; }
  bool has(RegisterField field) const { return (*this)[field] != kNone; }
  /// The column that gives `field` in a row, kNone where none does.
  std::size_t column_in(std::span<std::string_view const> row, RegisterField field) const;
  /// The cell of `field` in a row; empty where the row has none.
  std::string_view cell(std::span<std::string_view const> row, RegisterField field) const {
    auto const at = (*this)[field];
    if (also[static_cast<std::size_t>(field)].empty()) return at < row.size() ? row[at] : std::string_view{};
    auto const filled = column_in(row, field);
    return filled < row.size() ? row[filled] : std::string_view{};
  }
};

/// Whose headings they are.
enum class ColumnsOf : std::uint8_t {
  kTable,    ///< of all rows
  kEachRow,  ///< NDJSON: one line may say 企业名称 and the next one name
};

/// Recognises Chinese and English headings; where several columns could hold a field the more exact heading wins
/// (统一社会信用代码 before 信用代码, full_name before name before short_name).
/// @throws Failure "no_name_column" naming the headings found when none can be the enterprise's name.
ColumnMap recognise_columns(std::span<std::string const> header, ColumnsOf whose = ColumnsOf::kTable);

/// What a user says of headings.
struct MapFile {
  std::string name;  ///< for messages
  std::string text;  ///< YAML
};

/// As above, corrected by `field: heading` lines (name, credit_code, registration_number, founded, type,
/// capital, capital_currency, capital_unit, scope, products, region_code, province, city, county, address, status,
/// industry_code, former_names). `field: null` leaves a recognised column out.
/// @throws Failure "bad_column_map" on an unknown field or a heading that the table lacks, with line and way out.
ColumnMap map_columns(std::span<std::string const> header, MapFile const& map_file,
                      ColumnsOf whose = ColumnsOf::kTable);

/// What became of the headings of a table: every one stands in exactly one of the lists.
struct ColumnReport {
  std::vector<std::pair<std::string, std::string>> used;      ///< heading, field ("credit_code")
  std::vector<std::pair<std::string, std::string>> not_kept;  ///< heading, meaning ("approval_date"): no field holds it
  std::vector<std::string> ignored;                           ///< nobody knows what they mean, or others are better
};
ColumnReport report_columns(std::span<std::string const> header, ColumnMap const&);

/// The unit that a heading of capital gives: 注册资本(万元) → "万元"; empty where it gives none.
std::string capital_unit_of(std::string_view heading);

/// What a heading means that a register has no field for ("approval_date"); empty when that is not known either.
std::string_view meaning_not_kept(std::string_view heading);

/// A heading for a message: what is beyond 40 characters is left out.
std::string shown_heading(std::string_view heading);
/// Headings for a message: the first ones, and how many more there are.
std::string shown_headings(std::span<std::string const> header);

/// "credit_code" and so on, the spelling of map files.
std::string_view register_field_name(RegisterField);
/// Whether a map file may name it: a field's name, or capital_unit.
bool is_map_field(std::string_view name);

}  // namespace lianzhao::ingest
