#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lianzhao {

/// Which records count, and what of them is added up.
struct KpiTerm {
  std::string sum = "count";           ///< "count" or a value: "contracted_fen", "arrived_fen", "fixed_asset_fen",
                                       ///< "land_m2", "tax_fen", "output_fen"
  std::optional<std::size_t> reached;  ///< gate passed by the day asked for
  bool verified = false;               ///< only gates that a second person verified count as reached
  bool not_ended = false;              ///< 终止 does not count
  bool on_chain = false;               ///< has a node of the chain library
  std::string became;                  ///< of leads: "project" or "contract"; empty: any
  std::string text;                    ///< in words
  std::string text_en;
};

/// One version of how a figure is counted (reference/kpis.yaml).
struct KpiDefinition {
  std::string id;
  std::string version;
  std::string name;
  std::string name_en;
  std::string of = "projects";  ///< or "leads"
  std::string unit = "share";   ///< "share", "fen_per_m2", "fen_per_mu"
  KpiTerm numerator;
  KpiTerm denominator;
  std::string source;
  std::string source_en;
};

/// One errand of the zone (reference/agency_tasks.yaml).
struct TaskTemplate {
  std::string id;
  std::string stage;
  std::vector<std::string> kinds;  ///< of projects it applies to; empty: all
  std::string name;
  std::string name_en;
  int days = 1;
  bool working = true;
  std::vector<std::string> after;  ///< ids of templates
  std::string basis;               ///< titles of Chinese laws, which are the legal ones
  std::string basis_en;            ///< translated
  std::vector<std::string> documents;
  std::vector<std::string> documents_en;  ///< one for each
  std::string authority;
  std::string authority_en;
  std::string source;           ///< "statutory" or "usual"
  std::string checked;          ///< the day on which days and basis were compared with the rule; empty: nobody did
  std::string checked_against;  ///< where its text was
};

}  // namespace lianzhao
