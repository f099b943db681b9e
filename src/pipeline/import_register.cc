#include "pipeline/import_register.h"

#include <chrono>
#include <memory>
#include <optional>
#include <thread>

#include <fmt/format.h>

#include "ingest/columns.h"
#include "ingest/region_reader.h"
#include "ingest/register_row.h"
#include "ingest/table_reader.h"
#include "kernel/clock.h"
#include "pipeline/hand_over.h"
#include "pipeline/row_log.h"
#include "store/register_writer.h"

namespace lianzhao::pipeline {

namespace {

struct ReadRow {
  ingest::RegisterRow row;
  std::uint64_t line = 0;
  std::string raw;  ///< of rejected rows only
};

/// Rows that go from the reading thread to the storing one together, so that locks cost nothing.
struct Batch {
  std::vector<ReadRow> rows;
  std::size_t used = 0;
  std::string file;
  std::uint64_t position = 0;  ///< bytes of all files so far
};
constexpr std::size_t kRowsInBatch = 512;
constexpr std::size_t kBatchesInFlight = 8;

using Queue = HandOver<std::unique_ptr<Batch>>;

/// The reading thread: files → batches. Batches come back through `empty` so that their strings keep their memory.
class RegisterFiles {
 public:
  RegisterFiles(ImportRequest const& request, Queue& full, Queue& empty)
      : request_{request}, full_{full}, empty_{empty} {}

  void run() {
    try {
      for (auto const& file : request_.files) {
        if (!read(file)) return;
      }
      full_.end();
    } catch (...) {
      full_.end(std::current_exception());
    }
  }
  /// Valid after the thread has ended.
  std::vector<std::string> warnings;

 private:
  /// False when nobody wants more.
  bool read(std::filesystem::path const& file) {
    auto const table = ingest::open_table(file);
    auto const columns = request_.column_map.empty() ? ingest::recognise_columns(table->header())
                                                     : ingest::map_columns(table->header(), request_.column_map);
    ingest::RegisterRowReader rows{table->header(), columns, ingest::region_table()};
    auto const name = file == "-" ? std::string{"-"} : file.filename().string();
    ingest::TableRow found;
    auto more = true;
    while (more) {
      auto taken = empty_.take();
      if (!taken) return false;
      auto batch = std::move(*taken);
      batch->used = 0;
      batch->file = name;
      while (batch->used < kRowsInBatch && (more = table->next(found))) {
        if (batch->used == batch->rows.size()) batch->rows.emplace_back();
        auto& slot = batch->rows[batch->used++];
        slot.line = found.line;
        rows.read(found, slot.row);
        slot.raw.clear();
        if (slot.row.reject != nullptr) slot.raw = found.raw;
      }
      batch->position = passed_ + table->position();
      if (!full_.put(std::move(batch))) return false;
    }
    passed_ += table->position();
    if (auto trouble = table->trouble()) {
      if (!request_.partial) {
        trouble->message += "; nothing was imported, --partial keeps what could be read";
        throw Failure{*trouble};
      }
      warnings.push_back(fmt::format("{}: {}", name, trouble->message));
    }
    return true;
  }

  ImportRequest const& request_;
  Queue& full_;
  Queue& empty_;
  std::uint64_t passed_ = 0;
};

/// Bytes of all files; 0 when one of them has no size.
std::uint64_t total_size(std::vector<std::filesystem::path> const& files) {
  std::uint64_t total = 0;
  for (auto const& file : files) {
    std::error_code error;
    auto const size = std::filesystem::file_size(file, error);
    if (error) return 0;
    total += size;
  }
  return total;
}

std::string stamp() {
  auto text = format_instant(now());
  std::string out;
  for (auto const c : text) {
    if (c != ':' && c != '-' && c != '.') out.push_back(c);
  }
  return out;
}

class Importer {
 public:
  Importer(store::Session& session, ImportRequest const& request, Progress const& progress)
      : writer_{session, progress},
        progress_{progress},
        total_{total_size(request.files)},
        rejects_{request.rejects / fmt::format("register-{}.csv", stamp_), "file,line,reason,row"},
        flags_{request.rejects / fmt::format("register-{}-codes.csv", stamp_),
               "file,line,credit_code,state,suggestion,name"} {}

  void take(Batch const& batch) {
    for (std::size_t i = 0; i < batch.used; ++i) take(batch.file, batch.rows[i]);
    if (progress_) progress_("import", batch.position, total_);
  }

  ImportReport commit() {
    // The files about the rows come first: should the database fail after them they describe an import that was not.
    report_.reject_file = rejects_.commit();
    report_.flag_file = flags_.commit();
    try {
      writer_.commit();
    } catch (...) {
      std::error_code ignored;
      for (auto const& file : {report_.reject_file, report_.flag_file}) {
        if (!file.empty()) std::filesystem::remove(file, ignored);
      }
      throw;
    }
    return report_;
  }

 private:
  void take(std::string const& file, ReadRow const& read) {
    ++report_.read;
    if (read.row.reject != nullptr) {
      ++report_.rejected;
      ++report_.reasons[read.row.reject];
      rejects_.add({file, fmt::format("{}", read.line), read.row.reject, read.raw});
      return;
    }
    auto const& enterprise = read.row.enterprise;
    switch (writer_.add(enterprise, read.row.match_key, read.row.suggested_code)) {
      case store::Arrival::kAccepted:
        ++report_.accepted;
        report_.repaired += read.row.repaired ? 1 : 0;
        break;
      case store::Arrival::kUpdated:
        ++report_.updated;
        report_.repaired += read.row.repaired ? 1 : 0;
        break;
      case store::Arrival::kDuplicate:
        ++report_.duplicates;
        break;
    }
    auto const invalid = enterprise.credit_code_state == CreditCodeState::kInvalid;
    if (!invalid && !read.row.old_number) return;
    ++(invalid ? report_.invalid_codes : report_.old_numbers);
    flags_.add({file, fmt::format("{}", read.line), enterprise.credit_code, invalid ? "invalid" : "legacy",
                read.row.suggested_code, enterprise.name});
  }

  std::string stamp_ = stamp();
  store::RegisterWriter writer_;
  Progress const& progress_;
  std::uint64_t total_;
  RowLog rejects_;
  RowLog flags_;
  ImportReport report_;
};

}  // namespace

ImportReport import_register(store::Database& register_database, ImportRequest const& request,
                             Progress const& progress) {
  auto const begin = std::chrono::steady_clock::now();
  auto session = register_database.writer();
  Importer importer{session, request, progress};

  Queue full{kBatchesInFlight};
  Queue empty{kBatchesInFlight + 1};
  for (std::size_t i = 0; i < kBatchesInFlight; ++i) empty.put(std::make_unique<Batch>());
  RegisterFiles files{request, full, empty};
  auto thread = std::thread{[&files] { files.run(); }};
  try {
    while (auto batch = full.take()) {
      importer.take(**batch);
      empty.put(std::move(*batch));
    }
  } catch (...) {
    full.close();
    empty.close();
    thread.join();
    throw;
  }
  thread.join();
  auto report = importer.commit();
  report.warnings = std::move(files.warnings);
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return report;
}

}  // namespace lianzhao::pipeline
