#include "app/import_json.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace lianzhao::app {

namespace {

boost::json::object pairs(std::vector<std::pair<std::string, std::string>> const& list) {
  boost::json::object json;
  for (auto const& [heading, meaning] : list) json[heading] = meaning;
  return json;
}

/// `columns` and `ignored` over all tables, and each table by itself.
void add_tables(pipeline::ImportReport const& report, boost::json::object& json) {
  boost::json::object columns;
  boost::json::array ignored;
  boost::json::array tables;
  for (auto const& table : report.tables) {
    boost::json::array alone;
    for (auto const& [heading, meaning] : table.columns.used) columns[heading] = meaning;
    for (auto const& heading : table.columns.ignored) {
      alone.emplace_back(heading);
      auto const known =
          std::any_of(ignored.begin(), ignored.end(), [&](auto const& one) { return one.as_string() == heading; });
      if (!known) ignored.emplace_back(heading);
    }
    boost::json::object one{{"file", table.file},
                            {"rows", table.rows},
                            {"notes", table.notes},
                            {"columns", pairs(table.columns.used)},
                            {"not_kept", pairs(table.columns.not_kept)},
                            {"ignored", alone}};
    if (!table.sheet.empty()) one["sheet"] = table.sheet;
    if (!table.passed_over.empty()) one["passed_over"] = table.passed_over;
    tables.emplace_back(std::move(one));
  }
  json["columns"] = std::move(columns);
  json["ignored"] = std::move(ignored);
  json["tables"] = std::move(tables);
}

}  // namespace

boost::json::object to_json(pipeline::ImportReport const& report) {
  boost::json::object reasons;
  for (auto const& [reason, count] : report.reasons) reasons[reason] = count;
  boost::json::object json{{"read", report.read},
                           {"accepted", report.accepted},
                           {"updated", report.updated},
                           {"duplicates", report.duplicates},
                           {"repaired", report.repaired},
                           {"rejected", report.rejected},
                           {"invalid_codes", report.invalid_codes},
                           {"old_numbers", report.old_numbers},
                           {"later_foundings", report.later_foundings},
                           {"notes", report.notes},
                           {"seconds", report.seconds},
                           {"reasons", reasons}};
  add_tables(report, json);
  json["reject_file"] = nullptr;
  json["flag_file"] = nullptr;
  json["date_file"] = nullptr;
  if (!report.date_file.empty()) json["date_file"] = report.date_file.string();
  if (!report.reject_file.empty()) json["reject_file"] = report.reject_file.string();
  if (!report.flag_file.empty()) json["flag_file"] = report.flag_file.string();
  return json;
}

}  // namespace lianzhao::app
