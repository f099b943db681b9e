#include "ingest/csv_reader.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <deque>

#include "ingest/encoding.h"
#include "ingest/trim.h"

namespace lianzhao::ingest {

namespace {

/// Where a record ends and how it splits. Registers hold quotes that open nothing (`"双黄连"口服液`, a lone `"片剂`),
/// so a quoted field may cross lines only where everything speaks for it: its closing quote stands before a separator
/// or a line end, the record then has as many fields as there are headings, and the lines it would take in do not each
/// look like a row of their own. Else the record ends with its line.
class RecordSplitter {
 public:
  explicit RecordSplitter(char separator) : separator_{separator} {}

  /// How many fields a row has; 0 as long as nobody knows.
  void expect(std::size_t width) { width_ = width; }

  /// Length of the record at the start of `bytes` with its line end; npos when more bytes are needed. `final` says
  /// that no more will come. Looks at most `kFarthest` bytes or `kMostLines` lines beyond the first line.
  std::size_t record_length(std::string_view bytes, bool final) const {
    auto const line_end = bytes.find('\n');
    if (line_end == std::string_view::npos) return final ? bytes.size() : std::string_view::npos;
    auto const single = line_end + 1;
    if (std::memchr(bytes.data(), '"', line_end) == nullptr) return single;
    auto const alone = walk(bytes.substr(0, single), Quotes::kStrict, nullptr, nullptr);
    auto const open = alone.open != std::string_view::npos;
    if (!open && (alone.clean || width_ == 0 || fits(alone))) return single;
    if (rows_follow(bytes)) return single;
    auto const window = bytes.substr(0, single + kFarthest);
    auto const whole = final && window.size() == bytes.size();
    for (auto const mode : {Quotes::kStrict, Quotes::kLenient}) {
      // A row that stands by itself needs more than a lenient reading to be joined with the next.
      if (mode == Quotes::kLenient && (width_ == 0 || is_row(without_return(bytes.substr(0, line_end))))) break;
      auto const reading = walk(window, mode, nullptr, nullptr);
      auto const unfinished = reading.end == window.size() && !window.ends_with('\n');
      if (reading.open != std::string_view::npos || (unfinished && !whole)) {
        if (!final && window.size() == bytes.size()) return std::string_view::npos;
        continue;
      }
      if (reading.end <= single) continue;
      auto const record = window.substr(0, reading.end);
      auto const lines = static_cast<std::size_t>(std::count(record.begin(), record.end() - 1, '\n')) + 1;
      if (lines > (width_ == 0 ? kMostLinesUnknown : kMostLines)) continue;
      if (width_ != 0 && (!fits(reading) || swallows(record, lines))) continue;
      return reading.end;
    }
    return single;
  }

  /// A record without its line end as fields.
  struct Split {
    bool clean = true;    ///< nothing had to be mended
    bool broken = false;  ///< a quote stands astray, and no way of reading it gives the width of the table
  };

  Split split(std::string_view record, std::vector<std::string_view>& fields,
              std::deque<std::string>& unescaped) const {
    if (std::memchr(record.data(), '"', record.size()) == nullptr) {  // nearly every record
      fields.clear();
      unescaped.clear();
      for (std::size_t at = 0;;) {
        auto const end = record.find(separator_, at);
        fields.push_back(record.substr(at, end - at));
        if (end == std::string_view::npos) return {};
        at = end + 1;
      }
    }
    auto const strict = walk(record, Quotes::kStrict, &fields, &unescaped);
    if (strict.clean) return {true, strict.odd && width_ != 0 && !fits(strict)};
    if (width_ == 0 || fits(strict)) return {false, false};
    for (auto const mode : {Quotes::kLenient, Quotes::kCharacters}) {
      if (fits(walk(record, mode, &fields, &unescaped))) return {false, false};
    }
    walk(record, Quotes::kStrict, &fields, &unescaped);
    return {false, true};
  }

  /// Whether `line` alone is a row of the table.
  bool is_row(std::string_view line) const {
    if (width_ == 0) return false;
    auto const strict = walk(line, Quotes::kStrict, nullptr, nullptr);
    if (strict.clean || fits(strict)) return fits(strict);
    return fits(walk(line, Quotes::kLenient, nullptr, nullptr)) ||
           fits(walk(line, Quotes::kCharacters, nullptr, nullptr));
  }

  char separator() const { return separator_; }

 private:
  static constexpr std::size_t kFarthest = 256 << 10;  // a cell of a spreadsheet holds 32,767 characters
  static constexpr std::size_t kMostLines = 1000;
  static constexpr std::size_t kMostLinesUnknown = 20;  // while the width of the table is not known

  enum class Quotes : std::uint8_t {
    kStrict,      ///< the next lone quote closes; what follows it makes the field one without quotes
    kLenient,     ///< only a quote before a separator or a line end closes, others are characters
    kCharacters,  ///< every quote is a character
  };
  struct Reading {
    std::size_t end = 0;                        ///< behind the record, its line end included
    std::size_t fields = 0;                     ///< how many there are
    std::size_t filled = 0;                     ///< how many there are up to the last one that is not empty
    std::size_t open = std::string_view::npos;  ///< where the field begins whose quote nothing closes in these bytes
    bool clean = true;                          ///< nothing had to be mended
    bool odd = false;                           ///< a field without quotes around it has a quote without its partner
  };

  /// Trailing blank fields beyond the headings are no contradiction.
  bool fits(Reading const& reading) const { return reading.fields >= width_ && reading.filled <= width_; }

  /// Reads one record from the start of `bytes`; a '\n' outside of quotes ends it.
  Reading walk(std::string_view bytes, Quotes mode, std::vector<std::string_view>* fields,
               std::deque<std::string>* unescaped) const {
    if (fields != nullptr) {
      fields->clear();
      unescaped->clear();
    }
    Reading out;
    std::size_t at = 0;
    for (;;) {
      auto const begin = at;
      auto content_end = at;
      auto quoted = false;
      auto doubled = false;
      if (mode != Quotes::kCharacters && at < bytes.size() && bytes[at] == '"') {
        auto i = at + 1;
        for (;;) {
          auto const quote = bytes.find('"', i);
          if (quote == std::string_view::npos) {
            if (out.open == std::string_view::npos) out.open = begin;
            break;
          }
          if (quote + 1 < bytes.size() && bytes[quote + 1] == '"') {
            doubled = true;
            i = quote + 2;
            continue;
          }
          auto after = quote + 1;
          while (after < bytes.size() && bytes[after] != separator_ &&
                 (bytes[after] == ' ' || bytes[after] == '\t' || bytes[after] == '\r')) {
            ++after;
          }
          if (after == bytes.size() || bytes[after] == separator_ || bytes[after] == '\n') {
            quoted = true;
            content_end = quote;
            at = after;
            break;
          }
          out.clean = false;
          if (mode == Quotes::kStrict) break;
          i = quote + 1;
        }
        if (!quoted) out.clean = false;
      }
      if (!quoted) {
        auto const separator = std::min(bytes.find(separator_, begin), bytes.size());
        auto const line = bytes.substr(begin, separator - begin).find('\n');
        at = line == std::string_view::npos ? separator : begin + line;
        auto const text = bytes.substr(begin, at - begin);
        if (fields != nullptr) fields->push_back(text);
        auto const marked = text.find('"') != std::string_view::npos;
        if (marked && std::count(text.begin(), text.end(), '"') % 2 != 0) out.odd = true;
      } else if (fields != nullptr) {
        auto const text = bytes.substr(begin + 1, content_end - begin - 1);
        if (doubled) {
          auto& value = unescaped->emplace_back();
          for (std::size_t i = 0; i < text.size(); ++i) {
            value.push_back(text[i]);
            if (text[i] == '"' && i + 1 < text.size() && text[i + 1] == '"') ++i;
          }
          fields->emplace_back(value);
        } else {
          fields->push_back(text);
        }
      }
      ++out.fields;
      auto const content = quoted ? bytes.substr(begin + 1, content_end - begin - 1) : bytes.substr(begin, at - begin);
      if (!trimmed(content).empty()) out.filled = out.fields;
      if (at >= bytes.size()) break;
      if (bytes[at] == '\n') {
        ++at;
        break;
      }
      ++at;
    }
    out.end = at;
    return out;
  }

  /// Whether the first lines are rows of their own, beyond chance: then a quote in the first opens nothing, and a file
  /// full of such quotes is read without looking far ahead each time.
  bool rows_follow(std::string_view bytes) const {
    constexpr int kEnough = 4;
    if (width_ < kEnough) return false;
    for (auto i = 0; i < kEnough; ++i) {
      auto const end = bytes.find('\n');
      if (end == std::string_view::npos || !is_row(without_return(bytes.substr(0, end)))) return false;
      bytes.remove_prefix(end + 1);
    }
    return true;
  }

  /// Whether the lines of a record would be rows: more than half of them, and so many separators in the right places
  /// are no chance. Of a narrow table the first line must be one, too.
  bool swallows(std::string_view record, std::size_t lines) const {
    constexpr std::size_t kChance = 3;
    std::size_t rows = 0;
    for (std::size_t i = 0; i < lines; ++i) {
      auto const end = std::min(record.find('\n'), record.size());
      auto const row = is_row(without_return(record.substr(0, end)));
      if (i == 0 && !row && width_ <= kChance) return false;
      rows += row ? 1 : 0;
      record.remove_prefix(std::min(end + 1, record.size()));
    }
    return rows * 2 > lines && rows * (width_ - 1) >= kChance;
  }

  static std::string_view without_return(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }

  char separator_;
  std::size_t width_ = 0;
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
      splitter.split(without_line_end(rest.substr(0, length)), fields, unescaped);
      // Notes under a table are sentences with commas and semicolons of their own.
      auto const note = rows > 0 && rest.starts_with("# ");
      if (fields.size() > 1 && !note) ++votes[std::min<std::size_t>(fields.size(), 255)];
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
    // Lines of old Macintosh programs end in CR alone.
    auto const sample = buffer_->rest().substr(0, kSample);
    if (sample.find('\n') == std::string_view::npos && sample.find('\r') != std::string_view::npos) {
      buffer_->read_returns_as_line_ends();
    }
    auto const first = buffer_->rest().substr(0, kSample);
    splitter_ = RecordSplitter{detect_separator(first)};
    find_header(first);
    splitter_.expect(header_.size());
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
      auto record = without_line_end(buffer_->rest().substr(0, length));
      // A CR among lines that end in LF ends a row where rows stand before and after it; elsewhere it strayed in.
      if (auto const end = record.find('\r');
          end != std::string_view::npos && splitter_.is_row(record.substr(0, end))) {
        auto const next = record.substr(end + 1);
        if (splitter_.is_row(next.substr(0, next.find('\r')))) {
          record = record.substr(0, end);
          taken_ = end + 1;
        }
      }
      if (blank(record)) continue;
      parse(record, row);
      return true;
    }
  }

 private:
  static constexpr std::size_t kLargestUtf16 = 512 << 20;
  static constexpr std::size_t kRawKept = 4096;
  static constexpr int kFirstRows = 50;

  /// Whether a record is nothing but separators, quotes and blanks: spreadsheets write many such below a table.
  bool blank(std::string_view record) const {
    auto const splits = [&](char c) { return c == splitter_.separator() || c == '"' || c == '\0'; };
    auto const first = std::find_if_not(record.begin(), record.end(), [&](char c) { return splits(c) || c == ' '; });
    if (first == record.end()) return true;
    // Nearly every record begins with a digit or an ideograph; blanks beyond ASCII begin with one of these bytes.
    auto const byte = static_cast<unsigned char>(*first);
    if (byte > 0x20 && byte != 0xC2 && byte != 0xE3 && byte != 0xEF) return false;
    without_marks_.assign(record);
    std::replace_if(without_marks_.begin(), without_marks_.end(), splits, ' ');
    return trimmed(without_marks_).empty();
  }

  /// The window is full and holds no whole line.
  bool too_long(TableRow& row) {
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
    auto const split = splitter_.split(decoded.text, fields_, unescaped_);
    row.repaired = row.repaired || !split.clean;
    // What follows a row that a stray quote broke off may be the rest of it, which is no row either.
    constexpr std::size_t kMostPieces = 100;
    auto const narrow = fields_.size() < header_.size();
    if (split.broken || (pieces_ > 0 && narrow)) {
      if (row.problem == nullptr) row.problem = "stray_quote";
      pieces_ = narrow && pieces_ < kMostPieces ? pieces_ + 1 : 0;
    } else {
      pieces_ = 0;
    }
    row.fields = fields_;
  }

  /// The width that most of the first rows have.
  std::size_t usual_width(std::string_view first) {
    std::array<std::size_t, 1024> widths{};
    for (int rows = 0; rows < kFirstRows && !first.empty(); ++rows) {
      auto const length = splitter_.record_length(first, true);
      auto const record = without_line_end(first.substr(0, length));
      splitter_.split(record, fields_, unescaped_);
      if (!blank(record)) ++widths[std::min<std::size_t>(fields_.size(), widths.size() - 1)];
      first.remove_prefix(length);
    }
    return static_cast<std::size_t>(std::max_element(widths.begin(), widths.end()) - widths.begin());
  }

  /// Titles are narrower than the table: headings are the first row of the width that most rows have.
  void find_header(std::string_view first) {
    auto const usual = usual_width(first);
    std::vector<std::size_t> lengths;
    std::vector<std::size_t> filled;
    auto rest = first;
    for (int rows = 0; rows < kFirstRows && !rest.empty(); ++rows) {
      auto const length = splitter_.record_length(rest, true);
      splitter_.split(without_line_end(rest.substr(0, length)), fields_, unescaped_);
      filled.push_back(static_cast<std::size_t>(
          std::count_if(fields_.begin(), fields_.end(), [](auto f) { return !trimmed(f).empty(); })));
      lengths.push_back(length);
      rest.remove_prefix(length);
    }
    for (std::size_t i = 0; i < lengths.size(); ++i) {
      auto const record = without_line_end(buffer_->rest().substr(0, lengths[i]));
      auto const decoded = decode_record(record, encoding_, decoded_);
      splitter_.split(decoded.text, fields_, unescaped_);
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
  mutable std::string without_marks_;
  std::size_t pieces_ = 0;
};

}  // namespace

std::unique_ptr<TableReader> read_csv(std::unique_ptr<LineBuffer> buffer) {
  return std::make_unique<CsvReader>(std::move(buffer));
}

}  // namespace lianzhao::ingest
