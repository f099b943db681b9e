#include "serve/documents.h"

#include <algorithm>

#include <fmt/format.h>

#include "kernel/error.h"
#include "kernel/file.h"
#include "serve/lead_view.h"
#include "serve/passwords.h"
#include "store/audit_log.h"

namespace lianzhao::serve {

namespace {

/// Empty when it is none of those that are taken.
std::string media_type_of(std::string_view bytes, std::string_view name) {
  auto const starts = [&](std::string_view magic) { return bytes.starts_with(magic); };
  if (starts("%PDF-")) return "application/pdf";
  if (starts("\x89PNG\r\n\x1a\n")) return "image/png";
  if (starts("\xff\xd8\xff")) return "image/jpeg";
  if (starts("PK\x03\x04")) {
    if (name.ends_with(".docx")) return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    if (name.ends_with(".xlsx")) return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    if (name.ends_with(".pptx")) return "application/vnd.openxmlformats-officedocument.presentationml.presentation";
    return "application/zip";
  }
  if (bytes.find('\0') == std::string_view::npos && !starts("<") && !starts("MZ") && !starts("#!")) {
    return "text/plain; charset=utf-8";
  }
  return "";
}

}  // namespace

std::filesystem::path document_file(store::DataFolder const& folder, std::string_view hash) {
  return folder.documents() / hash.substr(0, 2) / hash;
}

store::DocumentRow store_document(store::Database& workspace, store::DataFolder const& folder, Viewer const& viewer,
                                  std::string_view name, std::filesystem::path const& file) {
  auto const bytes = read_file(file, 64U << 20);
  if (bytes.empty()) throw invalid_input("empty_file", fmt::format("\"{}\" is empty", name));
  store::DocumentRow document;
  document.media_type = media_type_of(bytes, name);
  if (document.media_type.empty()) {
    throw invalid_input(
        "document_type",
        fmt::format("\"{}\" is neither a picture (PNG, JPEG), PDF, Office document nor plain text", name));
  }
  document.hash = content_hash(bytes);
  document.name = name;
  document.size_bytes = static_cast<std::int64_t>(bytes.size());
  document.account_id = viewer.account_id;
  auto const place = document_file(folder, document.hash);
  std::filesystem::create_directories(place.parent_path());
  // The file first: a row without its bytes would be a lie, bytes without a row are only room.
  if (!std::filesystem::exists(place)) write_file_atomically(place, bytes);
  auto sql = workspace.writer();
  auto transaction = store::Transaction{sql};
  document.id = store::WorkspaceRepository{sql}.add_document(document);
  store::AuditLog{sql}.append(viewer.account_id, "upload_document", fmt::format("document:{}", document.id),
                              document.hash);
  transaction.commit();
  return document;
}

store::DocumentRow find_document(store::Database& workspace, Viewer const& viewer, std::int64_t id) {
  auto sql = workspace.reader();
  auto document = store::WorkspaceRepository{sql}.find_document(id);
  auto const seen = [&] {
    if (!document) return false;
    auto const all = viewer.role == "administrator" && viewer.unbound();
    if (all || document->account_id == viewer.account_id) return true;
    // Both sides and whoever decides have to see what the case rests on.
    auto const disputes = store::ClaimRepository{sql}.disputes_with(id);
    return std::any_of(disputes.begin(), disputes.end(),
                       [&](store::Dispute const& dispute) { return sees_dispute(sql, viewer, dispute); });
  };
  if (!seen()) throw not_found("document_not_found", fmt::format("there is no document {}", id));
  return *document;
}

}  // namespace lianzhao::serve
