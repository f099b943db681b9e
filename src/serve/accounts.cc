#include "serve/accounts.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "kernel/error.h"
#include "kernel/named_failure.h"
#include "serve/one_time_code.h"
#include "store/audit_log.h"

namespace lianzhao::serve {

namespace {

std::string subject_of(std::int64_t account_id) {
  return fmt::format("account:{}", account_id);
}

void require_role(std::string_view role) {
  if (std::find(std::begin(kRoles), std::end(kRoles), role) == std::end(kRoles)) {
    throw invalid_input("bad_role", fmt::format("\"{}\" is no role; there are {}", role, fmt::join(kRoles, ", ")));
  }
}

/// One address, without what could add lines or receivers to a message.
std::string checked_email(std::string_view given) {
  if (given.empty()) return "";
  auto const at = given.find('@');
  auto const plain = given.find_first_of(" \t\r\n<>,;:\"()[]\\") == std::string_view::npos && given.size() <= 254;
  if (!plain || at == 0 || at == std::string_view::npos || at + 1 == given.size() ||
      given.find('@', at + 1) != std::string_view::npos) {
    throw NamedFailure{{ErrorKind::kInvalidInput, "bad_email", fmt::format("\"{}\" is no mail address", given)},
                       {{"field", "email"}, {"value", std::string{given}}}};
  }
  return std::string{given};
}

store::Account existing(store::AccountRepository& accounts, std::int64_t id) {
  auto account = accounts.find(id);
  if (!account) throw not_found("account_not_found", fmt::format("there is no account {}", id));
  return *account;
}

bool within_zones(Viewer const& by, std::vector<std::string> const& zones) {
  if (by.unbound()) return true;
  return !zones.empty() &&
         std::all_of(zones.begin(), zones.end(), [&](auto const& zone) { return by.sees_zone(zone); });
}

/// What he does not manage does not exist for him.
store::Account managed_account(store::AccountRepository& accounts, Viewer const& by, std::int64_t id) {
  auto account = accounts.find(id);
  if (!account || !within_zones(by, account->zones)) {
    throw not_found("account_not_found", fmt::format("there is no account {}", id));
  }
  return *account;
}

void require_within(Viewer const& by, std::vector<std::string> const& zones) {
  if (within_zones(by, zones)) return;
  throw Failure{
      {ErrorKind::kForbidden, "beyond_own_zones",
       fmt::format("your account is bound to {}: you can give these zones only, and at least one, not {}",
                   fmt::join(by.zones, ", "), zones.empty() ? "all" : fmt::format("{}", fmt::join(zones, ", ")))}};
}

/// Somebody must stay who can look after the whole installation. `before`: how many could.
void require_administrator(store::AccountRepository& accounts, std::int64_t before) {
  if (accounts.active_administrators() > 0 && (before == 0 || accounts.unbound_administrators() > 0)) return;
  throw Failure{{ErrorKind::kConflict, "last_administrator",
                 "this is the last administrator who is bound to no zone; make another one first"}};
}

}  // namespace

Viewer viewer_of(store::Account const& account) {
  Viewer viewer;
  viewer.account_id = account.id;
  viewer.name = account.name;
  viewer.display_name = account.display_name;
  viewer.role = account.role;
  viewer.zones = account.zones;
  viewer.must_change_password = account.must_change_password;
  viewer.second_factor = account.second_factor;
  viewer.email = account.email;
  return viewer;
}

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

Accounts::SignIn Accounts::sign_in(std::string_view name, std::string_view password, std::string_view code,
                                   std::string_view remote) {
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
  auto wrong_code = false;
  if (right && !account->disabled && account->second_factor) {
    // Asked for only who has the password: others are not told who has a second factor.
    if (code.empty()) {
      throw Failure{{ErrorKind::kUnauthenticated, "code_required", "give the code of the authenticator app too"}};
    }
    wrong_code = !takes_code(accounts, account->id, code);
  }
  if (!right || account->disabled || wrong_code) {
    auto const whose = account && right ? std::optional{account->id} : std::nullopt;
    audit.append(std::nullopt, "log_in_failed", "name:" + audit.personal(name, whose),
                 "remote:" + audit.personal(remote, whose));
    if (account && !locked) note_failure(accounts, account->id);
    transaction.commit();
    if (locked) {
      throw Failure{{ErrorKind::kOverLimit, "account_locked",
                     "too many wrong passwords; wait a quarter of an hour or ask an administrator"}};
    }
    if (wrong_code) throw Failure{{ErrorKind::kUnauthenticated, "wrong_code", "the code is wrong or has been used"}};
    throw wrong;
  }
  auto done = signed_in(sql, *account, "log_in", remote);
  transaction.commit();
  return done;
}

Accounts::SignIn Accounts::signed_in(store::Session& sql, store::Account const& account, std::string_view how,
                                     std::string_view remote) {
  auto accounts = store::AccountRepository{sql};
  auto audit = store::AuditLog{sql};
  auto done = SignIn{viewer_of(account), random_token()};
  done.viewer.token_hash = token_hash(done.token);
  accounts.drop_expired_sign_ins(now());
  accounts.add_sign_in(done.viewer.token_hash, account.id, now(), now() + settings_.sign_in_ms);
  accounts.note_seen(account.id, now());
  audit.append(account.id, how, subject_of(account.id), "remote:" + audit.personal(remote, account.id));
  return done;
}

Accounts::SignIn Accounts::sign_in_vouched(std::string_view name, std::string_view code, std::string_view remote) {
  auto sql = workspace_.writer();
  auto transaction = store::Transaction{sql};
  auto accounts = store::AccountRepository{sql};
  auto const account = accounts.find_by_name(name);
  if (!account || account->disabled) {
    auto audit = store::AuditLog{sql};
    audit.append(std::nullopt, "log_in_failed", "name:" + audit.personal(name), "remote:" + audit.personal(remote));
    transaction.commit();
    throw Failure{{ErrorKind::kForbidden, "no_such_account",
                   "the provider knows you, but there is no account of your name here; ask an administrator"}};
  }
  if (account->second_factor) {
    // Who vouches stands for the password only: whether he asked for more is not known here.
    if (account->locked_until > now()) {
      throw Failure{{ErrorKind::kOverLimit, "account_locked",
                     "too many wrong passwords; wait a quarter of an hour or ask an administrator"}};
    }
    if (code.empty()) {
      throw Failure{{ErrorKind::kUnauthenticated, "code_required", "give the code of the authenticator app too"}};
    }
    if (!takes_code(accounts, account->id, code)) {
      auto audit = store::AuditLog{sql};
      audit.append(std::nullopt, "log_in_failed", "name:" + audit.personal(name, account->id),
                   "remote:" + audit.personal(remote, account->id));
      note_failure(accounts, account->id);
      transaction.commit();
      throw Failure{{ErrorKind::kUnauthenticated, "wrong_code", "the code is wrong or has been used"}};
    }
  }
  auto known = *account;
  if (known.must_change_password) {
    // Who is vouched for does not know the first password, so he cannot change it; it is void, unused.
    store::AccountRepository{sql}.set_password(known.id, "", false);
    known.must_change_password = false;
  }
  auto done = signed_in(sql, known, "log_in", remote);
  transaction.commit();
  return done;
}

void Accounts::note_failure(store::AccountRepository& accounts, std::int64_t account_id) {
  // Read again inside the transaction: tries side by side all count.
  auto const failed = existing(accounts, account_id).failed_logins + 1;
  auto const lock = failed >= settings_.failed_logins;
  accounts.note_failed_login(account_id, lock ? 0 : failed, lock ? now() + settings_.lock_ms : 0);
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

void Accounts::require_password(Viewer const& viewer, std::string_view password) {
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
  if (!passwords_.matches(stored, password)) throw invalid_input("wrong_password", "the password is wrong");
}

bool Accounts::takes_code(store::AccountRepository& accounts, std::int64_t account_id, std::string_view code) {
  auto const factor = accounts.second_factor(account_id);
  if (!factor) return false;
  if (auto const step = matching_step(factor->secret, code, now(), factor->last_step)) {
    accounts.note_code(account_id, *step);
    return true;
  }
  return accounts.use_recovery_code(account_id, token_hash(code), now());
}

Accounts::NewSecret Accounts::begin_second_factor(Viewer const& viewer, std::string_view password) {
  require_password(viewer, password);
  auto const secret = random_secret();
  auto sql = workspace_.writer();
  auto transaction = store::Transaction{sql};
  auto accounts = store::AccountRepository{sql};
  if (existing(accounts, *viewer.account_id).second_factor) {
    throw Failure{{ErrorKind::kConflict, "second_factor_on", "it is on already; take it away first"}};
  }
  accounts.begin_second_factor(*viewer.account_id, secret);
  store::AuditLog{sql}.append(viewer.account_id, "begin_second_factor", subject_of(*viewer.account_id));
  transaction.commit();
  return {base32(secret), otpauth_uri(secret, viewer.name, "链招")};
}

std::vector<std::string> Accounts::confirm_second_factor(Viewer const& viewer, std::string_view code) {
  constexpr int kCodes = 10;
  require_rate(viewer.name);
  auto sql = workspace_.writer();
  auto transaction = store::Transaction{sql};
  auto accounts = store::AccountRepository{sql};
  auto const factor = viewer.account_id ? accounts.second_factor(*viewer.account_id) : std::nullopt;
  if (!factor || factor->confirmed) {
    throw Failure{{ErrorKind::kConflict, "no_second_factor", "there is none to confirm; begin with a new secret"}};
  }
  auto const step = matching_step(factor->secret, code, now(), factor->last_step);
  if (!step) throw invalid_input("wrong_code", "the code is wrong; is the clock of the device right?");
  std::vector<std::string> codes;
  std::vector<std::string> hashes;
  for (int i = 0; i < kCodes; ++i) {
    codes.push_back(random_password());
    hashes.push_back(token_hash(codes.back()));
  }
  accounts.confirm_second_factor(*viewer.account_id, *step, hashes, now());
  accounts.end_sign_ins(*viewer.account_id, viewer.token_hash);
  store::AuditLog{sql}.append(viewer.account_id, "confirm_second_factor", subject_of(*viewer.account_id));
  transaction.commit();
  return codes;
}

void Accounts::remove_second_factor(Viewer const& viewer, std::string_view password) {
  require_password(viewer, password);
  auto sql = workspace_.writer();
  auto transaction = store::Transaction{sql};
  auto accounts = store::AccountRepository{sql};
  if (!accounts.second_factor(*viewer.account_id)) {
    throw Failure{{ErrorKind::kConflict, "no_second_factor", "there is none to take away"}};
  }
  accounts.remove_second_factor(*viewer.account_id);
  store::AuditLog{sql}.append(viewer.account_id, "remove_second_factor", subject_of(*viewer.account_id));
  transaction.commit();
}

void Accounts::reset_second_factor(Viewer const& by, std::int64_t id) {
  auto sql = workspace_.writer();
  auto transaction = store::Transaction{sql};
  auto accounts = store::AccountRepository{sql};
  managed_account(accounts, by, id);
  accounts.remove_second_factor(id);
  accounts.end_sign_ins(id, "");
  store::AuditLog{sql}.append(by.account_id, "reset_second_factor", subject_of(id));
  transaction.commit();
}

void Accounts::forget(Viewer const& by, std::int64_t id, std::string_view name) {
  auto sql = workspace_.writer();
  auto transaction = store::Transaction{sql};
  auto accounts = store::AccountRepository{sql};
  auto const account = managed_account(accounts, by, id);
  auto const unbound = accounts.unbound_administrators();
  if (account.name != name) {
    throw invalid_input("name_differs", fmt::format("account {} is not called \"{}\"; nothing was changed", id, name));
  }
  accounts.forget(id, fmt::format("forgotten-{}", id), "已遗忘", now());
  require_administrator(accounts, unbound);
  auto audit = store::AuditLog{sql};
  audit.forget_workspace_salt();
  audit.append(by.account_id, "forget_account", subject_of(id));
  transaction.commit();
}

void Accounts::change_password(Viewer const& viewer, std::string_view old_password, std::string_view new_password) {
  require_password(viewer, old_password);
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
                                       std::vector<std::string> zones, std::string_view email) {
  require_role(role);
  require_within(by, zones);
  if (name.empty() || name.find_first_of(" \t\r\n\"<>&") != std::string::npos) {
    throw invalid_input("bad_name", fmt::format("\"{}\" cannot be a sign-in name: leave out blanks and quotes", name));
  }
  auto made = NewPassword{0, name, random_password()};
  store::Account account;
  account.name = name;
  account.display_name = display_name.empty() ? name : std::move(display_name);
  account.role = std::move(role);
  account.zones = std::move(zones);
  account.email = checked_email(email);
  account.password_hash = passwords_.hash(made.password);
  account.must_change_password = true;
  auto sql = workspace_.writer();
  auto transaction = store::Transaction{sql};
  auto accounts = store::AccountRepository{sql};
  // Who reads "Wang" and "wang" takes them for one person.
  if (accounts.name_taken(name)) {
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
  auto const account = managed_account(accounts, by, id);
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
  auto account = managed_account(accounts, by, id);
  auto const unbound = accounts.unbound_administrators();
  if (change.zones) require_within(by, *change.zones);
  if (change.display_name) account.display_name = *change.display_name;
  if (change.role) account.role = *change.role;
  if (change.disabled) account.disabled = *change.disabled;
  if (change.zones) account.zones = *change.zones;
  if (change.email) account.email = checked_email(*change.email);
  if (account.forgotten) {
    throw Failure{{ErrorKind::kConflict, "account_forgotten", "who this was is forgotten; make a new account"}};
  }
  // Saving what is there already is no change.
  auto const before = accounts.find(id).value();
  auto const zones_of = [](store::Account const& of) {
    return std::set<std::string>{of.zones.begin(), of.zones.end()};
  };
  if (before.display_name == account.display_name && before.role == account.role &&
      before.disabled == account.disabled && before.email == account.email && zones_of(before) == zones_of(account)) {
    return before;
  }
  accounts.update(account);
  require_administrator(accounts, unbound);
  if (account.disabled) accounts.end_sign_ins(id, "");
  store::AuditLog{sql}.append(by.account_id, "update_account", subject_of(id),
                              fmt::format("role:{} disabled:{}", account.role, account.disabled ? 1 : 0));
  transaction.commit();
  return account;
}

Viewer Accounts::set_email(Viewer const& viewer, std::string_view email) {
  if (!viewer.account_id) {
    throw Failure{{ErrorKind::kConflict, "open_server", "a server started with --open has no accounts"}};
  }
  auto sql = workspace_.writer();
  auto transaction = store::Transaction{sql};
  auto accounts = store::AccountRepository{sql};
  auto account = accounts.find(*viewer.account_id).value();
  auto const before = account.email;
  account.email = checked_email(email);
  if (account.email == before) return viewer;
  accounts.update(account);
  store::AuditLog{sql}.append(viewer.account_id, "update_me", subject_of(account.id), "email");
  transaction.commit();
  auto changed = viewer;
  changed.email = account.email;
  return changed;
}

store::Account Accounts::find_managed(Viewer const& by, std::int64_t id) {
  auto sql = workspace_.reader();
  auto accounts = store::AccountRepository{sql};
  return managed_account(accounts, by, id);
}

std::vector<store::Account> Accounts::all() {
  auto sql = workspace_.reader();
  return store::AccountRepository{sql}.all();
}

std::vector<store::Account> Accounts::managed(Viewer const& by) {
  auto accounts = all();
  std::erase_if(accounts, [&](store::Account const& account) { return !within_zones(by, account.zones); });
  return accounts;
}

std::optional<Accounts::NewPassword> Accounts::first_administrator() {
  {
    auto sql = workspace_.reader();
    if (store::AccountRepository{sql}.active_administrators() > 0) return std::nullopt;
  }
  return create({}, "admin", "管理员", "administrator", {});
}

}  // namespace lianzhao::serve
