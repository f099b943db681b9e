#pragma once

#include <charconv>
#include <cmath>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "kernel/clock.h"
#include "kernel/error.h"
#include "kernel/named_failure.h"
#include "serve/api.h"
#include "text/normalize.h"

/// How generated types are read and written. Included by the generated api_types.cc only.
namespace lianzhao::api {

namespace json = boost::json;

/// What a value must keep to; absent bounds are open.
struct Rule {
  std::optional<double> minimum = {};
  std::optional<double> maximum = {};
  std::optional<std::size_t> min_length = {};  ///< code points
  std::optional<std::size_t> max_length = {};
  std::optional<std::size_t> max_items = {};
  bool six_digits = false;
  bool day = false;  ///< YYYY-MM-DD of an existing date
  std::vector<std::string_view> one_of = {};
};

/// `rule` is a key of `error.field` in messages/*.yaml, `values` what its text names besides the field.
[[noreturn]] inline void refuse(std::string_view field, std::string_view rule, std::string_view message,
                                NamedFailure::Values values = {}) {
  values.emplace_back("field", std::string{field});
  values.emplace_back("rule", std::string{rule});
  throw NamedFailure{
      {ErrorKind::kInvalidInput, "bad_request", fmt::format("{} {}", field.empty() ? "the body" : field, message)},
      std::move(values)};
}

/// Long values are cut: they come from outside and go into a message.
inline std::string shown(std::string_view value) {
  if (value.size() <= 60) return std::string{value};
  auto end = std::size_t{57};
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U) --end;
  return std::string{value.substr(0, end)} + "…";
}

inline std::string as_given(json::value const& value) {
  return value.is_string() ? shown(std::string{value.get_string()}) : shown(std::string_view{json::serialize(value)});
}

inline std::size_t code_points(std::string_view text) {
  std::size_t count = 0;
  for (auto const c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  return count;
}

inline void check(std::string const& value, Rule const& rule, std::string_view field) {
  if (rule.day && !parse_day(value)) {
    throw NamedFailure{{ErrorKind::kInvalidInput, "bad_day",
                        fmt::format("{}: \"{}\" is not a day; write YYYY-MM-DD", field, shown(value))},
                       {{"field", std::string{field}}, {"value", shown(value)}}};
  }
  auto const length = code_points(value);
  // Blanks say nothing: a reason of blanks is none.
  if (rule.min_length && (length < *rule.min_length || (*rule.min_length > 0 && text::squeeze_blanks(value).empty()))) {
    auto const message = fmt::format("\"{}\" is too short: at least {} characters", shown(value), *rule.min_length);
    if (text::squeeze_blanks(value).empty()) refuse(field, "empty", message);
    refuse(field, "too_short", message,
           {{"given", std::to_string(length)}, {"limit", std::to_string(*rule.min_length)}});
  }
  if (rule.max_length && length > *rule.max_length) {
    refuse(field, "too_long",
           fmt::format("\"{}\" is too long ({}): at most {} characters", shown(value), length, *rule.max_length),
           {{"given", std::to_string(length)}, {"limit", std::to_string(*rule.max_length)}});
  }
  if (value.find('\0') != std::string::npos) refuse(field, "zero_byte", "contains a zero byte");
  if (rule.six_digits && (value.size() != 6 || value.find_first_not_of("0123456789") != std::string::npos)) {
    refuse(field, "not_six_digits", fmt::format("\"{}\" is not six digits", shown(value)), {{"value", shown(value)}});
  }
  if (rule.one_of.empty()) return;
  for (auto const word : rule.one_of) {
    if (word == value) return;
  }
  auto const allowed = fmt::format("{}", fmt::join(rule.one_of, ", "));
  refuse(field, "not_one_of", fmt::format("\"{}\" is not one of {}", shown(value), allowed),
         {{"value", shown(value)}, {"allowed", allowed}});
}

template <typename Number>
void check_bounds(Number value, Rule const& rule, std::string_view field) {
  auto const real = static_cast<double>(value);
  if (!std::isfinite(real))
    refuse(field, "not_a_number", "is not a finite number", {{"value", fmt::format("{}", value)}});
  // A bound of nine quadrillion is read in digits, not in powers of ten.
  auto const digits = [](double bound) {
    return bound == std::trunc(bound) ? fmt::format("{:.0f}", bound) : fmt::format("{}", bound);
  };
  auto const wrong = [&](std::string_view rule_name, std::string_view word, double bound) {
    refuse(field, rule_name, fmt::format("{} is {} {}", value, word, digits(bound)),
           {{"given", fmt::format("{}", value)}, {"limit", digits(bound)}});
  };
  if (rule.minimum && real < *rule.minimum) wrong("too_small", "below", *rule.minimum);
  if (rule.maximum && real > *rule.maximum) wrong("too_large", "above", *rule.maximum);
}

inline void read_value(json::value const& from, std::string& value, Rule const& rule, Rule const&,
                       std::string const& path) {
  if (!from.is_string()) refuse(path, "not_a_text", "is not a text", {{"value", as_given(from)}});
  value = std::string{from.get_string()};
  check(value, rule, path);
}
inline void read_value(json::value const& from, std::int64_t& value, Rule const& rule, Rule const&,
                       std::string const& path) {
  // Ids were texts in some answers once: who kept one as it was is still understood.
  if (from.is_string() && path.ends_with("id")) {
    auto const text = std::string_view{from.get_string()};
    auto const read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size()) {
      refuse(path, "not_a_whole_number", "is not a whole number", {{"value", as_given(from)}});
    }
  } else if (from.is_int64()) {
    value = from.get_int64();
  } else {
    refuse(path, "not_a_whole_number", "is not a whole number", {{"value", as_given(from)}});
  }
  check_bounds(value, rule, path);
}
inline void read_value(json::value const& from, double& value, Rule const& rule, Rule const&, std::string const& path) {
  if (!from.is_number()) refuse(path, "not_a_number", "is not a number", {{"value", as_given(from)}});
  value = from.to_number<double>();
  check_bounds(value, rule, path);
}
inline void read_value(json::value const& from, bool& value, Rule const&, Rule const&, std::string const& path) {
  if (!from.is_bool()) refuse(path, "not_a_truth", "is not true or false", {{"value", as_given(from)}});
  value = from.get_bool();
}
inline void read_value(json::value const& from, RawJson& value, Rule const&, Rule const&, std::string const&) {
  value.text = json::serialize(from);
}
template <typename T>
void read_value(json::value const& from, std::map<std::string, T>& value, Rule const& rule, Rule const& items,
                std::string const& path) {
  if (!from.is_object()) refuse(path, "not_an_object", "is not an object");
  for (auto const& member : from.get_object()) {
    read_value(member.value(), value[std::string{member.key()}], rule, items, path);
  }
}
template <typename T>
void read_value(json::value const& from, std::vector<T>& value, Rule const& rule, Rule const& items,
                std::string const& path) {
  if (!from.is_array()) refuse(path, "not_a_list", "is not a list", {{"value", as_given(from)}});
  auto const& array = from.get_array();
  if (rule.max_items && array.size() > *rule.max_items) {
    refuse(path, "too_many", fmt::format("has {} entries: at most {}", array.size(), *rule.max_items),
           {{"given", std::to_string(array.size())}, {"limit", std::to_string(*rule.max_items)}});
  }
  for (std::size_t i = 0; i < array.size(); ++i) {
    read_value(array[i], value.emplace_back(), items, Rule{}, fmt::format("{}[{}]", path, i));
  }
}
template <typename T>
void read_value(json::value const& from, std::optional<T>& value, Rule const& rule, Rule const& items,
                std::string const& path) {
  if (from.is_null()) {
    value.reset();
  } else {
    read_value(from, value.emplace(), rule, items, path);
  }
}

/// Of a field that null clears: absent it stays as it is.
template <typename T>
void read_value(json::value const& from, std::optional<std::optional<T>>& value, Rule const& rule, Rule const& items,
                std::string const& path) {
  read_value(from, value.emplace(), rule, items, path);
}

inline json::object const& object_of(json::value const& from, std::string const& path,
                                     std::initializer_list<std::string_view> members) {
  if (!from.is_object()) refuse(path, "not_an_object", "is not an object");
  for (auto const& member : from.get_object()) {
    bool known = false;
    for (auto const name : members) known = known || name == std::string_view{member.key()};
    if (!known) {
      refuse(path, "unknown_field", fmt::format("has an unknown field \"{}\"", shown(member.key())),
             {{"value", shown(member.key())}});
    }
  }
  return from.get_object();
}

template <typename T>
void read_member(json::object const& object, std::string_view name, bool required, T& value, Rule const& rule,
                 Rule const& items, std::string const& path) {
  auto const field = path.empty() ? std::string{name} : fmt::format("{}.{}", path, name);
  auto const* const found = object.if_contains(name);
  if (found) {
    read_value(*found, value, rule, items, field);
  } else if (required) {
    refuse(field, "missing", "is missing");
  }
}

inline json::value write_value(std::string const& value) {
  // Parentheses: braces would make a list of one.
  return json::value(std::string_view{value});
}
inline json::value write_value(std::int64_t value) {
  return value;
}
inline json::value write_value(double value) {
  // JSON has no infinity; what is not finite is not known.
  return std::isfinite(value) ? json::value(value) : json::value(nullptr);
}
inline json::value write_value(bool value) {
  return value;
}
inline json::value write_value(RawJson const& value) {
  return json::parse(value.text);
}
template <typename T>
json::value write_value(std::map<std::string, T> const& value) {
  json::object object;
  for (auto const& [key, each] : value) object.emplace(key, write_value(each));
  return object;
}
template <typename T>
json::value write_value(std::vector<T> const& value) {
  json::array array;
  array.reserve(value.size());
  for (auto const& each : value) array.push_back(write_value(each));
  return array;
}
template <typename T>
json::value write_value(std::optional<T> const& value) {
  return value ? write_value(*value) : json::value(nullptr);
}

template <typename T>
void write_member(json::object& object, std::string_view name, bool /*required*/, T const& value) {
  object.emplace(name, write_value(value));
}
template <typename T>
void write_member(json::object& object, std::string_view name, bool required, std::optional<T> const& value) {
  if (value || required) object.emplace(name, write_value(value));
}

inline json::value parsed(std::string_view body) {
  json::parse_options options;
  options.max_depth = 16;
  json::error_code error;
  auto value = json::parse(body, error, {}, options);
  if (error) refuse("", "not_json", fmt::format("is not JSON: {}", error.message()));
  return value;
}

inline void read_text(std::string const& text, std::string& value, Rule const& rule, std::string_view field) {
  value = text;
  check(value, rule, field);
}
template <typename Number>
void read_text(std::string const& text, Number& value, Rule const& rule,
               std::string_view field) requires std::is_arithmetic_v<Number> {
  auto const* const end = text.data() + text.size();
  auto const result = std::from_chars(text.data(), end, value);
  if (result.ec != std::errc{} || result.ptr != end) {
    refuse(field, "not_a_number", fmt::format("\"{}\" is not a number", shown(text)), {{"value", shown(text)}});
  }
  check_bounds(value, rule, field);
}
inline void read_text(std::string const& text, bool& value, Rule const&, std::string_view field) {
  if (text != "true" && text != "false") {
    refuse(field, "not_a_truth", fmt::format("\"{}\" is neither true nor false", shown(text)),
           {{"value", shown(text)}});
  }
  value = text == "true";
}
template <typename T>
void read_text(std::string const& text, std::optional<T>& value, Rule const& rule, std::string_view field) {
  read_text(text, value.emplace(), rule, field);
}

template <typename T>
void read_parameter(std::vector<std::pair<std::string, std::string>> const& from, std::string_view name, bool required,
                    T& value, Rule const& rule) {
  std::string const* found = nullptr;
  for (auto const& [key, text] : from) {
    if (key != name) continue;
    if (found) refuse(name, "twice", "is given twice");
    found = &text;
  }
  if (found) {
    read_text(*found, value, rule, name);
  } else if (required) {
    refuse(name, "missing", "is missing");
  }
}

/// A filter that is misspelt and ignored would answer another question than was asked.
inline void refuse_unknown(std::vector<std::pair<std::string, std::string>> const& query,
                           std::initializer_list<std::string_view> names) {
  for (auto const& [key, text] : query) {
    bool known = false;
    for (auto const name : names) known = known || name == key;
    if (!known) {
      auto const allowed = fmt::format("{}", fmt::join(names, ", "));
      refuse(
          shown(key), allowed.empty() ? "no_parameters" : "no_parameter",
          allowed.empty() ? "is not a parameter here" : fmt::format("is not a parameter here; known are {}", allowed),
          {{"allowed", allowed}});
    }
  }
}

}  // namespace lianzhao::api
