#include "app/classify_rows.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <future>
#include <utility>

#include <fmt/format.h>

#include "app/json_text.h"
#include "classify/tagger_buffers.h"
#include "ingest/columns.h"
#include "kernel/error.h"
#include "kernel/parallel.h"

namespace lianzhao::app {

namespace {

constexpr std::size_t kBatchRows = 16384;
constexpr std::size_t kBatchBytes = std::size_t{32} << 20;
constexpr std::size_t kGrain = 512;

enum FieldIndex : std::size_t { kName, kCreditCode, kScope, kProducts, kCode, kFieldCount };

/// Rows copied out of the reader, whose views end with the next row.
struct Batch {
  struct Row {
    std::array<std::pair<std::size_t, std::size_t>, kFieldCount> fields;  ///< offset and size in bytes
  };
  std::string bytes;
  std::vector<Row> rows;
  bool last = false;

  std::string_view field(Row const& row, std::size_t index) const {
    return std::string_view{bytes}.substr(row.fields[index].first, row.fields[index].second);
  }
};

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

Batch read_batch(ingest::TableReader& table, ingest::ColumnMap const& columns, ClassifyReport& report) {
  Batch batch;
  using ingest::RegisterField;
  constexpr std::array kSources{RegisterField::kName, RegisterField::kCreditCode, RegisterField::kScope,
                                RegisterField::kProducts, RegisterField::kIndustryCode};
  ingest::TableRow row;
  while (batch.rows.size() < kBatchRows && batch.bytes.size() < kBatchBytes) {
    if (!table.next(row)) {
      batch.last = true;
      break;
    }
    ++report.read;
    auto const value = [&](std::size_t index) { return columns.cell(row.fields, kSources.at(index)); };
    if (row.problem != nullptr || is_blank(value(kName))) {
      ++report.rejected;
      continue;
    }
    Batch::Row copy;
    for (std::size_t i = 0; i < kFieldCount; ++i) {
      copy.fields[i] = {batch.bytes.size(), value(i).size()};
      batch.bytes += value(i);
    }
    batch.rows.push_back(copy);
  }
  return batch;
}

void append_line(std::string& out, Batch const& batch, Batch::Row const& row, classify::Tagger const& tagger,
                 classify::Tagger::Buffers& buffers, classify::EnterpriseTags& tags) {
  classify::EnterpriseText const text{batch.field(row, kName), batch.field(row, kScope), batch.field(row, kProducts),
                                      batch.field(row, kCode)};
  tagger.tag(text, buffers, tags);
  out += "{\"credit_code\":";
  append_json_string(out, batch.field(row, kCreditCode));
  out += ",\"name\":";
  append_json_string(out, text.name);
  out += ",\"industry_code\":";
  // What the register says itself stands; the guess fills the gap.
  append_json_string(out, is_blank(text.industry_code) ? tags.industry.text() : text.industry_code);
  out += ",\"nodes\":[";
  auto first = true;
  for (auto const& tag : tags.nodes) {
    if (!std::exchange(first, false)) out += ',';
    auto const& library = tagger.library();
    out += "{\"chain\":";
    append_json_string(out, library.chain_of(tag.node).id);
    out += ",\"node\":";
    append_json_string(out, library.node(tag.node).id);
    out += fmt::format(",\"confidence\":{:.4f},\"evidence\":[", tag.confidence);
    auto const why = tagger.explain(text, tag.node, buffers);
    auto first_evidence = true;
    for (auto const& evidence : why.evidence) {
      if (evidence.verdict != classify::Verdict::kSupports || evidence.weight <= 0) continue;
      if (!std::exchange(first_evidence, false)) out += ',';
      out += fmt::format("{{\"field\":\"{}\",\"begin\":{},\"end\":{},\"text\":", classify::field_name(evidence.field),
                         evidence.begin, evidence.end);
      append_json_string(out, evidence.text);
      out += '}';
    }
    out += "]}";
  }
  out += "]}\n";
}

}  // namespace

ClassifyReport classify_rows(ingest::TableReader& table, classify::Tagger const& tagger,
                             std::function<void(std::string_view)> const& write, Progress const& progress) {
  auto const columns = ingest::recognise_columns(table.header());
  ClassifyReport report;
  std::atomic<std::uint64_t> tagged{0};
  auto batch = read_batch(table, columns, report);
  for (;;) {
    // The next rows are read while these are tagged.
    auto next = batch.last ? std::future<Batch>{}
                           : std::async(std::launch::async, [&] { return read_batch(table, columns, report); });
    std::vector<std::string> lines((batch.rows.size() + kGrain - 1) / kGrain);
    parallel_for(batch.rows.size(), kGrain, [&](std::size_t begin, std::size_t end) {
      classify::Tagger::Buffers buffers;
      classify::EnterpriseTags tags;
      auto& out = lines[begin / kGrain];
      for (auto i = begin; i < end; ++i) {
        append_line(out, batch, batch.rows[i], tagger, buffers, tags);
        if (!tags.nodes.empty()) tagged.fetch_add(1, std::memory_order_relaxed);
      }
    });
    for (auto const& piece : lines) write(piece);
    report.written += batch.rows.size();
    if (batch.last) break;
    batch = next.get();
    if (progress) progress("classify", table.position(), table.size());
  }
  report.tagged = tagged;
  if (auto const trouble = table.trouble()) throw Failure{*trouble};
  return report;
}

}  // namespace lianzhao::app
