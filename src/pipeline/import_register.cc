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
      for (std::size_t i = 0; i < request_.files.size(); ++i) {
        auto const& file = request_.files[i];
        auto const name = i < request_.shown_as.size() ? request_.shown_as[i]
                          : file == "-"                ? std::string{"-"}
                                                       : file.filename().string();
        try {
          if (!read(file, name)) return;
        } catch (Failure const& failure) {
          throw called(failure, file, name);
        }
      }
      full_.end();
    } catch (...) {
      full_.end(std::current_exception());
    }
  }
  /// Valid after the thread has ended.
  std::vector<std::string> warnings;
  std::vector<ImportedTable> tables;

 private:
  /// The failure with the name that users know in place of the path.
  static Failure called(Failure const& failure, std::filesystem::path const& file, std::string const& name) {
    auto error = failure.error();
    for (auto const& inner : {file.string(), file.filename().string()}) {
      if (inner.empty() || inner == "-" || name.find(inner) != std::string::npos) continue;
      for (auto at = error.message.find(inner); at != std::string::npos; at = error.message.find(inner, at)) {
        error.message.replace(at, inner.size(), name);
        at += name.size();
      }
    }
    return Failure{error};
  }

  /// False when nobody wants more.
  bool read(std::filesystem::path const& file, std::string const& name) {
    auto const found = ingest::tables_of(file);
    std::optional<Failure> first;
    auto read_any = false;
    for (auto const& table : found) {
      ImportedTable report;
      report.file = name;
      report.sheet = table.sheet;
      if (table.hidden) {
        report.passed_over = "hidden";
        tables.push_back(std::move(report));
        continue;
      }
      std::unique_ptr<ingest::TableReader> reader;
      ingest::ColumnMap columns;
      try {
        reader = table.open();
        columns = columns_of(*reader);
      } catch (Failure const& failure) {
        // A sheet that is no register (a cover, remarks) is passed over where another one is.
        auto const& code = failure.error().code;
        if (found.size() > 1 && code == "no_name_column" && reader && notes_only(*reader, report.notes)) {
          report.passed_over = "notes";
          tables.push_back(std::move(report));
          continue;
        }
        auto const other = code == "empty_table" || code == "no_name_column" || code == "bad_column_map";
        if (found.size() == 1 || !other) throw;
        if (!first) first = failure;
        report.passed_over = failure.error().message;
        tables.push_back(std::move(report));
        continue;
      }
      read_any = true;
      if (!read(*reader, std::move(columns), std::move(report), found.size() > 1)) return false;
    }
    if (!read_any && first) throw Failure{first->error()};
    return true;
  }

  /// Whether a sheet is the one of remarks that our workbooks have: notes from the first line on; then how many.
  static bool notes_only(ingest::TableReader& table, std::uint64_t& notes) {
    std::vector<std::string_view> const header{table.header().begin(), table.header().end()};
    if (!ingest::is_note(header)) return false;
    notes = 1;
    ingest::TableRow row;
    while (table.next(row)) notes += ingest::is_note(row.fields) ? 1 : 0;
    return true;
  }

  static ingest::ColumnsOf cells_of(ingest::TableReader const& table) {
    return table.keys_vary() ? ingest::ColumnsOf::kEachRow : ingest::ColumnsOf::kTable;
  }

  ingest::ColumnMap columns_of(ingest::TableReader const& table) const {
    auto const whose = cells_of(table);
    return request_.column_map ? ingest::map_columns(table.header(), *request_.column_map, whose)
                               : ingest::recognise_columns(table.header(), whose);
  }

  bool read(ingest::TableReader& table, ingest::ColumnMap columns, ImportedTable report, bool name_sheet) {
    auto width = table.header().size();
    ingest::RegisterRowReader rows{table.header(), columns, ingest::region_table(), civil_day(now()), cells_of(table)};
    ingest::TableRow found;
    auto more = true;
    while (more) {
      auto taken = empty_.take();
      if (!taken) return false;
      auto batch = std::move(*taken);
      batch->used = 0;
      batch->file = name_sheet ? fmt::format("{}:{}", report.file, report.sheet) : report.file;
      while (batch->used < kRowsInBatch && (more = table.next(found))) {
        if (table.header().size() != width) {
          width = table.header().size();
          columns = columns_of(table);
          rows.widen(table.header(), columns);
        }
        if (batch->used == batch->rows.size()) batch->rows.emplace_back();
        auto& slot = batch->rows[batch->used];
        slot.line = found.line;
        rows.read(found, slot.row);
        if (slot.row.note) {
          ++report.notes;
          continue;
        }
        ++batch->used;
        slot.raw.clear();
        if (slot.row.reject != nullptr) slot.raw = found.raw;
      }
      report.rows += batch->used;
      batch->position = passed_ + table.position();
      if (!full_.put(std::move(batch))) return false;
    }
    passed_ += table.position();
    report.columns = ingest::report_columns(table.header(), columns);
    auto const name = report.file;
    tables.push_back(std::move(report));
    if (auto trouble = table.trouble()) {
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
      : writer_{session, progress, ingest::name_key},
        progress_{progress},
        total_{total_size(request.files)},
        rejects_{request.rejects / fmt::format("register-{}.csv", stamp_), "file,line,reason,row"},
        flags_{request.rejects / fmt::format("register-{}-codes.csv", stamp_),
               "file,line,credit_code,state,suggestion,name"},
        dates_{request.rejects / fmt::format("register-{}-dates.csv", stamp_), "file,line,founded,name"} {}

  void take(Batch const& batch) {
    for (std::size_t i = 0; i < batch.used; ++i) take(batch.file, batch.rows[i]);
    if (progress_) progress_("import", batch.position, total_);
  }

  ImportReport commit() {
    // The files about the rows come first: should the database fail after them they describe an import that was not.
    report_.reject_file = rejects_.commit();
    report_.flag_file = flags_.commit();
    report_.date_file = dates_.commit();
    try {
      writer_.commit();
    } catch (...) {
      std::error_code ignored;
      for (auto const& file : {report_.reject_file, report_.flag_file, report_.date_file}) {
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
    if (!read.row.later_founding.empty()) {
      ++report_.later_foundings;
      dates_.add({file, fmt::format("{}", read.line), read.row.later_founding, enterprise.name});
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
  RowLog dates_;
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
  report.tables = std::move(files.tables);
  for (auto const& table : report.tables) report.notes += table.notes;
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return report;
}

}  // namespace lianzhao::pipeline
