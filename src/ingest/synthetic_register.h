#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/chain.h"
#include "domain/region_table.h"

namespace lianzhao::ingest {

/// A register of enterprises that do not exist, for demos and measurements. Every name says 模拟, and every credit code
/// begins with Y9, which no company's does (they begin with 91 to 93); its check characters are right.
///
/// Invented, but shaped like registers are: many enterprises in few provinces and in the seats of prefectures,
/// foundings that grow over the years, capital over four decades, scopes of two to six items in the words of the chain
/// library and of GB/T 4754, with local specialities: every county has chain links of its own that it does more often.
///
/// Row `i` depends on seed and i only, so any two registers of one seed agree where they overlap.
class SyntheticRegister {
 public:
  SyntheticRegister(ChainLibrary const& library, RegionTable const& regions, std::uint64_t seed);

  /// The heading line of the CSV.
  static std::string_view header();
  /// Appends row `index`, a line of CSV. Safe from any thread.
  void append_row(std::uint64_t index, std::string& out) const;

 private:
  struct County {
    RegionCode code = kUnknownRegion;
    std::string province;
    std::string city;
    std::string name;
    std::string stem;
    std::vector<std::uint32_t> specialities;  ///< of links_
  };
  struct Trade {
    std::vector<std::string> words;
    std::string item_suffix;  ///< 制造, 种植, 销售 …
    std::string short_name;   ///< fit for a company's name
  };

  std::uint64_t seed_;
  std::vector<County> counties_;
  std::vector<double> reach_;  ///< running sums of the counties' weights
  std::vector<Trade> links_;   ///< from the chain library
  std::vector<Trade> trades_;  ///< from GB/T 4754
};

/// Writes heading and `count` rows piece by piece to `sink`, made by all processors.
void write_synthetic_register(SyntheticRegister const&, std::uint64_t count,
                              std::function<void(std::string_view)> const& sink);

}  // namespace lianzhao::ingest
