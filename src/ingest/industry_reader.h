#pragma once

#include <string_view>

#include "domain/industry.h"

namespace lianzhao::ingest {

/// GB/T 4754-2017 as compiled into the binary (reference/gbt4754_2017.tsv); read on first use, shared by every thread.
IndustryTable const& industry_table();

/// From a table with the columns code, level, parent, name, remark. Throws Failure "bad_industry_table" naming the
/// line.
IndustryTable read_industry_table(std::string_view tsv);

}  // namespace lianzhao::ingest
