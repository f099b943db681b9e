#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "radar/sentences.h"
#include "text/amount.h"

namespace lianzhao::radar {

/// What a plant makes or takes in over a time: 年产5万吨碳酸锂, 日处理污水3万吨, 产能10GWh.
struct SaidCapacity {
  Span span;                   ///< from the words that say so to the product
  std::vector<Span> products;  ///< none where the text leaves open what
  bool makes = false;          ///< comes out of the plant; what it processes goes in
  std::string value;           ///< in decimal: "50000", "2.4"
  std::string unit;            ///< as reference/goods_units.tsv writes it
  std::string_view per;        ///< "year", "month", "day"; empty where the text does not say
  text::Qualifier qualifier = text::Qualifier::kExact;
};

/// Capacities of a stretch of folded text, from left to right, none inside another. Output of a year that was
/// (2022年生产…), of a country or a market and what is closed down are none.
std::vector<SaidCapacity> find_capacities(std::u16string_view folded, Span within);

/// Names of what is made, said without figures: 主要生产甲、乙, 产品包括甲和乙等.
std::vector<Span> find_products(std::u16string_view folded, Span within);

/// How many people a project gives work to.
struct SaidJobs {
  Span span;
  std::int64_t value = 0;
  text::Qualifier qualifier = text::Qualifier::kExact;
  bool direct = false;  ///< 直接就业
};

/// 提供就业岗位500个, 带动就业千余人, 可解决1200人就业. Work that comes about elsewhere (间接), in a whole town, or at
/// a job fair is none.
std::vector<SaidJobs> find_jobs(std::u16string_view folded, Span within);

/// How surely an area is that of floors, by the words around it: 3 总建筑面积, 2 建筑面积, 1 a hall (新建厂房…); 0
/// where it is none or of a part. `floor` is where the words of the amount before end.
int floor_rank(std::u16string_view folded, Span clause, std::size_t floor, text::Quantity const& area);

}  // namespace lianzhao::radar
