#include "store/register_writer.h"

#include <algorithm>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "kernel/clock.h"
#include "kernel/error.h"
#include "kernel/hash.h"
#include "store/register_reader.h"

namespace lianzhao::store {

namespace {

constexpr std::uint32_t kSeveral = std::numeric_limits<std::uint32_t>::max();

/// How much a code says about identity.
std::uint8_t strength_of(CreditCodeState state) {
  switch (state) {
    case CreditCodeState::kValid:
      return 2;
    case CreditCodeState::kLegacy:
      return 1;
    default:
      return 0;
  }
}

std::int64_t as_stored(std::uint64_t hash) {
  return static_cast<std::int64_t>(hash);
}

/// Of everything a row says. Equal hashes mean nothing new.
std::uint64_t content_of(Enterprise const& e) {
  std::uint64_t hash = stable_hash(e.credit_code, static_cast<std::uint64_t>(e.credit_code_state));
  for (auto const* text : {&e.name, &e.business_scope, &e.products, &e.enterprise_type, &e.address,
                           &e.registered_capital_text, &e.registered_capital_currency, &e.industry_code}) {
    hash = stable_hash(*text, hash);
  }
  if (!e.former_names.empty()) hash = stable_hash(e.former_names, hash);
  std::int64_t const numbers[] = {static_cast<std::int64_t>(e.region_code), static_cast<std::int64_t>(e.region_source),
                                  e.registered_capital_fen.value_or(-1), e.founded ? *e.founded : -9'999'999,
                                  static_cast<std::int64_t>(e.status)};
  return stable_hash({reinterpret_cast<char const*>(numbers), sizeof numbers}, hash);
}

void replace_text(std::string& stored, std::string const& given) {
  if (!given.empty()) stored = given;
}

/// What is known after `given` has been heard.
void hear(Enterprise& stored, Enterprise const& given) {
  // Another name under the same key or code: the register has renamed it. One that returns is former no more.
  std::string former;
  auto const put = [&](std::string_view name) {
    if (name != given.name) add_former_name(former, name);
  };
  for_each_former_name(stored.former_names, put);
  for_each_former_name(given.former_names, put);
  put(stored.name);
  stored.former_names = std::move(former);
  stored.name = given.name;
  if (strength_of(given.credit_code_state) > strength_of(stored.credit_code_state) || stored.credit_code.empty()) {
    stored.credit_code = given.credit_code;
    stored.credit_code_state = given.credit_code_state;
  }
  replace_text(stored.business_scope, given.business_scope);
  replace_text(stored.products, given.products);
  replace_text(stored.enterprise_type, given.enterprise_type);
  replace_text(stored.address, given.address);
  replace_text(stored.industry_code, given.industry_code);
  if (!given.registered_capital_text.empty()) {
    stored.registered_capital_text = given.registered_capital_text;
    stored.registered_capital_fen = given.registered_capital_fen;
    stored.registered_capital_currency = given.registered_capital_currency;
  }
  if (given.founded) stored.founded = given.founded;
  if (given.status != EnterpriseStatus::kUnknown) stored.status = given.status;
  // A coarser statement of the same place says nothing new.
  if (given.region_code != kUnknownRegion &&
      (given.region_code == stored.region_code || !region_contains(given.region_code, stored.region_code))) {
    stored.region_code = given.region_code;
    stored.region_source = given.region_source;
  }
}

/// What is known after `given`, which is older than `stored`, has been heard: only what was blank is new.
void hear_of_old(Enterprise& stored, Enterprise const& given) {
  auto const fill = [](std::string& text, std::string const& said) {
    if (text.empty()) text = said;
  };
  fill(stored.business_scope, given.business_scope);
  fill(stored.products, given.products);
  fill(stored.enterprise_type, given.enterprise_type);
  fill(stored.address, given.address);
  fill(stored.industry_code, given.industry_code);
  if (stored.registered_capital_text.empty()) {
    stored.registered_capital_text = given.registered_capital_text;
    stored.registered_capital_fen = given.registered_capital_fen;
    stored.registered_capital_currency = given.registered_capital_currency;
  }
  if (!stored.founded) stored.founded = given.founded;
  if (stored.status == EnterpriseStatus::kUnknown) stored.status = given.status;
}

}  // namespace

struct RegisterWriter::Slot {
  std::uint64_t hash = 0;
  std::uint32_t id = 0;  ///< 0: free
  std::uint8_t strength = 0;
};

/// Open addressing over 64-bit hashes of keys: 16 bytes a slot.
class RegisterWriter::KeyTable {
 public:
  explicit KeyTable(std::size_t expected) {
    std::size_t size = 1024;
    while (size * 7 < expected * 10) size *= 2;
    slots_.resize(size);
  }
  Slot* find(std::uint64_t hash) {
    auto& slot = slots_[place(hash)];
    return slot.id == 0 ? nullptr : &slot;
  }
  /// REQUIRES: not there.
  void insert(Slot const& slot) {
    if ((used_ + 1) * 10 > slots_.size() * 7) grow();
    slots_[place(slot.hash)] = slot;
    ++used_;
  }

 private:
  std::size_t place(std::uint64_t hash) const {
    auto const mask = slots_.size() - 1;
    auto at = hash & mask;
    while (slots_[at].id != 0 && slots_[at].hash != hash) at = (at + 1) & mask;
    return at;
  }
  void grow() {
    auto old = std::move(slots_);
    slots_.assign(old.size() * 2, {});
    for (auto const& slot : old) {
      if (slot.id != 0) slots_[place(slot.hash)] = slot;
    }
  }
  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

struct RegisterWriter::Known {
  explicit Known(std::size_t expected) : by_key{expected}, by_match{expected} { content.reserve(expected); }
  KeyTable by_key;
  KeyTable by_match;
  KeyTable by_former{0};               ///< by the match key of a former name
  std::vector<std::uint64_t> content;  ///< by id - 1
  std::uint32_t last_id = 0;

  void remember_match(std::uint64_t match, std::uint32_t id, std::uint8_t strength) {
    remember(by_match, match, id, strength);
  }
  void remember_former(std::uint64_t match, std::uint32_t id) { remember(by_former, match, id, 0); }

 private:
  static void remember(KeyTable& table, std::uint64_t match, std::uint32_t id, std::uint8_t strength) {
    if (auto* slot = table.find(match)) {
      if (slot->id != id) slot->id = kSeveral;
      slot->strength = std::max(slot->strength, strength);
    } else {
      table.insert({match, id, strength});
    }
  }
};

RegisterWriter::RegisterWriter(Session& session, Progress progress, KeyOfName key_of_name)
    : session_{session}, progress_{std::move(progress)}, key_of_name_{std::move(key_of_name)}, transaction_{session} {
  if (session.engine() == Engine::kPostgres) session.script("LOCK TABLE enterprise IN EXCLUSIVE MODE");
  load_keys();
  first_load_ = known_->last_id == 0;
  if (first_load_) {
    session_.script("DROP INDEX IF EXISTS enterprise_by_key; DROP INDEX IF EXISTS enterprise_by_other_code");
  }
}

RegisterWriter::~RegisterWriter() = default;

void RegisterWriter::load_keys() {
  auto const count = RegisterReader{session_}.count();
  known_ = std::make_unique<Known>(static_cast<std::size_t>(count));
  auto const last = session_.find_integer("SELECT MAX(id) FROM enterprise").value_or(0);
  if (last >= kSeveral)
    throw Failure{
        {ErrorKind::kOverLimit, "register_too_large", "the register holds four billion enterprises, the most it can"}};
  known_->last_id = static_cast<std::uint32_t>(last);
  known_->content.resize(known_->last_id);
  std::uint64_t done = 0;
  {
    auto rows = session_.stream(
        "SELECT id, enterprise_key, match_hash, content_hash, credit_code_state, region_code, former_names "
        "FROM enterprise");
    Enterprise renamed;
    while (rows.next()) {
      auto const id = static_cast<std::uint32_t>(rows.integer(0));
      auto const strength = strength_of(static_cast<CreditCodeState>(rows.integer(4)));
      auto const key = stable_hash(rows.text(1));
      if (known_->by_key.find(key) == nullptr) known_->by_key.insert({key, id, strength});
      known_->remember_match(static_cast<std::uint64_t>(rows.integer(2)), id, strength);
      known_->content[id - 1] = static_cast<std::uint64_t>(rows.integer(3));
      if (auto const former = rows.text(6); !former.empty()) {
        renamed.region_code = static_cast<RegionCode>(rows.integer(5));
        renamed.former_names = former;
        remember_former_names(renamed, id);
      }
      if (progress_ && ++done % 100'000 == 0) progress_("keys", done, static_cast<std::uint64_t>(count));
    }
  }
  auto rows = session_.stream("SELECT alias_key, enterprise_id FROM enterprise_alias");
  while (rows.next()) {
    auto const key = stable_hash(rows.text(0));
    if (known_->by_key.find(key) == nullptr) {
      known_->by_key.insert({key, static_cast<std::uint32_t>(rows.integer(1)), 2});
    }
  }
}

Arrival RegisterWriter::add(Enterprise const& enterprise, std::string_view match_key, std::string_view suggested_code) {
  auto const arrival = place(enterprise, match_key, suggested_code);
  (arrival == Arrival::kAccepted ? accepted_ : arrival == Arrival::kUpdated ? updated_ : duplicates_) += 1;
  return arrival;
}

Arrival RegisterWriter::place(Enterprise const& enterprise, std::string_view match_key,
                              std::string_view suggested_code) {
  auto const key = stable_hash(enterprise.enterprise_key);
  auto const match = stable_hash(match_key);
  auto const strength = strength_of(enterprise.credit_code_state);
  auto const content = content_of(enterprise);
  auto id = std::uint32_t{0};
  if (auto const* slot = known_->by_key.find(key)) {
    id = slot->id;
  } else if (auto* same = known_->by_match.find(match);
             same != nullptr && same->id != kSeveral && same->strength != strength) {
    id = same->id;
    flush();
    session_.execute("INSERT INTO enterprise_alias (alias_key, enterprise_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                     enterprise.enterprise_key, id);
    known_->by_key.insert({key, id, strength});
    same->strength = std::max(same->strength, strength);
  } else if (same == nullptr && (id = find_by_former_name(enterprise, match, strength)) != 0) {
    flush();
    session_.execute("INSERT INTO enterprise_alias (alias_key, enterprise_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                     enterprise.enterprise_key, id);
    known_->by_key.insert({key, id, strength});
  }
  if (id != 0) {
    if (known_->content[id - 1] == content) return Arrival::kDuplicate;
    return merge(id, enterprise, match, suggested_code);
  }
  id = ++known_->last_id;
  insert(id, enterprise, match, content, suggested_code);
  known_->content.push_back(content);
  known_->by_key.insert({key, id, strength});
  known_->remember_match(match, id, strength);
  remember_former_names(enterprise, id);
  return Arrival::kAccepted;
}

std::uint32_t RegisterWriter::find_by_former_name(Enterprise const& enterprise, std::uint64_t match,
                                                  std::uint8_t strength) {
  if (!key_of_name_ || enterprise.region_code == kUnknownRegion) return 0;
  if (enterprise.credit_code.empty()) {
    auto const* bearer = known_->by_former.find(match);
    if (bearer != nullptr) return bearer->id == kSeveral ? 0 : bearer->id;
  }
  std::uint32_t found = 0;
  if (strength == 0) return found;
  for_each_former_name(enterprise.former_names, [&](std::string_view name) {
    auto const* bearer = known_->by_match.find(stable_hash(key_of_name_(name, enterprise.region_code)));
    if (bearer == nullptr || bearer->strength != 0 || bearer->id == found) return;
    found = found == 0 ? bearer->id : kSeveral;
  });
  return found == kSeveral ? 0 : found;
}

bool RegisterWriter::is_former_name(Enterprise const& stored, std::uint64_t match) const {
  auto is = false;
  if (!key_of_name_ || stable_hash(key_of_name_(stored.name, stored.region_code)) == match) return is;
  for_each_former_name(stored.former_names, [&](std::string_view name) {
    is = is || stable_hash(key_of_name_(name, stored.region_code)) == match;
  });
  return is;
}

void RegisterWriter::remember_former_names(Enterprise const& enterprise, std::uint32_t id) {
  if (!key_of_name_) return;
  for_each_former_name(enterprise.former_names, [&](std::string_view name) {
    known_->remember_former(stable_hash(key_of_name_(name, enterprise.region_code)), id);
  });
}

void RegisterWriter::insert(std::uint32_t id, Enterprise const& e, std::uint64_t match, std::uint64_t content,
                            std::string_view suggested_code) {
  if (!bulk_) {
    bulk_ = std::make_unique<Bulk>(session_.copy("enterprise", {"id",
                                                                "enterprise_key",
                                                                "credit_code",
                                                                "credit_code_state",
                                                                "name",
                                                                "former_names",
                                                                "business_scope",
                                                                "products",
                                                                "enterprise_type",
                                                                "address",
                                                                "region_code",
                                                                "region_source",
                                                                "registered_capital_fen",
                                                                "registered_capital_text",
                                                                "registered_capital_currency",
                                                                "founded",
                                                                "status",
                                                                "industry_code",
                                                                "suggested_code",
                                                                "match_hash",
                                                                "content_hash"}));
  }
  bulk_->add({id,
              e.enterprise_key,
              e.credit_code,
              e.credit_code_state,
              e.name,
              e.former_names,
              e.business_scope,
              e.products,
              e.enterprise_type,
              e.address,
              e.region_code,
              e.region_source,
              e.registered_capital_fen,
              e.registered_capital_text,
              e.registered_capital_currency,
              e.founded,
              e.status,
              e.industry_code,
              suggested_code,
              as_stored(match),
              as_stored(content)});
}

void RegisterWriter::flush() {
  if (bulk_) bulk_->finish();
  bulk_.reset();
}

Arrival RegisterWriter::merge(std::uint32_t id, Enterprise const& given, std::uint64_t match,
                              std::string_view suggested_code) {
  flush();
  StoredEnterprise stored;
  {
    auto rows = session_.query(fmt::format("SELECT {} FROM enterprise WHERE id = ?", detail::kEnterpriseColumns), id);
    if (!rows.next())
      throw Failure{{ErrorKind::kInternal, "register_changed",
                     "the register was changed by another process during the import; run it again"}};
    detail::read_enterprise(rows, stored);
  }
  auto& it = stored.enterprise;
  auto const before = content_of(it);
  if (given.credit_code.empty() && is_former_name(it, match)) {
    hear_of_old(it, given);
    match = stable_hash(key_of_name_(it.name, it.region_code));
  } else {
    hear(it, given);
  }
  auto const after = content_of(it);
  if (after == before) return Arrival::kDuplicate;
  if (it.credit_code_state == CreditCodeState::kValid) {
    stored.suggested_code.clear();
  } else if (!suggested_code.empty()) {
    stored.suggested_code = suggested_code;
  }
  session_.execute(
      "UPDATE enterprise SET credit_code = ?, credit_code_state = ?, name = ?, former_names = ?, business_scope = ?, "
      "products = ?, "
      "enterprise_type = ?, address = ?, region_code = ?, region_source = ?, registered_capital_fen = ?, "
      "registered_capital_text = ?, registered_capital_currency = ?, founded = ?, status = ?, industry_code = ?, "
      "suggested_code = ?, match_hash = ?, content_hash = ? WHERE id = ?",
      it.credit_code, it.credit_code_state, it.name, it.former_names, it.business_scope, it.products,
      it.enterprise_type, it.address, it.region_code, it.region_source, it.registered_capital_fen,
      it.registered_capital_text, it.registered_capital_currency, it.founded, it.status, it.industry_code,
      stored.suggested_code, as_stored(match), as_stored(after), id);
  known_->content[id - 1] = after;
  known_->remember_match(match, id, strength_of(it.credit_code_state));
  remember_former_names(it, id);
  return Arrival::kUpdated;
}

void RegisterWriter::commit() {
  flush();
  if (first_load_) {
    if (progress_) progress_("index", 0, 1);
    session_.script(
        "CREATE UNIQUE INDEX enterprise_by_key ON enterprise (enterprise_key);"
        "CREATE INDEX enterprise_by_other_code ON enterprise (credit_code)"
        " WHERE credit_code <> '' AND credit_code <> enterprise_key");
  }
  session_.execute("INSERT INTO register_import (finished_at, accepted, updated, duplicates) VALUES (?, ?, ?, ?)",
                   now(), accepted_, updated_, duplicates_);
  transaction_.commit();
}

}  // namespace lianzhao::store
