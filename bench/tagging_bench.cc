// How many enterprises a second does one core tag against the whole chain library, industry code included?
// LIANZHAO_BENCH_REGISTER names a register file; without it a few scopes of our own stand in.
// uses: classify ingest
#include <cstdlib>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "classify/tagger.h"
#include "classify/tagger_buffers.h"
#include "ingest/chain_reader.h"
#include "ingest/columns.h"
#include "ingest/table_reader.h"

namespace {

using namespace lianzhao;

struct Row {
  std::string name;
  std::string scope;
};

std::vector<Row> rows() {
  std::vector<Row> out;
  if (auto const* const file = std::getenv("LIANZHAO_BENCH_REGISTER"); file != nullptr) {
    auto const table = ingest::open_table(file);
    auto const columns = ingest::recognise_columns(table->header());
    for (ingest::TableRow row; table->next(row);) {
      if (row.problem != nullptr) continue;
      out.push_back({std::string{columns.cell(row.fields, ingest::RegisterField::kName)},
                     std::string{columns.cell(row.fields, ingest::RegisterField::kScope)}});
    }
    return out;
  }
  return {{"三江水泵厂",
           "制造、销售：水泵及配件；机械加工（依法须经批准的项目，经"
           "相关部门批准后方可开展经营活动）"},
          {"长岭仁和医药有限公司",
           "批发中成药、化学药制剂、抗生素、生化药品、生物"
           "制品（除疫苗）；第二类医疗器械销售"},
          {"祥和饲料厂", "配合饲料、饲料添加剂制造、销售；粮食收购；普通货物运输"},
          {"阳光信息技术有限公司",
           "互联网信息服务（不含新闻、药品、医疗器械）；软"
           "件开发；计算机及配件销售"}};
}

void tag_rows(benchmark::State& state) {
  static auto const kLibrary = ingest::load_chain_library();
  static classify::Tagger const kTagger{kLibrary};
  static auto const kRows = rows();
  classify::Tagger::Buffers buffers;
  classify::EnterpriseTags tags;
  for (auto _ : state) {
    for (auto const& row : kRows) {
      kTagger.tag({row.name, row.scope, ""}, buffers, tags);
      benchmark::DoNotOptimize(tags.nodes.data());
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(kRows.size()));
}
BENCHMARK(tag_rows)->ThreadRange(1, 2)->UseRealTime();

}  // namespace
