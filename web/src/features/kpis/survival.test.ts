import { expect, test } from 'vitest'
import type { StageTime } from '@/api/figures'
import { at_risk, axis, band_path, remaining_at, step_path } from './survival'

// Six stays: passed after 10, 20, 20 and 40 days; still there after 20 and 50. By hand: 5/6, then ×3/5, then ×1/2.
const time: StageTime = {
  stage: 'signed', next_stage: 'registered', projects: 6, passed: 4, still: 2, median_days: 20, quartile_days: 20,
  curve: [
    { days: 10, at_risk: 6, events: 1, remaining: 5 / 6, low: 0.3, high: 0.97 },
    { days: 20, at_risk: 5, events: 2, remaining: 0.5, low: 0.1, high: 0.8 },
    { days: 40, at_risk: 2, events: 1, remaining: 0.25, low: 0.01, high: 0.66 },
  ],
  censored: [{ days: 20, projects: 1 }, { days: 50, projects: 1 }],
  joined: [], begin_unknown: 0, before_entered: 0, end_unknown: 0,
}
const frame = { left: 0, top: 0, width: 60, height: 100, days: 60 }

test('numbers at risk under the axis are those of the curve itself', () => {
  for (const point of time.curve) expect(at_risk(time, point.days)).toBe(point.at_risk)
  expect(at_risk(time, 0)).toBe(6)
  expect(at_risk(time, 51)).toBe(0)
})

test('who was entered late is at risk from then on', () => {
  const late = { ...time, joined: [{ days: 15, projects: 1 }] }
  expect(at_risk(late, 10)).toBe(5)
  expect(at_risk(late, 15)).toBe(4)
  expect(at_risk(late, 20)).toBe(5)
})

test('what remains falls on the day of a passing', () => {
  expect(remaining_at(time, 9)).toBe(1)
  expect(remaining_at(time, 10)).toBeCloseTo(5 / 6)
  expect(remaining_at(time, 39)).toBe(0.5)
  expect(remaining_at(time, 400)).toBe(0.25)
})

test('the line goes down in steps and ends with the last day watched', () => {
  expect(step_path(time, frame)).toBe('M0 0H10V16.7H20V50H40V75H50')
})

test('the band is closed, and there is none where nobody has passed', () => {
  expect(band_path(time, frame)).toMatch(/^M10 3.*Z$/)
  expect(band_path({ ...time, curve: [] }, frame)).toBe('')
})

test('the axis ends on a whole step beyond the last day', () => {
  expect(axis(time)).toEqual({ days: 50, ticks: [0, 10, 20, 30, 40, 50] })
  expect(axis({ curve: [], censored: [{ days: 700, projects: 1 }] }).ticks.at(-1)).toBeGreaterThanOrEqual(700)
})
