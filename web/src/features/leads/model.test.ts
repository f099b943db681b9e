import { expect, test } from 'vitest'
import { draft_problem, fen_of_wan } from './model'

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
