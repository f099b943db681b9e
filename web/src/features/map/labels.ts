import type { Box } from '@/shared/projection'

/** Where names stand on the map, in pixels of the screen. */
export interface Labelled {
  x: number
  y: number
  half_width: number
  /** Of the bubble the name belongs to; null where the name stands in the region's own shape. */
  radius: number | null
  /** The greater one is named first. */
  weight: number
}
const kHalf_height = 7
const kGap = 4
const touch = (a: Box, b: Box) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top

/**
 * Each name in its bubble where it has room there, else below it, above, right or left of it, where it lies on no name given before and on no other bubble;
 * a name without such a place is left out: its bubble still tells it when pointed at.
 */
export function place_labels(all: readonly Labelled[]): { index: number; x: number; y: number }[] {
  const bubbles = all.map(({ x, y, radius }) => (radius === null ? null : { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }))
  const order = all.map((_each, index) => index).sort((a, b) => all[b]!.weight - all[a]!.weight || a - b)
  const taken: Box[] = []
  const found: { index: number; x: number; y: number }[] = []
  for (const index of order) {
    const { x, y, half_width, radius } = all[index]!
    const away = (radius ?? 0) + kGap
    const inside = radius !== null && radius > half_width + 1 ? [[x, y]] : []
    const spots = radius === null ? [[x, y]] : [...inside, [x, y + away + kHalf_height], [x, y - away - kHalf_height], [x + away + half_width, y], [x - away - half_width, y]]
    for (const [at_x, at_y] of spots as [number, number][]) {
      const box = { left: at_x - half_width, right: at_x + half_width, top: at_y - kHalf_height, bottom: at_y + kHalf_height }
      if (taken.some((one) => touch(box, one)) || bubbles.some((one, i) => one && i !== index && touch(box, one))) continue
      taken.push(box)
      found.push({ index, x: at_x, y: at_y })
      break
    }
  }
  return found
}
