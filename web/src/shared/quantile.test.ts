import { expect, test } from 'vitest'
import { class_of, diverging_class, quantile_classes, sequential_colours } from './quantile'

function random(seed: number) {
  let state = seed
  return () => ((state = (state * 1664525 + 1013904223) % 2 ** 32) / 2 ** 32)
}

test('every value falls into exactly one class, and the counts say how many', () => {
  const next = random(7)
  for (let round = 0; round < 200; round++) {
    const values = Array.from({ length: 1 + Math.floor(next() * 60) }, () => Math.floor(next() * 20))
    const classes = quantile_classes(values, 5)
    expect(classes.length).toBeLessThanOrEqual(5)
    classes.forEach((each, i) => {
      // Counted one by one, without the sorted order that made the classes.
      expect(values.filter((v) => v >= each.from && v <= each.to).length).toBe(each.count)
      if (i > 0) expect(each.from).toBeGreaterThan(classes[i - 1]!.to)
    })
    for (const value of values) expect(class_of(classes, value)).toBeGreaterThanOrEqual(0)
    expect(classes.reduce((sum, each) => sum + each.count, 0)).toBe(values.length)
  }
})

test('without ties the classes differ in size by one at most', () => {
  for (let count = 5; count < 60; count++) {
    const sizes = quantile_classes(Array.from({ length: count }, (_, i) => (i * 37) % 101), 5).map((c) => c.count)
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
  }
})

test('equal values share one class, and no values make none', () => {
  expect(quantile_classes([3, 3, 3, 3], 5)).toEqual([{ from: 3, to: 3, count: 4 }])
  expect(quantile_classes([], 5)).toEqual([])
  expect(quantile_classes([Number.NaN], 5)).toEqual([])
})

test('colours run from light to dark whatever their number', () => {
  for (let count = 2; count <= 5; count++) {
    const colours = sequential_colours(count)
    expect(colours[0]).toBe('#ffffcc')
    expect(colours.at(-1)).toBe('#253494')
    expect(new Set(colours).size).toBe(count)
  }
})

test('one lies in the middle of the diverging scale', () => {
  expect(diverging_class(1)).toBe(2)
  expect(diverging_class(0)).toBe(0)
  expect(diverging_class(9)).toBe(4)
})
