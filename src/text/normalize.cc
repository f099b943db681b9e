#include "text/normalize.h"

#include <algorithm>
#include <array>

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

#include "kernel/error.h"
#include "text/utf8.h"

namespace lianzhao::text {

namespace {

icu::Normalizer2 const& normalizer() {
  static auto const* const kInstance = [] {
    auto status = U_ZERO_ERROR;
    auto const* instance = icu::Normalizer2::getNFKCInstance(status);
    LIANZHAO_ASSERT(U_SUCCESS(status) && instance != nullptr, "ICU ships its NFKC data");
    return instance;
  }();
  return *kInstance;
}

bool is_blank(char32_t c) {
  return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x3000 || (c >= 0x2000 && c <= 0x200F) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x2060 || c == 0xFEFF || c == 0xAD;
}

/// Text in which NFKC changes nothing: ASCII, everyday ideographs, 、。《》·.
bool plain(std::string_view utf8) {
  for (std::size_t at = 0; at < utf8.size();) {
    auto const c = next_code_point(utf8, at);
    if (!(c < 0x80 || (c >= 0x4E00 && c <= 0x9FFF) || c == 0xB7 || c == 0x3001 || c == 0x3002 || c == 0x300A ||
          c == 0x300B)) {
      return false;
    }
  }
  return true;
}

/// Every malformed byte becomes U+FFFD.
std::string well_formed(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) append_utf8(out, next_code_point(bytes, at));
  return out;
}

/// Calls `each(code point, its bytes)` from first to last.
template <typename Each>
void for_each_code_point(std::string_view utf8, Each&& each) {
  for (std::size_t at = 0; at < utf8.size();) {
    auto const begin = at;
    auto const c = next_code_point(utf8, at);
    each(c, utf8.substr(begin, at - begin));
  }
}

int bracket(char32_t c) {
  switch (c) {
    case U'(':
    case U'[':
    case U'{':
    case U'<':
    case 0xFF08:
    case 0xFF3B:
    case 0xFF5B:
    case 0xFF1C:
    case U'〔':
    case U'【':
    case U'〈':
    case U'《':
    case U'﹝':
    case U'﹙':
      return 1;
    case U')':
    case U']':
    case U'}':
    case U'>':
    case 0xFF09:
    case 0xFF3D:
    case 0xFF5D:
    case 0xFF1E:
    case U'〕':
    case U'】':
    case U'〉':
    case U'》':
    case U'﹞':
    case U'﹚':
      return -1;
    default:
      return 0;
  }
}

bool swallows_blanks(char32_t c) {
  return is_ideograph(c) || bracket(c) != 0;
}

}  // namespace

std::string nfkc(std::string_view utf8) {
  if (plain(utf8)) return std::string{utf8};
  auto const clean = is_utf8(utf8) ? std::string{utf8} : well_formed(utf8);
  std::string out;
  auto status = U_ZERO_ERROR;
  icu::StringByteSink<std::string> sink{&out};
  normalizer().normalizeUTF8(0, icu::StringPiece{clean.data(), static_cast<std::int32_t>(clean.size())}, sink, nullptr,
                             status);
  return U_SUCCESS(status) ? out : clean;
}

bool is_squeezed(std::string_view utf8) {
  auto before = U' ';
  for (std::size_t at = 0; at < utf8.size();) {
    auto const c = next_code_point(utf8, at);
    if (is_blank(c) && (c != U' ' || before == U' ')) return false;
    before = c;
  }
  return utf8.empty() || before != U' ';
}

std::string squeeze_blanks(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  auto pending = false;
  for_each_code_point(utf8, [&](char32_t c, std::string_view bytes) {
    if (is_blank(c)) {
      pending = !out.empty();
      return;
    }
    if (pending) out.push_back(' ');
    pending = false;
    out.append(bytes);
  });
  return out;
}

std::string registered_name(std::string_view utf8) {
  auto const folded = squeeze_blanks(nfkc(utf8));
  std::string out;
  out.reserve(folded.size());
  auto before = U' ';
  auto pending = false;
  for_each_code_point(folded, [&](char32_t c, std::string_view bytes) {
    if (c == U' ') {
      pending = true;
      return;
    }
    if (pending && !swallows_blanks(before) && !swallows_blanks(c)) out.push_back(' ');
    pending = false;
    before = c;
    auto const side = c == U'《' || c == U'》' || c == U'<' || c == U'>' ? 0 : bracket(c);
    if (side != 0) {
      out.append(side > 0 ? "（" : "）");
    } else {
      out.append(bytes);
    }
  });
  return out;
}

std::string name_match_form(std::string_view utf8) {
  auto const name = registered_name(utf8);
  std::string out;
  out.reserve(name.size());
  for_each_code_point(name, [&](char32_t c, std::string_view bytes) {
    if (c >= U'A' && c <= U'Z') {
      out.push_back(static_cast<char>(c - U'A' + U'a'));
    } else if (c == U' ' || c == U'-' || c == 0xB7 || c == U'.' || c == U'•' || c == U'・' || c == U'—' ||
               bracket(c) != 0) {
      return;
    } else {
      out.append(bytes);
    }
  });
  return out;
}

BranchName split_branch(std::string_view name) {
  static constexpr std::array<std::string_view, 26> kBranches{
      "分公司", "支公司", "分行",   "支行",   "分理处", "分店",       "分厂",   "分部",   "分社",
      "分院",   "分校",   "分所",   "办事处", "营业部", "营业厅",     "门市部", "营业所", "经营部",
      "经销处", "代表处", "储蓄所", "收购站", "销售处", "营销服务部", "加油站", "服务部"};
  static constexpr std::array<std::string_view, 8> kLegalEnds{"公司",   "银行",     "集团", "合作社",
                                                              "联合社", "合作联社", "总厂", "厂"};
  // Shops and units that many bear who belong to nobody: branches only of what is a company beyond doubt, for 厂 and
  // 银行 are names of places too (汽车厂路大药房).
  static constexpr std::array<std::string_view, 15> kUnits{"店",     "药房",   "门市",   "部",     "站",
                                                           "处",     "柜台",   "商场",   "药行",   "支局",
                                                           "邮政所", "供电所", "加油点", "收购点", "中心"};
  static constexpr std::array<std::string_view, 4> kOwners{"公司", "合作社", "联合社", "供销社"};
  auto tail = name;
  // A bracket after the suffix belongs to it: …分公司（筹）.
  constexpr std::string_view kOpen = "（";
  constexpr std::string_view kClose = "）";
  if (tail.ends_with(kClose)) {
    if (auto const open = tail.rfind(kOpen); open != std::string_view::npos) tail = tail.substr(0, open);
  }
  /// Where the last legal end before `suffix` ends; 0 without one.
  auto const legal_end = [&](std::string_view suffix, auto const& ends) {
    auto const body = tail.substr(0, tail.size() - suffix.size());
    std::size_t cut = 0;
    for (std::string_view const end : ends) {
      if (auto const at = body.rfind(end); at != std::string_view::npos && at > 0) cut = std::max(cut, at + end.size());
    }
    return cut;
  };
  auto const suffix = std::find_if(kBranches.begin(), kBranches.end(), [&](auto word) { return tail.ends_with(word); });
  if (suffix == kBranches.end()) {
    auto const unit = std::find_if(kUnits.begin(), kUnits.end(), [&](auto word) { return tail.ends_with(word); });
    if (unit != kUnits.end()) {
      if (auto const cut = legal_end(*unit, kOwners); cut > 0) return {name.substr(0, cut), name.substr(cut)};
    }
    for (auto const end : {std::string_view{"有限公司"}, std::string_view{"有限责任公司"}}) {
      auto const at = tail.rfind(end);
      if (at == std::string_view::npos || at == 0) continue;
      auto const cut = at + end.size();
      auto const rest = tail.substr(cut);
      std::size_t next = 0;
      // Stray marks behind a name are no branch: …有限公司*, …有限公司2.
      if (auto const first = rest.empty() ? U'\0' : next_code_point(rest, next); first < 0x4E00 || first > 0x9FFF)
        continue;
      if (count_code_points(rest) >= 2) return {name.substr(0, cut), name.substr(cut)};
    }
    return {name, {}};
  }
  auto const cut = legal_end(*suffix, kLegalEnds);
  if (cut == 0) return {name, {}};
  return {name.substr(0, cut), name.substr(cut)};
}

}  // namespace lianzhao::text
