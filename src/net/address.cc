#include "net/address.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace lianzhao::net {

namespace {

constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

bool is_v4(Address const& address) {
  return std::equal(kMapped.begin(), kMapped.end(), address.bytes.begin());
}

constexpr std::string_view kNotPublicV4[] = {"0.0.0.0/8",      "10.0.0.0/8",     "100.64.0.0/10", "127.0.0.0/8",
                                             "169.254.0.0/16", "172.16.0.0/12",  "192.0.0.0/24",  "192.0.2.0/24",
                                             "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
                                             "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4"};
/// Of 2000::/3; nothing outside of it is public.
constexpr std::string_view kNotPublicV6[] = {"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"};

bool in_any(Address const& address, auto const& networks) {
  return std::any_of(std::begin(networks), std::end(networks),
                     [&](std::string_view network) { return parse_network(network)->contains(address); });
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  std::string const zero_ended{text};
  Address address;
  in_addr v4{};
  if (inet_pton(AF_INET, zero_ended.c_str(), &v4) == 1) {
    std::copy(kMapped.begin(), kMapped.end(), address.bytes.begin());
    std::memcpy(address.bytes.data() + kMapped.size(), &v4, sizeof v4);
    return address;
  }
  if (inet_pton(AF_INET6, zero_ended.c_str(), address.bytes.data()) == 1) return address;
  return std::nullopt;
}

std::optional<Address> address_of(sockaddr const& from) {
  Address address;
  if (from.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &from, sizeof v4);
    std::copy(kMapped.begin(), kMapped.end(), address.bytes.begin());
    std::memcpy(address.bytes.data() + kMapped.size(), &v4.sin_addr, sizeof v4.sin_addr);
    return address;
  }
  if (from.sa_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &from, sizeof v6);
    std::memcpy(address.bytes.data(), &v6.sin6_addr, address.bytes.size());
    return address;
  }
  return std::nullopt;
}

std::string to_string(Address const& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (is_v4(address)) {
    inet_ntop(AF_INET, address.bytes.data() + kMapped.size(), text, sizeof text);
  } else {
    inet_ntop(AF_INET6, address.bytes.data(), text, sizeof text);
  }
  return text;
}

bool Network::contains(Address const& address) const {
  for (int bit = 0; bit < prefix; bit += 8) {
    auto const byte = static_cast<std::size_t>(bit / 8);
    auto const bits = std::min(8, prefix - bit);
    auto const mask = static_cast<std::uint8_t>(0xFF << (8 - bits));
    if ((address.bytes[byte] & mask) != (base.bytes[byte] & mask)) return false;
  }
  return true;
}

std::optional<Network> parse_network(std::string_view text) {
  auto const slash = text.find('/');
  auto const address = parse_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  Network network{*address, 128};
  if (slash == std::string_view::npos) return network;
  auto const given = text.substr(slash + 1);
  int prefix = 0;
  auto const read = std::from_chars(given.data(), given.data() + given.size(), prefix);
  auto const before = is_v4(*address) ? 96 : 0;
  if (read.ec != std::errc{} || read.ptr != given.data() + given.size() || prefix < 0 || prefix + before > 128) {
    return std::nullopt;
  }
  network.prefix = prefix + before;
  return network;
}

bool is_public(Address const& address) {
  if (is_v4(address)) return !in_any(address, kNotPublicV4);
  return (address.bytes[0] & 0xE0U) == 0x20U && !in_any(address, kNotPublicV6);
}

}  // namespace lianzhao::net
