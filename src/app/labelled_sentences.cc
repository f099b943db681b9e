#include "app/labelled_sentences.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "kernel/error.h"
#include "text/utf8.h"

namespace lianzhao::app {

namespace {

namespace json = boost::json;

Failure bad_labels(std::size_t line, std::string_view why) {
  return invalid_input(
      "bad_labels",
      fmt::format(R"(line {}: {}; a line is {{"text": "…", "spans": [{{"begin": 0, "end": 2, "type": "company"}}]}})",
                  line, why));
}

std::size_t offset(json::value const& value, std::size_t line) {
  auto const* number = value.if_int64();
  if (number == nullptr || *number < 0) throw bad_labels(line, "an offset is no whole number");
  return static_cast<std::size_t>(*number);
}

void add_spans(json::object const& object, std::size_t line, std::vector<radar::NamedSpan>& out) {
  if (auto const* spans = object.if_contains("spans"); spans != nullptr && spans->is_array()) {
    for (auto const& entry : spans->as_array()) {
      auto const* span = entry.if_object();
      if (span == nullptr || !span->contains("begin") || !span->contains("end") || !span->contains("type") ||
          !span->at("type").is_string())
        throw bad_labels(line, "a span lacks begin, end or type");
      out.push_back(
          {offset(span->at("begin"), line), offset(span->at("end"), line), std::string{span->at("type").as_string()}});
    }
    return;
  }
  auto const* labels = object.if_contains("label");
  if (labels == nullptr) return;
  if (!labels->is_object()) throw bad_labels(line, "\"label\" is no object");
  for (auto const& [type, words] : labels->as_object()) {
    if (!words.is_object()) throw bad_labels(line, "a type of \"label\" is no object");
    for (auto const& [unused, places] : words.as_object()) {
      if (!places.is_array()) throw bad_labels(line, "the places of a word are no array");
      for (auto const& place : places.as_array()) {
        auto const* bounds = place.if_array();
        if (bounds == nullptr || bounds->size() != 2) throw bad_labels(line, "a place is no [first, last]");
        out.push_back({offset((*bounds)[0], line), offset((*bounds)[1], line) + 1, std::string{type}});
      }
    }
  }
}

void add_sentence(json::value const& value, std::size_t line, LabelledSentences& out) {
  auto const* object = value.if_object();
  if (object == nullptr || !object->contains("text") || !object->at("text").is_string())
    throw bad_labels(line, "no object with a \"text\"");
  radar::LabelledSentence sentence;
  sentence.text = std::string{object->at("text").as_string()};
  std::vector<radar::NamedSpan> spans;
  add_spans(*object, line, spans);
  // Of spans that overlap the longest stands.
  std::stable_sort(spans.begin(), spans.end(),
                   [](auto const& a, auto const& b) { return a.end - a.begin > b.end - b.begin; });
  auto const size = text::count_code_points(sentence.text);
  for (auto& span : spans) {
    if (span.begin >= span.end || span.end > size) {
      ++out.wrong;
      continue;
    }
    auto const clash = std::any_of(sentence.spans.begin(), sentence.spans.end(),
                                   [&](auto const& other) { return span.begin < other.end && other.begin < span.end; });
    if (clash)
      ++out.overlapping;
    else
      sentence.spans.push_back(std::move(span));
  }
  std::sort(sentence.spans.begin(), sentence.spans.end(),
            [](auto const& a, auto const& b) { return a.begin < b.begin; });
  out.sentences.push_back(std::move(sentence));
}

template <typename OnLine>
void for_each_line(std::string_view bytes, OnLine const& on_line) {
  std::size_t number = 0;
  while (!bytes.empty()) {
    auto const end = std::min(bytes.find('\n'), bytes.size());
    auto line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(bytes.size(), end + 1));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    ++number;
    if (line.find_first_not_of(" \t") != std::string_view::npos) on_line(number, line);
  }
}

json::value parsed(std::string_view text, std::size_t line) {
  boost::system::error_code error;
  auto value = json::parse(text, error);
  if (error) throw bad_labels(line, "no JSON: " + error.message());
  return value;
}

}  // namespace

LabelledSentences read_labelled(std::string_view bytes) {
  LabelledSentences out;
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  auto const first = bytes.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && bytes[first] == '[') {
    auto const all = parsed(bytes, 1);
    for (auto const& value : all.as_array()) add_sentence(value, 1, out);
    return out;
  }
  for_each_line(bytes,
                [&](std::size_t number, std::string_view line) { add_sentence(parsed(line, number), number, out); });
  return out;
}

std::vector<std::string> read_sentences(std::string_view bytes) {
  std::vector<std::string> out;
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  for_each_line(bytes, [&](std::size_t, std::string_view line) {
    if (line.front() == '{') {
      boost::system::error_code error;
      auto const value = json::parse(line, error);
      auto const* object = error ? nullptr : value.if_object();
      if (object != nullptr && object->contains("text") && object->at("text").is_string()) {
        out.emplace_back(object->at("text").as_string());
        return;
      }
    }
    out.emplace_back(line);
  });
  return out;
}

}  // namespace lianzhao::app
