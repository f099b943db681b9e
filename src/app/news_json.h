#pragma once

#include <string>

#include <boost/json/fwd.hpp>

#include "pipeline/project_news.h"

namespace lianzhao::app {

/// An event in the shape of docs/schemas/radar.json.
boost::json::object to_json(radar::ProjectEvent const&);

/// A page in the shape of docs/schemas/radar.json; `file` and `url` say where it came from, `url` may be empty.
boost::json::object to_json(pipeline::NewsPage const&, std::string const& file, std::string const& url);

}  // namespace lianzhao::app
