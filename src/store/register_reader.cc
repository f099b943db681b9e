#include "store/register_reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "kernel/error.h"

namespace lianzhao::store {

namespace detail {

std::string_view const kEnterpriseColumns =
    "id, enterprise_key, credit_code, credit_code_state, name, business_scope, products, enterprise_type, address,"
    " region_code, region_source, registered_capital_fen, registered_capital_text, registered_capital_currency,"
    " founded, status, industry_code, suggested_code, former_names";

void read_enterprise(Rows const& rows, StoredEnterprise& out) {
  auto& e = out.enterprise;
  out.id = rows.integer(0);
  e.enterprise_key = rows.text(1);
  e.credit_code = rows.text(2);
  e.credit_code_state = static_cast<CreditCodeState>(rows.integer(3));
  e.name = rows.text(4);
  e.business_scope = rows.text(5);
  e.products = rows.text(6);
  e.enterprise_type = rows.text(7);
  e.address = rows.text(8);
  e.region_code = static_cast<RegionCode>(rows.integer(9));
  e.region_source = static_cast<RegionSource>(rows.integer(10));
  e.registered_capital_fen = rows.optional_integer(11);
  e.registered_capital_text = rows.text(12);
  e.registered_capital_currency = rows.text(13);
  auto const founded = rows.optional_integer(14);
  e.founded = founded ? std::optional{static_cast<DayNumber>(*founded)} : std::nullopt;
  e.status = static_cast<EnterpriseStatus>(rows.integer(15));
  e.industry_code = rows.text(16);
  out.suggested_code = rows.text(17);
  e.former_names = rows.text(18);
}

}  // namespace detail

namespace {

using detail::kEnterpriseColumns;
using detail::read_enterprise;

std::vector<StoredEnterprise> all(Rows rows) {
  std::vector<StoredEnterprise> out;
  while (rows.next()) read_enterprise(rows, out.emplace_back());
  return out;
}

}  // namespace

std::int64_t RegisterReader::count() {
  return sql_.find_integer("SELECT count(*) FROM enterprise").value_or(0);
}

void RegisterReader::for_each(std::function<bool(StoredEnterprise const&)> const& each) {
  auto rows = sql_.stream(fmt::format("SELECT {} FROM enterprise ORDER BY id", kEnterpriseColumns));
  StoredEnterprise current;
  while (rows.next()) {
    read_enterprise(rows, current);
    if (!each(current)) return;
  }
}

std::optional<StoredEnterprise> RegisterReader::find(std::int64_t id) {
  auto found = all(sql_.query(fmt::format("SELECT {} FROM enterprise WHERE id = ?", kEnterpriseColumns), id));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<StoredEnterprise> RegisterReader::find_key(std::string_view enterprise_key) {
  auto found = all(sql_.query(fmt::format("SELECT {} FROM enterprise WHERE enterprise_key = ?", kEnterpriseColumns),
                              enterprise_key));
  if (!found.empty()) return std::move(found.front());
  auto const id = sql_.find_integer("SELECT enterprise_id FROM enterprise_alias WHERE alias_key = ?", enterprise_key);
  return id ? find(*id) : std::nullopt;
}

std::vector<StoredEnterprise> RegisterReader::find_code_beginning(std::string_view beginning) {
  constexpr std::size_t kShortest = 6;
  constexpr std::size_t kCode = 18;
  if (beginning.size() < kShortest || beginning.size() >= kCode) return {};
  // Between its lowest and highest code: of digits and capitals every collation says the same.
  auto const filled = [&](char with) { return std::string{beginning}.append(kCode - beginning.size(), with); };
  auto found = all(sql_.query(
      fmt::format("SELECT {} FROM enterprise WHERE enterprise_key >= ? AND enterprise_key <= ? ORDER BY enterprise_key "
                  "LIMIT 100",
                  kEnterpriseColumns),
      filled('0'), filled('Z')));
  std::erase_if(found, [&](auto const& each) { return !each.enterprise.enterprise_key.starts_with(beginning); });
  return found;
}

std::vector<StoredEnterprise> RegisterReader::find_code(std::string_view credit_code) {
  if (credit_code.empty()) return {};
  // Most codes are keys; the condition of the second query is that of the index over the others.
  auto found = all(sql_.query(fmt::format("SELECT {} FROM enterprise WHERE credit_code = ? AND credit_code <> '' AND "
                                          "credit_code <> enterprise_key ORDER BY id LIMIT 1000",
                                          kEnterpriseColumns),
                              credit_code));
  if (auto by_key = find_key(credit_code)) {
    auto const known =
        std::any_of(found.begin(), found.end(), [&](auto const& other) { return other.id == by_key->id; });
    if (!known) found.insert(found.begin(), std::move(*by_key));
  }
  return found;
}

std::vector<StoredEnterprise> RegisterReader::find_all(std::span<std::int64_t const> ids) {
  constexpr std::size_t kMost = 10'000;
  if (ids.size() > kMost)
    throw Failure{{ErrorKind::kOverLimit, "too_many_ids",
                   fmt::format("{} enterprises asked for at once; at most {} can be", ids.size(), kMost)}};
  std::vector<StoredEnterprise> out;
  auto statement = sql_.prepare(fmt::format("SELECT {} FROM enterprise WHERE id = ?", kEnterpriseColumns));
  for (auto const id : ids) {
    auto rows = statement.query(id);
    if (rows.next()) read_enterprise(rows, out.emplace_back());
  }
  return out;
}

std::optional<std::int64_t> RegisterReader::newest_import() {
  return sql_.find_integer("SELECT max(finished_at) FROM register_import");
}

std::string RegisterReader::fingerprint() {
  return fmt::format("{}-{}", newest_import().value_or(0),
                     sql_.find_integer("SELECT max(id) FROM enterprise").value_or(0));
}

TagWriter::TagWriter(Session& sql)
    : transaction_{sql}, bulk_{[&] {
        sql.execute("DELETE FROM enterprise_node");
        return sql.copy("enterprise_node", {"enterprise_id", "node_id", "confidence"});
      }()} {}

void TagWriter::add(std::int64_t enterprise_id, std::string_view node_id, double confidence) {
  bulk_.add({enterprise_id, node_id, confidence});
}

void TagWriter::commit() {
  bulk_.finish();
  transaction_.commit();
}

std::vector<StoredTag> tags_of(Session& sql, std::int64_t enterprise_id) {
  std::vector<StoredTag> out;
  auto rows = sql.query("SELECT node_id, confidence FROM enterprise_node WHERE enterprise_id = ? ORDER BY node_id",
                        enterprise_id);
  while (rows.next()) out.push_back({std::string{rows.text(0)}, rows.real(1)});
  return out;
}

}  // namespace lianzhao::store
