import { expect, test } from 'vitest'
import type { Contribution } from '@/api/calls'
import { contribution_value, points_sum } from './model'

const base: Contribution = { criterion: 'technology', value: 1.234, unit: 'z_score', percentile: 80, weight: 0.25, points: 20, known: true, unknown_reason: '' }

test('unknown criteria are in the sum with the points of the middle', () => {
  expect(points_sum([base, { ...base, points: 10 }, { ...base, known: false, value: null, percentile: null, points: 12.5 }])).toBe(42.5)
})

test('a value is shown in its own unit', () => {
  expect(contribution_value({ ...base, unit: 'fen', value: 1_000_000_000_000 }, 'zh')).toBe('100 亿元')
  expect(contribution_value({ ...base, unit: 'share', value: 0.5 }, 'zh')).toBe('50%')
  expect(contribution_value({ ...base, value: null }, 'zh')).toBe('—')
})
