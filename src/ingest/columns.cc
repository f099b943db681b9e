#include "ingest/columns.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <yaml-cpp/yaml.h>

#include "ingest/cell.h"
#include "ingest/trim.h"
#include "kernel/error.h"
#include "kernel/file.h"

namespace lianzhao::ingest {

namespace {

struct FieldWords {
  RegisterField field;
  std::string_view name;
  std::vector<std::string_view> headings;  ///< the most exact first
};

std::vector<FieldWords> const& field_words() {
  using enum RegisterField;
  static std::vector<FieldWords> const kWords{
      {kName, "name", {"企业名称",       "full_name", "fullname", "公司名称",   "单位名称",   "市场主体名称",
                       "企业(机构)名称", "机构名称",  "公司全称", "企业全称",   "全称",       "主体名称",
                       "字号名称",       "商户名称",  "企业名",   "公司名",     "公司",       "enterprise_name",
                       "company_name",   "ent_name",  "entname",  "enterprise", "company",    "name",
                       "名称",           "单位",      "企业",     "firm",       "short_name", "shortname",
                       "简称",           "企业简称"}},
      {kCreditCode,
       "credit_code",
       {"统一社会信用代码",
        "统一信用代码",
        "社会统一信用代码",
        "社会信用代码",
        "统一社会信用代码/注册号",
        "信用代码",
        "统一代码",
        "信用代码号",
        "uscc",
        "credit_code",
        "creditcode",
        "social_credit_code",
        "unified_social_credit_code",
        "unified_social_credit_identifier",
        "uniscid",
        "usci",
        "usc_code",
        "credit_no",
        "creditno",
        "机构代码",
        "营业执照编码"}},
      {kRegistrationNumber,
       "registration_number",
       {"注册号", "工商注册号", "营业执照注册号", "企业注册号", "营业执照号", "登记号", "reg_no", "regno", "reg_number",
        "registration_number", "registration_no", "license_no"}},
      {kFounded, "founded", {"成立日期",  "成立时间", "设立日期",       "注册日期",          "登记日期",
                             "注册时间",  "开业日期", "核准成立日期",   "成立年月",          "成立年份",
                             "开业时间",  "founded",  "founding_date",  "established",       "establish_date",
                             "est_date",  "estdate",  "estiblish_time", "established_date",  "setup_date",
                             "reg_date",  "regdate",  "register_date",  "registration_date", "found_date",
                             "start_date"}},
      {kType,
       "type",
       {"企业类型", "公司类型", "主体类型", "市场主体类型", "企业(机构)类型", "登记注册类型", "经济性质", "经济类型",
        "机构类型", "类型", "type", "ent_type", "enterprise_type", "company_type", "econ_kind"}},
      {kCapital,
       "capital",
       {"注册资本", "注册资金", "注册资本金", "注册资本(金)", "认缴资本", "认缴出资额", "出资总额", "资金数额",
        "出资额", "成员出资总额", "注册资本(万元)", "capital", "registered_capital", "reg_capital", "regcap", "reg_cap",
        "regcapital", "regist_capi"}},
      {kCapitalCurrency,
       "capital_currency",
       {"注册资本币种", "注册资金币种", "币种", "币别", "currency", "capital_currency", "regcap_cur", "regcapcur"}},
      {kScope,
       "scope",
       {"经营范围", "业务范围", "经营(业务)范围", "经营范围及方式", "许可经营项目", "一般经营项目", "scope",
        "business_scope", "opscope", "op_scope", "businessscope", "operate_scope", "operation_scope"}},
      {kProducts,
       "products",
       {"主营产品", "主要产品", "主导产品", "产品名称", "产品", "主营业务", "主营", "主营构成", "products", "product",
        "main_products", "main_product", "main_business"}},
      {kRegionCode,
       "region_code",
       {"行政区划代码", "区划代码", "行政区划", "地区代码", "区域代码", "行政区代码", "区县代码", "region_code",
        "area_code", "adcode", "division_code", "district_code", "city_code"}},
      {kProvince,
       "province",
       {"省份", "所属省份", "省", "所在省份", "所在省", "省市", "所属省", "省(自治区、直辖市)", "province", "prov",
        "地区", "area"}},
      {kCity,
       "city",
       {"城市", "所属城市", "市", "地市", "所在城市", "所在市", "地级市", "所属市", "所属地市", "市州", "city"}},
      {kCounty,
       "county",
       {"区县", "所属区县", "县区", "县(市、区)", "区/县", "所在区县", "区", "县", "所属县区", "行政区", "county",
        "district", "town"}},
      {kAddress,
       "address",
       {"注册地址", "住所",         "企业地址", "地址",           "公司地址",     "登记地址",           "住址",
        "经营场所", "主要经营场所", "营业场所", "住所(经营场所)", "企业注册地址", "详细地址",           "通讯地址",
        "办公地址", "经营地址",     "address",  "addr_reg",       "reg_address",  "registered_address", "dom",
        "reg_addr", "addr",         "location", "addr_work"}},
      {kStatus,
       "status",
       {"经营状态", "登记状态", "企业状态", "存续状态", "营业状态", "经营状况", "公司状态", "状态", "status",
        "reg_status", "operating_status", "ent_status", "entstatus"}},
      {kIndustryCode,
       "industry_code",
       {"行业代码", "国民经济行业代码", "国标行业代码", "行业小类代码", "行业编码", "所属行业代码", "industry_code",
        "industrycode", "nic_code", "industryco", "gbt4754"}},
  };
  return kWords;
}

/// "注册资本（万元）*" → heading "注册资本", unit "万元"; case, blanks and underscores do not matter.
struct Heading {
  std::string whole;
  std::string bare;     ///< without what stands in brackets
  std::string bracket;  ///< what stands in the last brackets
};

std::string squeezed(std::string_view text) {
  std::string out;
  for (auto const c : text) {
    if (static_cast<unsigned char>(c) <= 0x20 || c == '_' || c == '*' || c == '"' || c == ':' || c == '-') continue;
    out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
  }
  return out;
}

Heading read_heading(std::string_view text) {
  Heading heading;
  heading.whole = squeezed(half_width(trimmed(text)));
  heading.bare = heading.whole;
  auto const open = heading.bare.rfind('(');
  if (open != std::string::npos && open > 0 && heading.bare.back() == ')') {
    heading.bracket = heading.bare.substr(open + 1, heading.bare.size() - open - 2);
    heading.bare.resize(open);
  }
  return heading;
}

void note_capital_unit(ColumnMap& map, std::span<std::string const> header) {
  map.capital_unit.clear();
  if (!map.has(RegisterField::kCapital)) return;
  auto const heading = read_heading(header[map[RegisterField::kCapital]]);
  for (auto const* unit : {"万元", "万", "亿元", "元", "万美元", "wan"}) {
    if (heading.bracket.find(unit) != std::string::npos || heading.bare.ends_with(unit)) {
      map.capital_unit = heading.bracket.empty() ? unit : heading.bracket;
      if (map.capital_unit.find("wan") != std::string::npos) map.capital_unit = "万元";
      return;
    }
  }
}

ColumnMap recognise(std::span<std::string const> header) {
  ColumnMap map;
  std::vector<Heading> headings;
  headings.reserve(header.size());
  for (auto const& text : header) headings.push_back(read_heading(text));
  for (auto const& words : field_words()) {
    auto best = words.headings.size();
    for (std::size_t column = 0; column < headings.size(); ++column) {
      for (std::size_t rank = 0; rank < best; ++rank) {
        auto const word = squeezed(words.headings[rank]);
        if (headings[column].whole == word || headings[column].bare == word) {
          best = rank;
          map.column[static_cast<std::size_t>(words.field)] = column;
        }
      }
    }
  }
  note_capital_unit(map, header);
  return map;
}

void require_name(ColumnMap const& map, std::span<std::string const> header) {
  if (map.has(RegisterField::kName)) return;
  auto const shown = header.subspan(0, std::min<std::size_t>(header.size(), 30));
  throw invalid_input(
      "no_name_column",
      fmt::format("no column holds the enterprises' names; the headings are: {}. Name the column 企业名称 "
                  "or say which it is with --map FILE (a line such as `name: HEADING`)",
                  fmt::join(shown, ", ")));
}

}  // namespace

std::string_view register_field_name(RegisterField field) {
  for (auto const& words : field_words()) {
    if (words.field == field) return words.name;
  }
  return {};
}

ColumnMap recognise_columns(std::span<std::string const> header) {
  auto map = recognise(header);
  require_name(map, header);
  return map;
}

ColumnMap map_columns(std::span<std::string const> header, std::filesystem::path const& map_file) {
  auto map = recognise(header);
  auto const bad = [&](int line, std::string const& why) {
    return invalid_input("bad_column_map", fmt::format("{}:{}: {}", map_file.string(), line, why));
  };
  auto const text = read_file(map_file, std::size_t{1} << 20);
  YAML::Node root;
  try {
    root = YAML::Load(text);
  } catch (YAML::Exception const& error) {
    throw bad(error.mark.line + 1, error.msg);
  }
  if (!root.IsMap()) throw bad(1, "expected lines of the form `field: heading`");
  std::string unit;
  for (auto const& entry : root) {
    auto const line = entry.first.Mark().line + 1;
    if (!entry.first.IsScalar() || !(entry.second.IsScalar() || entry.second.IsNull())) {
      throw bad(line, "expected one heading for one field");
    }
    auto const field = entry.first.as<std::string>();
    if (field == "capital_unit") {
      unit = entry.second.as<std::string>();
      continue;
    }
    auto const words = std::find_if(field_words().begin(), field_words().end(),
                                    [&](auto const& candidate) { return candidate.name == field; });
    if (words == field_words().end()) {
      std::vector<std::string_view> known;
      for (auto const& candidate : field_words()) known.push_back(candidate.name);
      throw bad(line, fmt::format("no field '{}'; the fields are {}, capital_unit", field, fmt::join(known, ", ")));
    }
    auto& column = map.column[static_cast<std::size_t>(words->field)];
    if (entry.second.IsNull()) {
      column = ColumnMap::kNone;
      continue;
    }
    auto const wanted = entry.second.as<std::string>();
    auto const hit = std::find_if(header.begin(), header.end(), [&](auto const& heading) {
      return trimmed(heading) == trimmed(wanted) || read_heading(heading).whole == read_heading(wanted).whole;
    });
    if (hit == header.end()) {
      throw bad(line,
                fmt::format("the table has no column '{}'; its headings are {}", wanted, fmt::join(header, ", ")));
    }
    column = static_cast<std::size_t>(hit - header.begin());
  }
  note_capital_unit(map, header);
  if (!unit.empty()) map.capital_unit = unit;
  require_name(map, header);
  return map;
}

}  // namespace lianzhao::ingest
