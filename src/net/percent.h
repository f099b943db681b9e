#pragma once

#include <string>
#include <string_view>

namespace lianzhao::net {

/// Every byte but the unreserved characters of RFC 3986 (letters, digits, - . _ ~) as %XX: fit for a path, a query and
/// a form.
std::string percent_encoded(std::string_view text);

}  // namespace lianzhao::net
