#include "pipeline/news_fields.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "kernel/error.h"
#include "text/folded_text.h"
#include "text/utf8.h"

namespace lianzhao::pipeline {

namespace {

std::vector<std::string_view> split(std::string_view text, char between) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    auto const end = std::min(text.find(between), text.size());
    out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

Failure bad_field(std::string_view field, std::string_view text) {
  return invalid_input("bad_field", fmt::format("\"{}\" is nothing that {} can be", text, field));
}

std::int64_t number(std::string_view field, std::string_view text) {
  std::int64_t value = 0;
  auto const read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) throw bad_field(field, text);
  return value;
}

std::string number_text(std::optional<std::int64_t> value) {
  return value ? std::to_string(*value) : "";
}

std::string day_or_nothing(std::optional<DayNumber> day) {
  return day ? format_day(*day) : "";
}

std::optional<DayNumber> day_from(std::string_view text) {
  if (text.empty()) return std::nullopt;
  auto const day = parse_day(text);
  if (!day) throw bad_field("date", text);
  return day;
}

void set_date(store::NewsEvent& event, std::string_view text) {
  auto const slash = text.find('/');
  if (!text.empty() && slash == std::string_view::npos) throw bad_field("date", text);
  event.date_from = text.empty() ? std::nullopt : day_from(text.substr(0, slash));
  event.date_to = text.empty() ? std::nullopt : day_from(text.substr(slash + 1));
  event.day = day_of(event.date_from, event.date_to, event.published_day);
}

void set_amount(store::NewsEvent& event, std::string_view text) {
  auto const words = split(text, ' ');
  if (words.empty()) {
    event.amount.reset();
    event.amount_currency.clear();
    event.amount_kind.clear();
    event.amount_qualifier.clear();
    return;
  }
  if (words.size() != 4) throw bad_field("amount", text);
  event.amount = number("amount", words[0]);
  event.amount_currency = words[1];
  event.amount_kind = words[2];
  event.amount_qualifier = words[3];
}

/// Where sentences end. What learn-spans is taught from are sentences, not articles.
bool ends_sentence(char32_t c) {
  return c == U'。' || c == U'！' || c == U'？' || c == U'；' || c == U'\n' || c == U'!' || c == U'?';
}

}  // namespace

std::optional<DayNumber> day_of(std::optional<DayNumber> from, std::optional<DayNumber> to,
                                std::optional<DayNumber> published) {
  if (from && to && published && *from <= *published && *to > *published) return published;
  return to ? to : from ? from : published;
}

std::string field_text(store::NewsEvent const& e, std::string_view field) {
  if (field == "kind") return e.kind;
  if (field == "project") return e.project;
  if (field == "land_m2") return number_text(e.land_m2);
  if (field == "building_m2") return number_text(e.building_m2);
  if (field == "capacity") return e.capacity;
  if (field == "products") return e.products;
  if (field == "jobs") return e.jobs ? fmt::format("{} {}", *e.jobs, e.jobs_qualifier) : "";
  if (field == "stage") return e.stage;
  if (field == "node") return e.node;
  if (field == "count") return number_text(e.project_count);
  if (field == "amount") {
    return e.amount ? fmt::format("{} {} {} {}", *e.amount, e.amount_currency, e.amount_kind, e.amount_qualifier) : "";
  }
  if (field == "date") {
    return e.date_from || e.date_to ? day_or_nothing(e.date_from) + "/" + day_or_nothing(e.date_to) : "";
  }
  if (field == "place") {
    if (e.region_code == 0 && e.place_zone.empty() && e.place_name.empty()) return "";
    return fmt::format("{}\t{}\t{}\t{}", e.region_code, e.place_name, e.place_zone, e.place_zone_id);
  }
  if (field == "enterprises") {
    std::string text;
    for (auto const& x : e.enterprises) text += fmt::format("{}\t{}\t{}\n", x.name, x.role, x.enterprise_key);
    return text;
  }
  throw bad_field("a field", field);
}

void set_field(store::NewsEvent& e, std::string_view field, std::string_view text) {
  auto const optional_number = [&]() -> std::optional<std::int64_t> {
    if (text.empty()) return std::nullopt;
    return number(field, text);
  };
  if (field == "kind") {
    e.kind = text;
  } else if (field == "project") {
    e.project = text;
  } else if (field == "land_m2") {
    e.land_m2 = optional_number();
  } else if (field == "building_m2") {
    e.building_m2 = optional_number();
  } else if (field == "capacity") {
    e.capacity = text;
  } else if (field == "products") {
    e.products = text;
  } else if (field == "jobs") {
    auto const words = split(text, ' ');
    if (!words.empty() && words.size() != 2) throw bad_field(field, text);
    e.jobs = words.empty() ? std::nullopt : std::optional{number(field, words[0])};
    e.jobs_qualifier = words.empty() ? std::string_view{} : words[1];
  } else if (field == "stage") {
    e.stage = text;
  } else if (field == "node") {
    e.node = text;
  } else if (field == "count") {
    e.project_count = optional_number();
  } else if (field == "amount") {
    set_amount(e, text);
  } else if (field == "date") {
    set_date(e, text);
  } else if (field == "place") {
    auto words = split(text, '\t');
    words.resize(4);
    e.region_code = words[0].empty() ? 0 : number(field, words[0]);
    e.place_name = words[1];
    e.place_zone = words[2];
    e.place_zone_id = words[3];
  } else if (field == "enterprises") {
    auto const before = std::move(e.enterprises);
    e.enterprises.clear();
    for (auto const line : split(text, '\n')) {
      auto words = split(line, '\t');
      words.resize(3);
      store::NewsEnterprise one{std::string{words[0]}, std::string{words[1]}, std::string{words[2]}, {}};
      // What could be meant by a name stays an offer until somebody chooses.
      for (auto const& old : before) {
        if (old.name == one.name && one.enterprise_key.empty()) one.candidates = old.candidates;
      }
      e.enterprises.push_back(std::move(one));
    }
  } else {
    throw bad_field("a field", field);
  }
}

std::string spans_text(std::span<store::NewsEvidence const> evidence, std::string_view field) {
  std::string text;
  for (auto const& words : evidence) {
    if (words.field == field) text += fmt::format("{}{}-{}", text.empty() ? "" : " ", words.begin, words.end);
  }
  return text;
}

std::vector<store::NewsEvidence> spans_from(std::string_view text, std::string_view field) {
  std::vector<store::NewsEvidence> out;
  for (auto const span : split(text, ' ')) {
    auto const dash = span.find('-');
    if (dash == std::string_view::npos) throw bad_field(field, span);
    out.push_back({std::string{field}, number(field, span.substr(0, dash)), number(field, span.substr(dash + 1))});
  }
  return out;
}

std::vector<TaughtSentence> taught_sentences(std::string_view article_text, std::span<JudgedEvent const> judged) {
  std::vector<TaughtSentence::Span> spans;
  for (auto const& [event, evidence] : judged) {
    for (auto const& words : evidence) {
      auto const company = words.field == "enterprises";
      if ((company || words.field == "place") && words.begin < words.end) {
        spans.push_back({words.begin, words.end, company ? "company" : "address"});
      }
    }
  }
  // The longest of those that overlap; several events often share a name.
  std::stable_sort(spans.begin(), spans.end(),
                   [](auto const& a, auto const& b) { return a.end - a.begin > b.end - b.begin; });
  std::vector<TaughtSentence::Span> kept;
  for (auto const& span : spans) {
    auto const clash = std::any_of(kept.begin(), kept.end(),
                                   [&](auto const& other) { return span.begin < other.end && other.begin < span.end; });
    if (!clash) kept.push_back(span);
  }
  std::sort(kept.begin(), kept.end(), [](auto const& a, auto const& b) { return a.begin < b.begin; });

  std::vector<TaughtSentence> out;
  std::size_t next = 0;
  std::int64_t begin = 0;
  std::int64_t at = 0;
  auto const finish = [&](std::int64_t end) {
    TaughtSentence sentence;
    // A span that reaches over the end of a sentence is in none.
    for (; next < kept.size() && kept[next].begin < end; ++next) {
      if (kept[next].begin >= begin && kept[next].end <= end) {
        sentence.spans.push_back({kept[next].begin - begin, kept[next].end - begin, kept[next].type});
      }
    }
    if (!sentence.spans.empty()) {
      sentence.text =
          text::code_point_slice(article_text, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end));
      while (!sentence.text.empty() && sentence.text.back() == '\n') sentence.text.pop_back();
      out.push_back(std::move(sentence));
    }
    begin = end;
  };
  for (std::size_t byte = 0; byte < article_text.size();) {
    auto const c = text::next_code_point(article_text, byte);
    ++at;
    if (ends_sentence(c)) finish(at);
  }
  if (at > begin) finish(at);
  return out;
}

}  // namespace lianzhao::pipeline
