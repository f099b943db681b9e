import { expect, test } from 'vitest'
import { days_until, today_in_china } from './days'

test('days are counted in China', () => {
  expect(today_in_china(Date.parse('2026-11-24T17:00:00Z'))).toBe('2026-11-25')
  expect(days_until('2026-11-27', '2026-11-25')).toBe(2)
  expect(days_until('2026-11-20', '2026-11-25')).toBe(-5)
})
