#include "classify/learn_documents.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <random>

#include "classify/glossary.h"
#include "kernel/error.h"
#include "kernel/parallel.h"

namespace lianzhao::classify {

namespace {

constexpr float kKnowledgeWeight = 0.6F;  // of a document of knowledge beside a labelled row
constexpr std::size_t kDocumentItems = 5;
constexpr std::size_t kPageThings = 3;
constexpr std::size_t kMostFeatures = 200'000;
constexpr std::size_t kMostWeights = 24'000'000;

using Features = std::vector<Feature>;

/// A few items of knowledge that are read together.
struct Bundle {
  std::vector<KnowledgeText const*> texts;
  std::size_t items = 0;
  std::uint32_t label = 0;
};

std::size_t items_in(std::string_view body) {
  std::vector<TextItem> items;
  split_items(text::folded(body), items);
  return std::max<std::size_t>(1, items.size());
}

/// A text of several items is a document of its own. Texts of one or two (a row for each product) are put together
/// at random within their label: a scope names several things too, and a model shown single words only would learn
/// to be too sure of one.
std::vector<Bundle> bundle(std::span<KnowledgeText const* const> knowledge, std::span<std::uint32_t const> label_of,
                           std::uint64_t seed) {
  std::vector<Bundle> bundles;
  std::map<std::uint32_t, std::vector<KnowledgeText const*>> singles;
  for (std::size_t i = 0; i < knowledge.size(); ++i) {
    auto const items = items_in(knowledge[i]->text);
    if (items >= 3) {
      bundles.push_back({{knowledge[i]}, items, label_of[i]});
    } else {
      singles[label_of[i]].push_back(knowledge[i]);
    }
  }
  std::mt19937_64 dice{seed};
  for (auto& [label, texts] : singles) {
    for (std::size_t i = texts.size(); i > 1; --i) std::swap(texts[i - 1], texts[dice() % i]);
    for (std::size_t i = 0; i < texts.size(); i += kDocumentItems) {
      auto const end = std::min(texts.size(), i + kDocumentItems);
      bundles.push_back(
          {{texts.begin() + static_cast<std::ptrdiff_t>(i), texts.begin() + static_cast<std::ptrdiff_t>(end)},
           end - i,
           label});
    }
  }
  return bundles;
}

/// Some things and names of the glossary that are read together.
struct GlossaryPage {
  std::string things;
  std::string_view called;
  std::uint32_t label = 0;
};

/// What the glossary says of the labels, dealt in pages.
std::vector<GlossaryPage> glossary_pages(std::span<std::string const> labels, std::uint64_t seed) {
  std::vector<GlossaryPage> pages;
  std::vector<std::string_view> const names{labels.begin(), labels.end()};
  auto const entries = glossary_of(names);
  std::mt19937_64 dice{seed};
  for (std::size_t l = 0; l < labels.size(); ++l) {
    for (auto const* entry : entries[l]) {
      auto things = entry->things;
      for (std::size_t i = things.size(); i > 1; --i) std::swap(things[i - 1], things[dice() % i]);
      std::size_t page = 0;
      for (std::size_t i = 0; i < things.size(); i += kPageThings, ++page) {
        GlossaryPage made{{}, {}, static_cast<std::uint32_t>(l)};
        for (auto k = i; k < std::min(things.size(), i + kPageThings); ++k) {
          if (k > i) made.things += "；";
          made.things += things[k];
        }
        if (!entry->called.empty()) made.called = entry->called[page % entry->called.size()];
        pages.push_back(std::move(made));
      }
    }
  }
  return pages;
}

/// Keys, the most frequent ones where there are too many, with their idf. What one document alone has is kept too: a
/// rare word of the only row that has it is what a new row may share with it.
void choose_keys(std::vector<Features> const& features, std::size_t labels, Documents& documents) {
  std::vector<std::uint32_t> all;
  std::size_t total = 0;
  for (auto const& row : features) total += row.size();
  all.reserve(total);
  for (auto const& row : features) {
    for (auto const& feature : row) all.push_back(feature.key);
  }
  std::sort(all.begin(), all.end());
  struct Seen {
    std::uint32_t key;
    std::uint32_t count;
  };
  std::vector<Seen> seen;
  for (auto from = all.begin(); from != all.end();) {
    auto const to = std::upper_bound(from, all.end(), *from);
    auto const count = static_cast<std::uint32_t>(to - from);
    seen.push_back({*from, count});
    from = to;
  }
  auto const most = std::clamp<std::size_t>(kMostWeights / (labels + 7), 256, kMostFeatures);
  if (seen.size() > most) {
    std::sort(seen.begin(), seen.end(),
              [](Seen const& a, Seen const& b) { return a.count > b.count || (a.count == b.count && a.key < b.key); });
    seen.resize(most);
    std::sort(seen.begin(), seen.end(), [](Seen const& a, Seen const& b) { return a.key < b.key; });
  }
  auto const documents_count = static_cast<float>(features.size());
  for (auto const& [key, count] : seen) {
    documents.keys.push_back(key);
    documents.idf.push_back(std::pow(std::log(1 + documents_count / static_cast<float>(count)), 0.6F));
  }
}

}  // namespace

Documents make_documents(std::size_t column_count, std::span<LabelledRow const* const> rows,
                         std::span<KnowledgeText const* const> knowledge, LearnOptions const& options) {
  constexpr std::size_t kMostLabels = 65'535;
  Documents documents;
  documents.rows = rows.size();
  for (auto const* row : rows) documents.labels.push_back(row->label);
  for (auto const* text : knowledge) documents.labels.push_back(text->label);
  std::sort(documents.labels.begin(), documents.labels.end());
  documents.labels.erase(std::unique(documents.labels.begin(), documents.labels.end()), documents.labels.end());
  if (documents.labels.size() > kMostLabels) {
    throw invalid_input("too_many_labels", std::to_string(documents.labels.size()) +
                                               " labels, at most 65535 can be learned; is --label the right column?");
  }
  auto const index_of = [&](std::string const& label) {
    auto const at = std::lower_bound(documents.labels.begin(), documents.labels.end(), label);
    return static_cast<std::uint32_t>(at - documents.labels.begin());
  };

  std::vector<std::string_view> column;
  for (std::size_t c = 0; c < column_count; ++c) {
    column.clear();
    for (auto const* row : rows) column.push_back(c < row->texts.size() ? row->texts[c] : std::string_view{});
    documents.roles.push_back(role_of_column(column));
  }

  std::vector<std::uint32_t> knowledge_label;
  double heaviest = 0;
  for (auto const* text : knowledge) {
    knowledge_label.push_back(index_of(text->label));
    if (std::isfinite(text->weight)) heaviest = std::max(heaviest, text->weight);
  }
  auto const bundles = bundle(knowledge, knowledge_label, options.seed);

  auto const named = documents.labels.size();  // one document a label: its own name
  auto const pages = glossary_pages(documents.labels, options.seed);
  auto const first_page = rows.size() + bundles.size() + named;
  std::vector<Features> features(first_page + pages.size());
  parallel_for(features.size(), 256, [&](std::size_t begin, std::size_t end) {
    RowFeatures reader;
    std::vector<std::string_view> texts;
    for (auto i = begin; i < end; ++i) {
      auto& out = features[i];
      if (i < rows.size()) {
        texts.assign(rows[i]->texts.begin(), rows[i]->texts.end());
        texts.resize(column_count);
        reader.read(texts, documents.roles, out);
      } else if (i < rows.size() + bundles.size()) {
        for (auto const* text : bundles[i - rows.size()].texts) {
          auto const share = heaviest > 0 && std::isfinite(text->weight) ? std::max(0.0, text->weight) / heaviest : 0.0;
          reader.add_body(text->text, 0.1F + static_cast<float>(share), out);
        }
        merge_features(out);
      } else if (i >= first_page) {
        reader.add_body(pages[i - first_page].things, 1, out);
        reader.add_title(pages[i - first_page].called, out);
        merge_features(out);
      } else {
        auto const& label = documents.labels[i - rows.size() - bundles.size()];
        reader.add_body(label, 1, out);
        reader.add_title(label, out);
        merge_features(out);
      }
      out.shrink_to_fit();
      if (options.progress && i + 1 == end) options.progress("read", end, features.size());
    }
  });
  choose_keys(features, named, documents);

  auto const rarest = rarest_idf(documents.idf);
  std::vector<std::uint32_t> columns;
  std::vector<float> values;
  for (std::size_t i = 0; i < features.size(); ++i) {
    project(features[i], documents.keys, documents.idf, rarest, columns, values);
    Features{}.swap(features[i]);
    documents.matrix.column.insert(documents.matrix.column.end(), columns.begin(), columns.end());
    documents.matrix.value.insert(documents.matrix.value.end(), values.begin(), values.end());
    documents.matrix.end_row();
    if (i < rows.size()) {
      documents.label.push_back(index_of(rows[i]->label));
      documents.weight.push_back(1);
    } else if (i < rows.size() + bundles.size()) {
      auto const& made = bundles[i - rows.size()];
      documents.label.push_back(made.label);
      auto const fill = static_cast<float>(std::min(made.items, kDocumentItems)) / static_cast<float>(kDocumentItems);
      documents.weight.push_back(kKnowledgeWeight * fill);
    } else if (i >= first_page) {
      documents.label.push_back(pages[i - first_page].label);
      documents.weight.push_back(1);
    } else {
      documents.label.push_back(static_cast<std::uint32_t>(i - rows.size() - bundles.size()));
      documents.weight.push_back(1);
    }
    documents.count.push_back(i < first_page ? documents.weight.back() : 0);
  }
  return documents;
}

}  // namespace lianzhao::classify
