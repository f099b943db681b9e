import { expect, test } from 'vitest'
import type { Project, StageGate } from '@/api/workspace'
import type { BoardWords } from './model'
import { address_of, board_cards, days_over, drop_problem, next_stage } from './model'

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
  const project = (id: number, more: Partial<Project> = {}) => ({ id, name: `项目${id}`, investor: '甲公司', stage: 'signed', state: 'active', stage_since: '2026-03-01', contracted_fen: null, planned_fen: 500_000_000, evidence_waiting: 0, ...more }) as Project
  const gates = [{ stage: 'signed', limit_days: 10, limit_name: '已签约未落地', limit_name_en: 'Signed, not landed' }] as StageGate[]
  const words: BoardWords = { gates, language: 'zh', may_move: true, today: '2026-03-16', stage_name: (stage) => stage, days: (n) => `${n} 天`, since: (day) => day, late: (n) => `逾期 ${n} 天`, address: address_of('/projects/0?chain=a/0') }
  const draw = (cards: Project[], more: Partial<BoardWords> = {}) => board_cards([{ stage: 'signed', total: 2, contracted_fen: 0, cards }], { ...words, ...more })[0]!.cards
  const [a, b] = draw([project(12), project(3, { evidence_waiting: 1 })])
  expect(a).toMatchObject({ href: '/projects/12?chain=a/0', money: '500 万元', days: '15 天', late: '逾期 5 天', limit: '已签约未落地', next: 'registered', movable: true })
  expect(b!.next).toBe('')
  expect(draw([project(12)])[0]!.seen).toBe(a!.seen)
  expect(draw([project(12, { name: '改名' })])[0]!.seen).not.toBe(a!.seen)
  expect(draw([project(12, { state: 'suspended' })], { may_move: false })[0]).toMatchObject({ late: '', next: '', movable: false })
})
