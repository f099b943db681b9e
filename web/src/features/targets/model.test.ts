import { expect, test } from 'vitest'
import type { Contribution } from '@/api/calls'
import { contribution_value, points_sum } from './model'

const base: Contribution = { criterion: 'technology', value: 1.234, unit: 'z_score', percentile: 80, weight: 0.25, points: 20, known: true, unknown_reason: '' }

test('unknown criteria add nothing to the sum', () => {
  expect(points_sum([base, { ...base, points: 12.5 }, { ...base, known: false, points: null }])).toBe(32.5)
})

test('a value is shown in its own unit', () => {
  expect(contribution_value({ ...base, unit: 'fen', value: 1_000_000_000_000 }, 'zh')).toBe('100 亿元')
  expect(contribution_value({ ...base, unit: 'share', value: 0.5 }, 'zh')).toBe('50%')
  expect(contribution_value({ ...base, value: null }, 'zh')).toBe('—')
})
