#include "store/audit_log.h"

#include <array>

#include <fmt/format.h>
#include <sodium.h>

namespace lianzhao::store {

namespace {

std::string hex(unsigned char const* bytes, std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i) text += fmt::format("{:02x}", bytes[i]);
  return text;
}

std::string hash_of(AuditEntry const& entry, std::string_view previous) {
  // Lengths stand before the texts so that no two entries read the same.
  std::string all;
  for (auto const& part : {fmt::format("{}", entry.id), fmt::format("{}", entry.at),
                           entry.account_id ? fmt::format("{}", *entry.account_id) : std::string{}, entry.action,
                           entry.subject, entry.detail, std::string{previous}}) {
    all += fmt::format("{}:{}", part.size(), part);
  }
  std::array<unsigned char, 32> hash;
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<unsigned char const*>(all.data()), all.size(), nullptr,
                     0);
  return hex(hash.data(), hash.size());
}

AuditEntry read(Rows const& rows) {
  return {rows.integer(0),           rows.integer(1),           rows.optional_integer(2),
          std::string{rows.text(3)}, std::string{rows.text(4)}, std::string{rows.text(5)}};
}

}  // namespace

void AuditLog::append(std::optional<std::int64_t> account_id, std::string_view action, std::string_view subject,
                      std::string_view detail) {
  // SQLite's writer is alone; on PostgreSQL two servers could take the same place in the chain.
  if (sql_.engine() == Engine::kPostgres) sql_.script("SELECT pg_advisory_xact_lock(7233620)");
  AuditEntry entry;
  std::string previous;
  {
    auto rows = sql_.query("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1");
    if (rows.next()) {
      entry.id = rows.integer(0);
      previous = rows.text(1);
    }
  }
  ++entry.id;
  entry.at = now();
  entry.account_id = account_id;
  entry.action = action;
  entry.subject = subject;
  entry.detail = detail;
  sql_.execute(
      "INSERT INTO audit (id, at, account_id, action, subject, detail, previous_hash, hash)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      entry.id, entry.at, entry.account_id, entry.action, entry.subject, entry.detail, previous,
      hash_of(entry, previous));
}

std::vector<AuditEntry> AuditLog::last(std::int64_t limit, std::optional<std::int64_t> before) {
  std::vector<AuditEntry> entries;
  auto rows =
      sql_.query("SELECT id, at, account_id, action, subject, detail FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?",
                 before.value_or(std::int64_t{1} << 62), limit);
  while (rows.next()) entries.push_back(read(rows));
  return entries;
}

AuditVerification AuditLog::verify() {
  AuditVerification answer;
  std::string previous;
  std::int64_t expected = 0;
  auto rows =
      sql_.stream("SELECT id, at, account_id, action, subject, detail, previous_hash, hash FROM audit ORDER BY id");
  while (rows.next()) {
    ++answer.entries;
    auto const entry = read(rows);
    ++expected;
    auto const sound = entry.id == expected && rows.text(6) == previous && rows.text(7) == hash_of(entry, previous);
    if (!sound && !answer.first_bad_id) answer.first_bad_id = entry.id;
    expected = entry.id;
    previous = rows.text(7);
  }
  return answer;
}

std::string AuditLog::last_hash() {
  return sql_.find_text("SELECT hash FROM audit ORDER BY id DESC LIMIT 1").value_or("");
}

std::string AuditLog::personal(std::string_view value, std::optional<std::int64_t> account_id) {
  auto salt = account_id ? sql_.find_text("SELECT salt FROM account_salt WHERE account_id = ?", *account_id)
                         : sql_.find_text("SELECT value FROM secret WHERE name = 'audit_salt'");
  if (!salt) {
    std::array<unsigned char, 32> random;
    randombytes_buf(random.data(), random.size());
    salt = hex(random.data(), random.size());
    if (account_id) {
      sql_.execute("INSERT INTO account_salt (account_id, salt) VALUES (?, ?)", *account_id, *salt);
    } else {
      sql_.execute("INSERT INTO secret (name, value) VALUES ('audit_salt', ?)", *salt);
    }
  }
  std::array<unsigned char, 16> hash;
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<unsigned char const*>(value.data()), value.size(),
                     reinterpret_cast<unsigned char const*>(salt->data()), salt->size());
  return hex(hash.data(), hash.size());
}

void AuditLog::forget_workspace_salt() {
  sql_.execute("DELETE FROM secret WHERE name = 'audit_salt'");
}

}  // namespace lianzhao::store
