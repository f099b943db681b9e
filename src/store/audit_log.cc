#include "store/audit_log.h"

#include <array>
#include <charconv>
#include <map>

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
  append({{0, 0, account_id, std::string{action}, std::string{subject}, std::string{detail}}});
}

void AuditLog::append(std::vector<AuditEntry> entries) {
  if (entries.empty()) return;
  // SQLite's writer is alone; on PostgreSQL two servers could take the same place in the chain.
  if (sql_.engine() == Engine::kPostgres) sql_.script("SELECT pg_advisory_xact_lock(7233620)");
  std::int64_t id = 0;
  std::string previous;
  {
    auto rows = sql_.query("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1");
    if (rows.next()) {
      id = rows.integer(0);
      previous = rows.text(1);
    }
  }
  auto const write = [&](auto const& row) {
    for (auto& entry : entries) {
      entry.id = ++id;
      entry.at = now();
      auto hash = hash_of(entry, previous);
      row(entry, hash);
      previous = std::move(hash);
    }
  };
  constexpr std::size_t kMany = 8;
  if (entries.size() < kMany) {
    write([&](AuditEntry const& entry, std::string const& hash) {
      sql_.execute(
          "INSERT INTO audit (id, at, account_id, action, subject, detail, previous_hash, hash)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          entry.id, entry.at, entry.account_id, entry.action, entry.subject, entry.detail, previous, hash);
    });
    return;
  }
  auto bulk = sql_.copy("audit", {"id", "at", "account_id", "action", "subject", "detail", "previous_hash", "hash"});
  write([&](AuditEntry const& entry, std::string const& hash) {
    bulk.add({entry.id, entry.at, entry.account_id, entry.action, entry.subject, entry.detail, previous, hash});
  });
  bulk.finish();
}

std::vector<AuditEntry> AuditLog::last(std::int64_t limit, std::optional<std::int64_t> before) {
  std::vector<AuditEntry> entries;
  auto rows =
      sql_.query("SELECT id, at, account_id, action, subject, detail FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?",
                 before.value_or(std::int64_t{1} << 62), limit);
  while (rows.next()) entries.push_back(read(rows));
  return entries;
}

std::string AuditLog::subject_name(std::string_view subject) {
  static std::map<std::string_view, std::string_view> const kNames{
      {"account", "SELECT display_name FROM account WHERE id = ?"},
      {"campaign", "SELECT name FROM campaign WHERE id = ?"},
      {"dispute", "SELECT lead.investor FROM dispute JOIN lead ON lead.id = dispute.lead_id WHERE dispute.id = ?"},
      {"document", "SELECT name FROM document WHERE id = ?"},
      {"lead", "SELECT investor FROM lead WHERE id = ?"},
      {"news", "SELECT title FROM news_article WHERE id = ?"},
      {"news_dossier", "SELECT name FROM news_dossier WHERE id = ?"},
      {"news_feed", "SELECT name FROM news_feed WHERE id = ?"},
      {"news_watch", "SELECT label FROM news_watch WHERE id = ?"},
      {"project", "SELECT name FROM project WHERE id = ?"},
      {"promise", "SELECT text FROM promise WHERE id = ?"},
      {"question", "SELECT text FROM question WHERE id = ?"},
      {"task", "SELECT name FROM task WHERE id = ?"},
      {"transfer",
       "SELECT lead.investor FROM lead_transfer JOIN lead ON lead.id = lead_transfer.lead_id"
       " WHERE lead_transfer.id = ?"},
  };
  auto const colon = subject.find(':');
  auto const found = kNames.find(subject.substr(0, colon));
  if (colon == std::string_view::npos || found == kNames.end()) return {};
  std::int64_t id = 0;
  auto const* const end = subject.data() + subject.size();
  if (std::from_chars(subject.data() + colon + 1, end, id).ptr != end) return {};
  return sql_.find_text(found->second, id).value_or("");
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
