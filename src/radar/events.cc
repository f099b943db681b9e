#include "radar/events.h"

#include <algorithm>
#include <map>

#include "radar/dates.h"
#include "radar/mentions.h"
#include "radar/money_kind.h"
#include "radar/names.h"
#include "radar/sentences.h"
#include "radar/stages.h"
#include "text/folded_text.h"
#include "text/utf8.h"

namespace lianzhao::radar {

namespace {

constexpr std::size_t kMostBytes = 6'000'000;
constexpr std::size_t kMostEvents = 5000;
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

class Reader {
 public:
  Reader(Article const& article, RegionTable const* regions) : regions_{regions} {
    source_ = std::string_view{article.text}.substr(0, kMostBytes);
    text::fold(source_, characters_);
    text_ = {characters_.data(), characters_.size()};
    offsets_.reserve(text_.size() + 1);
    std::size_t at = 0;
    while (at < source_.size()) {
      offsets_.push_back(static_cast<std::uint32_t>(at));
      text::next_code_point(source_, at);
    }
    offsets_.push_back(static_cast<std::uint32_t>(source_.size()));
    amounts_ = text::find_quantities(text_);
    if (article.published.size() >= 10) published_ = parse_day(std::string_view{article.published}.substr(0, 10));
    auto const title = text::folded(article.title);
    std::u16string_view const title_text{title.data(), title.size()};
    for (auto const& hit : find_stages(title_text, {0, title.size()})) title_stage_ = hit.stage;
    if (regions_ != nullptr) {
      title_region_ = region_in(article.title);
    }
  }

  std::vector<ProjectEvent> read() {
    for (auto const& paragraph : paragraphs_of(text_)) {
      paragraph_stage_ = NewsStage::kUnknown;
      paragraph_zone_ = {};
      if (auto const zones = find_zones(text_, paragraph); !zones.empty()) paragraph_zone_ = zones.front();
      for (auto const& sentence : sentences_of(text_, paragraph)) {
        if (events_.size() >= kMostEvents) break;
        read_sentence(sentence);
      }
    }
    finish();
    return std::move(events_);
  }

 private:
  std::string utf8(Span span) const {
    return std::string{source_.substr(offsets_[span.begin], offsets_[span.end] - offsets_[span.begin])};
  }

  void prove(ProjectEvent& event, char const* field, Span span) const {
    event.evidence.push_back({field, span.begin, span.end, utf8(span)});
  }

  RegionCode region_in(std::string const& words) const {
    return regions_ == nullptr ? kUnknownRegion : regions_->resolve_text(words);
  }

  void read_sentence(Span sentence) {
    auto const text = text_.substr(sentence.begin, sentence.size());
    std::vector<text::Quantity> amounts;
    while (next_amount_ < amounts_.size() && amounts_[next_amount_].begin < sentence.begin) ++next_amount_;
    for (auto i = next_amount_; i < amounts_.size() && amounts_[i].begin < sentence.end; ++i)
      amounts.push_back(amounts_[i]);
    auto const zones = find_zones(text_, sentence);
    if (!zones.empty()) paragraph_zone_ = zones.front();
    auto const speaks_of_projects =
        text.find(u"项目") != std::u16string_view::npos || !amounts.empty() ||
        contains_any(text, {u"基地", u"产业园", u"签约", u"落户", u"引进", u"开工", u"投产"});
    if (!speaks_of_projects) return;
    auto const stages = find_stages(text_, sentence);
    auto mentions = find_mentions(text_, sentence, amounts);
    auto const dates = find_dates(text_, sentence, published_);

    std::vector<std::size_t> event_of(mentions.size(), kNone);
    for (std::size_t i = 0; i < mentions.size(); ++i) {
      auto& mention = mentions[i];
      if (mention.kind == MentionKind::kAnaphor) {
        event_of[i] = last_project_ != kNone && !events_[last_project_].group ? last_project_ : kNone;
        continue;
      }
      ProjectEvent event;
      event.group = mention.kind == MentionKind::kGroup;
      if (event.group) {
        event.count = mention.count;
        event.parts = mention.parts;
        prove(event, "count", mention.span);
        for (auto const& span : mention.part_spans) prove(event, "parts", span);
      } else {
        event.project = utf8(mention.span);
        prove(event, "project", mention.span);
        // The same project said again goes on where it was.
        if (auto const known = by_name_.find(event.project); known != by_name_.end()) {
          event_of[i] = known->second;
          last_project_ = known->second;
          continue;
        }
        by_name_.emplace(event.project, events_.size());
      }
      event_of[i] = events_.size();
      last_project_ = events_.size();
      homes_.push_back(sentence);
      events_.push_back(std::move(event));
      add_place(events_.back(), sentence, mention.span, zones);
      add_date(events_.back(), sentence, mention.span, dates);
    }

    bind_stages(sentence, mentions, event_of, stages);
    bind_amounts(sentence, mentions, event_of, amounts);
    bind_enterprises(sentence, mentions, event_of, stages);
    if (mentions.empty()) enterprise_statement(sentence, amounts, stages, zones, dates);

    for (std::size_t i = mentions.size(); i-- > 0;) {
      if (event_of[i] != kNone) {
        last_project_ = event_of[i];
        break;
      }
    }
    if (mentions.empty() && !stages.empty() &&
        contains_any(text, {u"集中签约", u"集中开工", u"此次签约", u"签约的项目", u"开工的项目", u"签约项目",
                            u"开工项目", u"签约仪式", u"开工仪式", u"投产项目", u"竣工项目"}))
      paragraph_stage_ = stages.front().stage;
    for (std::size_t i = 0; i < mentions.size(); ++i) {
      if (mentions[i].kind == MentionKind::kGroup && event_of[i] != kNone &&
          events_[event_of[i]].stage != NewsStage::kUnknown)
        paragraph_stage_ = events_[event_of[i]].stage;
    }
    auto const lead = contains_any(text, {u"签约的项目", u"开工的项目", u"投产的项目", u"竣工的项目"});
    if (lead && !stages.empty()) paragraph_stage_ = stages.front().stage;
    if (paragraph_stage_ != NewsStage::kUnknown) inherited_stage_ = paragraph_stage_;
    for (auto const event : event_of) {
      if (event != kNone && event < events_.size() && events_[event].stage == NewsStage::kUnknown &&
          context_.find(event) == context_.end())
        context_[event] = paragraph_stage_ != NewsStage::kUnknown ? paragraph_stage_ : inherited_stage_;
    }
  }

  void set_stage(std::size_t index, StageWords const& words, double factor) {
    if (index == kNone) return;
    auto& event = events_[index];
    auto const better = event.stage == NewsStage::kUnknown || event.stage < words.stage;
    if (!better) return;
    event.stage = words.stage;
    stage_confidence_[index] = words.confidence * factor;
    std::erase_if(event.evidence, [](Evidence const& e) { return e.field == "stage"; });
    prove(event, "stage", words.span);
  }

  /// The mention that words at `at` are about, by the rules of
  /// docs/methods/radar.md; kNone when none.
  std::size_t mention_for(Span sentence, std::vector<Mention> const& mentions, Span words) const {
    auto const clause = clause_at(text_, sentence, words.begin);
    auto before = kNone;
    auto after = kNone;
    for (std::size_t i = 0; i < mentions.size(); ++i) {
      if (mentions[i].span.end <= words.begin ||
          (mentions[i].span.begin <= words.begin && mentions[i].span.end >= words.end))
        before = i;
      if (after == kNone && mentions[i].span.begin >= words.end) after = i;
    }
    auto const in_clause = [&](std::size_t i) {
      return i != kNone && mentions[i].span.begin < clause.end && mentions[i].span.end > clause.begin;
    };
    if (before != kNone && (in_clause(before) || !in_clause(after))) return before;
    return after;
  }

  void bind_stages(Span sentence, std::vector<Mention> const& mentions, std::vector<std::size_t> const& event_of,
                   std::vector<StageWords> const& stages) {
    for (auto const& words : stages) {
      auto const target = mention_for(sentence, mentions, words.span);
      if (target == kNone) continue;
      auto const before = mentions[target].span.begin < words.span.end;
      if (!before && mentions[target].span.begin - words.span.end > 40) continue;
      // A different act in a clause of its own after a list is not its stage:
      // keep to one sentence.
      set_stage(event_of[target], words, 1.0);
      if (before) {
        for (auto i = target; i-- > 0 && mentions[i].with_next;) set_stage(event_of[i], words, 0.98);
      } else {
        for (auto i = target; i + 1 < mentions.size() && mentions[i].with_next; ++i)
          set_stage(event_of[i + 1], words, 0.98);
      }
    }
  }

  void set_amount(std::size_t index, text::Quantity const& quantity, AmountKind kind) {
    if (index == kNone) return;
    auto& event = events_[index];
    if (event.amount && rank(event.amount->kind) >= rank(kind)) return;
    event.amount = EventAmount{quantity.value, std::string{quantity.currency}, kind, quantity.qualifier};
    std::erase_if(event.evidence, [](Evidence const& e) { return e.field == "amount"; });
    prove(event, "amount", {quantity.begin, quantity.end});
  }

  /// 总投资10亿元的P项目, 投资5亿元建设P项目: the mention that an amount stands
  /// right before.
  std::size_t premodified(std::vector<Mention> const& mentions, std::size_t end) const {
    for (std::size_t i = 0; i < mentions.size(); ++i) {
      if (mentions[i].span.begin < end) continue;
      auto const gap = text_.substr(end, mentions[i].span.begin - end);
      if (gap.size() > 30) return kNone;
      if (gap.empty() || gap.starts_with(u"的") || gap.starts_with(u"建设") || gap.starts_with(u"新建") ||
          gap.starts_with(u"打造") || gap.starts_with(u"实施")) {
        if (gap.find(u',') == std::u16string_view::npos) return i;
      }
      return kNone;
    }
    return kNone;
  }

  void bind_amounts(Span sentence, std::vector<Mention> const& mentions, std::vector<std::size_t> const& event_of,
                    std::vector<text::Quantity> const& amounts) {
    if (mentions.empty()) {
      // 总投资10亿元。 in the next sentence still speaks of the project before
      // when the sentence has no other subject.
      bind_to_last(sentence, amounts);
      return;
    }
    std::vector<text::Quantity const*> each;  // behind 分别
    for (auto const& amount : amounts) {
      if (amount.kind == text::QuantityKind::kCount) continue;
      auto const clause = clause_at(text_, sentence, amount.begin);
      auto target = premodified(mentions, amount.end);
      auto const direct = target != kNone;
      if (target == kNone) {
        for (std::size_t i = 0; i < mentions.size(); ++i) {
          if (mentions[i].span.end <= amount.begin) target = i;
        }
        // 一期投资, 其中: a part of it, never the whole.
        if (target == kNone) {
          for (std::size_t i = 0; i < mentions.size() && target == kNone; ++i) {
            if (mentions[i].span.begin >= amount.end && mentions[i].span.begin - amount.end < 60) target = i;
          }
        }
      }
      if (target == kNone || event_of[target] == kNone) continue;
      auto& event = events_[event_of[target]];
      if (amount.kind == text::QuantityKind::kArea) {
        auto const before = text_.substr(clause.begin, amount.begin - clause.begin);
        auto const land = contains_any(before, {u"占地", u"用地", u"土地", u"供地", u"拿地"}) ||
                          (text_.substr(amount.begin, amount.end - amount.begin).ends_with(u"亩") &&
                           !contains_any(before, {u"种植", u"流转", u"亩均", u"农田", u"养殖"}));
        if (land && !contains_any(before, {u"建筑面积"}) && !event.land_m2) {
          event.land_m2 = amount.value;
          prove(event, "land_m2", {amount.begin, amount.end});
        }
        continue;
      }
      auto const money = kind_of(text_, clause, amount);
      if (!money.of_project) continue;
      if (money.kind == AmountKind::kOther) continue;
      auto const before = text_.substr(clause.begin, amount.begin - clause.begin);
      if (!direct && contains_any(before, {u"一期", u"其中", u"首期", u"每亩", u"亩均", u"人均"}) && event.amount)
        continue;
      if (!direct && contains_any(before, {u"亩均", u"每亩"})) continue;
      if (before.find(u"分别") != std::u16string_view::npos) {
        each.push_back(&amount);
        continue;
      }
      // Behind a list without 分别 it is the sum of the list, no part's own.
      auto const list =
          !direct && target > 0 && mentions[target - 1].with_next && mentions[target].span.end <= amount.begin;
      if (list && contains_any(before, {u"共", u"合计", u"总计"})) continue;
      set_amount(event_of[target], amount, money.kind);
    }
    if (!each.empty()) share_out(mentions, event_of, each);
  }

  /// 总投资分别为11亿元、6亿元的A项目和B项目; A项目、B项目总投资分别为….
  void share_out(std::vector<Mention> const& mentions, std::vector<std::size_t> const& event_of,
                 std::vector<text::Quantity const*> const& each) {
    std::vector<std::size_t> before;
    std::vector<std::size_t> after;
    for (std::size_t i = 0; i < mentions.size(); ++i) {
      if (mentions[i].kind != MentionKind::kProject) continue;
      (mentions[i].span.end <= each.front()->begin ? before : after).push_back(i);
    }
    auto const& targets = after.size() >= each.size() ? after : before;
    if (targets.size() < each.size()) return;
    auto const skip = &targets == &before ? targets.size() - each.size() : 0;
    for (std::size_t k = 0; k < each.size(); ++k)
      set_amount(event_of[targets[skip + k]], *each[k], AmountKind::kTotalInvestment);
  }

  void bind_to_last(Span sentence, std::vector<text::Quantity> const& amounts) {
    if (last_project_ == kNone || events_[last_project_].group) return;
    auto const text = text_.substr(sentence.begin, sentence.size());
    static std::vector<std::u16string_view> const kGoesOn{
        u"总投资",   u"计划总投资", u"计划投资", u"投资", u"占地", u"建成后", u"达产后",   u"投产后",
        u"全部建成", u"一期",       u"预计",     u"其中", u"规划", u"该",     u"全面达产", u"总用地"};
    if (!starts_with_any(text, kGoesOn)) return;
    if (sentence.begin > homes_[last_project_].end + 220) return;
    for (auto const& amount : amounts) {
      auto const clause = clause_at(text_, sentence, amount.begin);
      auto const before = text_.substr(clause.begin, amount.begin - clause.begin);
      if (amount.kind == text::QuantityKind::kArea && contains_any(before, {u"占地", u"用地"}) &&
          !events_[last_project_].land_m2) {
        events_[last_project_].land_m2 = amount.value;
        prove(events_[last_project_], "land_m2", {amount.begin, amount.end});
      }
      if (amount.kind != text::QuantityKind::kMoney) continue;
      if (contains_any(before, {u"一期", u"首期", u"亩均"})) continue;
      auto const money = kind_of(text_, clause, amount);
      if (money.of_project && money.kind != AmountKind::kOther) set_amount(last_project_, amount, money.kind);
    }
  }

  void add_enterprise(ProjectEvent& event, Span span, EnterpriseRole role) {
    auto name = utf8(span);
    for (auto& other : event.enterprises) {
      if (other.name == name) return;
    }
    event.enterprises.push_back({name, role, {}, {}});
    prove(event, "enterprises", span);
  }

  EnterpriseRole role_of(Span sentence, Span name, bool in_project) const {
    auto const before = text_.substr(sentence.begin, name.begin - sentence.begin);
    auto const after = text_.substr(name.end, std::min<std::size_t>(30, sentence.end - name.end));
    if (in_project) return EnterpriseRole::kInvestor;
    if (contains_any(after.substr(0, 6), {u"承建", u"施工", u"总承包"})) return EnterpriseRole::kBuilder;
    if (contains_any(after.substr(0, 12), {u"投资", u"落户", u"签约", u"签署", u"签订", u"出资", u"建设"}))
      return EnterpriseRole::kInvestor;
    if (ends_with_any(before, {u"由", u"引进", u"引进了", u"吸引", u"吸引了"})) return EnterpriseRole::kInvestor;
    if (ends_with_any(before, {u"与", u"和", u"同", u"携手"})) {
      if (contains_any(after, {u"签约", u"签署", u"签订"})) return EnterpriseRole::kInvestor;
      return EnterpriseRole::kPartner;
    }
    return EnterpriseRole::kOther;
  }

  void bind_enterprises(Span sentence, std::vector<Mention> const& mentions, std::vector<std::size_t> const& event_of,
                        std::vector<StageWords> const&) {
    if (mentions.empty()) return;
    for (auto const& name : find_enterprises(text_, sentence)) {
      auto target = kNone;
      auto inside = false;
      for (std::size_t i = 0; i < mentions.size(); ++i) {
        if (name.begin >= mentions[i].span.begin && name.end <= mentions[i].span.end) {
          target = i;
          inside = true;
        }
      }
      if (target == kNone) target = mention_for(sentence, mentions, name);
      if (target == kNone || event_of[target] == kNone || events_[event_of[target]].group) continue;
      if (events_[event_of[target]].enterprises.size() >= 20) continue;
      add_enterprise(events_[event_of[target]], name, role_of(sentence, name, inside));
    }
  }

  /// A sentence without a project that says who invests how much, whom it
  /// bought, or who came: 吸引X投资近100亿元.
  void enterprise_statement(Span sentence, std::vector<text::Quantity> const& amounts,
                            std::vector<StageWords> const& stages, std::vector<Span> const& zones,
                            std::vector<SaidDate> const& dates) {
    auto const text = text_.substr(sentence.begin, sentence.size());
    if (!contains_any(text, {u"吸引", u"投资", u"引进", u"落户"})) return;
    auto const names = find_enterprises(text_, sentence);
    if (names.empty()) return;
    auto came_in = false;
    for (std::size_t i = 0; i < names.size(); ++i) {
      auto const& name = names[i];
      auto const before = text_.substr(sentence.begin, name.begin - sentence.begin);
      auto const after = text_.substr(name.end, std::min<std::size_t>(4, sentence.end - name.end));
      auto const invests = starts_with_any(after, {u"投资", u"累计投资", u"总投资"});
      if (!invests || !contains_any(before, {u"吸引", u"引进", u"由"})) continue;
      // Up to the next investor everything is said of this one.
      auto end = sentence.end;
      for (auto k = i + 1; k < names.size(); ++k) {
        if (ends_with_any(text_.substr(sentence.begin, names[k].begin - sentence.begin), {u"吸引", u"引进"})) {
          end = names[k].begin;
          break;
        }
      }
      ProjectEvent event;
      add_enterprise(event, name, EnterpriseRole::kInvestor);
      auto const index = events_.size();
      auto const stretch = text_.substr(name.end, end - name.end);
      auto const buys = contains_any(stretch, {u"并购", u"收购", u"重组"});
      auto const founds = contains_any(stretch, {u"成立", u"组建"});
      if (buys) event.enterprises.front().role = EnterpriseRole::kAcquirer;
      for (auto k = i + 1; k < names.size() && names[k].begin < end; ++k)
        add_enterprise(event, names[k], buys ? EnterpriseRole::kTarget : EnterpriseRole::kOther);
      events_.push_back(std::move(event));
      homes_.push_back(sentence);
      for (auto const& amount : amounts) {
        if (amount.kind != text::QuantityKind::kMoney || amount.begin < name.end || amount.begin >= end) continue;
        auto const money = kind_of(text_, clause_at(text_, sentence, amount.begin), amount);
        if (money.of_project && money.kind != AmountKind::kOther) set_amount(index, amount, money.kind);
      }
      if (!events_[index].amount) {
        events_.pop_back();
        homes_.pop_back();
        continue;
      }
      if (founds) {
        auto const at = text_.find(u"成立", name.end);
        if (at != std::u16string_view::npos && at < end)
          set_stage(index, {{at, at + 2}, NewsStage::kRegistered, 0.7}, 1.0);
      }
      for (auto const& words : stages) {
        if (words.span.begin >= name.end && words.span.begin < end) set_stage(index, words, 1.0);
      }
      add_place(events_[index], sentence, name, zones);
      add_date(events_[index], sentence, name, dates);
      came_in = true;
    }
    if (came_in) return;
    // 引进了A、B、C等行业领军企业投资发展: several that came, without figures.
    auto const brings = text.find(u"引进了");
    if (brings == std::u16string_view::npos || text.find(u"企业") == std::u16string_view::npos) return;
    ProjectEvent event;
    event.group = true;
    for (auto const& name : names) {
      if (name.begin >= sentence.begin + brings) add_enterprise(event, name, EnterpriseRole::kInvestor);
    }
    if (event.enterprises.size() < 2) return;
    auto const index = events_.size();
    events_.push_back(std::move(event));
    homes_.push_back(sentence);
    set_stage(index, {{sentence.begin + brings, sentence.begin + brings + 2}, NewsStage::kSigned, 0.55}, 1.0);
    add_place(events_[index], sentence, {sentence.begin, sentence.end}, zones);
  }

  void add_place(ProjectEvent& event, Span sentence, Span mention, std::vector<Span> const& zones) {
    auto zone = Span{};
    for (auto const& candidate : zones) {
      if (candidate.begin >= mention.begin && candidate.end <= mention.end) continue;
      zone = candidate;
    }
    if (zone.size() == 0) zone = paragraph_zone_;
    if (zone.size() > 0) {
      event.zone = utf8(zone);
      prove(event, "place", zone);
      event.region_code = region_in(event.zone);
    }
    if (event.region_code == kUnknownRegion) event.region_code = region_in(utf8(sentence));
    if (event.region_code == kUnknownRegion) event.region_code = title_region_;
    if (event.region_code != kUnknownRegion && regions_ != nullptr) {
      if (auto const* region = regions_->find(event.region_code)) event.place_name = region->name;
    }
  }

  void add_date(ProjectEvent& event, Span, Span mention, std::vector<SaidDate> const& dates) {
    SaidDate const* best = nullptr;
    for (auto const& date : dates) {
      if (best == nullptr || date.span.end <= mention.begin) best = &date;
    }
    if (best == nullptr) return;
    event.date = EventDate{format_day(best->from), format_day(best->to), utf8(best->span)};
    prove(event, "date", best->span);
  }

  /// Stages from the context, confidence, and what says too little goes.
  void finish() {
    std::vector<ProjectEvent> kept;
    for (std::size_t i = 0; i < events_.size(); ++i) {
      auto& event = events_[i];
      auto confidence = stage_confidence_.count(i) != 0 ? stage_confidence_[i] : 0.0;
      auto const investment = event.amount && event.amount->kind != AmountKind::kAnnualOutput &&
                              event.amount->kind != AmountKind::kAnnualTax;
      if (event.stage == NewsStage::kUnknown && !event.group) {
        auto const inherited = context_.count(i) != 0 ? context_[i] : NewsStage::kUnknown;
        auto const from_context = inherited != NewsStage::kUnknown ? inherited : title_stage_;
        if (from_context != NewsStage::kUnknown && investment) {
          event.stage = from_context;
          confidence = 0.55;
        }
      }
      auto const home = text_.substr(homes_[i].begin, homes_[i].size());
      auto const driven =
          contains_any(home, {u"实施", u"推进", u"推动", u"建设", u"谋划", u"重大项目", u"重点项目", u"招商", u"签约"});
      auto const said = event.stage != NewsStage::kUnknown || investment || event.land_m2;
      if (event.group && event.project.empty() && !event.count && event.enterprises.empty()) continue;
      if (!event.group && !said && !(driven && event.amount) &&
          !(driven && contains_any(home, {u"重大项目", u"重点项目"})))
        continue;
      if (event.group && event.stage == NewsStage::kUnknown && !event.amount && event.parts.empty()) continue;
      event.confidence = 0.35 + 0.25 * (event.project.empty() && !event.group ? 0.5 : 1.0) + (investment ? 0.2 : 0.0) +
                         0.2 * confidence;
      if (event.stage == NewsStage::kSigned && confidence < 0.75) event.confidence -= 0.08;
      kept.push_back(std::move(event));
    }
    events_ = std::move(kept);
  }

  RegionTable const* regions_;
  std::string_view source_;
  std::vector<text::FoldedChar> characters_;
  std::u16string_view text_;
  std::vector<std::uint32_t> offsets_;  ///< byte of each code point
  std::vector<text::Quantity> amounts_;
  std::size_t next_amount_ = 0;
  std::optional<DayNumber> published_;
  NewsStage title_stage_ = NewsStage::kUnknown;
  NewsStage paragraph_stage_ = NewsStage::kUnknown;
  NewsStage inherited_stage_ = NewsStage::kUnknown;
  RegionCode title_region_ = kUnknownRegion;
  Span paragraph_zone_;
  std::size_t last_project_ = kNone;
  std::vector<ProjectEvent> events_;
  std::vector<Span> homes_;  ///< the sentence that names each event first
  std::map<std::string, std::size_t, std::less<>> by_name_;
  std::map<std::size_t, double> stage_confidence_;
  std::map<std::size_t, NewsStage> context_;
};

}  // namespace

std::vector<ProjectEvent> find_events(Article const& article, RegionTable const* regions) {
  if (!article.found) return {};
  return Reader{article, regions}.read();
}

}  // namespace lianzhao::radar
