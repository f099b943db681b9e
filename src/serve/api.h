#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the generated api_types.h builds on.
namespace lianzhao::api {

/// Who may call an operation (x-right of openapi.yaml).
enum class Right : std::uint8_t { kPublic, kSignedIn, kRead, kReport, kEdit, kDecide, kImport, kAdminister };

enum class BodyKind : std::uint8_t { kNone, kJson, kUpload };

struct Operation {
  std::string_view id;
  std::string_view method;
  std::string_view path;  ///< below /api/v1, with {names}
  Right right;
  std::string_view rows;
  BodyKind body;
  int status;  ///< of success
};

/// Every operation of the contract, in its order.
std::span<Operation const> operations();

/// Parameters as they came, decoded.
struct Input {
  std::vector<std::pair<std::string, std::string>> path;
  std::vector<std::pair<std::string, std::string>> query;
};

/// JSON taken over as it is.
struct RawJson {
  std::string text = "null";
};

struct NoBody {};
struct NoAnswer {};
struct EventStream {};

/// A request body that was streamed to a file. The handler moves it away or it is removed.
struct Upload {
  std::filesystem::path file;
  std::uint64_t size_bytes = 0;
};

struct FileAnswer {
  std::string bytes;
  std::string media_type;
  std::string name;  ///< offered for saving
};

}  // namespace lianzhao::api
