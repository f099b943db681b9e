#include "pipeline/search.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "kernel/error.h"
#include "pipeline/snapshot.h"
#include "search/builder.h"
#include "store/register_search.h"

namespace lianzhao::pipeline {

namespace {

using SteadyClock = std::chrono::steady_clock;

double seconds_since(SteadyClock::time_point begin) {
  return std::chrono::duration<double>(SteadyClock::now() - begin).count();
}

std::vector<std::uint32_t> by_importance(atlas::Atlas const& atlas) {
  struct Key {
    std::uint64_t order;
    std::uint32_t enterprise_id;
  };
  constexpr std::uint64_t kCapital = (std::uint64_t{1} << 62U) - 1;
  std::vector<Key> keys;
  keys.reserve(atlas.size());
  for (std::size_t r = 0; r < atlas.size(); ++r) {
    auto const row = atlas.row(static_cast<atlas::Row>(r));
    auto const status = row.status == EnterpriseStatus::kActive    ? 0U
                        : row.status == EnterpriseStatus::kUnknown ? 1U
                                                                   : 2U;
    // An unknown capital comes after every known one.
    auto const capital =
        row.registered_capital_fen ? kCapital - 1 - static_cast<std::uint64_t>(*row.registered_capital_fen) : kCapital;
    keys.push_back({std::uint64_t{status} << 62U | (capital & kCapital), row.enterprise_id});
  }
  std::sort(keys.begin(), keys.end(), [](Key const& a, Key const& b) {
    return a.order != b.order ? a.order < b.order : a.enterprise_id < b.enterprise_id;
  });
  std::vector<std::uint32_t> ids;
  ids.reserve(keys.size());
  for (auto const& key : keys) ids.push_back(key.enterprise_id);
  return ids;
}

/// Texts read, one after the other in one piece of memory.
struct Batch {
  struct Row {
    std::uint32_t enterprise_id;
    std::size_t name;
    std::size_t business_scope;
    std::size_t products;
    std::size_t former_names;  ///< bytes each
  };
  std::vector<Row> rows;
  std::string bytes;

  std::vector<search::EnterpriseTexts> texts() const {
    std::vector<search::EnterpriseTexts> out;
    auto rest = std::string_view{bytes};
    auto const take = [&](std::size_t size) {
      auto const text = rest.substr(0, size);
      rest.remove_prefix(size);
      return text;
    };
    for (auto const& row : rows) {
      auto const name = take(row.name);
      auto const business_scope = take(row.business_scope);
      auto const products = take(row.products);
      out.push_back({row.enterprise_id, name, business_scope, products, take(row.former_names)});
    }
    return out;
  }
};

}  // namespace

SearchReport refresh_search(store::Database& register_database, store::DataFolder const& folder,
                            atlas::Atlas const& atlas, Progress const& progress, Cancelled const& cancelled,
                            bool force) {
  SearchReport report;
  report.enterprises = atlas.size();
  std::filesystem::create_directories(folder.search());
  auto const& fingerprint = atlas.provenance().register_fingerprint;
  if (!force) {
    try {
      if (auto const current = CurrentSearch{folder.search()}.get();
          current && current->register_fingerprint() == fingerprint) {
        report.bytes = current->bytes();
        report.already_fresh = true;
        return report;
      }
    } catch (Failure const&) {
      // An index that cannot be read is one more reason to build.
    }
  }

  auto const begin = SteadyClock::now();
  search::SearchIndexBuilder builder{by_importance(atlas), folder.search()};
  constexpr std::size_t kRows = 16'384;
  Batch filling;
  Batch adding;
  std::uint64_t done = 0;
  std::future<void> running;
  auto const hand_over = [&] {
    if (cancelled && cancelled())
      throw Failure{{ErrorKind::kConflict, "cancelled", "the build was cancelled; the old search index stands"}};
    if (running.valid()) running.get();
    std::swap(filling, adding);
    filling.rows.clear();
    filling.bytes.clear();
    done += adding.rows.size();
    if (progress) progress("search", done, atlas.size());
    running = std::async(std::launch::async, [&] { builder.add(adding.texts()); });
  };
  try {
    auto reader = register_database.reader();
    store::for_each_text(reader, [&](std::int64_t id, store::RegisterTexts const& texts) {
      filling.rows.push_back({static_cast<std::uint32_t>(id), texts.name.size(), texts.business_scope.size(),
                              texts.products.size(), texts.former_names.size()});
      filling.bytes.append(texts.name).append(texts.business_scope).append(texts.products).append(texts.former_names);
      if (filling.rows.size() == kRows) hand_over();
    });
    hand_over();
    running.get();
  } catch (...) {
    if (running.valid()) running.wait();
    throw;
  }
  report.seconds_reading = seconds_since(begin);

  auto const writing = SteadyClock::now();
  if (progress) progress("search index", 0, 0);
  auto const built_at = now();
  auto const name = fmt::format("{}-{}.search", fingerprint, built_at);
  builder.write(folder.search() / name, fingerprint, built_at);
  report.bytes = std::filesystem::file_size(folder.search() / name);
  make_current(folder.search(), name);
  report.seconds_writing = seconds_since(writing);
  return report;
}

SearchReport refresh_search(store::Database& register_database, store::DataFolder const& folder,
                            Progress const& progress, Cancelled const& cancelled, bool force) {
  auto const atlas = CurrentAtlas{folder.atlas()}.get();
  if (!atlas) return {};
  return refresh_search(register_database, folder, *atlas, progress, cancelled, force);
}

}  // namespace lianzhao::pipeline
