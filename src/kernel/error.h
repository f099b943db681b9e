#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <utility>

#include <boost/system/result.hpp>

namespace lianzhao {

/// Why work stopped. serve/status.cc maps a kind to an HTTP status and app/exit_code.cc to an exit code;
/// nothing else branches on it.
enum class ErrorKind : std::uint8_t {
  kInvalidInput,
  kNotFound,
  kConflict,
  kUnauthenticated,
  kForbidden,
  kOverLimit,
  kUnavailable,
  kInternal,
};

struct Error {
  ErrorKind kind = ErrorKind::kInternal;
  std::string code;     ///< stable and part of the API: "node_not_found"
  std::string message;  ///< one sentence that names the offending value and the way out
};

/// Thrown when the request, command or task cannot go on. Caught in exactly three places: the request, the
/// command and the pipeline-task boundary.
class Failure : public std::exception {
 public:
  explicit Failure(Error error) : error_{std::move(error)} {}
  Error const& error() const { return error_; }
  char const* what() const noexcept override { return error_.message.c_str(); }

 private:
  Error error_;
};

[[noreturn]] void throw_exception_from_error(Error const&, boost::source_location const&);

/// Returned when failing is an ordinary outcome, e.g. one bad row in ten million. `.value()` on a failed result
/// throws Failure.
template <typename T>
using Result = boost::system::result<T, Error>;

/// Shorthands for the two commonest failures.
Failure invalid_input(std::string code, std::string message);
Failure not_found(std::string code, std::string message);

/// Stops the program with the reason when a bug made `condition` false. Never reachable from input.
#define LIANZHAO_ASSERT(condition, reason) \
  ((condition) ? static_cast<void>(0) : ::lianzhao::assertion_failed(#condition, reason, __FILE__, __LINE__))

[[noreturn]] void assertion_failed(char const* condition, char const* reason, char const* file, int line);

}  // namespace lianzhao
