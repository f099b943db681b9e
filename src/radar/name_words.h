#pragma once

#include <string_view>
#include <vector>

namespace lianzhao::radar {

// The words that names of projects are told by. They stand in reference/project_words.tsv, longer ones first here.

/// What the name of a project never reaches back over: verbs, adverbs, particles.
std::vector<std::u16string_view> const& name_stops();

/// Words that say nothing of which project it is: 重大, 产业, 签约, 上半年 …
std::vector<std::u16string_view> const& generic_words();

/// Industries: 新材料, 生物医药 …
std::vector<std::u16string_view> const& sector_words();

/// 产业园, 基地, 生产线 …: the nouns besides 项目 that end the names of projects, longer ones first.
std::vector<std::u16string_view> const& site_endings();

/// What makes a noun of a stop before it: 服务+中心, 投资+总部, 储备+库.
std::vector<std::u16string_view> const& compound_heads();

/// Words of names that begin with a stop: 集中+区, 如+东.
std::vector<std::u16string_view> const& kept_compounds();

/// Works that projects without 项目 in their names are: 高速, 扩容, 迁建 …
std::vector<std::u16string_view> const& works_nouns();

/// Verbs whose object 项目 is where they stand right before it, alone or with a kind: 询问(企业)项目, 跑出项目.
std::vector<std::u16string_view> const& object_verbs();

}  // namespace lianzhao::radar
