import { expect, test } from 'vitest'
import type { Backtest, BacktestedGap, RankingSkill } from '@/api/calls'
import { ApiError } from '@/api/calls'
import { beaten_by, by_auc, cannot_tell, compared, on_bar, records_of } from './model'

const skill = (ranking: RankingSkill['ranking'], auc: number, low: number | null, high: number | null): RankingSkill => ({
  ranking, auc, auc_low: null, auc_high: null, auc_less_diagnosis: 0, auc_less_diagnosis_low: low, auc_less_diagnosis_high: high, precision_at: [],
})

test('a rule beats the diagnosis only where the interval of the difference leaves out nothing', () => {
  expect(compared(skill('density', 0.8, 0.01, 0.03))).toBe('better')
  expect(compared(skill('density', 0.8, -0.01, 0.03))).toBe('even')
  expect(compared(skill('density', 0.6, -0.2, -0.1))).toBe('worse')
  expect(compared(skill('diagnosis', 0.7, 0, 0))).toBe('even')
  expect(compared(skill('density', 0.8, null, null))).toBe('even')
})

test('the best rules that beat the diagnosis come first, and its own likelihood is none of them', () => {
  const all = [skill('node_size', 0.7, 0.01, 0.02), skill('likelihood', 0.9, 0.1, 0.2), skill('region_times_node', 0.8, 0.05, 0.1), skill('random', 0.5, -0.3, -0.2)]
  expect(beaten_by(all).map((each) => each.ranking)).toEqual(['region_times_node', 'node_size'])
  expect(by_auc(all)[0]!.ranking).toBe('likelihood')
})

test('the bar begins where luck ends', () => {
  expect(on_bar(0.5)).toBe(0)
  expect(on_bar(0.75)).toBe(0.5)
  expect(on_bar(0.4)).toBe(0)
  expect(on_bar(null)).toBe(0)
})

test('records are those founded after the year, closed ones too', () => {
  const test_ = { until: 1999, horizon: 5 } as Backtest
  const gap = { region_code: '220500', node: 'biomedicine/vaccine' } as BacktestedGap
  const { query } = records_of(test_, gap)
  expect([query.since, query.until]).toEqual(['2000', '2004'])
  expect(query.status).toContain('deregistered')
})

test('only a register that cannot tell is an empty page', () => {
  expect(cannot_tell(new ApiError(409, 'undated_register', 'no day'))).toBe('undated_register')
  expect(cannot_tell(new ApiError(500, 'internal', 'broken'))).toBeNull()
  expect(cannot_tell(new Error('x'))).toBeNull()
})
