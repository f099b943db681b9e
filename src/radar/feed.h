#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace lianzhao::radar {

/// One page inside a file.
struct FoundPage {
  std::string bytes;
  std::string charset;    ///< as its header declares; may be empty
  std::string title;      ///< as the feed or mail gives it; may be empty
  std::string published;  ///< likewise, 2023-04-18T09:00:03 or 2023-04-18
  std::string url;
};

/// Takes a file apart: RSS and Atom entries, the HTML part of MHTML archives
/// and mails, the responses of WARC files (whole or each record gzipped);
/// anything else is one page. At most 20,000 pages a file and 32 MB a page;
/// what is broken is passed over. Never fails.
void for_each_page(std::string_view bytes, std::function<void(FoundPage const&)> const& on_page);

}  // namespace lianzhao::radar
