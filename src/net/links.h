#pragma once

#include <string>

namespace lianzhao::net {

/// A link as it stands on a page or in a feed, made whole by that one's address. Empty where it cannot be.
std::string absolute_url(std::string const& base, std::string const& link);

}  // namespace lianzhao::net
