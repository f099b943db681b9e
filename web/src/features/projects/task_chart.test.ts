import { expect, test } from 'vitest'
import type { Task } from '@/api/project_work'
import { count_tasks, listed_tasks, task_chart } from './task_chart'

const task = (id: number, more: Partial<Task>): Task => ({
  id, project_id: 1, project_name: '', template_id: '', stage: 'signed', name: String(id), name_en: String(id), days: 1, working: true, depends_on: [], assignee_id: null, assignee_name: '', state: 'open', ready: true,
  begin: null, due: null, done: null, estimated: false, late: false, slack_days: null, critical: false, basis: '', basis_en: '', documents: [], documents_en: [], note: '', escalated: false, version: 1, ...more,
})

// From 30 March: a is two days, b follows for three; c may slip by two.
const a = task(1, { begin: '2026-03-30', due: '2026-03-31', critical: true, slack_days: 0 })
const b = task(2, { begin: '2026-04-01', due: '2026-04-03', critical: true, slack_days: 0, ready: false, depends_on: [1] })
const c = task(3, { begin: '2026-03-30', due: '2026-04-01', slack_days: 2 })

test('bars stand where their days are, with the day before the first as margin', () => {
  const chart = task_chart([b, a, c], [1, 2], '2026-03-31')!
  expect(chart.first).toBe('2026-03-29')
  expect(chart.bars.map((each) => [each.task.id, each.begin, each.end, each.slack_end])).toEqual([[1, 1, 3, 3], [3, 1, 4, 6], [2, 3, 6, 6]])
  expect(chart.today).toBe(2)
  expect(chart.months).toEqual([{ at: 3, day: '2026-04-01' }])
})

test('only the critical path is joined, in its order', () => {
  expect(task_chart([a, b, c], [1, 2], '2026-03-31')!.links.map((each) => [each.from.task.id, each.to.task.id])).toEqual([[1, 2]])
})

test('what is done ends on the day it was done, has no slack, and may have begun before its plan', () => {
  const chart = task_chart([task(1, { state: 'done', begin: '2026-04-05', due: '2026-04-09', done: '2026-04-02', slack_days: 4 })], [], '2026-04-02')!
  expect(chart.bars[0]).toMatchObject({ begin: 1, end: 2, slack_end: 2 })
})

test('what is late stands where it is expected too, and has no slack left', () => {
  const chart = task_chart([task(1, { begin: '2026-03-30', due: '2026-03-31', slack_days: 2 })], [], '2026-04-06', [{ task_id: 1, begin: '2026-04-06', end: '2026-04-08', estimated: false }])!
  expect(chart.bars[0]).toMatchObject({ begin: 1, end: 3, slack_end: 3, forecast: { begin: 8, end: 11, day: '2026-04-08' } })
  expect(chart.days).toBe(12)
})

test('without days there is nothing to draw', () => {
  expect(task_chart([task(1, {}), task(2, { state: 'dropped', begin: '2026-01-01', due: '2026-01-02' })], [], '2026-01-01')).toBeNull()
})

test('the list shows the most pressing first, the done ones last done first, the dropped ones last', () => {
  const tasks = [task(1, { state: 'dropped' }), task(2, { state: 'done', done: '2026-01-02' }), task(3, { state: 'done', done: '2026-01-05' }), task(4, { due: '2026-02-02' }), task(5, { due: '2026-02-01', late: true }), task(6, { ready: false })]
  expect(listed_tasks(tasks, 'all').map((each) => each.id)).toEqual([5, 4, 6, 3, 2, 1])
  expect(listed_tasks(tasks, 'waiting').map((each) => each.id)).toEqual([6])
  expect([count_tasks(tasks, 'open'), count_tasks(tasks, 'late'), count_tasks(tasks, 'done')]).toEqual([3, 1, 2])
})
