#include "pipeline/row_log.h"

#include <system_error>

#include "text/utf8.h"

namespace lianzhao::pipeline {

void RowLog::add(std::vector<std::string_view> const& fields) {
  if (!file_) {
    std::error_code ignored;  // AtomicFile says what is wrong
    std::filesystem::create_directories(path_.parent_path(), ignored);
    file_ = std::make_unique<AtomicFile>(path_);
    file_->append("\xEF\xBB\xBF" + header_ + "\n");
  }
  line_.clear();
  for (auto const field : fields) {
    if (!line_.empty()) line_.push_back(',');
    line_.push_back('"');
    for (std::size_t at = 0; at < field.size();) {
      auto const c = text::next_code_point(field, at);
      if (c == U'"') line_.push_back('"');
      text::append_utf8(line_, c);
    }
    line_.push_back('"');
  }
  line_.push_back('\n');
  file_->append(line_);
}

std::filesystem::path RowLog::commit() {
  if (!file_) return {};
  file_->commit();
  return path_;
}

}  // namespace lianzhao::pipeline
