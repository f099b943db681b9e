import { expect, test } from 'vitest'
import type { Project, StageGate } from '@/api/workspace'
import type { BoardWords } from './model'
import { address_of, board_cards, changed_fields, days_over, draft_of, drop_problem, next_stage, passed_stages, project_problem, stages_problem } from './model'

test('stages are passed one by one, and only forward', () => {
  const project = { stage: 'signed', state: 'active', evidence_waiting: 0 } as const
  expect(drop_problem(project, 'registered')).toBeNull()
  expect(drop_problem(project, 'signed')).toBe('same')
  expect(drop_problem(project, 'negotiation')).toBe('back')
  expect(drop_problem(project, 'construction')).toBe('jump')
  expect(drop_problem({ ...project, evidence_waiting: 1 }, 'registered')).toBe('waiting')
  expect(drop_problem({ ...project, state: 'suspended' }, 'registered')).toBe('state')
  expect(drop_problem(project, 'ended')).toBe('state')
  expect(next_stage(project)).toBe('registered')
  expect(next_stage({ stage: 'at_capacity', state: 'active' })).toBeNull()
  expect(next_stage({ stage: 'signed', state: 'ended' })).toBeNull()
})

test('beyond the limit of a stage days are counted', () => {
  const gate = { stage: 'signed', name: '', name_en: '', evidence: '', evidence_en: '', limit_days: 90, limit_name: '', limit_name_en: '', source: '', source_en: '' } as const
  expect(days_over(gate, 91)).toBe(1)
  expect(days_over(gate, 90)).toBe(0)
  expect(days_over({ ...gate, limit_days: null }, 900)).toBe(0)
})

test('a card of the board says what is seen, and the same again says it need not be drawn again', () => {
  const project = (id: number, more: Partial<Project> = {}) => ({ id, name: `项目${id}`, investor: '甲公司', stage: 'signed', state: 'active', stage_since: '2026-03-01', contracted_fen: null, planned_fen: 500_000_000, evidence_waiting: 0, known_until: null, ...more }) as Project
  const gates = [{ stage: 'signed', limit_days: 10, limit_name: '已签约未落地', limit_name_en: 'Signed, not landed' }] as StageGate[]
  const words: BoardWords = { gates, language: 'zh', may_move: true, today: '2026-03-16', stage_name: (stage) => stage, days: (n) => `${n} 天`, since: (day) => day, late: (n) => `逾期 ${n} 天`, known: (day) => `资料截至 ${day}`, address: address_of('/projects/0?chain=a/0') }
  const draw = (cards: Project[], more: Partial<BoardWords> = {}) => board_cards([{ stage: 'signed', total: 2, contracted_fen: 0, cards }], { ...words, ...more })[0]!.cards
  const [a, b] = draw([project(12), project(3, { evidence_waiting: 1 })])
  expect(a).toMatchObject({ href: '/projects/12?chain=a/0', money: '500 万元', days: '15 天', late: '逾期 5 天', limit: '已签约未落地', next: 'registered', movable: true })
  expect(b!.next).toBe('')
  expect(draw([project(12)])[0]!.seen).toBe(a!.seen)
  expect(draw([project(12, { name: '改名' })])[0]!.seen).not.toBe(a!.seen)
  expect(draw([project(12, { known_until: '2026-03-11' })])[0]).toMatchObject({ days: '10 天', late: '', known: '资料截至 2026-03-11' })
  expect(draw([project(12, { known_until: '2026-03-13' })])[0]).toMatchObject({ days: '12 天', late: '逾期 2 天' })
  expect(draw([project(12, { state: 'suspended' })], { may_move: false })[0]).toMatchObject({ late: '', next: '', movable: false })
})

test('only what was changed of a project is sent', () => {
  const project = { name: '一期', investor: '甲公司', credit_code: '', idea: '建厂', kind: 'new', parent_id: null, node: '', confidential: false, above_scale: null, known_until: null } as unknown as Project
  const draft = draft_of(project)
  expect(changed_fields(project, draft, null)).toEqual({})
  expect(changed_fields(project, { ...draft, name: ' 二期 ', kind: 'expansion', parent_id: 7 }, '2026-03-01')).toEqual({ name: '二期', kind: 'expansion', parent_id: 7, above_scale: '2026-03-01' })
  expect(changed_fields(project, { ...draft, known_until: '2026-03-01' }, null)).toEqual({ known_until: '2026-03-01' })
  expect(changed_fields({ ...project, known_until: '2026-03-01' }, draft, null)).toEqual({ known_until: null })
  expect(project_problem(draft)).toBeNull()
  expect(project_problem({ ...draft, investor: ' ' })).toBe('investor')
  expect(project_problem({ ...draft, kind: 'expansion' })).toBe('parent')
})

test('of the stages that were passed the known days are sent, and none is made up', () => {
  const days = { signed: '2026-03-01', construction: '2026-05-01', at_capacity: '2026-06-01' }
  expect(passed_stages('construction', days, '合同')).toEqual([{ stage: 'signed', day: '2026-03-01', note: '合同' }, { stage: 'construction', day: '2026-05-01', note: '合同' }])
  expect(passed_stages('negotiation', {}, '合同')).toEqual([])
  expect(stages_problem('construction', days, '2026-05-01')).toBeNull()
  expect(stages_problem('negotiation', {}, '2026-05-01')).toBeNull()
  expect(stages_problem('registered', days, '2026-05-01')).toEqual({ stage: 'registered', why: 'missing' })
  expect(stages_problem('construction', days, '2026-04-30')).toEqual({ stage: 'construction', why: 'future' })
  expect(stages_problem('construction', { negotiation: '2026-03-02', ...days }, '2026-05-01')).toEqual({ stage: 'signed', why: 'order', other: 'negotiation' })
})
