import { expect, test } from 'vitest'
import { length_of, limit_state } from './limit'

test('characters are counted as the server counts them, one for 𠮷 as for 吉', () => {
  expect(length_of('吉𠮷a')).toBe(3)
})

test('a field speaks up when it is nearly full, and says when it is too full', () => {
  expect(limit_state(180, 200)).toBe('none')
  expect(limit_state(181, 200)).toBe('near')
  expect(limit_state(200, 200)).toBe('near')
  expect(limit_state(201, 200)).toBe('over')
  expect(limit_state(9_500, 10_000)).toBe('none')
  expect(limit_state(9_801, 10_000)).toBe('near')
})
