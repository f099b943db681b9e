import { expect, test } from 'vitest'
import { albers, bounds, fitted, inside, label_point, path_data } from './projection'
import type { MultiPolygon } from './projection'

function area(of: MultiPolygon, project: ReturnType<typeof albers>) {
  const ring = of[0]![0]!.map(([lon, lat]) => project(lon, lat))
  return Math.abs(ring.reduce((sum, [x, y], i) => {
    const [x2, y2] = ring[(i + 1) % ring.length]!
    return sum + x * y2 - x2 * y
  }, 0)) / 2
}

/** A cell of one degree with many points on its parallels, where the projection bends them. */
function cell(lon: number, lat: number): MultiPolygon {
  const steps = Array.from({ length: 21 }, (_, i) => i / 20)
  return [[[...steps.map((s) => [lon + s, lat] as const), ...steps.map((s) => [lon + 1 - s, lat + 1] as const)]]]
}

test('equal areas on the globe are equal areas on the map', () => {
  const project = albers(105)
  for (const lat of [5, 20, 35, 50]) {
    for (const lon of [75, 105, 130]) {
      const globe = (Math.PI / 180) * (Math.sin(((lat + 1) * Math.PI) / 180) - Math.sin((lat * Math.PI) / 180))
      expect(area(cell(lon, lat), project) / globe).toBeCloseTo(1, 3)
    }
  }
})

test('north is up and east is right at the central meridian', () => {
  const project = albers(126)
  expect(project(126, 44)[1]).toBeLessThan(project(126, 43)[1])
  expect(project(127, 43)[0]).toBeGreaterThan(project(126, 43)[0])
  expect(project(126, 43)[0]).toBeCloseTo(0)
})

test('a fitted map stays within its frame and touches it', () => {
  const shapes = [cell(125, 43), cell(128, 41)]
  const project = fitted(albers(126), bounds(shapes, albers(126)), 400, 300, 10)
  const box = bounds(shapes, project)
  expect(Math.min(box.left, box.top)).toBeCloseTo(10, 5)
  expect(box.right).toBeLessThanOrEqual(390.001)
  expect(box.bottom).toBeLessThanOrEqual(290.001)
})

test('points that fall on the same pixel are drawn once', () => {
  expect(path_data([[[[0, 0], [0.001, 0], [1, 0], [1, 1], [0, 0]]]], (x, y) => [x, y])).toBe('M0 0L1 0L1 1L0 0Z')
})

test('a name stands in the middle of the largest part, unless that is outside of it', () => {
  const small: MultiPolygon[number] = [[[10, 10], [11, 10], [11, 11], [10, 11]]]
  const square: MultiPolygon[number] = [[[0, 0], [4, 0], [4, 4], [0, 4]]]
  expect(label_point([small, square], [9, 9])).toEqual([2, 2])
  const horseshoe: MultiPolygon[number] = [[[0, 0], [9, 0], [9, 1], [1, 1], [1, 8], [9, 8], [9, 9], [0, 9]]]
  expect(inside(horseshoe[0]!, [4.5, 4.5])).toBe(false)
  expect(label_point([horseshoe], [0.5, 4])).toEqual([0.5, 4])
})
