import { expect, test } from 'vitest'
import { active_filters, fen_of, filter_of } from './filter'

const place = { region: '100000', zone: '', chain: '', node: '', since: '2000', until: '' }
const of = (query: Record<string, string>) => filter_of((key) => query[key] ?? '', place)

test('what is no number, no status or no confidence is left out', () => {
  expect(of({ capital_min: 'x', status: 'active,flying', confidence: '7' })).toEqual({ since: '2000', until: '', capital_min: '', capital_max: '', status: 'active', confidence: '' })
})

test('filters are counted by what they narrow', () => {
  expect(active_filters(of({}))).toBe(0)
  expect(active_filters(of({ capital_min: '1', capital_max: '2', confidence: '0.7' }))).toBe(2)
})

test('万元 become fen without losing one', () => {
  expect(fen_of('0.01')).toBe(10_000)
  expect(fen_of('1234.56')).toBe(1_234_560_000)
  expect(fen_of('')).toBeUndefined()
})
