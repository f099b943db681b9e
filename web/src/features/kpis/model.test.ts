import { expect, test } from 'vitest'
import type { KpiDefinition, KpiTerm, KpiValue } from '@/api/figures'
import { conversion_sum, figures_of, filters_of, format_figure, format_sum, groups_of, no_value, wilson } from './model'

const term = (more: Partial<KpiTerm> = {}): KpiTerm => ({ sum: 'count', reached: null, verified: false, not_ended: false, on_chain: false, became: '', ...more })
const definition = (id: string, version: string, more: Partial<KpiDefinition> = {}): KpiDefinition => ({ id, version, name: id, name_en: id, of: 'projects', numerator: '', denominator: '', numerator_en: '', denominator_en: '', numerator_term: term(), denominator_term: term(), unit: 'share', source: '', source_en: '', ...more })
const value = (id: string, version: string, key: string, more: Partial<KpiValue> = {}): KpiValue => ({ id, version, key, label: key, numerator: 1, denominator: 2, value: 0.5, unknown: 0, unverified: 0, verified_value: 0.5, as_of: '2026-06-10', ...more })

test('money per m² and per mu are told alike: 60,000 yuan per mu are 90 yuan per m²', () => {
  expect(format_figure('fen_per_mu', 6_000_000, 'zh')).toBe('6')
  expect(format_figure('fen_per_m2', 9000, 'zh')).toBe('6')
  expect(format_figure('fen_per_mu', 6_000_000, 'en')).toBe('¥60k')
  expect(format_figure('share', 198 / 292, 'zh')).toBe('67.8%')
  expect(format_figure('share', null, 'zh')).toBe('—')
})

test('a sum is told in the unit of its term', () => {
  expect(format_sum(term(), 198, 'zh')).toBe('198')
  expect(format_sum(term({ sum: 'land_m2' }), 20000, 'zh')).toBe('30')
  expect(format_sum(term({ sum: 'contracted_fen' }), 10_000_000_000, 'zh')).toBe('1 亿元')
})

test('the filter of a term is told in full', () => {
  expect(filters_of(term({ reached: 'construction', not_ended: true }), 'projects')).toEqual(['reached_construction', 'not_ended'])
  expect(filters_of(term(), 'leads')).toEqual(['any_leads'])
})

test('versions of one figure stand next to each other, and the value of a group is found', () => {
  const figures = figures_of([definition('a', '1'), definition('b', '1'), definition('a', '2')], [value('a', '2', 'east'), value('b', '1', 'west')])
  expect(figures.map((each) => each.definition.id + each.definition.version)).toEqual(['a1', 'a2', 'b1'])
  expect(figures[1]!.values.get('east')?.value).toBe(0.5)
})

test('groups come by size, months by time, what has none comes last', () => {
  const sizes = figures_of([definition('a', '1')], [value('a', '1', '', { denominator: 90 }), value('a', '1', 'east', { denominator: 3 }), value('a', '1', 'west', { denominator: 5 })])
  expect(groups_of(sizes, 'zone')).toEqual(['west', 'east', ''])
  const months = figures_of([definition('a', '1')], [value('a', '1', '2026-01'), value('a', '1', '2026-03', { denominator: 9 }), value('a', '1', '')])
  expect(groups_of(months, 'month')).toEqual(['2026-03', '2026-01', ''])
})

test('no value has a reason', () => {
  expect(no_value(value('a', '1', ''))).toBeNull()
  expect(no_value(value('a', '1', '', { value: null, denominator: 0 }))).toBe('nothing')
  expect(no_value(value('a', '1', '', { value: null, denominator: 0, unknown: 4 }))).toBe('all_unknown')
  expect(no_value(undefined)).toBe('nothing')
})

test("Wilson's interval: 1 of 10 is 1.8 % to 40.4 %", () => {
  const { low, high } = wilson(1, 10)!
  expect(low).toBeCloseTo(0.0179, 3)
  expect(high).toBeCloseTo(0.4042, 3)
  expect(wilson(0, 5)!.low).toBe(0)
  expect(wilson(0, 0)).toBeNull()
})

test('the sum line adds counts and divides anew', () => {
  const row = { key: 'a', label: 'a', leads: 10, converted: 4, with_contract: 2, declined: 1, open: 5, conversion: 0.2, credited_leads: 9.3, credited_converted: 4, credited_with_contract: 2 }
  expect(conversion_sum([row, { ...row, leads: 30, with_contract: 2 }])).toMatchObject({ leads: 40, with_contract: 4, conversion: 0.1, credited_leads: 18.6 })
  expect(conversion_sum([]).conversion).toBeNull()
})
