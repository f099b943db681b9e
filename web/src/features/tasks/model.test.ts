import { expect, test } from 'vitest'
import type { Task } from '@/api/figures'
import { grouped, standing, waits_for } from './model'

const task = (id: number, more: Partial<Task> = {}): Task => ({
  id, project_id: 1, project_name: '甲项目', template_id: '', stage: 'signed', name: `任务${id}`, name_en: `任务${id}`, days: 1, working: true, depends_on: [], assignee_id: null, assignee_name: '',
  state: 'open', ready: true, begin: null, due: '2026-06-10', done: null, estimated: false, late: false, slack_days: null, critical: false, basis: '', basis_en: '', documents: [], documents_en: [], note: '', escalated: false, version: 1, ...more,
})
const kToday = '2026-06-10'

test('by due day what is late comes first and what is done last', () => {
  const tasks = [task(1, { state: 'done', due: '2026-01-01' }), task(2), task(3, { due: '2026-06-09' }), task(4, { due: '2026-06-17' }), task(5, { due: '2026-06-18' }), task(6, { due: null })]
  expect(grouped(tasks, 'due', kToday).map((each) => [each.key, each.tasks.map((one) => one.id)])).toEqual([
    ['overdue', [3]], ['today', [2]], ['week', [4]], ['later', [5]], ['undated', [6]], ['ended', [1]],
  ])
})

test('by project the projects come as their most pressing task does', () => {
  const tasks = [task(1, { project_id: 9 }), task(2, { project_id: 4 }), task(3, { project_id: 9 })]
  expect(grouped(tasks, 'project', kToday).map((each) => each.key)).toEqual(['9', '4'])
})

test('every task is in exactly one group, however they are grouped', () => {
  const tasks = [task(1), task(2, { ready: false }), task(3, { state: 'doing', due: null }), task(4, { state: 'dropped' })]
  for (const by of ['due', 'state', 'project'] as const) {
    expect(grouped(tasks, by, kToday).flatMap((each) => each.tasks.map((one) => one.id)).sort()).toEqual([1, 2, 3, 4])
  }
})

test('a task that others hold up waits, and says for which', () => {
  const first = task(1, { name: '环评' })
  const second = task(2, { depends_on: [1], ready: false })
  expect(standing(second)).toBe('waits')
  expect(standing(task(3, { ready: false, state: 'done' }))).toBe('done')
  expect(waits_for(second, [first, second])).toEqual(['环评'])
  expect(waits_for(second, [task(1, { state: 'done' })])).toEqual([])
})
