/** A bubble on the map, in pixels of the screen. */
export interface Bubble {
  x: number
  y: number
  radius: number
}
const kGap = 1.5
/** The golden angle: points along it never fall into rows. */
const kTurn = Math.PI * (3 - Math.sqrt(5))

/**
 * Regions whose own place is unknown share the point of the region above: each is moved along a spiral around it to where
 * it lies on no other bubble. Bubbles alone at their point stay. The greatest of a point stays nearest to it.
 */
export function spread(all: readonly Bubble[]): { x: number; y: number }[] {
  const key = ({ x, y }: Bubble) => `${x.toFixed(1)},${y.toFixed(1)}`
  const at_point = new Map<string, number[]>()
  all.forEach((each, i) => at_point.set(key(each), [...(at_point.get(key(each)) ?? []), i]))
  const placed: Bubble[] = []
  const found = all.map(({ x, y }) => ({ x, y }))
  for (const group of at_point.values()) if (group.length === 1) placed.push(all[group[0]!]!)
  for (const group of at_point.values()) {
    if (group.length === 1) continue
    for (const index of [...group].sort((a, b) => all[b]!.radius - all[a]!.radius || a - b)) {
      const { x, y, radius } = all[index]!
      let spot = { x, y }
      for (let step = 0; step < 4000; ++step) {
        const away = 3 * Math.sqrt(step)
        spot = { x: x + away * Math.cos(step * kTurn), y: y + away * Math.sin(step * kTurn) }
        if (!placed.some((one) => Math.hypot(one.x - spot.x, one.y - spot.y) < one.radius + radius + kGap)) break
      }
      placed.push({ ...spot, radius })
      found[index] = spot
    }
  }
  return found
}
