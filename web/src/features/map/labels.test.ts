import { expect, test } from 'vitest'
import type { Labelled } from './labels'
import { place_labels } from './labels'

const bubble = (x: number, y: number, radius: number, weight: number): Labelled => ({ x, y, half_width: 20, radius, weight })

test('a name stands below its bubble where nothing is in the way', () => {
  expect(place_labels([bubble(100, 100, 10, 1)])).toEqual([{ index: 0, x: 100, y: 121 }])
})

test('a name that its bubble has room for stands in it', () => {
  expect(place_labels([bubble(100, 100, 22, 1)])).toEqual([{ index: 0, x: 100, y: 100 }])
})

test('the greater bubble is named first, the one beside it where neither name nor bubble is', () => {
  // The small one lies on the upper right of the great one, like two districts of one town.
  const [great, small] = place_labels([bubble(115, 86, 4, 1), bubble(100, 100, 20, 9)])
  expect(great).toEqual({ index: 1, x: 100, y: 131 })
  expect(small).toEqual({ index: 0, x: 115, y: 71 })
})

test('a name without room is left out, and names in shapes stand where they belong', () => {
  const crowd = Array.from({ length: 9 }, (_each, i) => bubble(100 + (i % 3), 100 + Math.floor(i / 3), 5, i))
  expect(place_labels(crowd).length).toBeLessThan(5)
  expect(place_labels([{ x: 5, y: 6, half_width: 20, radius: null, weight: 1 }])).toEqual([{ index: 0, x: 5, y: 6 }])
})
