import { expect, test } from 'vitest'
import { by_row, may_take_in } from './model'

const problem = (row: number, column: string) => ({ row, column, value: '', message: '' })

test('problems come by row, the head first, cells of a row in their order', () => {
  expect(by_row([problem(7, 'b'), problem(0, 'x'), problem(3, 'a'), problem(7, 'a')]).map((each) => [each.row, each.problems.map((one) => one.column)])).toEqual([[0, ['x']], [3, ['a']], [7, ['b', 'a']]])
})

test('a file with a problem, without a row, or taken in already cannot be taken in', () => {
  const report = { rows: 2, good: 2, imported: 0, errors: [], columns: [] }
  expect(may_take_in(report)).toBe(true)
  expect(may_take_in({ ...report, good: 1, errors: [problem(3, 'a')] })).toBe(false)
  expect(may_take_in({ ...report, rows: 0, good: 0 })).toBe(false)
  expect(may_take_in({ ...report, imported: 2 })).toBe(false)
})
