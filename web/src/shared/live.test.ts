import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { together } from './live'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the first of a row of changes is told at once, the others once, and the last is never lost', () => {
  const told = vi.fn()
  const change = together(told, 500)
  change()
  expect(told).toHaveBeenCalledTimes(1)
  for (let i = 0; i < 30; i++) change()
  expect(told).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(500)
  expect(told).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(500)
  expect(told).toHaveBeenCalledTimes(2)
  change()
  expect(told).toHaveBeenCalledTimes(3)
})
