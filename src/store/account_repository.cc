#include "store/account_repository.h"

#include <fmt/format.h>

#include "store/sql_text.h"

namespace lianzhao::store {

namespace {

constexpr auto kColumns =
    "a.id, a.name, a.display_name, a.role, a.password_hash, a.must_change_password, a.disabled, a.failed_logins,"
    " a.locked_until, a.last_seen_at, a.email, a.forgotten_at,"
    " (SELECT f.confirmed_at FROM second_factor f WHERE f.account_id = a.id)";

Account read(Rows const& rows) {
  Account account;
  account.id = rows.integer(0);
  account.name = rows.text(1);
  account.display_name = rows.text(2);
  account.role = rows.text(3);
  account.password_hash = rows.text(4);
  account.must_change_password = rows.boolean(5);
  account.disabled = rows.boolean(6);
  account.failed_logins = rows.integer(7);
  account.locked_until = rows.integer(8);
  account.last_seen_at = rows.optional_integer(9);
  account.email = rows.text(10);
  account.forgotten = !rows.is_null(11);
  account.second_factor = !rows.is_null(12);
  return account;
}

}  // namespace

std::vector<std::string> AccountRepository::zones_of(std::int64_t id) {
  std::vector<std::string> zones;
  auto rows = sql_.query("SELECT zone_id FROM account_zone WHERE account_id = ? ORDER BY zone_id", id);
  while (rows.next()) zones.emplace_back(rows.text(0));
  return zones;
}

std::optional<Account> AccountRepository::one(Rows rows) {
  if (!rows.next()) return std::nullopt;
  auto account = read(rows);
  account.zones = zones_of(account.id);
  return account;
}

std::vector<Account> AccountRepository::all() {
  std::vector<Account> accounts;
  auto rows = sql_.query(fmt::format("SELECT {} FROM account a ORDER BY a.name", kColumns));
  while (rows.next()) accounts.push_back(read(rows));
  for (auto& account : accounts) account.zones = zones_of(account.id);
  return accounts;
}

std::optional<Account> AccountRepository::find(std::int64_t id) {
  return one(sql_.query(fmt::format("SELECT {} FROM account a WHERE a.id = ?", kColumns), id));
}

std::optional<Account> AccountRepository::find_by_name(std::string_view name) {
  return one(sql_.query(fmt::format("SELECT {} FROM account a WHERE a.name = ?", kColumns), name));
}

bool AccountRepository::name_taken(std::string_view name) {
  return sql_.find_integer("SELECT count(*) FROM account WHERE lower(name) = lower(?)", name).value_or(0) > 0;
}

std::int64_t AccountRepository::count() {
  return sql_.find_integer("SELECT count(*) FROM account").value_or(0);
}

std::int64_t AccountRepository::active_administrators() {
  return sql_.find_integer("SELECT count(*) FROM account WHERE role = 'administrator' AND disabled = 0").value_or(0);
}

std::int64_t AccountRepository::unbound_administrators() {
  return sql_
      .find_integer(
          "SELECT count(*) FROM account a WHERE a.role = 'administrator' AND a.disabled = 0"
          " AND NOT EXISTS (SELECT 1 FROM account_zone z WHERE z.account_id = a.id)")
      .value_or(0);
}

std::vector<std::string> AccountRepository::used_zones() {
  std::vector<std::string> zones;
  auto rows = sql_.query(
      "SELECT zone_id FROM account_zone UNION SELECT zone_id FROM lead UNION SELECT zone_id FROM project"
      " UNION SELECT zone_id FROM campaign ORDER BY 1");
  while (rows.next()) zones.emplace_back(rows.text(0));
  return zones;
}

std::int64_t AccountRepository::add(Account const& account) {
  auto const id = sql_.find_integer(
      "INSERT INTO account (name, display_name, role, password_hash, must_change_password, created_at, email)"
      " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
      account.name, account.display_name, account.role, account.password_hash, account.must_change_password, now(),
      account.email);
  for (auto const& zone : account.zones) {
    sql_.execute("INSERT INTO account_zone (account_id, zone_id) VALUES (?, ?)", *id, zone);
  }
  return *id;
}

void AccountRepository::update(Account const& account) {
  sql_.execute("UPDATE account SET display_name = ?, role = ?, disabled = ?, email = ? WHERE id = ?",
               account.display_name, account.role, account.disabled, account.email, account.id);
  sql_.execute("DELETE FROM account_zone WHERE account_id = ?", account.id);
  for (auto const& zone : account.zones) {
    sql_.execute("INSERT INTO account_zone (account_id, zone_id) VALUES (?, ?)", account.id, zone);
  }
}

void AccountRepository::set_password(std::int64_t id, std::string_view password_hash, bool must_change) {
  sql_.execute(
      "UPDATE account SET password_hash = ?, must_change_password = ?, failed_logins = 0, locked_until = 0"
      " WHERE id = ?",
      password_hash, must_change, id);
}

void AccountRepository::note_failed_login(std::int64_t id, std::int64_t failed, Instant locked_until) {
  sql_.execute("UPDATE account SET failed_logins = ?, locked_until = ? WHERE id = ?", failed, locked_until, id);
}

void AccountRepository::note_seen(std::int64_t id, Instant at) {
  sql_.execute("UPDATE account SET last_seen_at = ?, failed_logins = 0, locked_until = 0 WHERE id = ?", at, id);
}

void AccountRepository::add_sign_in(std::string_view token_hash, std::int64_t account_id, Instant at,
                                    Instant expires_at) {
  sql_.execute("INSERT INTO sign_in (token_hash, account_id, created_at, seen_at, expires_at) VALUES (?, ?, ?, ?, ?)",
               token_hash, account_id, at, at, expires_at);
}

std::optional<Account> AccountRepository::find_by_token(std::string_view token_hash, Instant at) {
  return one(sql_.query(fmt::format("SELECT {} FROM sign_in s JOIN account a ON a.id = s.account_id"
                                    " WHERE s.token_hash = ? AND s.expires_at > ? AND a.disabled = 0",
                                    kColumns),
                        token_hash, at));
}

void AccountRepository::end_sign_in(std::string_view token_hash) {
  sql_.execute("DELETE FROM sign_in WHERE token_hash = ?", token_hash);
}

void AccountRepository::end_sign_ins(std::int64_t account_id, std::string_view except_token_hash) {
  sql_.execute("DELETE FROM sign_in WHERE account_id = ? AND token_hash <> ?", account_id, except_token_hash);
}

void AccountRepository::drop_expired_sign_ins(Instant at) {
  sql_.execute("DELETE FROM sign_in WHERE expires_at <= ?", at);
}

std::optional<SecondFactor> AccountRepository::second_factor(std::int64_t account_id) {
  auto rows = sql_.query("SELECT secret, confirmed_at, last_step FROM second_factor WHERE account_id = ?", account_id);
  if (!rows.next()) return std::nullopt;
  return SecondFactor{std::string{rows.text(0)}, !rows.is_null(1), rows.integer(2)};
}

void AccountRepository::begin_second_factor(std::int64_t account_id, std::string_view secret) {
  sql_.execute(
      "INSERT INTO second_factor (account_id, secret) VALUES (?, ?) ON CONFLICT (account_id) DO UPDATE SET"
      " secret = excluded.secret, last_step = 0 WHERE second_factor.confirmed_at IS NULL",
      account_id, secret);
}

void AccountRepository::confirm_second_factor(std::int64_t account_id, std::int64_t step,
                                              std::vector<std::string> const& code_hashes, Instant at) {
  sql_.execute("UPDATE second_factor SET confirmed_at = ?, last_step = ? WHERE account_id = ?", at, step, account_id);
  sql_.execute("DELETE FROM recovery_code WHERE account_id = ?", account_id);
  for (auto const& hash : code_hashes) {
    sql_.execute("INSERT INTO recovery_code (account_id, code_hash) VALUES (?, ?)", account_id, hash);
  }
}

void AccountRepository::note_code(std::int64_t account_id, std::int64_t step) {
  sql_.execute("UPDATE second_factor SET last_step = ? WHERE account_id = ?", step, account_id);
}

bool AccountRepository::use_recovery_code(std::int64_t account_id, std::string_view code_hash, Instant at) {
  return sql_.execute("UPDATE recovery_code SET used_at = ? WHERE account_id = ? AND code_hash = ? AND used_at IS NULL",
                      at, account_id, code_hash)
             .rows_affected == 1;
}

void AccountRepository::remove_second_factor(std::int64_t account_id) {
  sql_.execute("DELETE FROM second_factor WHERE account_id = ?", account_id);
  sql_.execute("DELETE FROM recovery_code WHERE account_id = ?", account_id);
}

void AccountRepository::forget(std::int64_t account_id, std::string_view name, std::string_view display_name,
                               Instant at) {
  remove_second_factor(account_id);
  for (auto const* const table : {"sign_in", "calendar_token", "account_zone", "account_salt"}) {
    sql_.execute(fmt::format("DELETE FROM {} WHERE account_id = ?", table), account_id);
  }
  sql_.execute("UPDATE lead SET reporter_name = '' WHERE reporter_id = ?", account_id);
  // Nobody waits for one who is not there any more: a colleague takes the lead.
  sql_.execute("UPDATE lead SET officer_id = NULL, version = version + 1 WHERE officer_id = ?", account_id);
  // The history tells in a JSON text who joined and left a team.
  sql_.execute(
      "UPDATE project_history SET facts = replace(facts, '\"' || (SELECT display_name FROM account WHERE id = ?) || "
      "'\"',"
      " '\"' || ? || '\"') WHERE kind = 'team' AND project_id IN (SELECT project_id FROM project_member WHERE"
      " account_id = ?)",
      account_id, display_name, account_id);
  sql_.execute(
      "UPDATE account SET name = ?, display_name = ?, password_hash = '', email = '', disabled = 1, last_seen_at = "
      "NULL,"
      " forgotten_at = ? WHERE id = ?",
      name, display_name, at, account_id);
}

}  // namespace lianzhao::store
