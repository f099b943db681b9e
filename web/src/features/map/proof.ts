import type { NodeMeasures } from '@/api/calls'
import type { Language } from '@/shared/number'
import { format_money, format_number, format_ratio, format_share, kUnknown } from '@/shared/number'

/** A measure of a node in a place, ready to be read and to be checked. */
export interface Proof {
  id: string
  value: string
  /** Present where the value is unknown: a key of the messages that says why. */
  unknown: string | null
  /** The formula with this place's numbers in it; null where there is nothing to compute. */
  worked: string | null
  /** What the enterprises page shows for "the records behind it". */
  records: 'node' | 'region' | null
}

/** All measures, the ones that decide the type first. Every line can be worked out again from the numbers it shows. */
export function proofs(m: NodeMeasures, language: Language): Proof[] {
  const n = (value: number) => format_number(value, language)
  const line = (id: string, known: boolean, value: string, unknown: string, worked: string | null, records: Proof['records'] = null): Proof => ({
    id,
    value: known ? value : kUnknown,
    unknown: known ? null : unknown,
    worked: known ? worked : null,
    records,
  })
  return [
    line('count', true, n(m.count), '', null, 'node'),
    line('share', m.share !== null, format_share(m.share, language), 'nobody', `${n(m.count)} ÷ ${n(m.national_count)}`, 'node'),
    line(
      'location_quotient', m.location_quotient !== null, format_ratio(m.location_quotient, language), 'nobody',
      `(${n(m.count)} ÷ ${n(m.region_total)}) ÷ (${n(m.national_count)} ÷ ${n(m.national_total)})`, 'region',
    ),
    line('rank', m.rank !== null, m.rank === null ? '' : `${n(m.rank)} / ${n(m.regions_with)}`, m.count === 0 ? 'absent' : 'not_a_region', null),
    line('capital', m.capital_fen !== null, format_money(m.capital_fen, language), 'no_capital', `Σ (${n(m.capital_known)} / ${n(m.count)})`, 'node'),
    line('median_age', m.median_age_years !== null, format_number(m.median_age_years, language, 1), 'no_age', null, 'node'),
    line(
      'founding_growth', m.founding_growth !== null, format_share(m.founding_growth, language), 'no_base',
      `${n(m.founded_recent)} ÷ ${n(m.founded_before)} − 1`, 'node',
    ),
    line('supply_coverage', m.supply_coverage !== null, format_share(m.supply_coverage, language), 'no_inputs',
      `${n(m.inputs.filter((input) => input.supply === 'local').length)} ÷ ${n(m.inputs.length)}`),
    line('density', m.density !== null, format_ratio(m.density, language), 'undefined', null),
    line('complexity', m.complexity !== null, format_ratio(m.complexity, language), 'undefined', null),
    line('rca', m.rca !== null, format_ratio(m.rca, language), 'nobody', null),
  ]
}
