import { expect, test } from 'vitest'
import { bubble_radius, colouring, kNoneColour, legend_key, value_of, value_of_none } from './model'

const region = { code: '220100', count: 4, capital_fen: null, capital_known: 0, share: null, lq: null, density: null }

test('the capital of a region where no enterprise states one is unknown, where there is no enterprise it is none', () => {
  expect(value_of(region, 'capital')).toBeNull()
  expect(value_of({ ...region, count: 0, capital_fen: 0 }, 'capital')).toBe(0)
  expect(value_of({ ...region, capital_known: 1, capital_fen: 500 }, 'capital')).toBe(500)
})

test('a region without enterprises has no capital, but no quotient that could be told', () => {
  expect(value_of_none('capital')).toBe(0)
  expect(value_of_none('count')).toBe(0)
  expect(value_of_none('lq')).toBeNull()
  expect(value_of_none('density')).toBeNull()
})

test('a legend without classes says whether all is unknown or nothing is there', () => {
  expect(legend_key(colouring([null, null, 0], 'capital', 'zh'), 'capital')).toBe('map.legend_unknown')
  expect(legend_key(colouring([0, 0], 'capital', 'zh'), 'capital')).toBe('map.legend_none')
  expect(legend_key(colouring([0, 0], 'count', 'zh'), 'count', 2)).toBe('map.legend_elsewhere')
  expect(legend_key(colouring([0, 5], 'capital', 'zh'), 'capital')).toBe('map.legend')
  expect(legend_key(colouring([0, 5], 'lq', 'zh'), 'lq')).toBe('map.legend_lq')
})

test('zero and unknown do not shift the cuts and are counted apart', () => {
  const with_them = colouring([0, 0, null, 1, 2, 3, 4, 5], 'count', 'zh')
  const without = colouring([1, 2, 3, 4, 5], 'count', 'zh')
  expect(with_them.legend).toEqual(without.legend)
  expect([with_them.none, with_them.unknown]).toEqual([2, 1])
  expect(with_them.colour_of(null)).toBeNull()
  expect(with_them.colour_of(0)).toBe(kNoneColour)
})

test('the legend counts every region once', () => {
  for (const measure of ['count', 'lq', 'share'] as const) {
    const values = [0, null, 0.1, 0.6, 0.9, 1, 1.3, 4, 4, 4, 17]
    const { legend, none, unknown } = colouring(values, measure, 'zh')
    expect(legend.reduce((sum, each) => sum + each.count, 0) + none + unknown).toBe(values.length)
  }
})

test('the area of a bubble grows with its value', () => {
  expect((bubble_radius(100, 100) / bubble_radius(25, 100)) ** 2).toBeCloseTo(4)
  expect(bubble_radius(null, 100)).toBeLessThan(bubble_radius(5, 100))
})
