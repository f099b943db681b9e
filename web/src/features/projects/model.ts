import type { BoardColumn, Project, ProjectAmount, Stage, StageGate } from '@/api/workspace'
import { clock_day, days_until } from '@/shared/days'
import type { Language } from '@/shared/number'
import { exact_money, format_money } from '@/shared/number'

export const kStages: Stage[] = ['negotiation', 'signed', 'registered', 'construction', 'completed', 'in_production', 'at_capacity']
export const kAmountKinds: ProjectAmount['kind'][] = ['planned', 'contracted', 'arrived', 'fixed_asset']
export const kSources: ProjectAmount['source'][] = ['in_province', 'out_of_province', 'foreign', 'unknown']

/** The only gate a project can stand before: stages are passed one by one, and not by what is suspended or ended. */
export function next_stage(project: Pick<Project, 'stage' | 'state'>): Stage | null {
  if (project.state !== 'active') return null
  return kStages[kStages.indexOf(project.stage) + 1] ?? null
}

/** Why a card cannot be dropped on a column; null where it can. */
export function drop_problem(project: Pick<Project, 'stage' | 'state' | 'evidence_waiting'>, column: string): 'same' | 'back' | 'jump' | 'waiting' | 'state' | null {
  if (column === project.stage) return 'same'
  const to = kStages.indexOf(column as Stage)
  if (to < 0 || project.state !== 'active') return 'state'
  const from = kStages.indexOf(project.stage)
  if (to < from) return 'back'
  if (to > from + 1) return 'jump'
  return project.evidence_waiting > 0 ? 'waiting' : null
}

export const gate_of = (gates: readonly StageGate[], stage: string) => gates.find((each) => each.stage === stage)

/** Days in a stage beyond its limit; 0 while there is time or no limit. */
export function days_over(gate: StageGate | undefined, days_in_stage: number): number {
  return gate?.limit_days ? Math.max(0, days_in_stage - gate.limit_days) : 0
}

/** Columns of stages in order, then those put aside. */
export function ordered_columns(columns: readonly BoardColumn[]): BoardColumn[] {
  const place = (each: BoardColumn) => { const at = kStages.indexOf(each.stage as Stage); return at < 0 ? kStages.length : at }
  return [...columns].sort((a, b) => place(a) - place(b))
}

/** What a card of the board says. */
export interface BoardCard {
  project: Project
  href: string
  money: string
  exact: string
  days: string
  since: string
  /** Empty while there is time. */
  late: string
  /** The last day that is known of it; empty where it is followed. */
  known: string
  /** Which limit was passed. */
  limit: string
  /** Where its button leads; empty without one. */
  next: string
  movable: boolean
  /** All that is seen of it: a card that says the same is not drawn again. */
  seen: string
}
export interface BoardWords {
  gates: readonly StageGate[]
  language: Language
  may_move: boolean
  today: string
  stage_name: (stage: string) => string
  days: (n: number) => string
  since: (day: string) => string
  late: (n: number) => string
  known: (day: string) => string
  address: (id: number) => string
}
/** The addresses of all projects from that of the project 0: to build each from its parts takes too long for thousands. */
export function address_of(of_zero: string): (id: number) => string {
  const at = of_zero.indexOf('/0') + 1
  return (id) => of_zero.slice(0, at) + id + of_zero.slice(at + 1)
}
/** The board as it is drawn. Thousands of cards: words that many share are made once. */
export function board_cards(columns: readonly BoardColumn[], words: BoardWords): (Omit<BoardColumn, 'cards'> & { cards: BoardCard[] })[] {
  const said = new Map<number, string>()
  function days_of(n: number): string {
    let text = said.get(n)
    if (text === undefined) said.set(n, (text = words.days(n)))
    return text
  }
  const names = new Map(kStages.map((each) => [each, words.stage_name(each)]))
  const gates = new Map(words.gates.map((each) => [each.stage, each]))
  function card_of(project: Project): BoardCard {
    const fen = project.contracted_fen ?? project.planned_fen
    const since = -days_until(project.stage_since, clock_day(project, words.today))
    const gate = gates.get(project.stage)
    const over = project.state === 'active' ? days_over(gate, since) : 0
    const stage = words.may_move && !project.evidence_waiting ? next_stage(project) : null
    const card = {
      href: words.address(project.id),
      money: format_money(fen, words.language),
      exact: exact_money(fen, words.language),
      days: days_of(since),
      since: words.since(project.stage_since),
      late: over > 0 ? words.late(over) : '',
      known: project.known_until ? words.known(project.known_until) : '',
      limit: (words.language === 'en' ? gate?.limit_name_en : gate?.limit_name) ?? '',
      next: stage ? names.get(stage)! : '',
      movable: words.may_move && project.state === 'active',
    }
    const seen = [project.name, project.investor, project.evidence_waiting, ...Object.values(card)].join('\n')
    return { project, ...card, seen }
  }
  return columns.map((each) => ({ ...each, cards: each.cards.map(card_of) }))
}

/** What a project is, as typed. `parent_name` is shown only. */
export interface ProjectDraft {
  name: string
  investor: string
  credit_code: string
  idea: string
  kind: Project['kind']
  parent_id: number | null
  parent_name: string
  node: string
  confidential: boolean
  /** Empty: it is followed. */
  known_until: string
}
export const empty_draft = (): ProjectDraft => ({ name: '', investor: '', credit_code: '', idea: '', kind: 'new', parent_id: null, parent_name: '', node: '', confidential: false, known_until: '' })
export function draft_of(project: Project): ProjectDraft {
  const { name, investor, credit_code, idea, kind, parent_id, node, confidential } = project
  return { name, investor, credit_code, idea, kind, parent_id, parent_name: '', node, confidential, known_until: project.known_until ?? '' }
}
/** What keeps it from being saved. */
export function project_problem(draft: ProjectDraft): 'name' | 'investor' | 'parent' | null {
  if (!draft.name.trim()) return 'name'
  if (!draft.investor.trim()) return 'investor'
  return draft.kind === 'expansion' && !draft.parent_id ? 'parent' : null
}
type Changed = Partial<Pick<Project, 'name' | 'investor' | 'credit_code' | 'idea' | 'kind' | 'parent_id' | 'node' | 'confidential' | 'above_scale' | 'known_until'>>
/** Only what was changed: the rest may have been changed by somebody else meanwhile. */
export function changed_fields(before: Project, draft: ProjectDraft, above_scale: string | null): Changed {
  const now: Required<Changed> = { name: draft.name.trim(), investor: draft.investor.trim(), credit_code: draft.credit_code.trim(), idea: draft.idea.trim(), kind: draft.kind, parent_id: draft.parent_id, node: draft.node, confidential: draft.confidential, above_scale, known_until: draft.known_until || null }
  return Object.fromEntries(Object.entries(now).filter(([key, value]) => value !== before[key as keyof Changed])) as Changed
}

type Days = Partial<Record<Stage, string>>
/** What is sent of a project's past: the days that are known, and that of the stage it is in. */
export function passed_stages(stage: Stage, days: Days, note: string): { stage: Stage; day: string; note: string }[] {
  return kStages.slice(0, kStages.indexOf(stage) + 1).flatMap((each) => (days[each] ? [{ stage: each, day: days[each], note }] : []))
}
/** Days of stages rise with their order and lie in the past; of the stage it is in, the day has to be known. */
export function stages_problem(stage: Stage, days: Days, today: string): { stage: Stage; why: 'missing' | 'future' | 'order'; other?: Stage } | null {
  let before: Stage | undefined
  for (const each of kStages.slice(0, kStages.indexOf(stage) + 1)) {
    const day = days[each]
    if (!day) {
      if (each === stage && stage !== 'negotiation') return { stage: each, why: 'missing' }
      continue
    }
    if (day > today) return { stage: each, why: 'future' }
    if (before && day < days[before]!) return { stage: each, why: 'order', other: before }
    before = each
  }
  return null
}
