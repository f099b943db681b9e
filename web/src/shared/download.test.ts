import { expect, test } from 'vitest'
import { to_csv } from './download'

test('commas, quotes and line ends are kept inside a cell', () => {
  expect(to_csv(['a', 'b'], [['x,y', 'say "hi"\n'], [1.5, null]])).toBe('\ufeffa,b\r\n"x,y","say ""hi""\n"\r\n1.5,\r\n')
})

test('text that a spreadsheet would run as a formula is made harmless, numbers are left alone', () => {
  expect(to_csv(['a'], [['=1+1'], [-2]])).toBe("\ufeffa\r\n'=1+1\r\n-2\r\n")
})
