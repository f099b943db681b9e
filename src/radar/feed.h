#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "kernel/error.h"

namespace lianzhao::radar {

/// One page inside a file.
struct FoundPage {
  std::string bytes;
  std::string charset;    ///< as its header declares; may be empty
  std::string title;      ///< as the feed or mail gives it; may be empty
  std::string published;  ///< likewise, as radar/publication.h writes dates, with the zone it states
  std::string url;        ///< as written: a feed's may be relative to the feed's own
  std::string author;     ///< as the feed gives it; may be empty
  std::string source;     ///< the medium, likewise
};

/// What a file holds that could not be read, in words for whoever gave it.
using OnTrouble = std::function<void(Error const&)>;

/// Takes a file apart, gzipped or not: RSS and Atom entries; of mails, mailboxes and MHTML archives the text, HTML and
/// text attachments and forwarded mails; the responses, resources and conversions of WARC files (whole or each record
/// gzipped), of responses those that the server gave with success; anything else is one page. At most 20,000 pages a
/// file, 32 MB a page and 64 MB unpacked. What is broken is passed over and reported. Never fails.
void for_each_page(std::string_view bytes, std::function<void(FoundPage const&)> const& on_page,
                   OnTrouble const& on_trouble = {});

}  // namespace lianzhao::radar
