#include "radar/name_index.h"

#include <algorithm>

#include "text/normalize.h"
#include "text/utf8.h"

namespace lianzhao::radar {

namespace {

constexpr std::size_t kMostCandidates = 20;
constexpr std::size_t kSureLength = 4;  ///< code points from which a short name alone identifies

bool strip_end(std::string& name, std::initializer_list<std::string_view> words) {
  for (auto const word : words) {
    if (name.size() > word.size() + 3 && name.ends_with(word)) {
      name.resize(name.size() - word.size());
      return true;
    }
  }
  return false;
}

/// A name without its legal form: 吉林四环制药有限公司 → 吉林四环制药.
std::string without_form(std::string name) {
  strip_end(name, {"股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "集团公司", "股份公司", "总公司", "公司",
                   "有限合伙"});
  while (strip_end(name, {"集团", "控股", "股份", "总厂"})) {
  }
  return name;
}

/// Without its trade: 四环制药 → 四环. Nothing when it says none.
std::string without_trade(std::string name) {
  auto const stripped =
      strip_end(name, {"生物制药", "生物科技", "医药科技", "生物技术", "新能源科技", "电子科技", "制药", "药业",
                       "医药",     "科技",     "实业",     "化工",     "食品",       "电子",     "汽车", "新能源",
                       "能源",     "生物",     "重工",     "机械",     "材料",       "新材料",   "投资", "置业",
                       "地产",     "物流",     "半导体",   "光电",     "乳业",       "酒业",     "电器", "电气",
                       "钢铁",     "石化",     "农业",     "医疗",     "环保",       "信息技术"});
  return stripped ? name : std::string{};
}

/// （吉林） inside a name is its place too.
std::string without_bracketed_place(std::string_view name, RegionTable const* regions) {
  std::string out{name};
  for (auto const& [open, close] : {std::pair{"（", "）"}, std::pair{"(", ")"}}) {
    auto const begin = out.find(open);
    auto const end = begin == std::string::npos ? begin : out.find(close, begin);
    if (end == std::string::npos) continue;
    auto const inner_begin = begin + std::string_view{open}.size();
    auto const inner = out.substr(inner_begin, end - inner_begin);
    if (inner == "中国" || inner == "集团" ||
        (regions != nullptr && regions->find_in_text(inner).code != kUnknownRegion))
      out.erase(begin, end + std::string_view{close}.size() - begin);
  }
  return out;
}

}  // namespace

NameIndex::Forms NameIndex::forms(std::string_view name) const {
  Forms out;
  auto const put = [&](std::string form) {
    if (text::count_code_points(form) >= 2 && std::find(out.names.begin(), out.names.end(), form) == out.names.end())
      out.names.push_back(std::move(form));
  };
  put(text::name_match_form(name));
  auto const bare = without_form(text::name_match_form(without_bracketed_place(name, regions_)));
  put(bare);
  auto local = bare;
  for (auto const* country : {"中国", "中华"}) {
    if (local.starts_with(country) && text::count_code_points(local) >= 6) local.erase(0, 6);
  }
  if (regions_ != nullptr) {
    auto const place = regions_->find_in_text(local);
    if (place.code != kUnknownRegion && place.begin == 0 && place.end < local.size()) local.erase(0, place.end);
  } else if (text::count_code_points(local) >= 6) {
    local.erase(0, 6);  // two characters of a province or city
  }
  while (local.starts_with("省") || local.starts_with("市") || local.starts_with("县")) local.erase(0, 3);
  out.placed = local != bare;
  put(local);
  out.brand = without_trade(local);
  return out;
}

void NameIndex::want(std::string_view name) {
  choosy_ = true;
  for (auto& form : forms(name).names) wanted_.insert(std::move(form));
}

void NameIndex::want(std::vector<ProjectEvent> const& events) {
  choosy_ = true;
  for (auto const& event : events) {
    for (auto const& enterprise : event.enterprises) want(enterprise.name);
  }
}

void NameIndex::add(std::string_view enterprise_key, std::string_view registered_name) {
  auto all = forms(registered_name);
  if (text::count_code_points(all.brand) >= 2) all.names.push_back(std::move(all.brand));
  auto const wanted = [&](std::string const& form) { return wanted_.count(form) != 0; };
  if (choosy_ && std::none_of(all.names.begin(), all.names.end(), wanted)) return;
  for (std::size_t i = 0; i < all.names.size(); ++i) {
    auto& keys = (i == 0 ? by_full_ : by_short_)[all.names[i]];
    if (keys.size() >= kMostCandidates) continue;
    auto const place = std::lower_bound(keys.begin(), keys.end(), enterprise_key);
    if (place == keys.end() || *place != enterprise_key) keys.insert(place, std::string{enterprise_key});
  }
}

NameIndex::Found NameIndex::find(std::string_view name) const {
  auto const all = forms(name);
  if (all.names.empty()) return {};
  if (auto const found = by_full_.find(all.names.front()); found != by_full_.end())
    return {found->second, found->second.size() == 1};
  for (auto const& form : all.names) {
    auto const found = by_short_.find(form);
    if (found == by_short_.end()) continue;
    // 河北万通药业 is not the one of 通化 because it is called 万通药业 as well.
    auto const place_dropped = all.placed && &form == &all.names.back();
    auto const sure = found->second.size() == 1 && !place_dropped && text::count_code_points(form) >= kSureLength;
    return {found->second, sure};
  }
  return {};
}

void NameIndex::resolve(std::vector<ProjectEvent>& events) const {
  for (auto& event : events) {
    for (auto& enterprise : event.enterprises) {
      auto found = find(enterprise.name);
      if (found.sure)
        enterprise.enterprise_key = std::move(found.keys.front());
      else
        enterprise.candidates = std::move(found.keys);
    }
  }
}

}  // namespace lianzhao::radar
