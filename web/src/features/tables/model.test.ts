import { expect, test } from 'vitest'
import { by_row, changes_by_row, may_take_in } from './model'

const problem = (row: number, column: string) => ({ row, column, value: '', message: '' })

test('problems come by row, the head first, cells of a row in their order', () => {
  expect(by_row([problem(7, 'b'), problem(0, 'x'), problem(3, 'a'), problem(7, 'a')]).map((each) => [each.row, each.problems.map((one) => one.column)])).toEqual([[0, ['x']], [3, ['a']], [7, ['b', 'a']]])
})

test('cells that would change stand under their row', () => {
  const cell = (row: number, column: string) => ({ row, column, was: 'a', becomes: 'b' })
  expect(changes_by_row([cell(2, 'x'), cell(2, 'y'), cell(4, 'x')]).map((each) => [each.row, each.cells.map((one) => one.column)])).toEqual([[2, ['x', 'y']], [4, ['x']]])
})

test('a file with a problem, without anything new, or taken in already cannot be taken in', () => {
  const report = { rows: 2, good: 2, imported: 0, added: 1, changed: 1, changed_cells: 1, changes: [], errors: [], columns: [] }
  expect(may_take_in(report)).toBe(true)
  expect(may_take_in({ ...report, added: 0 })).toBe(true)
  expect(may_take_in({ ...report, good: 1, errors: [problem(3, 'a')] })).toBe(false)
  expect(may_take_in({ ...report, added: 0, changed: 0 })).toBe(false)
  expect(may_take_in({ ...report, imported: 2 })).toBe(false)
})
