#include "store/account_repository.h"

#include <fmt/format.h>

namespace lianzhao::store {

namespace {

constexpr auto kColumns =
    "a.id, a.name, a.display_name, a.role, a.password_hash, a.must_change_password, a.disabled, a.failed_logins,"
    " a.locked_until, a.last_seen_at";

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

std::int64_t AccountRepository::count() {
  return sql_.find_integer("SELECT count(*) FROM account").value_or(0);
}

std::int64_t AccountRepository::active_administrators() {
  return sql_.find_integer("SELECT count(*) FROM account WHERE role = 'administrator' AND disabled = 0").value_or(0);
}

std::int64_t AccountRepository::add(Account const& account) {
  auto const id = sql_.find_integer(
      "INSERT INTO account (name, display_name, role, password_hash, must_change_password, created_at)"
      " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
      account.name, account.display_name, account.role, account.password_hash, account.must_change_password, now());
  for (auto const& zone : account.zones) {
    sql_.execute("INSERT INTO account_zone (account_id, zone_id) VALUES (?, ?)", *id, zone);
  }
  return *id;
}

void AccountRepository::update(Account const& account) {
  sql_.execute("UPDATE account SET display_name = ?, role = ?, disabled = ? WHERE id = ?", account.display_name,
               account.role, account.disabled, account.id);
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

}  // namespace lianzhao::store
