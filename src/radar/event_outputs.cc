#include <algorithm>
#include <utility>

#include "radar/event_reader.h"
#include "radar/outputs.h"

// What a project will make, who will work there, how much floor it has.

namespace lianzhao::radar {

namespace {

constexpr std::size_t kMostCapacities = 30;  ///< of one event
constexpr std::size_t kMostProducts = 30;

/// 建成后…, 年产…: a sentence without a project that still speaks of the last one.
bool goes_on(std::u16string_view sentence) {
  static std::vector<std::u16string_view> const kGoesOn{
      u"建成后", u"建成",   u"达产后", u"投产后",   u"全部建成", u"全面建成", u"全面达产", u"全部达产",
      u"竣工后", u"完工后", u"运营后", u"投用后",   u"投入使用", u"投入运营", u"投入生产", u"正式投产",
      u"届时",   u"预计",   u"可",     u"将",       u"年产",     u"日产",     u"设计",     u"达产",
      u"投产",   u"年处理", u"总建筑", u"建筑面积", u"主要产品", u"主要生产", u"产品",     u"新增",
      u"提供",   u"带动",   u"形成",   u"项目",     u"该",       u"本项目",   u"占地",     u"总用地",
      u"规划",   u"总投资", u"计划",   u"主要建设", u"建设内容", u"建设规模", u"其中",     u"工程",
      u"基地",   u"全部",   u"此举",   u"同时",     u"建设",     u"拟建",     u"新建",     u"拟新建",
      u"工厂",   u"主要",   u"用于",   u"产能"};
  return starts_with_any(sentence, kGoesOn);
}

/// 一期, 二期: the words speak of a part of the works.
bool of_phase(std::u16string_view words) {
  return contains_any(words, {u"一期", u"二期", u"三期", u"四期", u"首期", u"第一阶段"});
}

}  // namespace

/// Capacities and products of `from` that `into` does not have, with the words that prove them.
void EventReader::join_outputs(ProjectEvent& into, ProjectEvent const& from) {
  auto const prove = [&](std::string_view field, std::string const& words) {
    for (auto const& e : from.evidence) {
      if (e.field == field && e.text == words) into.evidence.push_back(e);
    }
  };
  for (auto const& capacity : from.capacity) {
    auto const known = std::any_of(into.capacity.begin(), into.capacity.end(), [&](EventCapacity const& other) {
      return other.value == capacity.value && other.unit == capacity.unit &&
             (other.product == capacity.product || capacity.product.empty() || other.product.empty());
    });
    if (known) continue;
    into.capacity.push_back(capacity);
    prove("capacity", capacity.text);
  }
  for (auto const& product : from.products) {
    if (std::find(into.products.begin(), into.products.end(), product) != into.products.end()) continue;
    into.products.push_back(product);
    prove("products", product);
  }
}

void EventReader::add_capacity(std::size_t index, SaidCapacity const& said) {
  auto& event = events_[index];
  EventCapacity capacity;
  for (auto const& product : said.products) {
    capacity.product += capacity.product.empty() ? "" : "、";
    capacity.product += utf8(product);
  }
  capacity.value = said.value;
  capacity.unit = said.unit;
  capacity.per = said.per;
  capacity.qualifier = said.qualifier;
  capacity.text = utf8(said.span);
  if (said.makes) {
    for (auto const& product : said.products) add_product(index, product);
  }
  for (auto& known : event.capacity) {
    if (known.value != capacity.value || known.unit != capacity.unit) continue;
    // The same said again, once without its product or its time.
    auto const fits = [](std::string const& one, std::string const& other) {
      return one.empty() || other.empty() || one.find(other) != std::string::npos ||
             other.find(one) != std::string::npos;
    };
    if (!fits(known.product, capacity.product) ||
        (known.per != capacity.per && !known.per.empty() && !capacity.per.empty()))
      continue;
    auto const better =
        (known.product.empty() && !capacity.product.empty()) || (known.per.empty() && !capacity.per.empty());
    if (!better) return;
    if (capacity.product.empty()) capacity.product = known.product;
    if (capacity.per.empty()) capacity.per = known.per;
    known = std::move(capacity);
    prove(event, "capacity", said.span);
    return;
  }
  if (event.capacity.size() >= kMostCapacities) return;
  event.capacity.push_back(std::move(capacity));
  prove(event, "capacity", said.span);
}

void EventReader::add_product(std::size_t index, Span product) {
  auto& event = events_[index];
  auto name = utf8(product);
  if (event.products.size() >= kMostProducts ||
      std::find(event.products.begin(), event.products.end(), name) != event.products.end())
    return;
  event.products.push_back(std::move(name));
  prove(event, "products", product);
}

void EventReader::set_jobs(std::size_t index, SaidJobs const& said) {
  auto& event = events_[index];
  // Work in the plant itself goes before what it brings about.
  if (event.jobs && !(said.direct && direct_jobs_.count(index) == 0)) return;
  if (said.direct) direct_jobs_.insert(index);
  event.jobs = EventJobs{said.value, said.qualifier};
  std::erase_if(event.evidence, [](Evidence const& e) { return e.field == "jobs"; });
  prove(event, "jobs", said.span);
}

void EventReader::set_building(std::size_t index, text::Quantity const& quantity, int rank) {
  auto& event = events_[index];
  auto& known = building_rank_[index];
  if (event.building_m2 && known >= rank) return;
  known = rank;
  event.building_m2 = quantity.value;
  std::erase_if(event.evidence, [](Evidence const& e) { return e.field == "building_m2"; });
  prove(event, "building_m2", {quantity.begin, quantity.end});
}

/// The event that words at `words` are about, by the rules of amounts; kNone where none is for certain. `grouped`:
/// whether it may be of a group.
std::size_t EventReader::output_event(Sentence const& sentence, Span words, bool grouped) const {
  auto const& mentions = sentence.mentions;
  if (mentions.empty()) {
    if (last_project_ == kNone || events_[last_project_].group || !goes_on(sentence.text)) return kNone;
    if (sentence.span.begin > homes_[last_project_].end + 220) return kNone;
    if (of_phase(text_.substr(sentence.span.begin, words.begin - sentence.span.begin)) &&
        !of_phase(text_.substr(homes_[last_project_].begin, homes_[last_project_].size())))
      return kNone;
    return last_project_;
  }
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    if (mentions[i].kind == MentionKind::kProject && mentions[i].span.begin <= words.begin &&
        words.end <= mentions[i].span.end)
      return sentence.event_of[i];
  }
  text::Quantity quantity;
  quantity.begin = words.begin;
  quantity.end = words.end;
  auto direct = false;
  auto target = mention_of(sentence, quantity, direct);
  // 某某项目…,建设年产5万吨铜箔的智能化工厂: what stands behind names nothing of its own.
  if (direct && sentence.event_of[target] == kNone) {
    direct = false;
    target = kNone;
    for (std::size_t i = 0; i < mentions.size() && mentions[i].span.end <= words.begin; ++i) target = i;
  }
  if (target == kNone || sentence.event_of[target] == kNone) return kNone;
  auto const& mention = mentions[target];
  if (mention.kind == MentionKind::kGroup && !grouped) return kNone;
  if (direct) return sentence.event_of[target];
  if (mention.span.end <= words.begin) {
    auto const between = text_.substr(mention.span.end, words.begin - mention.span.end);
    if (of_phase(between) && !of_phase(text_.substr(mention.span.begin, mention.span.size()))) return kNone;
    // 甲项目、乙项目建成后可年产…: of both, and how much of which is not said.
    if (mention.kind == MentionKind::kProject && target > 0 && mentions[target - 1].with_next) return kNone;
    // …项目;该公司现有年产…的生产线
    if (contains_any(between, {u"公司现", u"公司已", u"公司年", u"企业年", u"公司是", u"公司目前"})) return kNone;
    // Of a group's parts: 其中…
    if (mention.kind == MentionKind::kGroup && between.find(u"其中") != std::u16string_view::npos) return kNone;
  }
  return sentence.event_of[target];
}

/// 某某项目总投资…,建设年产5万吨铜箔的工厂: what is built may be no project of its own.
void EventReader::note_builder(Sentence const& sentence, std::size_t mention) {
  auto const built = sentence.event_of[mention];
  for (auto i = mention; i-- > 0;) {
    auto const event = sentence.event_of[i];
    if (event == kNone || event == built || events_[event].group) continue;
    builder_of_.emplace(built, event);
    return;
  }
}

/// Then what it will make is said of the project whose sentence it stands in.
void EventReader::hand_over_outputs(std::size_t from, std::vector<std::size_t> const& kept_of,
                                    std::vector<ProjectEvent>& kept) const {
  auto const builder = builder_of_.find(from);
  if (builder == builder_of_.end()) return;
  auto const at = std::find(kept_of.begin(), kept_of.end(), builder->second);
  if (at != kept_of.end()) join_outputs(kept[static_cast<std::size_t>(at - kept_of.begin())], events_[from]);
}

void EventReader::bind_outputs(Sentence const& sentence) {
  if (sentence.mentions.empty() && last_project_ == kNone) return;
  for (auto const& said : find_capacities(text_, sentence.span)) {
    auto const index = output_event(sentence, said.span, false);
    if (index == kNone) continue;
    add_capacity(index, said);
    for (std::size_t i = 0; i < sentence.mentions.size(); ++i) {
      auto const& name = sentence.mentions[i].span;
      if (sentence.event_of[i] == index && name.begin < said.span.end + 8 && said.span.begin < name.end)
        note_builder(sentence, i);
    }
  }
  auto const products = find_products(text_, sentence.span);
  for (auto const& product : products) {
    // 该公司主要生产… says what the company makes, not what is built.
    auto const clause = clause_at(text_, sentence.span, product.begin);
    if (contains_any(text_.substr(clause.begin, product.begin - clause.begin), {u"公司", u"企业", u"集团", u"厂"}))
      continue;
    auto const index = output_event(sentence, product, false);
    if (index == kNone) continue;
    auto const said = text_.substr(sentence.span.begin, product.begin - sentence.span.begin);
    auto const company = std::max({said.rfind(u"公司") + 1, said.rfind(u"企业") + 1, said.rfind(u"集团") + 1});
    auto const project = std::max({said.rfind(u"项目") + 1, said.rfind(u"产后") + 1, said.rfind(u"成后") + 1,
                                   said.rfind(u"基地") + 1, said.rfind(u"工厂") + 1, said.rfind(u"生产线") + 1});
    if (company > project) continue;
    add_product(index, product);
  }
  for (auto const& said : find_jobs(text_, sentence.span)) {
    if (auto const index = output_event(sentence, said.span, true); index != kNone) set_jobs(index, said);
  }
  auto floor = sentence.span.begin;
  for (auto const& amount : sentence.amounts) {
    auto const from = std::exchange(floor, amount.end);
    if (amount.kind != text::QuantityKind::kArea) continue;
    auto const rank = floor_rank(text_, clause_at(text_, sentence.span, amount.begin), from, amount);
    if (rank == 0) continue;
    if (auto const index = output_event(sentence, {amount.begin, amount.end}, false); index != kNone)
      set_building(index, amount, rank);
  }
}

}  // namespace lianzhao::radar
