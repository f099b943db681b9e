#include "serve/accounts.h"

#include <algorithm>

#include <fmt/format.h>

#include "kernel/error.h"
#include "store/audit_log.h"

namespace lianzhao::serve {

namespace {

Viewer viewer_of(store::Account const& account) {
  Viewer viewer;
  viewer.account_id = account.id;
  viewer.name = account.name;
  viewer.display_name = account.display_name;
  viewer.role = account.role;
  viewer.zones = account.zones;
  viewer.must_change_password = account.must_change_password;
  return viewer;
}

std::string subject_of(std::int64_t account_id) {
  return fmt::format("account:{}", account_id);
}

void require_role(std::string_view role) {
  if (std::find(std::begin(kRoles), std::end(kRoles), role) == std::end(kRoles)) {
    throw invalid_input("bad_role", fmt::format("\"{}\" is no role; there are {}", role, fmt::join(kRoles, ", ")));
  }
}

store::Account existing(store::AccountRepository& accounts, std::int64_t id) {
  auto account = accounts.find(id);
  if (!account) throw not_found("account_not_found", fmt::format("there is no account {}", id));
  return *account;
}

}  // namespace

void Accounts::require_rate(std::string_view remote) {
  auto const minute = now() / 60'000;
  auto const lock = std::lock_guard{mutex_};
  if (tries_.size() > 10'000) tries_.clear();
  auto& tries = tries_[std::string{remote}];
  if (tries.minute != minute) tries = {minute, 0};
  if (++tries.count > settings_.logins_per_minute) {
    throw Failure{{ErrorKind::kOverLimit, "too_many_logins", "too many sign-ins from this address; wait a minute"}};
  }
}

Accounts::SignIn Accounts::sign_in(std::string_view name, std::string_view password, std::string_view remote) {
  require_rate(remote);
  auto const wrong =
      Failure{{ErrorKind::kUnauthenticated, "wrong_name_or_password", "the name or the password is wrong; try again"}};
  std::optional<store::Account> account;
  {
    auto sql = workspace_.reader();
    account = store::AccountRepository{sql}.find_by_name(name);
  }
  auto const locked = account && account->locked_until > now();
  // Checked in every case: the time must not tell whether the name exists or is locked.
  bool right = false;
  if (account && !locked) {
    right = passwords_.matches(account->password_hash, password);
  } else {
    passwords_.pretend(password);
  }
  auto sql = workspace_.writer();
  auto transaction = store::Transaction{sql};
  auto accounts = store::AccountRepository{sql};
  auto audit = store::AuditLog{sql};
  if (!right || account->disabled) {
    audit.append(std::nullopt, "log_in_failed", "name:" + audit.personal(name), "remote:" + audit.personal(remote));
    if (account && !locked) {
      // Read again inside the transaction: tries side by side all count.
      auto const failed = existing(accounts, account->id).failed_logins + 1;
      auto const lock = failed >= settings_.failed_logins;
      accounts.note_failed_login(account->id, lock ? 0 : failed, lock ? now() + settings_.lock_ms : 0);
    }
    transaction.commit();
    if (locked) {
      throw Failure{{ErrorKind::kOverLimit, "account_locked",
                     "too many wrong passwords; wait a quarter of an hour or ask an administrator"}};
    }
    throw wrong;
  }
  auto signed_in = SignIn{viewer_of(*account), random_token()};
  signed_in.viewer.token_hash = token_hash(signed_in.token);
  accounts.drop_expired_sign_ins(now());
  accounts.add_sign_in(signed_in.viewer.token_hash, account->id, now(), now() + settings_.sign_in_ms);
  accounts.note_seen(account->id, now());
  audit.append(account->id, "log_in", subject_of(account->id), "remote:" + audit.personal(remote));
  transaction.commit();
  return signed_in;
}

void Accounts::sign_out(Viewer const& viewer) {
  if (!viewer.account_id) return;
  auto sql = workspace_.writer();
  auto transaction = store::Transaction{sql};
  store::AccountRepository{sql}.end_sign_in(viewer.token_hash);
  store::AuditLog{sql}.append(viewer.account_id, "log_out", subject_of(*viewer.account_id));
  transaction.commit();
}

Viewer Accounts::find(std::string_view token) {
  if (token.size() != 64) return {};
  auto const hash = token_hash(token);
  auto sql = workspace_.reader();
  auto const account = store::AccountRepository{sql}.find_by_token(hash, now());
  if (!account) return {};
  auto viewer = viewer_of(*account);
  viewer.token_hash = hash;
  return viewer;
}

void Accounts::change_password(Viewer const& viewer, std::string_view old_password, std::string_view new_password) {
  if (!viewer.account_id) {
    throw Failure{{ErrorKind::kConflict, "open_server", "a server started with --open has no passwords"}};
  }
  require_rate(viewer.name);
  std::string stored;
  {
    auto sql = workspace_.reader();
    auto accounts = store::AccountRepository{sql};
    stored = existing(accounts, *viewer.account_id).password_hash;
  }
  if (!passwords_.matches(stored, old_password)) {
    throw invalid_input("wrong_password", "the old password is wrong");
  }
  require_good_password(new_password, viewer.name);
  if (new_password == old_password) throw invalid_input("weak_password", "the new password is the old one");
  auto const hash = passwords_.hash(new_password);
  auto sql = workspace_.writer();
  auto transaction = store::Transaction{sql};
  auto accounts = store::AccountRepository{sql};
  accounts.set_password(*viewer.account_id, hash, false);
  accounts.end_sign_ins(*viewer.account_id, viewer.token_hash);
  store::AuditLog{sql}.append(viewer.account_id, "change_password", subject_of(*viewer.account_id));
  transaction.commit();
}

Accounts::NewPassword Accounts::create(Viewer const& by, std::string name, std::string display_name, std::string role,
                                       std::vector<std::string> zones) {
  require_role(role);
  if (name.empty() || name.find_first_of(" \t\r\n\"<>&") != std::string::npos) {
    throw invalid_input("bad_name", fmt::format("\"{}\" cannot be a sign-in name: leave out blanks and quotes", name));
  }
  auto made = NewPassword{0, name, random_password()};
  store::Account account;
  account.name = name;
  account.display_name = display_name.empty() ? name : std::move(display_name);
  account.role = std::move(role);
  account.zones = std::move(zones);
  account.password_hash = passwords_.hash(made.password);
  account.must_change_password = true;
  auto sql = workspace_.writer();
  auto transaction = store::Transaction{sql};
  auto accounts = store::AccountRepository{sql};
  if (accounts.find_by_name(name)) {
    throw Failure{{ErrorKind::kConflict, "name_taken", fmt::format("there is an account \"{}\" already", name)}};
  }
  made.id = accounts.add(account);
  store::AuditLog{sql}.append(by.account_id, "create_account", subject_of(made.id), "role:" + account.role);
  transaction.commit();
  return made;
}

Accounts::NewPassword Accounts::reset(Viewer const& by, std::int64_t id) {
  auto const password = random_password();
  auto const hash = passwords_.hash(password);
  auto sql = workspace_.writer();
  auto transaction = store::Transaction{sql};
  auto accounts = store::AccountRepository{sql};
  auto const account = existing(accounts, id);
  accounts.set_password(id, hash, true);
  accounts.end_sign_ins(id, "");
  store::AuditLog{sql}.append(by.account_id, "reset_password", subject_of(id));
  transaction.commit();
  return {id, account.name, password};
}

store::Account Accounts::update(Viewer const& by, std::int64_t id, Change const& change) {
  if (change.role) require_role(*change.role);
  auto sql = workspace_.writer();
  auto transaction = store::Transaction{sql};
  auto accounts = store::AccountRepository{sql};
  auto account = existing(accounts, id);
  if (change.display_name) account.display_name = *change.display_name;
  if (change.role) account.role = *change.role;
  if (change.disabled) account.disabled = *change.disabled;
  if (change.zones) account.zones = *change.zones;
  accounts.update(account);
  if (accounts.active_administrators() == 0) {
    throw Failure{
        {ErrorKind::kConflict, "last_administrator", "this is the last administrator; make another one first"}};
  }
  if (account.disabled) accounts.end_sign_ins(id, "");
  store::AuditLog{sql}.append(by.account_id, "update_account", subject_of(id),
                              fmt::format("role:{} disabled:{}", account.role, account.disabled ? 1 : 0));
  transaction.commit();
  return account;
}

std::vector<store::Account> Accounts::all() {
  auto sql = workspace_.reader();
  return store::AccountRepository{sql}.all();
}

std::optional<Accounts::NewPassword> Accounts::first_administrator() {
  {
    auto sql = workspace_.reader();
    if (store::AccountRepository{sql}.active_administrators() > 0) return std::nullopt;
  }
  return create({}, "admin", "管理员", "administrator", {});
}

}  // namespace lianzhao::serve
