#include "net/known_server.h"

#include <array>
#include <memory>
#include <string_view>

#include <curl/curl.h>
#include <fmt/format.h>

#include "net/percent.h"

namespace lianzhao::net {

namespace {

struct Taken {
  std::string body;
  std::size_t most = 0;
  bool too_large = false;
};

std::size_t take(char const* bytes, std::size_t size, std::size_t count, void* into) {
  auto& taken = *static_cast<Taken*>(into);
  taken.too_large = taken.body.size() + size * count > taken.most;
  if (taken.too_large) return 0;
  taken.body.append(bytes, size * count);
  return size * count;
}

bool may_be_asked(std::string_view url) {
  auto const on_this_machine = [&](std::string_view begin) {
    if (!url.starts_with(begin)) return false;
    auto const rest = url.substr(begin.size());
    return rest.empty() || rest[0] == ':' || rest[0] == '/';
  };
  return url.starts_with("https://") || on_this_machine("http://127.0.0.1") || on_this_machine("http://localhost");
}

Result<KnownAnswer> ask(KnownServer const& server, std::string const& url, std::string const* form,
                        std::string const& user, std::string const& password) {
  if (!may_be_asked(url)) {
    return Error{ErrorKind::kInvalidInput, "bad_url", fmt::format("{} is neither https nor on this machine", url)};
  }
  auto const curl = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>{curl_easy_init(), &curl_easy_cleanup};
  Taken taken;
  taken.most = server.most_bytes;
  std::array<char, CURL_ERROR_SIZE> problem{};
  auto* const c = curl.get();
  curl_easy_setopt(c, CURLOPT_URL, url.c_str());
  curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "https,http");
  curl_easy_setopt(c, CURLOPT_PROXY, "");
  curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, static_cast<long>(server.whole.count() * 1000));
  if (form) {
    curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, static_cast<long>(form->size()));
    curl_easy_setopt(c, CURLOPT_POSTFIELDS, form->c_str());
  }
  if (!user.empty()) {
    curl_easy_setopt(c, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
    curl_easy_setopt(c, CURLOPT_USERNAME, user.c_str());
    curl_easy_setopt(c, CURLOPT_PASSWORD, password.c_str());
  }
  curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, &take);
  curl_easy_setopt(c, CURLOPT_WRITEDATA, &taken);
  curl_easy_setopt(c, CURLOPT_ERRORBUFFER, problem.data());
  auto const code = curl_easy_perform(c);
  if (taken.too_large) {
    return Error{ErrorKind::kUnavailable, "answer_too_large",
                 fmt::format("{} answers with more than {} bytes", url, server.most_bytes)};
  }
  if (code != CURLE_OK) {
    return Error{ErrorKind::kUnavailable, "server_unreachable",
                 fmt::format("{} does not answer: {}", url,
                             problem[0] ? std::string_view{problem.data()} : curl_easy_strerror(code))};
  }
  KnownAnswer answer;
  curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &answer.status);
  answer.body = std::move(taken.body);
  return answer;
}

}  // namespace

Result<KnownAnswer> get(KnownServer const& server, std::string const& url) {
  return ask(server, url, nullptr, "", "");
}

Result<KnownAnswer> post_form(KnownServer const& server, std::string const& url,
                              std::vector<std::pair<std::string, std::string>> const& fields, std::string const& user,
                              std::string const& password) {
  std::string form;
  for (auto const& [name, value] : fields) {
    form += fmt::format("{}{}={}", form.empty() ? "" : "&", percent_encoded(name), percent_encoded(value));
  }
  return ask(server, url, &form, user, password);
}

}  // namespace lianzhao::net
