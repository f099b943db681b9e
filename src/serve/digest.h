#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "kernel/clock.h"
#include "net/mail.h"
#include "serve/viewer.h"
#include "serve/workspace.h"

namespace lianzhao::serve {

/// DIR/mail.yaml: where the daily digest is handed in. Without the file no mail is sent.
struct MailSettings {
  net::MailServer server;
  std::string page;  ///< address of the pages, for links; empty: no links
  int hour = 8;      ///< of the day in China from which it is sent
  std::string language = "zh";
};

/// Absent without the file. @throws Failure "bad_mail_settings" with file and line.
std::optional<MailSettings> read_mail_settings(std::filesystem::path const& data_folder);

/// What somebody has to know on `today`: his tasks that are overdue or due within three days, what else of his rings,
/// the questions of investors in his projects. Absent when there is nothing.
std::optional<net::Mail> digest_of(store::Session&, Workspace const&, Viewer const&, std::string const& to,
                                   MailSettings const&, DayNumber today);

}  // namespace lianzhao::serve
