import { expect, test } from 'vitest'
import type { MyDay } from '@/api/figures'
import type { Dispute, LeadTransfer } from '@/api/workspace'
import { alarm_route, lines_of, waiting_disputes, waiting_transfers } from './model'
import { has_work } from './work'

const kDay: MyDay = { day: '2026-06-10', tasks: [], leads: [], evidence: [], questions: [], alarms: [] }
const task = (id: number, due: string | null, ready = true) => ({
  id, project_id: 7, project_name: '甲项目', template_id: '', stage: 'signed' as const, name: `任务${id}`, name_en: `任务${id}`, days: 1, working: true, depends_on: [], assignee_id: 1, assignee_name: '',
  state: 'open' as const, ready, begin: null, due, done: null, estimated: false, late: false, slack_days: null, critical: false, basis: '', basis_en: '', documents: [], documents_en: [], note: '', escalated: false, version: 1,
})
const alarm = (kind: string, noun: 'lead' | 'project' | 'task', id: number) => ({ kind, noun, id, project_id: noun === 'lead' ? null : 7, title: '甲', zone_id: 'east', since: '2026-01-01', days: 1, limit_days: 1, escalated: false, why: '因', why_en: 'why', action: '做', action_en: 'do', known_until: null })
const dispute = (more: Partial<Dispute>): Dispute => ({ id: 1, state: 'open', lead_id: 2, against_lead_id: 3, claimant_zone_id: 'east', respondent_zone_id: 'west', opened_ms: 0, statements: [{ side: 'claimant', text: '我们先报', document_id: null, document_name: '', by: '', at_ms: 0 }], in_favour_of: null, reason: '', decided_by: '', decided_ms: null, ...more })

test('what is late comes before what is due today, and that before what is coming', () => {
  const lines = lines_of({ ...kDay, tasks: [task(1, '2026-06-30'), task(2, '2026-06-12'), task(3, '2026-06-10'), task(4, '2026-06-01'), task(5, '2026-05-01')] }, [], [], [])
  expect(lines.map((each) => [each.group, each.key])).toEqual([['overdue', 'task-5'], ['overdue', 'task-4'], ['today', 'task-3'], ['coming', 'task-2'], ['later', 'task-1']])
})

test('a task that waits for others is not pressing, however late', () => {
  expect(lines_of({ ...kDay, tasks: [task(1, '2026-01-01', false), task(2, '2026-06-30')] }, [], [], []).map((each) => each.group)).toEqual(['waits', 'later'])
})

test('an alarm that says again what a line says already is left out', () => {
  const lines = lines_of({ ...kDay, alarms: [alarm('task_overdue', 'task', 4), alarm('lead_overdue', 'lead', 4), alarm('lead_silent', 'lead', 5), alarm('after_signed', 'project', 7)] }, [], [], [])
  expect(lines.map((each) => each.group)).toEqual(['silent', 'alarms'])
})

test('a task of another that was brought to the leader is shown, an own one stands among the tasks', () => {
  const brought = { ...alarm('task_overdue', 'task', 4), escalated: true }
  expect(lines_of({ ...kDay, alarms: [brought] }, [], [], []).map((each) => each.key)).toEqual(['task_overdue-task-4'])
  expect(lines_of({ ...kDay, tasks: [task(4, '2026-06-01')], alarms: [brought] }, [], [], []).map((each) => each.key)).toEqual(['task-4'])
})

test('an alarm leads to the lead or the project it is about', () => {
  expect(alarm_route({ noun: 'lead', id: 5, project_id: null })).toEqual({ name: 'lead', params: { id: 5 } })
  expect(alarm_route({ noun: 'task', id: 5, project_id: 7 })).toEqual({ name: 'project', params: { id: 7 }, query: { tab: 'tasks' } })
})

test('a transfer waits for the zone it is offered to and for nobody else', () => {
  const transfer = { state: 'proposed', from_zone_id: 'east', to_zone_id: 'west' } as LeadTransfer
  expect(waiting_transfers([transfer], ['west'])).toHaveLength(1)
  expect(waiting_transfers([transfer], ['east'])).toHaveLength(0)
  expect(waiting_transfers([{ ...transfer, state: 'accepted' }], ['west'])).toHaveLength(0)
})

test('a dispute waits for the other side until it has spoken, and for who is above both', () => {
  expect(waiting_disputes([dispute({})], ['west']).map((each) => each.for)).toEqual(['word'])
  expect(waiting_disputes([dispute({})], ['east'])).toEqual([])
  expect(waiting_disputes([dispute({})], ['east', 'west']).map((each) => each.for)).toEqual(['decision'])
  const heard = dispute({ statements: [...dispute({}).statements, { ...dispute({}).statements[0]!, side: 'respondent' }] })
  expect(waiting_disputes([heard], ['west'])).toEqual([])
  expect(waiting_disputes([dispute({ state: 'decided' })], [])).toEqual([])
})

test('a day without work is none to begin with', () => {
  expect(has_work(kDay)).toBe(false)
  expect(has_work({ ...kDay, tasks: [task(1, null)] })).toBe(true)
})
