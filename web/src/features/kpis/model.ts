import type { KpiBy, KpiDefinition, KpiTerm, KpiValue, LeadConversion } from '@/api/figures'
import type { Language } from '@/shared/number'
import { format_money, format_number, format_share, kUnknown } from '@/shared/number'

export const kTabs = ['figures', 'times', 'forecast', 'conversion'] as const
export type Tab = (typeof kTabs)[number]
export const kBy: KpiBy[] = ['all', 'zone', 'channel', 'chain', 'node', 'officer', 'month']

/** An area as people of a zone count it: 1 mu is 2,000/3 m². */
const kM2_per_mu = 2000 / 3
const kFen_per_wan = 1_000_000

export const figure_key = (each: { id: string; version: string }) => `${each.id}@${each.version}`

/** Fen per mu, whether it is counted per m² or per mu: both are told the same way. */
const fen_per_mu = (unit: KpiDefinition['unit'], value: number) => (unit === 'fen_per_m2' ? value * kM2_per_mu : value)

export function format_figure(unit: KpiDefinition['unit'], value: number | null, language: Language): string {
  if (value === null) return kUnknown
  if (unit === 'share') return format_share(value, language)
  const wan = fen_per_mu(unit, value) / kFen_per_wan
  return language === 'en' ? `¥${format_number(wan * 10, language, wan >= 10 ? 0 : 1)}k` : format_number(wan, language, wan >= 100 ? 0 : wan >= 10 ? 1 : 2)
}
/** A sum of a term as told: a count, money, or an area in mu. */
export function format_sum(term: KpiTerm, sum: number, language: Language): string {
  if (term.sum === 'count') return format_number(sum, language)
  return term.sum === 'land_m2' ? format_number(sum / kM2_per_mu, language, 1) : format_money(sum, language)
}

/** What may count in a term, as keys of messages: the filter of the figure in full. */
export function filters_of(term: KpiTerm, of: KpiDefinition['of']): string[] {
  const found: string[] = []
  if (term.reached) found.push(`reached_${term.reached}`)
  if (term.not_ended) found.push('not_ended')
  if (term.on_chain) found.push('on_chain')
  if (term.became) found.push(`became_${term.became}`)
  return found.length ? found : [`any_${of}`]
}

export interface Figure {
  definition: KpiDefinition
  /** By group; absent where nothing of the group is in it. */
  values: Map<string, KpiValue>
}
/** Definitions with their values, those of one figure next to each other. */
export function figures_of(definitions: readonly KpiDefinition[], values: readonly KpiValue[]): Figure[] {
  const ids = [...new Set(definitions.map((each) => each.id))]
  return ids.flatMap((id) => definitions.filter((each) => each.id === id)).map((definition) => ({
    definition,
    values: new Map(values.filter((each) => each.id === definition.id && each.version === definition.version).map((each) => [each.key, each])),
  }))
}
/** The groups there are, the largest first; months in their order; what has no group last. */
export function groups_of(figures: readonly Figure[], by: KpiBy): string[] {
  const size = new Map<string, number>()
  for (const figure of figures) {
    for (const [key, value] of figure.values) size.set(key, Math.max(size.get(key) ?? 0, figure.definition.denominator_term.sum === 'count' ? value.denominator + value.unknown : value.unknown))
  }
  return [...size.keys()].sort((a, b) => Number(a === '') - Number(b === '') || (by === 'month' ? b.localeCompare(a) : size.get(b)! - size.get(a)! || a.localeCompare(b)))
}

/** Why there is no value, as the key of a message; null where there is one. */
export function no_value(value: KpiValue | undefined): 'nothing' | 'all_unknown' | null {
  if (value && value.value !== null) return null
  return value && value.unknown > 0 ? 'all_unknown' : 'nothing'
}

/** Wilson's 95 % interval of k among n: it stays between 0 and 1 and says something of small numbers, too. */
export function wilson(k: number, n: number): { low: number; high: number } | null {
  if (n <= 0) return null
  const z = 1.959964
  const p = k / n
  const center = p + (z * z) / (2 * n)
  const width = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  const below = 1 + (z * z) / n
  return { low: Math.max(0, (center - width) / below), high: Math.min(1, (center + width) / below) }
}

export function conversion_sum(rows: readonly LeadConversion[]): Omit<LeadConversion, 'key' | 'label'> {
  const sum = { leads: 0, converted: 0, with_contract: 0, declined: 0, open: 0, credited_leads: 0, credited_converted: 0, credited_with_contract: 0 }
  for (const row of rows) for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += row[key]
  return { ...sum, conversion: sum.leads ? sum.with_contract / sum.leads : null }
}
