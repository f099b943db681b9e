import { expect, test } from 'vitest'
import { by_day, cost_per, draft_problem, first_day, phase } from './model'

const campaign = { begin: '2026-06-10', end: '2026-06-14' }
const visit = (id: number, day: string) => ({ id, enterprise: `企业${id}`, enterprise_key: '', day, note: '', done: false, version: 1 })

test('a campaign is planned, under way, or over; its first and last day belong to it', () => {
  expect(phase(campaign, '2026-06-09')).toBe('planned')
  expect(phase(campaign, '2026-06-10')).toBe('running')
  expect(phase(campaign, '2026-06-14')).toBe('running')
  expect(phase(campaign, '2026-06-15')).toBe('over')
})

test('visits come by day and keep their order within one', () => {
  expect(by_day([visit(3, '2026-06-12'), visit(2, '2026-06-11'), visit(1, '2026-06-12')]).map((each) => [each.day, each.visits.map((one) => one.id)])).toEqual([['2026-06-11', [2]], ['2026-06-12', [1, 3]]])
})

test('a visit is offered a day within the campaign', () => {
  expect(first_day(campaign, '2026-01-01')).toBe('2026-06-10')
  expect(first_day(campaign, '2026-06-12')).toBe('2026-06-12')
  expect(first_day(campaign, '2027-01-01')).toBe('2026-06-14')
})

test('cost a piece is unknown, not 0, while the cost is', () => {
  expect(cost_per(null, 3)).toBeNull()
  expect(cost_per(300, 0)).toBeNull()
  expect(cost_per(1000, 3)).toBe(333)
})

test('a draft says what it lacks', () => {
  const draft = { name: '行', zone_id: 'east', kind: 'trip' as const, ...campaign, route: '', plan: '', people: '', cost: '' }
  expect(draft_problem(draft)).toBeNull()
  expect(draft_problem({ ...draft, name: ' ' })).toBe('name')
  expect(draft_problem({ ...draft, end: '2026-06-01' })).toBe('days')
  expect(draft_problem({ ...draft, cost: '三万' })).toBe('cost')
})
