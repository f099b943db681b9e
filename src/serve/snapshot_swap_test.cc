#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kernel/file.h"
#include "pipeline/import_register.h"
#include "pipeline/search.h"
#include "pipeline/snapshot.h"
#include "serve/server.h"
#include "testkit/temporary_folder.h"

namespace lianzhao::serve {
namespace {

/// The status line and the rest; empty when the connection broke.
std::string get(std::uint16_t port, std::string const& url) {
  auto const socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string all;
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    auto const request = fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", url, port);
    if (::send(socket, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size())) {
      char piece[4096];
      for (ssize_t size = 0; (size = ::recv(socket, piece, sizeof piece, 0)) > 0;)
        all.append(piece, static_cast<std::size_t>(size));
    }
  }
  ::close(socket);
  return all;
}

struct SnapshotSwap : testing::Test {
  testkit::TemporaryFolder temporary;
  store::DataFolder folder{temporary.path() / "data", {}};

  void import(int count) {
    std::string csv = "企业名称,成立日期,注册资本,经营范围,省份,城市\n";
    for (int i = 0; i < count; ++i) {
      csv += fmt::format("第{}电池公司,2004-01-05,{}万元,生产锂电池、疫苗,吉林,长春\n", i, i % 900 + 1);
    }
    write_file_atomically(temporary.path() / "rows.csv", csv);
    auto const database = store::open_register(folder);
    pipeline::import_register(*database, {{temporary.path() / "rows.csv"}, {}, folder.rejects()});
  }
  void refresh(bool force) {
    auto const database = store::open_register(folder);
    pipeline::refresh_snapshot(*database, folder, pipeline::load_knowledge(folder.path), {}, {},
                               force ? pipeline::Rebuild::kAlways : pipeline::Rebuild::kIfStale);
  }
  ServerOptions options() const {
    ServerOptions options;
    options.folder = folder;
    options.port = 0;
    options.workers = 4;
    options.open = true;
    return options;
  }
};

TEST_F(SnapshotSwap, no_request_is_lost_while_snapshot_and_index_are_swapped) {
  import(2000);
  refresh(false);
  Server server{options(), {}};
  std::atomic<bool> stop{false};
  std::atomic<int> answered{0};
  std::atomic<int> failed{0};
  std::string first_failure;
  std::mutex mutex;
  std::vector<std::jthread> readers;
  for (auto const* const url :
       {"/api/v1/enterprises?q=%E7%94%B5%E6%B1%A0", "/api/v1/enterprises?region=220000&limit=5", "/api/v1/chains"}) {
    readers.emplace_back([&, url] {
      while (!stop) {
        auto const reply = get(server.port(), url);
        ++answered;
        if (reply.starts_with("HTTP/1.1 200")) continue;
        ++failed;
        auto const lock = std::scoped_lock{mutex};
        if (first_failure.empty()) first_failure = fmt::format("{}: {}", url, reply);
      }
    });
  }
  for (int i = 1; i <= 8; ++i) {
    // The register grows every second time, so that the index is now as old as the register and now older.
    if (i % 2 == 0) import(2000 + i * 50);
    refresh(true);
    auto const database = store::open_register(folder);
    pipeline::refresh_search(*database, folder, {}, {}, true);
  }
  stop = true;
  readers.clear();
  EXPECT_EQ(failed, 0) << first_failure;
  EXPECT_GT(answered, 20);
  auto const reply = get(server.port(), "/api/v1/enterprises?q=%E7%94%B5%E6%B1%A0&limit=1");
  EXPECT_NE(reply.find("\"total\":2400"), std::string::npos) << reply;
}

TEST_F(SnapshotSwap, a_search_says_what_it_was_looked_up_in) {
  import(50);
  refresh(false);
  Server server{options(), {}};
  auto const ask = [&] { return get(server.port(), "/api/v1/enterprises?q=%E7%94%B5%E6%B1%A0&limit=1"); };
  auto const expect = [](std::string const& reply, std::string_view how, std::string_view total) {
    EXPECT_NE(reply.find(fmt::format("Lianzhao-Search: {}\r\n", how)), std::string::npos) << reply;
    EXPECT_NE(reply.find("Lianzhao-Total: exact\r\n"), std::string::npos) << reply;
    EXPECT_NE(reply.find(fmt::format("\"total\":{}", total)), std::string::npos) << reply;
  };
  expect(ask(), "scan", "50");
  {
    auto const database = store::open_register(folder);
    pipeline::refresh_search(*database, folder, {}, {});
  }
  expect(ask(), "index", "50");
  import(60);
  expect(ask(), "older-index", "50");
  refresh(false);
  expect(ask(), "older-index", "50");
  {
    auto const database = store::open_register(folder);
    pipeline::refresh_search(*database, folder, {}, {});
  }
  expect(ask(), "index", "60");
}

}  // namespace
}  // namespace lianzhao::serve
