import { expect, test } from 'vitest'
import type { ImportReport } from '@/api/figures'
import { by_row, changes_by_row, left_rows, may_take_good, may_take_in } from './model'

const problem = (row: number, column: string) => ({ row, column, value: '', message: '' })

test('problems come by row, the head first, cells of a row in their order', () => {
  expect(by_row([problem(7, 'b'), problem(0, 'x'), problem(3, 'a'), problem(7, 'a')]).map((each) => [each.row, each.problems.map((one) => one.column)])).toEqual([[0, ['x']], [3, ['a']], [7, ['b', 'a']]])
})

test('cells that would change stand under their row', () => {
  const cell = (row: number, column: string) => ({ row, column, was: 'a', becomes: 'b' })
  expect(changes_by_row([cell(2, 'x'), cell(2, 'y'), cell(4, 'x')]).map((each) => [each.row, each.cells.map((one) => one.column)])).toEqual([[2, ['x', 'y']], [4, ['x']]])
})

const report: ImportReport = { rows: 2, good: 2, imported: 0, added: 1, changed: 1, unchanged: 0, left: 0, left_file: null, begin_unknown: 0, changed_cells: 1, changes: [], problems: 0, head_sound: true, errors: [], columns: [] }

test('a file with a problem, without anything new, or taken in already cannot be taken in', () => {
  expect(may_take_in(report)).toBe(true)
  expect(may_take_in({ ...report, added: 0 })).toBe(true)
  expect(may_take_in({ ...report, good: 1, problems: 1, errors: [problem(3, 'a')] })).toBe(false)
  expect(may_take_in({ ...report, added: 0, changed: 0 })).toBe(false)
  expect(may_take_in({ ...report, imported: 2 })).toBe(false)
})

test('the good rows alone can be taken in while others are wrong and the head is not', () => {
  const half = { ...report, good: 1, changed: 0, problems: 1, errors: [problem(3, 'a')] }
  expect(may_take_good(half)).toBe(true)
  expect(may_take_good(report), 'then all of it can').toBe(false)
  expect(may_take_good({ ...half, head_sound: false })).toBe(false)
  expect(may_take_good({ ...half, added: 0 }), 'nothing new or changed among them').toBe(false)
  expect(may_take_good({ ...half, imported: 1, left: 1 })).toBe(false)
})

test('rows that were left come back as a file of the kind and name of the one they came in', async () => {
  expect(left_rows(report, 'a.csv', 'left')).toBeNull()
  const csv = left_rows({ ...report, left_file: btoa('a,b') }, 'my.list.csv', 'left')!
  expect(csv.name).toBe('my.list-left.csv')
  expect(await csv.text()).toBe('a,b')
  expect(left_rows({ ...report, left_file: btoa('PK\u0003\u0004') }, 'a.XLSX', 'left')!.name).toBe('a-left.xlsx')
  expect(left_rows({ ...report, left_file: btoa('a') }, 'a.csv.gz', 'left')!.name).toBe('a-left.csv')
})
