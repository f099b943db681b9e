#include <algorithm>
#include <deque>
#include <unordered_map>

#include <simdjson.h>

#include "ingest/csv_reader.h"
#include "ingest/encoding.h"
#include "ingest/trim.h"

namespace lianzhao::ingest {

namespace {

/// A value as the text of a cell.
std::string cell(simdjson::dom::element const& value) {
  switch (value.type()) {
    case simdjson::dom::element_type::STRING:
      return std::string{value.get_string().value()};
    case simdjson::dom::element_type::NULL_VALUE:
      return {};
    case simdjson::dom::element_type::ARRAY: {
      std::string joined;
      simdjson::dom::array const items = value.get_array().value();
      for (auto const item : items) joined += (joined.empty() ? "" : "、") + cell(item);
      return joined;
    }
    default:
      return simdjson::minify(value);
  }
}

class NdjsonReader : public TableReader {
 public:
  explicit NdjsonReader(std::unique_ptr<LineBuffer> buffer) : buffer_{std::move(buffer)} {
    // Keys differ from line to line; the first lines say enough to tell a register from something else.
    constexpr std::size_t kLines = 1000;
    while (ahead_.size() < kLines) {
      Line line;
      if (!read_line(line)) break;
      note_keys(line);
      ahead_.push_back(std::move(line));
    }
    if (header_.empty()) throw invalid_input("empty_table", "no line holds a JSON object with keys");
  }

  std::vector<std::string> const& header() const override { return header_; }
  bool keys_vary() const override { return true; }
  std::optional<Error> trouble() const override { return buffer_->source().trouble(); }
  std::uint64_t position() const override { return buffer_->source().position(); }
  std::uint64_t size() const override { return buffer_->source().size(); }

  bool next(TableRow& row) override {
    if (!ahead_.empty()) {
      current_ = std::move(ahead_.front());
      ahead_.pop_front();
    } else if (!read_line(current_)) {
      return false;
    }
    note_keys(current_);
    fields_.assign(header_.size(), {});
    for (auto const& [key, value] : current_.cells)
      if (auto const found = column_.find(key); found != column_.end()) fields_[found->second] = value;
    row = {current_.number, fields_, current_.raw, current_.repaired, current_.problem};
    return true;
  }

 private:
  struct Line {
    std::uint64_t number = 0;
    std::string raw;
    bool repaired = false;
    char const* problem = nullptr;
    std::vector<std::pair<std::string, std::string>> cells;
  };

  /// More keys than any register has are not looked at: a file of keys that never repeat must not fill the memory.
  static constexpr std::size_t kMostKeys = 4096;

  void note_keys(Line const& line) {
    for (auto const& [key, unused] : line.cells) {
      if (header_.size() == kMostKeys) return;
      if (column_.emplace(key, header_.size()).second) header_.push_back(key);
    }
  }

  bool read_line(Line& line) {
    for (;;) {
      auto end = buffer_->rest().find('\n');
      while (end == std::string_view::npos && buffer_->more()) end = buffer_->rest().find('\n');
      line = {};
      line.number = buffer_->line();
      if (buffer_->rest().empty()) return false;
      if (end == std::string_view::npos && !buffer_->at_end()) {
        line.raw = std::string{buffer_->rest().substr(0, 4096)};
        line.problem = "row_too_long";
        buffer_->skip_line();
        return true;
      }
      auto const length = end == std::string_view::npos ? buffer_->rest().size() : end + 1;
      auto const bytes = trimmed(buffer_->rest().substr(0, length));
      if (bytes.empty()) {
        buffer_->take(length);
        continue;
      }
      std::string scratch;
      auto const decoded = decode_record(bytes, Encoding::kUtf8, scratch);
      line.raw = std::string{bytes.substr(0, 4096)};
      line.repaired = decoded.foreign;
      parse(decoded.text, line);
      if (!decoded.ok) line.problem = "bad_encoding";
      buffer_->take(length);
      return true;
    }
  }

  void parse(std::string_view json, Line& line) {
    simdjson::dom::object object;
    if (parser_.parse(simdjson::padded_string{json}).get_object().get(object) != simdjson::SUCCESS) {
      line.problem = "bad_json";
      return;
    }
    for (auto const& [key, value] : object) line.cells.emplace_back(std::string{key}, cell(value));
  }

  std::unique_ptr<LineBuffer> buffer_;
  simdjson::dom::parser parser_;
  std::vector<std::string> header_;
  std::unordered_map<std::string, std::size_t> column_;
  std::deque<Line> ahead_;
  Line current_;
  std::vector<std::string_view> fields_;
};

}  // namespace

std::unique_ptr<TableReader> read_ndjson(std::unique_ptr<LineBuffer> buffer) {
  return std::make_unique<NdjsonReader>(std::move(buffer));
}

}  // namespace lianzhao::ingest
