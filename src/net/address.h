#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

struct sockaddr;

namespace lianzhao::net {

/// An IPv6 address, or an IPv4 address as ::ffff:a.b.c.d.
struct Address {
  std::array<std::uint8_t, 16> bytes{};
  bool operator==(Address const&) const = default;
};

/// "192.0.2.1" or "2001:db8::1"; absent for anything else.
std::optional<Address> parse_address(std::string_view);
/// Absent for other families than IPv4 and IPv6.
std::optional<Address> address_of(sockaddr const&);
std::string to_string(Address const&);

struct Network {
  Address base;
  int prefix = 128;  ///< bits of the 128
  bool contains(Address const&) const;
};

/// "10.0.0.0/8", "fd00::/8", or a single address.
std::optional<Network> parse_network(std::string_view);

/// Whether the address can be that of a stranger on the internet: not loopback, private, link-local, shared, multicast,
/// reserved or for documentation, and none that wraps an IPv4 address (6to4, Teredo, NAT64). By the special-purpose
/// registries of IANA (RFC 6890 and its successors).
bool is_public(Address const&);

}  // namespace lianzhao::net
