import { expect, test } from 'vitest'
import type { Lead } from '@/api/workspace'
import { changed_lead, draft_of_lead, draft_problem, fen_of_wan } from './model'

test('an amount in 万元 becomes fen, nothing typed is unknown, no amount is refused', () => {
  expect(fen_of_wan('5000')).toBe(5_000_000_000)
  expect(fen_of_wan('1,200.5')).toBe(1_200_500_000)
  expect(fen_of_wan(' ')).toBeNull()
  expect(fen_of_wan('很多')).toBeUndefined()
  expect(fen_of_wan('-5')).toBeUndefined()
})

test('a lead needs an investor, an idea and a zone', () => {
  const draft = { investor: '甲', idea: '建厂', zone_id: 'z', channel: 'chain', size: '' } as const
  expect(draft_problem(draft)).toBeNull()
  expect(draft_problem({ ...draft, investor: ' ' })).toBe('investor')
  expect(draft_problem({ ...draft, size: 'x' })).toBe('size')
})

test('of a lead only what was changed is sent, and nothing while it is not fit', () => {
  const lead = { investor: '甲公司', credit_code: '', channel: 'fund', idea: '建厂', size_fen: 123_456_700, contact: '', needs: '', node: '', confidential: false, officer_id: 4 } as unknown as Lead
  const draft = draft_of_lead(lead)
  expect(changed_lead(lead, draft)).toEqual({})
  expect(changed_lead(lead, { ...draft, investor: '乙公司 ', size: '200', confidential: true, officer: 5 })).toEqual({ investor: '乙公司', size_fen: 200_000_000, confidential: true, officer_id: 5 })
  expect(changed_lead(lead, { ...draft, size: '很多' })).toBeUndefined()
  expect(changed_lead(lead, { ...draft, idea: ' ' })).toBeUndefined()
})
