import { expect, test } from 'vitest'
import { in_groups, password_problem } from './model'

test('a password is long, new and typed twice alike', () => {
  expect(password_problem('a', '短', '短')).toBe('short')
  expect(password_problem('0123456789', '0123456789', '0123456789')).toBe('same')
  expect(password_problem('a', '0123456789', '012345678')).toBe('differs')
  expect(password_problem('a', '0123456789', '0123456789')).toBeNull()
})

test('a secret is shown in groups of four', () => {
  expect(in_groups('GEZDGNBVGY')).toBe('GEZD GNBV GY')
  expect(in_groups('')).toBe('')
})
