import { expect, test } from 'vitest'
import { spread } from './spread'

test('who is alone at a point stays there', () => {
  expect(spread([{ x: 1, y: 2, radius: 9 }, { x: 4, y: 2, radius: 9 }])).toEqual([{ x: 1, y: 2 }, { x: 4, y: 2 }])
})

test('those of one point lie beside each other and on nobody else, the greatest nearest to it', () => {
  const all = [{ x: 100, y: 100, radius: 4 }, ...Array.from({ length: 12 }, (_each, i) => ({ x: 110, y: 100, radius: 3 + i }))]
  const found = spread(all)
  expect(found[0]).toEqual({ x: 100, y: 100 })
  for (let i = 0; i < all.length; ++i) {
    for (let j = 0; j < i; ++j) {
      const apart = Math.hypot(found[i]!.x - found[j]!.x, found[i]!.y - found[j]!.y)
      expect(apart).toBeGreaterThanOrEqual(all[i]!.radius + all[j]!.radius)
    }
  }
  const away = found.slice(1).map(({ x, y }) => Math.hypot(x - 110, y - 100))
  expect(Math.min(...away)).toBe(away.at(-1))
})
