#include <atomic>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kernel/error.h"
#include "serve/api_scenario_test.h"
#include "serve/id_token.h"
#include "serve/one_time_code.h"
#include "store/account_repository.h"
#include "store/data_folder.h"

namespace lianzhao::serve {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace json = boost::json;

constexpr auto kClient = "lianzhao";
constexpr auto kSecret = "s3cret+/&=";

/// An RSA key that signs as providers do.
class SigningKey {
 public:
  SigningKey() : key_{EVP_RSA_gen(2048), &EVP_PKEY_free} {}

  std::string signature(std::string const& text) const {
    auto const context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get());
    std::size_t size = 0;
    auto const* const bytes = reinterpret_cast<unsigned char const*>(text.data());
    EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size());
    std::string made(size, '\0');
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(made.data()), &size, bytes, text.size());
    made.resize(size);
    return made;
  }

  std::string token(json::object const& claims, json::object head = {{"alg", "RS256"}, {"kid", "k1"}}) const {
    auto const text = base64url(json::serialize(head)) + "." + base64url(json::serialize(claims));
    return text + "." + base64url(signature(text));
  }

  std::string key_set(std::string const& kid = "k1") const {
    auto const number = [&](char const* name) {
      BIGNUM* value = nullptr;
      EVP_PKEY_get_bn_param(key_.get(), name, &value);
      std::string bytes(static_cast<std::size_t>(BN_num_bytes(value)), '\0');
      BN_bn2bin(value, reinterpret_cast<unsigned char*>(bytes.data()));
      BN_free(value);
      return base64url(bytes);
    };
    return json::serialize(json::object{
        {"keys", json::array{json::object{
                     {"kty", "RSA"}, {"use", "sig"}, {"kid", kid}, {"n", number("n")}, {"e", number("e")}}}}});
  }

 private:
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

json::object good_claims(std::string const& issuer, std::string const& nonce) {
  return {{"iss", issuer},       {"aud", kClient}, {"exp", now() / 1000 + 300},
          {"iat", now() / 1000}, {"nonce", nonce}, {"preferred_username", "wang"}};
}

std::string code_of(std::function<void()> const& act) {
  try {
    act();
  } catch (Failure const& failure) {
    return failure.error().code;
  }
  return "";
}

TEST(IdToken, holds_only_if_everything_does) {
  SigningKey const key;
  SigningKey const other;
  auto const asked = IdTokenAsked{"https://id.test", kClient, "n1", "preferred_username", now()};
  auto const read = [&](std::string const& token) {
    return code_of([&] { claim_of_id_token(token, key.key_set(), asked); });
  };
  auto const claims = good_claims("https://id.test", "n1");
  EXPECT_EQ(claim_of_id_token(key.token(claims), key.key_set(), asked), "wang");
  auto const with = [&](std::string_view name, json::value value) {
    auto changed = claims;
    changed[name] = std::move(value);
    return key.token(changed);
  };
  EXPECT_EQ(read(with("aud", json::array{kClient})), "");
  EXPECT_EQ(read(other.token(claims)), "bad_id_token") << "signed by somebody else";
  EXPECT_EQ(read(with("iss", "https://evil.test")), "bad_id_token");
  EXPECT_EQ(read(with("aud", "another")), "bad_id_token");
  EXPECT_EQ(read(with("aud", json::array{kClient, "another"})), "bad_id_token") << "made for which of them?";
  EXPECT_EQ(read(with("exp", now() / 1000 - 61)), "bad_id_token");
  EXPECT_EQ(read(with("iat", now() / 1000 + 3600)), "bad_id_token");
  EXPECT_EQ(read(with("nonce", "n2")), "bad_id_token");
  EXPECT_EQ(read(with("preferred_username", 7)), "bad_id_token");
  EXPECT_EQ(code_of([&] { claim_of_id_token(key.token(claims), key.key_set("k2"), asked); }), "bad_id_token");
  // What the token says of how it is signed counts for nothing.
  auto const unsigned_token = base64url(R"({"alg":"none"})") + "." + base64url(json::serialize(claims)) + ".";
  EXPECT_EQ(read(unsigned_token), "bad_id_token");
  EXPECT_EQ(read(key.token(claims, {{"alg", "HS256"}, {"kid", "k1"}})), "bad_id_token");
  auto changed = key.token(claims);
  changed[changed.find('.') + 5] ^= 1;
  EXPECT_EQ(read(changed), "bad_id_token");
  for (auto const* const rubbish : {"", ".", "..", "a.b.c", "....", "e30.e30.e30", "\xff.\xff.\xff"}) {
    EXPECT_EQ(read(rubbish), "bad_id_token") << rubbish;
  }
}

// RFC 7636, appendix B.
TEST(IdToken, the_challenge_is_that_of_rfc_7636) {
  EXPECT_EQ(code_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

std::string decoded_form(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += static_cast<char>(std::stoi(std::string{text.substr(i + 1, 2)}, nullptr, 16));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string field_of(std::string_view text, std::string_view name) {
  while (!text.empty()) {
    auto const end = text.find('&');
    auto const part = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (part.starts_with(name) && part.substr(name.size()).starts_with('=')) {
      return decoded_form(part.substr(name.size() + 1));
    }
  }
  return "";
}

/// A provider as OpenID Connect Core describes it: it gives a code for a sign-in, once, and an ID token for the code to
/// who has the verifier and the client's secret.
class Provider {
 public:
  Provider() : listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(listener_, 8), 0);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    issuer_ = fmt::format("http://127.0.0.1:{}", ntohs(address.sin_port));
    thread_ = std::jthread{[this] {
      for (int peer = -1; (peer = ::accept(listener_, nullptr, nullptr)) >= 0;) answer(peer);
    }};
  }
  Provider(Provider const&) = delete;
  Provider& operator=(Provider const&) = delete;
  ~Provider() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }

  std::string const& issuer() const { return issuer_; }

  /// What happens at the page of the provider: somebody signs in there. Returns the code it sends back.
  std::string sign_in(std::string const& url, std::string const& user) {
    auto const query = std::string_view{url}.substr(url.find('?') + 1);
    EXPECT_EQ(field_of(query, "response_type"), "code");
    EXPECT_EQ(field_of(query, "client_id"), kClient);
    EXPECT_EQ(field_of(query, "redirect_uri"), "https://zone.test/sign-in/done");
    EXPECT_EQ(field_of(query, "code_challenge_method"), "S256");
    EXPECT_THAT(field_of(query, "scope"), HasSubstr("openid"));
    auto const lock = std::lock_guard{mutex_};
    auto const code = fmt::format("code-{}", ++count_);
    granted_[code] = {field_of(query, "code_challenge"), field_of(query, "nonce"), user};
    return code;
  }

  SigningKey key;
  std::atomic<bool> forged = false;  ///< signs with a key that is not among its own

 private:
  struct Granted {
    std::string challenge;
    std::string nonce;
    std::string user;
  };

  void answer(int peer) {
    std::string text;
    char piece[4096];
    std::size_t wanted = std::string::npos;
    while (text.size() < wanted) {
      auto const size = ::recv(peer, piece, sizeof piece, 0);
      if (size <= 0) break;
      text.append(piece, static_cast<std::size_t>(size));
      auto const end = text.find("\r\n\r\n");
      if (end == std::string::npos) continue;
      auto const length = text.find("Content-Length: ");
      wanted = end + 4 + (length < end ? std::stoul(text.substr(length + 16)) : 0);
    }
    auto const body = text.substr(std::min(text.size(), text.find("\r\n\r\n") + 4));
    auto [status, json] = answer_to(text.substr(0, text.find("\r\n")), text, body);
    auto const reply = fmt::format(
        "HTTP/1.1 {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: "
        "close\r\n\r\n{}",
        status, json.size(), json);
    ::send(peer, reply.data(), reply.size(), MSG_NOSIGNAL);
    ::close(peer);
  }

  std::pair<std::string, std::string> answer_to(std::string const& line, std::string const& head,
                                                std::string const& body) {
    if (line.starts_with("GET /.well-known/openid-configuration ")) {
      return {"200 OK", json::serialize(json::object{{"issuer", issuer_},
                                                     {"authorization_endpoint", issuer_ + "/authorize"},
                                                     {"token_endpoint", issuer_ + "/token"},
                                                     {"jwks_uri", issuer_ + "/keys"}})};
    }
    if (line.starts_with("GET /keys ")) return {"200 OK", key.key_set()};
    if (!line.starts_with("POST /token ")) return {"404 Not Found", "{}"};
    auto const lock = std::lock_guard{mutex_};
    auto const found = granted_.find(field_of(body, "code"));
    // base64(client:secret), each encoded as in a form
    auto const known = head.find("Authorization: Basic bGlhbnpoYW86czNjcmV0JTJCJTJGJTI2JTNE") != std::string::npos;
    if (found == granted_.end() || !known ||
        code_challenge(field_of(body, "code_verifier")) != found->second.challenge ||
        field_of(body, "grant_type") != "authorization_code") {
      return {"400 Bad Request", R"({"error":"invalid_grant"})"};
    }
    auto claims = good_claims(issuer_, found->second.nonce);
    claims["preferred_username"] = found->second.user;
    granted_.erase(found);
    auto const token = forged ? SigningKey{}.token(claims) : key.token(claims);
    return {"200 OK",
            json::serialize(json::object{{"access_token", "a"}, {"token_type", "Bearer"}, {"id_token", token}})};
  }

  int listener_;
  std::string issuer_;
  std::mutex mutex_;
  std::map<std::string, Granted> granted_;
  int count_ = 0;
  std::jthread thread_;
};

class SingleSignOnApi : public Api {
 protected:
  void SetUp() override {
    std::ofstream{folder_.path() / "single_sign_on.yaml"}
        << fmt::format("issuer: {}\nname: 市统一认证\nclient_id: {}\nclient_secret: '{}'\npage: https://zone.test/\n",
                       provider_.issuer(), kClient, kSecret);
    start({});
    settle("administrator", "admin", first_password_);
    auto const made = call("administrator", "POST", "/api/v1/accounts", R"({"name":"wang","role":"officer"})");
    EXPECT_EQ(made.status, 201);
    wangs_password_ = json::parse(made.body).at("password").as_string();
  }

  struct Begun {
    std::string url;
    std::string state;
    std::string cookie;
  };
  Begun begin() {
    auto const reply = call("", "POST", "/api/v1/session/single-sign-on");
    EXPECT_EQ(reply.status, 201) << reply.body;
    auto const url = std::string{json::parse(reply.body).at("url").as_string()};
    auto const at = reply.head.find("lianzhao_single_sign_on=");
    EXPECT_NE(at, std::string::npos);
    return {url, field_of(std::string_view{url}.substr(url.find('?') + 1), "state"), reply.head.substr(at, 24 + 64)};
  }
  Reply complete(std::string const& code, Begun const& begun, bool own_browser = true,
                 std::string const& one_time_code = "") {
    return call("", "POST", "/api/v1/session/single-sign-on/completion",
                json::serialize(json::object{{"code", code}, {"state", begun.state}, {"one_time_code", one_time_code}}),
                own_browser ? "Cookie: " + begun.cookie + "\r\n" : "");
  }

  Provider provider_;
  std::string wangs_password_;
};

TEST_F(SingleSignOnApi, whom_the_provider_vouches_for_is_signed_in) {
  EXPECT_THAT(call("", "GET", "/api/v1/session/ways").body, HasSubstr("市统一认证"));
  auto const begun = begin();
  auto const done = complete(provider_.sign_in(begun.url, "wang"), begun);
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_THAT(done.body, HasSubstr(R"("name":"wang")"));
  cookies_["wang"] = done.head.substr(done.head.find("lianzhao_session=") + 17, 64);
  EXPECT_THAT(call("wang", "GET", "/api/v1/me").body, HasSubstr(R"("must_change_password":false)"))
      << "he does not know the first password";
  auto const login = json::serialize(json::object{{"name", "wang"}, {"password", wangs_password_}});
  EXPECT_EQ(call("", "POST", "/api/v1/session", login).status, 401) << "and nobody else uses it";
}

TEST_F(SingleSignOnApi, an_account_with_a_second_factor_needs_its_code_here_too) {
  auto const secret = random_secret();
  {
    store::DataFolder folder;
    folder.path = folder_.path();
    auto const workspace = store::open_workspace(folder);
    auto sql = workspace->writer();
    auto transaction = store::Transaction{sql};
    auto accounts = store::AccountRepository{sql};
    auto const id = accounts.find_by_name("wang").value().id;
    accounts.begin_second_factor(id, secret);
    accounts.confirm_second_factor(id, code_step(now()) - 1, {}, now());
    transaction.commit();
  }
  auto const begun = begin();
  auto const code = provider_.sign_in(begun.url, "wang");
  auto const without = complete(code, begun);
  EXPECT_EQ(without.status, 401);
  EXPECT_THAT(without.body, HasSubstr("code_required"));
  EXPECT_THAT(without.head, Not(HasSubstr("lianzhao_session=")));
  EXPECT_THAT(complete(code, begun, true, "000000").body, HasSubstr("wrong_code"));
  auto const one_time = counter_code(secret, code_step(now()), 6);
  EXPECT_THAT(complete(code, begun, false, one_time).body, HasSubstr("sign_in_expired")) << "another browser";
  EXPECT_EQ(complete(code, begun, true, one_time).status, 200) << "the provider need not be asked again";
  EXPECT_THAT(complete(code, begun, true, one_time).body, HasSubstr("sign_in_expired"));
}

TEST_F(SingleSignOnApi, an_answer_is_good_once_and_for_the_browser_that_began) {
  auto const begun = begin();
  auto const code = provider_.sign_in(begun.url, "wang");
  EXPECT_THAT(complete(code, begun, false).body, HasSubstr("sign_in_expired")) << "sent here by somebody else";
  EXPECT_EQ(complete(code, begun).status, 200);
  EXPECT_THAT(complete(code, begun).body, HasSubstr("sign_in_expired"));
  auto const other = begin();
  EXPECT_THAT(complete(code, other).body, HasSubstr("provider_refused")) << "a code that was stolen";
}

TEST_F(SingleSignOnApi, a_token_of_another_key_and_who_has_no_account_are_refused) {
  auto begun = begin();
  provider_.forged = true;
  auto const forged = complete(provider_.sign_in(begun.url, "wang"), begun);
  EXPECT_EQ(forged.status, 401);
  EXPECT_THAT(forged.body, HasSubstr("bad_id_token"));
  provider_.forged = false;
  begun = begin();
  auto const stranger = complete(provider_.sign_in(begun.url, "li"), begun);
  EXPECT_EQ(stranger.status, 403);
  EXPECT_THAT(stranger.body, HasSubstr("no_such_account"));
  EXPECT_THAT(stranger.head, Not(HasSubstr("lianzhao_session=")));
}

TEST_F(Api, without_settings_there_is_no_single_sign_on) {
  EXPECT_THAT(call("", "GET", "/api/v1/session/ways").body, HasSubstr(R"("single_sign_on":null)"));
  EXPECT_EQ(call("", "POST", "/api/v1/session/single-sign-on").status, 404);
}

}  // namespace
}  // namespace lianzhao::serve
