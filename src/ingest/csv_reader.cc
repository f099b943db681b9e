#include "ingest/csv_reader.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <deque>

#include "ingest/encoding.h"
#include "ingest/trim.h"

namespace lianzhao::ingest {

namespace {

/// Where a record ends and how it splits. Fields are kept as positions in the record.
class RecordSplitter {
 public:
  explicit RecordSplitter(char separator) : separator_{separator} {}

  /// Length of the record at the start of `bytes` with its line end; npos when more bytes are needed. `final` says
  /// that no more will come.
  std::size_t record_length(std::string_view bytes, bool final) const {
    auto const line_end = bytes.find('\n');
    auto const first_line = bytes.substr(0, line_end);
    if (first_line.find('"') == std::string_view::npos)
      return line_end == std::string_view::npos ? (final ? bytes.size() : line_end) : line_end + 1;
    bool in_quotes = false;
    bool at_field_start = true;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      auto const c = bytes[i];
      if (in_quotes) {
        if (c != '"') continue;
        if (i + 1 < bytes.size() && bytes[i + 1] == '"')
          ++i;
        else if (i + 1 == bytes.size() && !final)
          return std::string_view::npos;
        else
          in_quotes = false;
        continue;
      }
      if (c == '\n') return i + 1;
      if (c == '"' && at_field_start) in_quotes = true;
      at_field_start = c == separator_;
    }
    if (!final) return std::string_view::npos;
    if (in_quotes && line_end != std::string_view::npos) return line_end + 1;  // never closed: a character
    return bytes.size();
  }

  /// Splits a record without its line end into `fields`. Unescaped fields are put into `unescaped`. False when quotes
  /// had to be mended.
  bool split(std::string_view record, bool literal, std::vector<std::string_view>& fields,
             std::deque<std::string>& unescaped) const {
    fields.clear();
    unescaped.clear();
    bool clean = true;
    std::size_t at = 0;
    for (;;) {
      if (!literal && at < record.size() && record[at] == '"') {
        std::string value;
        bool closed = false;
        auto i = at + 1;
        while (i < record.size()) {
          auto const quote = std::min(record.find('"', i), record.size());
          value.append(record, i, quote - i);
          i = quote;
          if (i == record.size()) break;
          if (i + 1 < record.size() && record[i + 1] == '"') {
            value += '"';
            i += 2;
            continue;
          }
          closed = true;
          ++i;
          break;
        }
        auto const end = std::min(record.find(separator_, i), record.size());
        if (!closed || !trimmed(record.substr(i, end - i)).empty()) {
          clean = false;
          value = std::string{record.substr(at, end - at)};  // as it stands, quotes and all
        }
        unescaped.push_back(std::move(value));
        fields.emplace_back(unescaped.back());
        at = end;
      } else {
        auto const end = std::min(record.find(separator_, at), record.size());
        fields.push_back(record.substr(at, end - at));
        at = end;
      }
      if (at >= record.size()) break;
      ++at;
      if (at == record.size()) {
        fields.emplace_back();
        break;
      }
    }
    return clean;
  }

 private:
  char separator_;
};

std::string_view without_line_end(std::string_view record) {
  if (record.ends_with('\n')) record.remove_suffix(1);
  if (record.ends_with('\r')) record.remove_suffix(1);
  return record;
}

/// The separator that splits most of the first lines into the same number of fields, more than one.
char detect_separator(std::string_view first) {
  constexpr std::array kCandidates{',', '\t', ';', '|'};
  char best = ',';
  std::size_t best_score = 0;
  for (auto const candidate : kCandidates) {
    RecordSplitter const splitter{candidate};
    std::vector<std::string_view> fields;
    std::deque<std::string> unescaped;
    std::array<std::size_t, 256> votes{};
    auto rest = first;
    for (int rows = 0; rows < 50 && !rest.empty(); ++rows) {
      auto const length = splitter.record_length(rest, true);
      splitter.split(without_line_end(rest.substr(0, length)), false, fields, unescaped);
      if (fields.size() > 1) ++votes[std::min<std::size_t>(fields.size(), 255)];
      rest.remove_prefix(length);
    }
    auto const score = *std::max_element(votes.begin(), votes.end());
    if (score > best_score) {
      best = candidate;
      best_score = score;
    }
  }
  return best;
}

class CsvReader : public TableReader {
 public:
  explicit CsvReader(std::unique_ptr<LineBuffer> buffer) : buffer_{std::move(buffer)}, splitter_{','} {
    constexpr std::size_t kSample = 1 << 16;
    while (buffer_->rest().size() < kSample && buffer_->more()) {
    }
    std::size_t mark = 0;
    encoding_ = detect_encoding(buffer_->rest().substr(0, kSample), mark);
    buffer_->take(mark);
    if (encoding_ == Encoding::kUtf16Le || encoding_ == Encoding::kUtf16Be) {
      // Rare, and small where it occurs (a spreadsheet saved as "Unicode text"): read whole.
      std::string whole{buffer_->rest()};
      buffer_->take(buffer_->rest().size());
      while (buffer_->more() && whole.size() < kLargestUtf16) {
        whole += buffer_->rest();
        buffer_->take(buffer_->rest().size());
      }
      buffer_->replace(utf8_from_utf16(whole, encoding_ == Encoding::kUtf16Le));
      encoding_ = Encoding::kUtf8;
    }
    auto const first = buffer_->rest().substr(0, kSample);
    splitter_ = RecordSplitter{detect_separator(first)};
    find_header(first);
  }

  std::vector<std::string> const& header() const override { return header_; }
  std::optional<Error> trouble() const override { return buffer_->source().trouble(); }
  std::uint64_t position() const override { return buffer_->source().position(); }
  std::uint64_t size() const override { return buffer_->source().size(); }

  bool next(TableRow& row) override {
    for (;;) {
      if (taken_ > 0) buffer_->take(std::exchange(taken_, 0));
      row = {};
      row.line = buffer_->line();
      auto length = splitter_.record_length(buffer_->rest(), buffer_->at_end());
      while (length == std::string_view::npos && buffer_->more())
        length = splitter_.record_length(buffer_->rest(), buffer_->at_end());
      if (length == std::string_view::npos) {
        if (!buffer_->at_end() && too_long(row)) return true;
        length = splitter_.record_length(buffer_->rest(), true);
      }
      if (buffer_->rest().empty()) return false;
      taken_ = length;
      auto const record = without_line_end(buffer_->rest().substr(0, length));
      if (trimmed(record).empty()) continue;
      parse(record, row);
      return true;
    }
  }

 private:
  static constexpr std::size_t kLargestUtf16 = 512 << 20;
  static constexpr std::size_t kRawKept = 4096;

  /// The window is full and holds no whole record: an open quote, or a line without end.
  bool too_long(TableRow& row) {
    if (buffer_->rest().find('\n') != std::string_view::npos) return false;  // the quote is a character then
    raw_ = std::string{buffer_->rest().substr(0, kRawKept)};
    buffer_->skip_line();
    row.raw = raw_;
    row.problem = "row_too_long";
    return true;
  }

  void parse(std::string_view record, TableRow& row) {
    row.raw = record.substr(0, kRawKept);
    if (std::memchr(record.data(), 0, record.size()) != nullptr) {
      without_nul_.clear();
      std::copy_if(record.begin(), record.end(), std::back_inserter(without_nul_), [](char c) { return c != '\0'; });
      record = without_nul_;
      row.repaired = true;
    }
    auto const decoded = decode_record(record, encoding_, decoded_);
    if (!decoded.ok) row.problem = "bad_encoding";
    row.repaired = row.repaired || decoded.foreign;
    if (!splitter_.split(decoded.text, false, fields_, unescaped_)) row.repaired = true;
    // A stray quote may have swallowed the rows after it: if the first line alone has the right width, it was one.
    auto const newline = decoded.text.find('\n');
    if (newline != std::string_view::npos && fields_.size() != header_.size()) {
      std::vector<std::string_view> literal;
      splitter_.split(without_line_end(decoded.text.substr(0, newline + 1)), true, literal, unescaped_);
      if (literal.size() == header_.size()) {
        fields_ = literal;
        row.repaired = true;
        taken_ = buffer_->rest().find('\n') + 1;
        row.raw = buffer_->rest().substr(0, std::min(taken_, kRawKept));
      } else {
        splitter_.split(decoded.text, false, fields_, unescaped_);
      }
    }
    row.fields = fields_;
  }

  /// Titles are narrower than the table: headings are the first row of the width that most rows have.
  void find_header(std::string_view first) {
    std::array<std::size_t, 1024> widths{};
    std::vector<std::size_t> lengths;
    std::vector<std::size_t> filled;
    auto rest = first;
    for (int rows = 0; rows < 50 && !rest.empty(); ++rows) {
      auto const length = splitter_.record_length(rest, true);
      splitter_.split(without_line_end(rest.substr(0, length)), false, fields_, unescaped_);
      filled.push_back(static_cast<std::size_t>(
          std::count_if(fields_.begin(), fields_.end(), [](auto f) { return !trimmed(f).empty(); })));
      lengths.push_back(length);
      if (filled.back() > 0) ++widths[std::min<std::size_t>(fields_.size(), widths.size() - 1)];
      rest.remove_prefix(length);
    }
    auto const usual = static_cast<std::size_t>(std::max_element(widths.begin(), widths.end()) - widths.begin());
    for (std::size_t i = 0; i < lengths.size(); ++i) {
      auto const record = without_line_end(buffer_->rest().substr(0, lengths[i]));
      auto const decoded = decode_record(record, encoding_, decoded_);
      splitter_.split(decoded.text, false, fields_, unescaped_);
      auto const wide = fields_.size() >= usual && (filled[i] * 2 > usual || i + 1 == lengths.size());
      if (filled[i] > 0 && wide) {
        for (auto const field : fields_) header_.emplace_back(trimmed(field));
        buffer_->take(lengths[i]);
        return;
      }
      buffer_->take(lengths[i]);
    }
    throw invalid_input("empty_table", "the table has no heading row; the first row has to name the columns");
  }

  std::unique_ptr<LineBuffer> buffer_;
  RecordSplitter splitter_;
  Encoding encoding_ = Encoding::kUtf8;
  std::vector<std::string> header_;
  std::size_t taken_ = 0;
  std::vector<std::string_view> fields_;
  std::deque<std::string> unescaped_;
  std::string decoded_;
  std::string without_nul_;
  std::string raw_;
};

}  // namespace

std::unique_ptr<TableReader> read_csv(std::unique_ptr<LineBuffer> buffer) {
  return std::make_unique<CsvReader>(std::move(buffer));
}

}  // namespace lianzhao::ingest
