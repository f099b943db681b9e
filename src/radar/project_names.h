#pragma once

#include <string_view>
#include <vector>

#include "radar/sentences.h"
#include "text/amount.h"

namespace lianzhao::radar {

/// How much a phrase says of which project it is.
enum class NameKind : std::uint8_t {
  kGeneric,  ///< 重大项目, 今年第一批项目: no project
  kSector,   ///< 新材料项目, 生物医药项目: one only where money or 该 makes it one
  kNamed,
};

/// What the words before 项目 are. `core` is without 项目.
NameKind name_kind(std::u16string_view core);

/// Whether a name says only that it is a project (重大项目, 招商项目).
inline bool is_generic_project(std::u16string_view core) {
  return name_kind(core) == NameKind::kGeneric;
}

/// Phrases before 项目 that make no name of it: 提供项目, 见证项目(签约).
bool says_no_project(std::u16string_view core);

/// Where the name that ends at `end` begins: behind the last word that no name reaches over, not before `floor`.
std::size_t name_begin_of(std::u16string_view text, std::size_t floor, std::size_t end,
                          std::vector<text::Quantity> const& amounts);

/// What a name does not start with: verbs and numbers of lists at its head are passed over.
std::size_t without_leading(std::u16string_view text, std::size_t begin, std::size_t end);

/// Whether a name without 项目 shows by its parts that it is one project and no field of industry: a place, an
/// enterprise, an output, a plant or works.
bool looks_like_project(std::u16string_view name);

/// Whether a name ends as sites, plants and works do.
bool ends_as_site(std::u16string_view name);

/// Marks that no name holds outside brackets.
bool is_hard_mark(char16_t c);

}  // namespace lianzhao::radar
