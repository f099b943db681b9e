import { expect, test } from 'vitest'
import { days_over, drop_problem, next_stage } from './model'

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
