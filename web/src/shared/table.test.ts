import { expect, test } from 'vitest'
import { next_sort, shown_columns } from './table'

const columns = [
  { id: 'name', title: '', text: () => '', fixed: true },
  { id: 'a', title: '', text: () => '' },
  { id: 'b', title: '', text: () => '', hidden: true },
]

test('hidden columns show when chosen, fixed ones always', () => {
  expect(shown_columns(columns, null).map((c) => c.id)).toEqual(['name', 'a'])
  expect(shown_columns(columns, ['b', 'gone']).map((c) => c.id)).toEqual(['name', 'b'])
})

test('three clicks on a head come back to the default order', () => {
  const first = next_sort('', 'name')
  const second = next_sort(first, 'name')
  expect([first, second, next_sort(second, 'name')]).toEqual(['name', '-name', ''])
  expect(next_sort('-name', 'founded')).toBe('founded')
})
