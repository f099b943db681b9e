#pragma once

// The kinds of files that hold pages, each taken apart on its own (radar/feed.h puts them together).

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "radar/feed.h"

namespace lianzhao::radar {

inline constexpr std::size_t kMostPages = 20'000;
inline constexpr std::size_t kMostPageBytes = 32U << 20U;
inline constexpr std::size_t kMostUnpackedBytes = 64U << 20U;

using OnPage = std::function<void(FoundPage const&)>;

/// Entries of RSS, RDF and Atom.
void feed_pages(std::string_view bytes, OnPage const&);
/// A mail or MHTML archive.
void mail_pages(std::string_view bytes, OnPage const&, OnTrouble const&);
/// Mails one behind the other, each below a line that begins with "From ".
void mailbox_pages(std::string_view bytes, OnPage const&, OnTrouble const&);
/// A WARC file, unpacked.
void warc_pages(std::string_view bytes, OnPage const&, OnTrouble const&);

/// Header lines of a mail or an HTTP response, folded ones joined; what stands behind them is the body.
struct Headed {
  std::string headers;
  std::string_view body;
  /// Of a header in small letters; empty where it is not there.
  std::string get(std::string_view name) const;
};
Headed headed(std::string_view bytes);
/// A parameter of a header: charset=gb2312, boundary="x".
std::string parameter(std::string const& value, std::string const& name);

std::string lower(std::string_view);
std::string_view trimmed(std::string_view);

void report(OnTrouble const&, char const* code, std::string message);

}  // namespace lianzhao::radar
