#include "kernel/error.h"

#include <cstdio>
#include <cstdlib>

namespace lianzhao {

void throw_exception_from_error(Error const& error, boost::source_location const&) {
  throw Failure{error};
}

Failure invalid_input(std::string code, std::string message) {
  return Failure{{ErrorKind::kInvalidInput, std::move(code), std::move(message)}};
}

Failure not_found(std::string code, std::string message) {
  return Failure{{ErrorKind::kNotFound, std::move(code), std::move(message)}};
}

void assertion_failed(char const* condition, char const* reason, char const* file, int line) {
  std::fprintf(stderr, "%s:%d: bug: %s (%s)\n", file, line, reason, condition);
  std::abort();
}

}  // namespace lianzhao
