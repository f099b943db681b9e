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

/// A name that differs from another by 有限责任公司 for 股份有限公司 alone is the same enterprise after or before it
/// changed its form; 某某集团有限公司 is not 某某有限公司.
std::string without_limited(std::string name) {
  strip_end(name, {"股份有限公司", "有限责任公司", "有限公司"});
  return name;
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

/// （吉林） inside a name is its place too, left out and told.
std::string without_bracketed_place(std::string_view name, RegionTable const* regions, bool& left_out,
                                    RegionCode& place) {
  std::string out{name};
  for (auto const& [open, close] : {std::pair{"（", "）"}, std::pair{"(", ")"}}) {
    auto const begin = out.find(open);
    auto const end = begin == std::string::npos ? begin : out.find(close, begin);
    if (end == std::string::npos) continue;
    auto const inner_begin = begin + std::string_view{open}.size();
    auto const inner = out.substr(inner_begin, end - inner_begin);
    auto const where = regions != nullptr ? regions->find_in_text(inner).code : kUnknownRegion;
    if (inner != "中国" && inner != "集团" && where == kUnknownRegion) continue;
    out.erase(begin, end + std::string_view{close}.size() - begin);
    // 可口可乐(中国) is one of several companies of that brand.
    if (inner == "集团") continue;
    left_out = true;
    place = inner == "中国" ? kUnknownRegion : where;
  }
  return out;
}

/// Whether one of the two lies in the other.
bool is_news_of(RegionCode near, RegionCode place) {
  return region_contains(near, place) || region_contains(place, near);
}

}  // namespace

NameIndex::Forms NameIndex::forms(std::string_view name) const {
  Forms out;
  auto const put = [&](std::string form) {
    if (text::count_code_points(form) >= 2 && std::find(out.names.begin(), out.names.end(), form) == out.names.end())
      out.names.push_back(std::move(form));
  };
  put(text::name_match_form(name));
  auto const bare =
      without_form(text::name_match_form(without_bracketed_place(name, regions_, out.bracketed, out.place)));
  put(bare);
  auto local = bare;
  for (auto const* country : {"中国", "中华"}) {
    if (local.starts_with(country) && text::count_code_points(local) >= 6) local.erase(0, 6);
  }
  if (regions_ != nullptr) {
    auto const place = regions_->find_in_text(local);
    if (place.code != kUnknownRegion && place.begin == 0 && place.end < local.size()) {
      local.erase(0, place.end);
      out.place = place.code;
      out.in_front = true;
    }
  } else if (text::count_code_points(local) >= 6) {
    local.erase(0, 6);  // two characters of a province or city
    out.in_front = true;
  }
  while (local.starts_with("省") || local.starts_with("市") || local.starts_with("县")) local.erase(0, 3);
  put(local);
  // One that is too short is no form, and none leaves the place out.
  out.placed = local != bare && !out.names.empty() && out.names.back() == local;
  out.in_front = out.in_front && out.placed;
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
    for (auto const& one : event.possible) want(one.words.text);
  }
}

void NameIndex::add(std::string_view enterprise_key, std::string_view registered_name) {
  auto all = forms(registered_name);
  auto const core = without_limited(all.names.empty() ? std::string{} : all.names.front());
  // The shortest form and the brand behind it.
  auto const last = all.names.empty() ? 0 : all.names.size() - 1;
  auto const has_brand = text::count_code_points(all.brand) >= 2;
  if (has_brand) all.names.push_back(std::move(all.brand));
  auto const wanted = [&](std::string const& form) { return wanted_.count(form) != 0; };
  if (choosy_ && std::none_of(all.names.begin(), all.names.end(), wanted)) return;
  for (std::size_t i = 0; i < all.names.size(); ++i) {
    if (i == 0) {
      auto& keys = by_full_[all.names[i]];
      auto const at = std::lower_bound(keys.begin(), keys.end(), enterprise_key);
      if (keys.size() < kMostCandidates && (at == keys.end() || *at != enterprise_key))
        keys.insert(at, std::string{enterprise_key});
      continue;
    }
    auto& bearers = by_short_[all.names[i]];
    if (bearers.size() >= kMostCandidates) continue;
    auto const at = std::lower_bound(bearers.begin(), bearers.end(), enterprise_key,
                                     [](Bearer const& bearer, std::string_view key) { return bearer.key < key; });
    if (at != bearers.end() && at->key == enterprise_key) continue;
    // The forms before the last are without a place only where brackets said one.
    auto const placed = all.bracketed || (all.in_front && i >= last);
    auto const brand = has_brand && i + 1 == all.names.size();
    bearers.insert(at, {std::string{enterprise_key}, placed, placed ? all.place : kUnknownRegion, brand, core});
  }
}

NameIndex::Found NameIndex::find(std::string_view name, RegionCode near) const {
  auto const all = forms(name);
  if (all.names.empty()) return {};
  if (auto const found = by_full_.find(all.names.front()); found != by_full_.end())
    return {found->second, found->second.size() == 1};
  for (auto const& form : all.names) {
    auto const found = by_short_.find(form);
    if (found == by_short_.end()) continue;
    // 河北万通药业 is not the one of 通化 because it is called 万通药业 as well.
    auto const place_dropped = all.placed && &form == &all.names.back();
    auto const& bearers = found->second;
    auto const legal = all.names.front().ends_with("有限公司");
    // 某某钢铁集团 owns 某某钢铁股份有限公司 and is another.
    auto const group = all.names.front().ends_with("集团") || all.names.front().ends_with("控股");
    auto const owned = group && !bearers.empty() && bearers.front().core.find("集团") == std::string::npos &&
                       bearers.front().core.find("控股") == std::string::npos;
    auto const sure = bearers.size() == 1 && !bearers.front().brand && !owned &&
                      (!legal || without_limited(all.names.front()) == bearers.front().core) && !place_dropped &&
                      text::count_code_points(form) >= kSureLength &&
                      (!bearers.front().placed || is_news_of(near, bearers.front().place));
    Found out;
    for (auto const& bearer : bearers) out.keys.push_back(bearer.key);
    out.sure = sure;
    return out;
  }
  return {};
}

void NameIndex::resolve(std::vector<ProjectEvent>& events) const {
  for (auto& event : events) {
    for (auto& enterprise : event.enterprises) {
      auto found = find(enterprise.name, event.region_code);
      if (found.sure)
        enterprise.enterprise_key = std::move(found.keys.front());
      else
        enterprise.candidates = std::move(found.keys);
    }
    for (auto& one : event.possible) {
      auto found = find(one.words.text, event.region_code);
      auto const known = std::any_of(event.enterprises.begin(), event.enterprises.end(),
                                     [&](EventEnterprise const& other) { return other.name == one.words.text; });
      if (found.keys.empty() || known) continue;
      EventEnterprise enterprise{one.words.text, one.role, {}, {}};
      if (found.sure)
        enterprise.enterprise_key = std::move(found.keys.front());
      else
        enterprise.candidates = std::move(found.keys);
      event.enterprises.push_back(std::move(enterprise));
      event.evidence.push_back(std::move(one.words));
    }
    event.possible.clear();
  }
}

}  // namespace lianzhao::radar
