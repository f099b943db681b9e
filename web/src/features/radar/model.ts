import type { Correction, Landing, NewsConcern, NewsDecision, NewsDossierDetail, NewsEnterprise, NewsEvent, NewsEvidence, NewsField, NewsLesson, NewsStage, Outcome } from '@/api/radar'
import type { Segment } from '@/shared/code_points'
import { segments } from '@/shared/code_points'
import { minor_units } from '@/shared/currency'

export const kNewsStages: NewsStage[] = ['negotiation', 'negotiation_or_signed', 'signed', 'registered', 'construction', 'completed', 'in_production', 'at_capacity', 'suspended', 'ended']
export const kAmountKinds = ['total_investment', 'fixed_assets', 'annual_output', 'annual_tax', 'cumulative_investment', 'contract_total', 'funds_arrived', 'other'] as const
export const kRoles: NewsEnterprise['role'][] = ['investor', 'builder', 'partner', 'acquirer', 'target', 'zone', 'other']
/** The fields whose words are shown in the article, in the order of the side panel. */
export const kProven = ['project', 'enterprises', 'amount', 'stage', 'place', 'date', 'node', 'land_m2', 'building_m2', 'capacity', 'products', 'jobs', 'count', 'parts'] as const

/** What a list calls an event: its project, else who it is about, else so many projects. */
export function event_title(event: Pick<NewsEvent, 'project' | 'enterprises' | 'count'>): string {
  return event.project || event.enterprises[0]?.name || ''
}

/** The correction that says what a field is now: the last that nobody took back. */
export function correction_at(decisions: readonly NewsDecision[], field: string): NewsDecision | null {
  return decisions.filter((each) => each.kind === 'corrected' && each.field === field && !each.undone && each.was !== each.is_now).sort((a, b) => b.id - a.id)[0] ?? null
}

export interface Paragraph {
  begin: number
  segments: Segment<NewsEvidence>[]
}
/** The article by paragraphs, each cut at the borders of the words that prove something. Joined by line ends, it is the text. */
export function paragraphs(text: string, evidence: readonly NewsEvidence[]): Paragraph[] {
  let begin = 0
  return text.split('\n').map((line) => {
    const length = Array.from(line).length
    const inside = evidence.filter((each) => each.begin < begin + length && each.end > begin).map((each) => ({ ...each, begin: each.begin - begin, end: each.end - begin }))
    const paragraph = { begin, segments: segments(line, inside) }
    begin += length + 1
    return paragraph
  })
}

/**
 * What `a` does: proof where an own project may have moved on, else a lead where it is still open where the project
 * goes, else a sign of expansion where the enterprise is known. Statements about groups are only noted.
 */
export function suggested_outcome(event: NewsEvent, concerns: readonly NewsConcern[]): { outcome: Outcome; project_id?: number } {
  const moved = concerns.find((each) => each.noun === 'project' && each.stage_may_have_changed)
  if (moved) return { outcome: 'project', project_id: moved.id }
  const actors = event.enterprises.filter((each) => each.role !== 'zone')
  if (event.kind === 'group' || !actors.length) return { outcome: 'noted' }
  const open = event.stage === '' || event.stage === 'negotiation' || event.stage === 'negotiation_or_signed'
  if (open && event.zone_id) return { outcome: 'lead' }
  return { outcome: actors.some((each) => each.enterprise_key) ? 'target' : 'noted' }
}

/** The event to look at after this one was decided: the next that waits, else the one before. */
export function next_waiting(events: readonly NewsEvent[], id: number): number | null {
  const at = events.findIndex((each) => each.id === id)
  const after = [...events.slice(at + 1), ...events.slice(0, Math.max(at, 0)).reverse()]
  return after.find((each) => each.state === 'new' && each.id !== id)?.id ?? null
}

const kPerWan = 10_000
/** "12,000.5" of 万元, or of the unit of another currency, to minor units; null where nothing is typed, undefined where it is no amount. */
export function minor_of(typed: string, currency: string): number | null | undefined {
  const text = typed.trim().replaceAll(/[,，\s]/g, '')
  if (!text) return null
  if (!/^\d{1,11}(\.\d{1,6})?$/.test(text)) return undefined
  const value = Math.round(Number(text) * per_typed(currency))
  return value <= 9_000_000_000_000_000 ? value : undefined
}

export interface CapacityDraft {
  product: string
  value: string
  unit: string
  per: string
  qualifier: string
}
export interface Draft {
  kind: NewsEvent['kind']
  project: string
  enterprises: { name: string; role: NewsEnterprise['role']; enterprise_key: string }[]
  amount: string
  amount_currency: string
  amount_kind: string
  amount_qualifier: string
  land_m2: string
  building_m2: string
  capacity: CapacityDraft[]
  products: string
  jobs: string
  jobs_qualifier: string
  stage: string
  region_code: string
  place_zone: string
  place_zone_id: string
  date_from: string
  date_to: string
  node: string
}
/** Minor units of what is typed: yuan by ten thousands, other money by one. */
const per_typed = (currency: string) => (currency === 'CNY' || !currency ? kPerWan : 1) * minor_units(currency)

export function draft_of(event: NewsEvent): Draft {
  const shown = event.amount === null ? '' : String(event.amount / per_typed(event.amount_currency))
  return {
    kind: event.kind, project: event.project, enterprises: event.enterprises.map(({ name, role, enterprise_key }) => ({ name, role, enterprise_key })),
    amount: shown, amount_currency: event.amount_currency || 'CNY', amount_kind: event.amount_kind || 'total_investment', amount_qualifier: event.amount_qualifier || 'exact',
    land_m2: event.land_m2 === null ? '' : String(event.land_m2), building_m2: event.building_m2 === null ? '' : String(event.building_m2),
    capacity: event.capacity.map(({ product, value, unit, per, qualifier }) => ({ product, value, unit, per, qualifier })), products: event.products.join('、'),
    jobs: event.jobs === null ? '' : String(event.jobs), jobs_qualifier: event.jobs_qualifier || 'exact',
    stage: event.stage, region_code: event.region_code, place_zone: event.place_zone, place_zone_id: event.place_zone_id,
    date_from: event.date_from ?? '', date_to: event.date_to ?? '', node: event.node,
  }
}

/** What of a draft differs from the event, as the server wants it; the name of a field that says nothing sensible. */
export function correction_of(event: NewsEvent, draft: Draft): Omit<Correction, 'version'> | { problem: NewsField } {
  const before = draft_of(event)
  const body: Omit<Correction, 'version'> = {}
  const unknown: NewsField[] = []
  if (draft.kind !== before.kind) body.kind = draft.kind
  if (draft.project.trim() !== before.project) body.project = draft.project.trim()
  const named = draft.enterprises.filter((each) => each.name.trim()).map((each) => ({ ...each, name: each.name.trim() }))
  if (JSON.stringify(named) !== JSON.stringify(before.enterprises)) body.enterprises = named
  const amount = minor_of(draft.amount, draft.amount_currency)
  if (amount === undefined || !/^[A-Z]{3}$/.test(draft.amount_currency)) return { problem: 'amount' }
  if (amount === null) {
    if (event.amount !== null) unknown.push('amount')
  } else {
    if (amount !== event.amount) body.amount = amount
    for (const key of ['amount_currency', 'amount_kind', 'amount_qualifier'] as const) if (draft[key] !== event[key]) body[key] = draft[key] as never
  }
  for (const field of ['land_m2', 'building_m2', 'jobs'] as const) {
    const typed = draft[field].trim()
    if (!(field === 'jobs' ? /^\d{0,7}$/ : /^\d{0,13}$/).test(typed)) return { problem: field }
    if (typed === before[field]) continue
    if (typed) body[field] = Number(typed)
    else unknown.push(field)
  }
  if (draft.jobs.trim() && draft.jobs_qualifier !== before.jobs_qualifier) body.jobs_qualifier = draft.jobs_qualifier as never
  const products = draft.products.split(/[、,，;；\n]/).map((each) => each.trim()).filter(Boolean)
  if (products.join('、') !== before.products) {
    if (products.length) body.products = products
    else unknown.push('products')
  }
  const capacity = draft.capacity.map((each) => ({ ...each, product: each.product.trim(), value: each.value.trim(), unit: each.unit.trim() })).filter((each) => each.product || each.value || each.unit)
  if (capacity.some((each) => !/^\d{1,18}(\.\d{1,9})?$/.test(each.value) || !each.unit)) return { problem: 'capacity' }
  if (JSON.stringify(capacity) !== JSON.stringify(before.capacity)) {
    if (capacity.length) body.capacity = capacity.map(({ per, ...each }) => ({ ...each, ...(per ? { per } : {}) })) as Correction['capacity']
    else unknown.push('capacity')
  }
  if (draft.stage !== before.stage) {
    if (draft.stage) body.stage = draft.stage as NewsStage
    else unknown.push('stage')
  }
  const place = draft.region_code.trim()
  if (place && !/^\d{6}$/.test(place)) return { problem: 'place' }
  if (!place && before.region_code) unknown.push('place')
  else if (place !== before.region_code) body.region_code = place
  if (draft.place_zone.trim() !== before.place_zone) body.place_zone = draft.place_zone.trim()
  if (draft.place_zone_id !== before.place_zone_id) body.place_zone_id = draft.place_zone_id
  else if (body.place_zone !== undefined && before.place_zone_id) body.place_zone_id = ''
  const day = (text: string) => !text || /^\d{4}-\d{2}-\d{2}$/.test(text)
  if (!day(draft.date_from) || !day(draft.date_to) || (draft.date_from && draft.date_to && draft.date_from > draft.date_to)) return { problem: 'date' }
  if (draft.date_from !== before.date_from || draft.date_to !== before.date_to) {
    if (!draft.date_from && !draft.date_to) unknown.push('date')
    if (draft.date_from) body.date_from = draft.date_from
    if (draft.date_to) body.date_to = draft.date_to
  }
  if (draft.node !== before.node) body.node = draft.node
  if (unknown.length) body.unknown = unknown
  return body
}

export const years_of = (landings: readonly Landing[]) => [...new Set(landings.map((each) => each.year))].sort((a, b) => a - b)
export const in_years = (landings: readonly Landing[], from: number, to: number) => landings.filter((each) => each.year >= from && each.year <= to)

export interface LandingRow {
  key: string
  by_year: Map<number, Landing>
  projects: number
  amount_fen: number
  without_amount: number
}
/** Landings as a table of places (or nodes) by years; the fullest row first, what is not known last. */
export function landing_table(landings: readonly Landing[]): { years: number[]; rows: LandingRow[]; total_of: Map<number, number>; total: number } {
  const rows = new Map<string, LandingRow>()
  for (const each of landings) {
    const row = rows.get(each.key) ?? { key: each.key, by_year: new Map(), projects: 0, amount_fen: 0, without_amount: 0 }
    row.by_year.set(each.year, each)
    row.projects += each.projects
    row.amount_fen += each.amount_fen
    row.without_amount += each.without_amount
    rows.set(each.key, row)
  }
  const years = years_of(landings)
  const total_of = new Map(years.map((year) => [year, landings.reduce((sum, each) => sum + (each.year === year ? each.projects : 0), 0)]))
  const sorted = [...rows.values()].sort((a, b) => Number(!a.key) - Number(!b.key) || b.projects - a.projects || b.amount_fen - a.amount_fen || a.key.localeCompare(b.key))
  return { years, rows: sorted, total_of, total: landings.reduce((sum, each) => sum + each.projects, 0) }
}

/** A sentence of the catalogue and what stands in it: `data` as the news has it, `said` in the language of the page. */
export interface LessonSentence {
  key: string
  data: Record<string, string>
  said: Record<string, string>
}
export function lesson_sentence(lesson: NewsLesson, stage_name: (stage: string) => string, region_name: (code: string) => string, zone_name: (id: string) => string): LessonSentence {
  const words = lesson.words
  const sentence = (name: string, said: Record<string, string> = {}, data: Record<string, string> = {}) => ({ key: `radar.lesson_${name}`, data: { words, ...data }, said })
  if (lesson.kind === 'enterprise') return lesson.means ? sentence('alias', {}, { means: lesson.means }) : sentence('enterprise')
  if (lesson.kind === 'stage') return lesson.stage ? sentence('stage', { stage: stage_name(lesson.stage) }) : sentence('no_stage')
  if (lesson.kind !== 'place') return sentence(lesson.kind)
  const means = lesson.key ? zone_name(lesson.key) : region_name(lesson.region_code)
  return lesson.within_region ? sentence('place_within', { means, within: region_name(lesson.within_region) }) : sentence('place', { means })
}

const kLessonGroups = [
  { id: 'enterprises', kinds: ['enterprise', 'no_enterprise', 'enterprise_edge'] },
  { id: 'projects', kinds: ['project', 'no_project', 'project_edge'] },
  { id: 'places', kinds: ['place'] },
  { id: 'stages', kinds: ['stage'] },
] as const
/** Lessons by what they are about, the most used first; what nothing was learned of is left out. */
export function lesson_groups(lessons: readonly NewsLesson[]): { id: (typeof kLessonGroups)[number]['id']; lessons: NewsLesson[] }[] {
  const used = (each: NewsLesson) => each.events + each.passed_over
  return kLessonGroups
    .map(({ id, kinds }) => ({ id, lessons: lessons.filter((each) => (kinds as readonly string[]).includes(each.kind)).sort((a, b) => used(b) - used(a) || a.words.localeCompare(b.words, 'zh')) }))
    .filter((group) => group.lessons.length)
}

/** Which of the reports of a dossier an event contradicts, and in what. */
export function contradictions_at(detail: NewsDossierDetail, event_id: number): { kind: 'amount' | 'stage' | 'place'; earlier: NewsEvent }[] {
  return detail.contradictions
    .filter((each) => each.later_event_id === event_id)
    .flatMap((each) => {
      const earlier = detail.events.find((event) => event.id === each.earlier_event_id)
      return earlier ? [{ kind: each.kind, earlier }] : []
    })
}

/** Bounds of a selection in code points of the article, from an offset in a paragraph's UTF-16. */
export function code_points_before(text: string, utf16: number): number {
  return Array.from(text.slice(0, utf16)).length
}
