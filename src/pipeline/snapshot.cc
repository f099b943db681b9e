#include "pipeline/snapshot.h"

#include <chrono>
#include <cstring>
#include <future>
#include <vector>

#include <fmt/format.h>

#include "atlas/builder.h"
#include "classify/tagger.h"
#include "classify/tagger_buffers.h"
#include "kernel/clock.h"
#include "kernel/error.h"
#include "kernel/parallel.h"
#include "pipeline/branch.h"
#include "pipeline/lessons.h"
#include "store/register_reader.h"

namespace lianzhao::pipeline {

namespace {

using SteadyClock = std::chrono::steady_clock;

double seconds_since(SteadyClock::time_point begin) {
  return std::chrono::duration<double>(SteadyClock::now() - begin).count();
}

/// Tags change with the weights and with the code that finds the evidence; the number is raised with the latter.
std::string tagger_fingerprint(std::vector<Zone> const& zones) {
  constexpr int kCodeVersion = 2;
  std::uint64_t hash = 14695981039346656037ULL;
  auto const mix = [&](std::string_view bytes) {
    for (auto const c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  };
  auto const& weights = classify::shipped_weights();
  mix({reinterpret_cast<char const*>(weights.weight.data()), sizeof weights.weight});
  mix({reinterpret_cast<char const*>(&weights.bias), sizeof weights.bias});
  for (auto const& zone : zones) {
    mix(zone.id);
    for (auto const& pattern : zone.patterns) mix(pattern);
    for (auto const& pattern : zone.exclude) mix(pattern);
    for (auto const code : zone.regions) mix(std::to_string(code));
    for (auto const code : zone.within) mix(std::to_string(code));
    // Sets have no order of their own, so their members are added up.
    std::uint64_t members = 0;
    for (auto const* const list : {&zone.listed, &zone.unlisted})
      for (auto const& member : *list) members += std::hash<std::string>{}(member);
    mix(std::to_string(members));
  }
  return fmt::format("{}-{:016x}", kCodeVersion, hash);
}

bool is_fresh(atlas::Provenance const& there, atlas::Provenance const& wanted, Rebuild rebuild) {
  return there.library_fingerprint == wanted.library_fingerprint &&
         there.register_fingerprint == wanted.register_fingerprint &&
         there.tagger_fingerprint == wanted.tagger_fingerprint &&
         (rebuild == Rebuild::kIfStale || there.lessons == wanted.lessons);
}

/// What a snapshot of today says of its making, but for what verdicts taught.
atlas::Provenance provenance_today(store::RegisterReader& enterprises, Knowledge const& knowledge) {
  atlas::Provenance provenance;
  provenance.library_fingerprint = knowledge.library.fingerprint();
  provenance.register_fingerprint = enterprises.fingerprint();
  provenance.tagger_fingerprint = tagger_fingerprint(knowledge.zones);
  provenance.register_as_of = enterprises.newest_import().value_or(0);
  return provenance;
}

/// Rows on their way from the register to the snapshot.
struct Batch {
  std::vector<store::StoredEnterprise> rows;
  std::vector<classify::EnterpriseTags> tags;
};

}  // namespace

bool is_snapshot_stale(store::Database& register_database, store::DataFolder const& folder,
                       Knowledge const& knowledge) {
  auto reader = register_database.reader();
  store::RegisterReader enterprises{reader};
  if (enterprises.count() == 0) return false;
  try {
    auto const current = CurrentAtlas{folder.atlas()}.get();
    return !current || !is_fresh(current->provenance(), provenance_today(enterprises, knowledge), Rebuild::kIfStale);
  } catch (Failure const&) {
    // Damaged, or of another version of the program.
    return true;
  }
}

SnapshotReport refresh_snapshot(store::Database& register_database, store::DataFolder const& folder,
                                Knowledge const& knowledge, Progress const& progress, Cancelled const& cancelled,
                                Rebuild rebuild) {
  SnapshotReport report;
  auto reader = register_database.reader();
  store::RegisterReader enterprises{reader};
  auto provenance = provenance_today(enterprises, knowledge);
  provenance.lessons = lessons_text(read_lessons(folder, register_database, knowledge.library));
  std::filesystem::create_directories(folder.atlas());
  report.fingerprint = provenance.fingerprint();
  if (rebuild != Rebuild::kAlways) {
    try {
      if (auto const current = CurrentAtlas{folder.atlas()}.get();
          current && is_fresh(current->provenance(), provenance, rebuild)) {
        report.fingerprint = current->provenance().fingerprint();
        report.enterprises = current->size();
        report.bytes = current->bytes();
        report.already_fresh = true;
        return report;
      }
    } catch (Failure const&) {
      // A snapshot that cannot be read is one more reason to build.
    }
  }

  auto const begin = SteadyClock::now();
  auto const total = static_cast<std::uint64_t>(enterprises.count());
  classify::Tagger const tagger{knowledge.library, classify::shipped_weights(), classify::kLeastConfidence,
                                trust_from_text(provenance.lessons)};
  std::vector<std::string> zone_ids;
  for (auto const& zone : knowledge.zones) zone_ids.push_back(zone.id);
  atlas::AtlasBuilder builder{knowledge.library, zone_ids};
  auto writer_session = register_database.writer();
  store::TagWriter tag_writer{writer_session};

  // Three batches in turn: one is read, one tagged, one written, so that no core waits for the disk.
  constexpr std::size_t kBatch = 8192;
  std::vector<atlas::NodeTag> row_tags;
  std::vector<std::uint16_t> row_zones;
  auto const tag_all = [&](Batch& batch) {
    batch.tags.resize(batch.rows.size());
    parallel_for(batch.rows.size(), 512, [&](std::size_t from, std::size_t to) {
      thread_local classify::Tagger::Buffers buffers;
      for (auto i = from; i < to; ++i) {
        auto const& e = batch.rows[i].enterprise;
        tagger.tag({e.name, e.business_scope, e.products, e.industry_code}, buffers, batch.tags[i]);
      }
    });
  };
  auto const write = [&](Batch const& batch) {
    for (std::size_t i = 0; i < batch.rows.size(); ++i) {
      auto const& stored = batch.rows[i];
      auto const& e = stored.enterprise;
      row_tags.clear();
      row_zones.clear();
      for (auto const& tag : batch.tags[i].nodes) {
        row_tags.push_back({tag.node, atlas::quantise(static_cast<double>(tag.confidence))});
        tag_writer.add(stored.id, knowledge.library.node(tag.node).id,
                       atlas::confidence_of(row_tags.back().confidence));
      }
      for (std::size_t z = 0; z < knowledge.zones.size(); ++z)
        if (zone_contains(knowledge.zones[z], e).inside) row_zones.push_back(static_cast<std::uint16_t>(z));
      LIANZHAO_ASSERT(stored.id > 0 && stored.id <= 0xFFFF'FFFFLL, "the register numbers enterprises by 32 bits");
      builder.add({static_cast<std::uint32_t>(stored.id), e.region_code, e.founded, e.registered_capital_fen, e.status,
                   row_tags, row_zones, is_branch(e)});
      report.tags += row_tags.size();
      report.tagged += row_tags.empty() ? 0U : 1U;
    }
    report.enterprises += batch.rows.size();
    if (progress) progress("tagging", report.enterprises, total);
  };

  Batch filling;
  Batch tagging;
  std::future<void> running;
  auto const hand_over = [&] {
    if (cancelled && cancelled())
      throw Failure{{ErrorKind::kConflict, "cancelled", "the build was cancelled; the old snapshot stands"}};
    if (running.valid()) {
      running.get();
      write(tagging);
    }
    std::swap(filling, tagging);
    filling.rows.resize(kBatch);
    running = std::async(std::launch::async, [&] { tag_all(tagging); });
  };
  filling.rows.resize(kBatch);
  std::size_t filled = 0;
  try {
    enterprises.for_each([&](store::StoredEnterprise const& stored) {
      filling.rows[filled] = stored;
      if (++filled == kBatch) {
        hand_over();
        filled = 0;
      }
      return true;
    });
    filling.rows.resize(filled);
    hand_over();
    running.get();
    write(tagging);
  } catch (...) {
    if (running.valid()) running.wait();
    throw;
  }
  report.seconds_tagging = seconds_since(begin);

  auto const building = SteadyClock::now();
  if (progress) progress("building", 0, 0);
  provenance.built_at = now();
  auto const name = fmt::format("{}-{}.atlas", provenance.fingerprint(), provenance.built_at);
  builder.write(folder.atlas() / name, provenance);
  report.bytes = std::filesystem::file_size(folder.atlas() / name);
  tag_writer.commit();
  make_current(folder.atlas(), name);
  report.seconds_building = seconds_since(building);
  return report;
}

}  // namespace lianzhao::pipeline
