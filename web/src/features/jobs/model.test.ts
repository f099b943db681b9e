import { expect, test } from 'vitest'
import type { Job } from '@/api/calls'
import { accounted, active, not_understood, seconds_left, taken_for, with_job } from './model'

const job: Job = { id: 1, kind: 'import', subject: '', state: 'running', stage: '', progress: 0.25, created_ms: 0, started_ms: 0, ended_ms: null, by: '', error_code: '', error: '', error_detail: '', result: null, tables: [] }

test('rows read are those accepted, updated, doubled or rejected', () => {
  expect(accounted({ read: 10, accepted: 5, updated: 2, duplicates: 2, rejected: 1, repaired: 3 })).toBe(true)
  expect(accounted({ read: 10, accepted: 5 })).toBe(false)
  expect(accounted({ seconds: 3 })).toBeNull()
})

test('the time left follows from the pace', () => {
  expect(seconds_left(job, 10_000)).toBe(30)
  expect(seconds_left({ ...job, progress: null }, 10_000)).toBeNull()
  expect(active(job)).toBe(true)
  expect(active({ ...job, state: 'done' })).toBe(false)
})

test('a job that moved on stands in its place, a new one in front', () => {
  const other = { ...job, id: 2 }
  expect(with_job([other, job], { ...job, state: 'done' }).map((each) => each.state)).toEqual(['running', 'done'])
  expect(with_job([job], other).map((each) => each.id)).toEqual([2, 1])
})

test('headings of all sheets are told once', () => {
  const table = { sheet: '', rows: 1, notes: 0, passed_over: '', used: [{ heading: '企业', meaning: 'name' }], not_kept: [], ignored: ['甲', '乙'] }
  const done: Job = { ...job, tables: [table, { ...table, ignored: ['乙', '丙'] }] }
  expect(not_understood(done)).toEqual(['甲', '乙', '丙'])
  expect(taken_for(done).get('name')).toBe('企业')
})
