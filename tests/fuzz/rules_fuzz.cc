// uses: ingest
// seeds: tests/fuzz/seeds/rules
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "ingest/exchange_rates.h"
#include "ingest/industry_reader.h"
#include "ingest/lifecycle_reader.h"
#include "ingest/lifecycle_tables.h"
#include "kernel/error.h"

/// The rules that a user may replace: any bytes are rules or a Failure that names the line. The first byte says which.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace lianzhao;
  if (size == 0) return 0;
  auto const text = std::string_view{reinterpret_cast<char const*>(data + 1), size - 1};
  try {
    switch (data[0] % 5) {
      case 0:
        static_cast<void>(ingest::read_lifecycle_rules(text, "lifecycle.yaml", "years: []\n", "days.yaml"));
        break;
      case 1:
        static_cast<void>(ingest::read_calendar_years(text, "days.yaml"));
        break;
      case 2:
        static_cast<void>(ingest::read_task_templates(text, "tasks.yaml"));
        break;
      case 3:
        static_cast<void>(ingest::read_kpis(text, "kpis.yaml"));
        break;
      default:
        static_cast<void>(ingest::read_exchange_rates(text));
        break;
    }
  } catch (Failure const&) {
  }
  return 0;
}
