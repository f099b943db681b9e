#include "ingest/columns.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <yaml-cpp/yaml.h>

#include "ingest/cell.h"
#include "ingest/trim.h"
#include "kernel/error.h"
#include "text/utf8.h"

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
      {kName, "name", {"企业名称",       "full_name",
                       "fullname",       "公司名称",
                       "单位名称",       "市场主体名称",
                       "企业(机构)名称", "机构名称",
                       "公司全称",       "企业全称",
                       "全称",           "主体名称",
                       "字号名称",       "商户名称",
                       "企业名",         "公司名",
                       "公司",           "enterprise_name",
                       "company_name",   "ent_name",
                       "entname",        "enterprise",
                       "company",        "name",
                       "名称",           "单位",
                       "企业",           "firm",
                       "short_name",     "shortname",
                       "简称",           "企业简称",
                       "纳税人名称",     "经营主体名称",
                       "经营者名称",     "主体全称",
                       "法人名称",       "organization_name",
                       "org_name"}},
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
        "营业执照编码",
        "统一社会信用代码号",
        "统一社会信用代码证号",
        "纳税人识别号(统一社会信用代码)",
        "纳税人识别号",
        "税号",
        "税务登记号",
        "taxpayer_id",
        "tax_id",
        "tax_no"}},
      {kRegistrationNumber,
       "registration_number",
       {"注册号", "工商注册号", "营业执照注册号", "企业注册号", "营业执照号", "登记号", "reg_no", "regno", "reg_number",
        "registration_number", "registration_no", "license_no", "组织机构代码", "org_code", "org_number"}},
      {kFounded,
       "founded",
       {"成立日期",
        "成立时间",
        "设立日期",
        "注册日期",
        "登记日期",
        "注册时间",
        "开业日期",
        "核准成立日期",
        "成立年月",
        "成立年份",
        "开业时间",
        "founded",
        "founding_date",
        "established",
        "establish_date",
        "est_date",
        "estdate",
        "estiblish_time",
        "established_date",
        "setup_date",
        "reg_date",
        "regdate",
        "register_date",
        "registration_date",
        "found_date",
        "start_date",
        "date_of_establishment",
        "establishment_date",
        "incorporation_date",
        "date_of_incorporation",
        "成立登记日期",
        "成立(注册)日期",
        "es_date",
        "date_founded"}},
      {kType,
       "type",
       {"企业类型", "公司类型", "主体类型", "市场主体类型", "企业(机构)类型", "登记注册类型", "经济性质", "经济类型",
        "机构类型", "类型", "type", "ent_type", "enterprise_type", "company_type", "econ_kind"}},
      {kCapital, "capital", {"注册资本",   "注册资金",           "注册资本金",   "注册资本(金)", "认缴资本",
                             "认缴出资额", "注册资本数额",       "注册资金数额", "注册资本金额", "认缴注册资本",
                             "出资总额",   "资金数额",           "出资额",       "成员出资总额", "注册资本(万元)",
                             "capital",    "registered_capital", "reg_capital",  "regcap",       "reg_cap",
                             "regcapital", "regist_capi"}},
      {kCapitalCurrency,
       "capital_currency",
       {"注册资本币种", "注册资金币种", "币种", "币别", "currency", "capital_currency", "regcap_cur", "regcapcur"}},
      {kScope,
       "scope",
       {"经营范围", "业务范围", "经营(业务)范围", "经营范围及方式", "许可经营项目", "一般经营项目", "scope",
        "business_scope", "opscope", "op_scope", "businessscope", "operate_scope", "operation_scope", "经营项目",
        "营业范围", "范围"}},
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
       {"省份", "所属省份", "省", "所在省份", "所在省", "省市", "所属省", "省(自治区、直辖市)", "省级", "省级行政区",
        "注册省份", "province", "prov", "地区", "area"}},
      {kCity,
       "city",
       {"城市", "所属城市", "市", "地市", "所在城市", "所在市", "地级市", "所属市", "所属地市", "市州", "市级",
        "地市州", "市(州)", "注册城市", "所在地市", "city"}},
      {kCounty, "county", {"区县",     "所属区县", "县区",     "县(市、区)", "区/县",    "所在区县", "区",     "县",
                           "所属县区", "行政区",   "所在区",   "所在县",     "所在县区", "所属区",   "所属县", "县级",
                           "县级市",   "区县级",   "注册区县", "county",     "district", "town"}},
      {kAddress, "address", {"注册地址",           "住所",      "企业地址",       "地址",
                             "公司地址",           "登记地址",  "住址",           "经营场所",
                             "主要经营场所",       "营业场所",  "住所(经营场所)", "企业注册地址",
                             "详细地址",           "通讯地址",  "办公地址",       "经营地址",
                             "生产经营地址",       "注册地",    "注册住所",       "所在地址",
                             "企业住所",           "address",   "addr_reg",       "reg_address",
                             "registered_address", "dom",       "reg_addr",       "addr",
                             "location",           "addr_work", "reg_location",   "business_address"}},
      {kStatus,
       "status",
       {"经营状态",  "登记状态",    "企业状态",         "存续状态",           "营业状态",     "经营状况",
        "公司状态",  "存活状态",    "主体状态",         "企业经营状态",       "经营主体状态", "状态",
        "status",    "reg_status",  "operating_status", "ent_status",         "entstatus",    "business_status",
        "reg_state", "regstate_cn", "company_status",   "registration_status"}},
      {kIndustryCode,
       "industry_code",
       {"行业代码", "国民经济行业代码", "国标行业代码", "行业小类代码", "行业编码", "所属行业代码", "industry_code",
        "industrycode", "nic_code", "industryco", "gbt4754"}},
      {kFormerNames,
       "former_names",
       {"曾用名", "企业曾用名", "公司曾用名", "历史名称", "原名称", "原企业名称", "曾用名称", "former_names",
        "former_name", "history_names", "history_name", "used_name", "previous_name", "previous_names"}},
  };
  return kWords;
}

struct Meaning {
  std::string_view name;
  std::vector<std::string_view> headings;
};

/// What exports of registers also hold: known, so that nobody looks for a mistake, and not kept.
std::vector<Meaning> const& meanings_not_kept() {
  static std::vector<Meaning> const kMeanings{
      {"approval_date",
       {"核准日期", "核准时间", "发照日期", "变更日期", "approval_date", "approved_time", "check_date"}},
      {"total_investment", {"投资总额", "总投资", "total_investment"}},
      {"paid_in_capital", {"实缴资本", "实缴出资额", "实收资本", "paid_in_capital", "rec_cap", "reccap"}},
      {"legal_representative",
       {"法定代表人", "法定代表人/负责人", "法人代表", "法人", "法定代表人姓名", "负责人", "经营者", "投资人",
        "legal_person", "legal_representative", "legal_person_name", "frname", "corporation"}},
      {"telephone",
       {"电话", "联系电话", "更多电话", "有效手机号", "手机", "手机号", "注册电话", "phone", "tel", "telephone"}},
      {"email", {"邮箱", "更多邮箱", "电子邮箱", "企业邮箱", "email", "e_mail"}},
      {"web_site", {"网址", "官网", "网站", "website", "url"}},
      {"english_name", {"英文名", "英文名称", "企业英文名", "english_name", "name_en"}},
      {"insured_persons",
       {"参保人数", "社保人数", "参保人数所属年报", "从业人数", "人员规模", "员工人数", "employees"}},
      {"term_of_business",
       {"营业期限", "经营期限", "营业期限自", "营业期限至", "经营期限自", "经营期限至", "opfrom", "opto", "from_time",
        "to_time"}},
      {"registration_authority", {"登记机关", "注册机关", "发照机关", "regorg", "reg_org", "reg_authority"}},
      {"trade",
       {"所属行业", "行业", "行业门类", "国标行业", "国标行业门类", "国标行业大类", "国标行业中类", "国标行业小类",
        "行业名称", "industry", "industry_name"}},
      {"annual_report_address", {"最新年报地址", "年报地址"}},
      {"cancel_date", {"注销日期", "吊销日期", "cancel_date", "revoke_date"}},
      {"row_number", {"序号", "编号", "行号", "no", "id", "index"}},
      {"remark", {"备注", "说明", "remark", "remarks", "note"}},
  };
  return kMeanings;
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
  if (map.has(RegisterField::kCapital)) map.capital_unit = capital_unit_of(header[map[RegisterField::kCapital]]);
}

struct Match {
  std::size_t field = 0;
  std::size_t rank = 0;
};

/// By the squeezed words of all fields.
std::unordered_map<std::string, std::vector<Match>> const& matches() {
  static auto const kMatches = [] {
    std::unordered_map<std::string, std::vector<Match>> found;
    for (auto const& words : field_words()) {
      for (std::size_t rank = 0; rank < words.headings.size(); ++rank) {
        found[squeezed(words.headings[rank])].push_back({static_cast<std::size_t>(words.field), rank});
      }
    }
    return found;
  }();
  return kMatches;
}

ColumnMap recognise(std::span<std::string const> header, ColumnsOf whose) {
  ColumnMap map;
  std::array<std::vector<std::pair<std::size_t, std::size_t>>, kRegisterFields> found;  // rank, column
  for (std::size_t column = 0; column < header.size(); ++column) {
    auto const heading = read_heading(header[column]);
    for (auto const* const text : {&heading.whole, &heading.bare}) {
      auto const hit = matches().find(*text);
      if (hit == matches().end()) continue;
      for (auto const& [field, rank] : hit->second) found[field].emplace_back(rank, column);
      if (heading.whole == heading.bare) break;
    }
  }
  for (std::size_t field = 0; field < kRegisterFields; ++field) {
    auto& candidates = found[field];
    if (candidates.empty()) continue;
    std::sort(candidates.begin(), candidates.end());
    map.column[field] = candidates.front().second;
    if (whose == ColumnsOf::kTable) continue;
    for (auto const& [rank, column] : candidates) {
      auto& others = map.also[field];
      if (column != map.column[field] && std::find(others.begin(), others.end(), column) == others.end()) {
        others.push_back(column);
      }
    }
  }
  note_capital_unit(map, header);
  return map;
}

void require_name(ColumnMap const& map, std::span<std::string const> header) {
  if (map.has(RegisterField::kName)) return;
  throw invalid_input(
      "no_name_column",
      fmt::format("no column holds the enterprises' names; the headings are: {}. Name the column 企业名称 "
                  "or say which it is with --map FILE (a line such as `name: HEADING`)",
                  shown_headings(header)));
}

}  // namespace

std::string_view register_field_name(RegisterField field) {
  for (auto const& words : field_words()) {
    if (words.field == field) return words.name;
  }
  return {};
}

bool is_map_field(std::string_view name) {
  auto const& known = field_words();
  return name == "capital_unit" ||
         std::any_of(known.begin(), known.end(), [&](auto const& words) { return words.name == name; });
}

std::size_t ColumnMap::column_in(std::span<std::string_view const> row, RegisterField field) const {
  auto const first = (*this)[field];
  if (first >= row.size() || says_nothing(row[first])) {
    for (auto const other : also[static_cast<std::size_t>(field)]) {
      if (other < row.size() && !says_nothing(row[other])) return other;
    }
  }
  return first < row.size() ? first : kNone;
}

std::string shown_heading(std::string_view heading) {
  constexpr std::size_t kLongest = 40;
  std::size_t at = 0;
  for (std::size_t count = 0; count < kLongest && at < heading.size(); ++count) text::next_code_point(heading, at);
  return std::string{heading.substr(0, at)} + (at < heading.size() ? "…" : "");
}

std::string shown_headings(std::span<std::string const> header) {
  constexpr std::size_t kMost = 30;
  std::vector<std::string> shown;
  for (auto const& heading : header.subspan(0, std::min(header.size(), kMost))) shown.push_back(shown_heading(heading));
  auto text = fmt::format("{}", fmt::join(shown, ", "));
  if (header.size() > kMost) text += fmt::format(" and {} more", header.size() - kMost);
  return text;
}

std::string capital_unit_of(std::string_view text) {
  auto const heading = read_heading(text);
  for (auto const* unit : {"万元", "万", "亿元", "元", "万美元", "wan", "10k"}) {
    if (heading.bracket.find(unit) == std::string::npos && !heading.bare.ends_with(unit)) continue;
    auto given = heading.bracket.empty() ? std::string{unit} : heading.bracket;
    auto const ten_thousand = given.find("wan") != std::string::npos || given.find("10k") != std::string::npos;
    return ten_thousand ? "万元" : given;
  }
  return {};
}

std::string_view meaning_not_kept(std::string_view text) {
  auto const heading = read_heading(text);
  for (auto const& meaning : meanings_not_kept()) {
    for (auto const word : meaning.headings) {
      auto const wanted = squeezed(word);
      if (heading.whole == wanted || heading.bare == wanted) return meaning.name;
    }
  }
  return {};
}

ColumnReport report_columns(std::span<std::string const> header, ColumnMap const& map) {
  ColumnReport report;
  for (std::size_t column = 0; column < header.size(); ++column) {
    if (trimmed(header[column]).empty()) continue;
    auto const heading = shown_heading(header[column]);
    auto used = false;
    for (std::size_t field = 0; field < kRegisterFields && !used; ++field) {
      auto const& others = map.also[field];
      used = map.column[field] == column || std::find(others.begin(), others.end(), column) != others.end();
      if (used) report.used.emplace_back(heading, register_field_name(static_cast<RegisterField>(field)));
    }
    if (used) continue;
    if (auto const meaning = meaning_not_kept(header[column]); !meaning.empty()) {
      report.not_kept.emplace_back(heading, meaning);
    } else {
      report.ignored.push_back(heading);
    }
  }
  return report;
}

ColumnMap recognise_columns(std::span<std::string const> header, ColumnsOf whose) {
  auto map = recognise(header, whose);
  require_name(map, header);
  return map;
}

ColumnMap map_columns(std::span<std::string const> header, MapFile const& map_file, ColumnsOf whose) {
  auto map = recognise(header, whose);
  auto const bad = [&](int line, std::string const& why) {
    return invalid_input("bad_column_map", fmt::format("{}:{}: {}", map_file.name, line, why));
  };
  YAML::Node root;
  try {
    root = YAML::Load(map_file.text);
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
    map.also[static_cast<std::size_t>(words->field)].clear();
    if (entry.second.IsNull()) {
      column = ColumnMap::kNone;
      continue;
    }
    auto const wanted = entry.second.as<std::string>();
    auto const hit = std::find_if(header.begin(), header.end(), [&](auto const& heading) {
      return trimmed(heading) == trimmed(wanted) || read_heading(heading).whole == read_heading(wanted).whole;
    });
    if (hit == header.end()) {
      throw bad(line, fmt::format("the table has no column '{}'; its headings are {}", shown_heading(wanted),
                                  shown_headings(header)));
    }
    column = static_cast<std::size_t>(hit - header.begin());
  }
  note_capital_unit(map, header);
  if (!unit.empty()) map.capital_unit = unit;
  require_name(map, header);
  return map;
}

}  // namespace lianzhao::ingest
