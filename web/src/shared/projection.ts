/**
 * Albers' equal-area conic projection, the usual one of maps of China (standard parallels 25° and 47°, Snyder 1987,
 * USGS Professional Paper 1395, p. 100), north up at the given meridian. Equal areas matter here: colours fill areas.
 */
export type Point = readonly [x: number, y: number]

export interface Projection {
  (longitude: number, latitude: number): Point
}

const radians = Math.PI / 180

export function albers(central_meridian: number, south = 25, north = 47): Projection {
  const n = (Math.sin(south * radians) + Math.sin(north * radians)) / 2
  const c = Math.cos(south * radians) ** 2 + 2 * n * Math.sin(south * radians)
  const rho = (latitude: number) => Math.sqrt(c - 2 * n * Math.sin(latitude * radians)) / n
  const rho0 = rho(36)
  return (longitude, latitude) => {
    const theta = n * (longitude - central_meridian) * radians
    const r = rho(latitude)
    // y grows downward, as on the screen.
    return [r * Math.sin(theta), r * Math.cos(theta) - rho0]
  }
}

export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

export type Ring = readonly (readonly [number, number])[]
/** As in GeoJSON: polygons of rings, the first the outer one. */
export type MultiPolygon = readonly (readonly Ring[])[]

export function bounds(shapes: readonly MultiPolygon[], project: Projection): Box {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }
  for (const shape of shapes)
    for (const polygon of shape)
      for (const [longitude, latitude] of polygon[0] ?? []) {
        const [x, y] = project(longitude, latitude)
        box.left = Math.min(box.left, x)
        box.right = Math.max(box.right, x)
        box.top = Math.min(box.top, y)
        box.bottom = Math.max(box.bottom, y)
      }
  return box
}

/** The projection followed by scaling and shifting that centre the box in width × height with a margin all round. */
export function fitted(project: Projection, box: Box, width: number, height: number, margin: number): Projection {
  const scale = Math.min((width - 2 * margin) / (box.right - box.left || 1), (height - 2 * margin) / (box.bottom - box.top || 1))
  const dx = width / 2 - (scale * (box.left + box.right)) / 2
  const dy = height / 2 - (scale * (box.top + box.bottom)) / 2
  return (longitude, latitude) => {
    const [x, y] = project(longitude, latitude)
    return [x * scale + dx, y * scale + dy]
  }
}

function ring_area_and_centre(ring: Ring): { area: number; centre: Point } {
  let area = 0
  let x = 0
  let y = 0
  for (let i = 0; i < ring.length; i++) {
    const [x1, y1] = ring[i]!
    const [x2, y2] = ring[(i + 1) % ring.length]!
    const cross = x1 * y2 - x2 * y1
    area += cross / 2
    x += ((x1 + x2) * cross) / 6
    y += ((y1 + y2) * cross) / 6
  }
  return { area: Math.abs(area), centre: area === 0 ? ring[0]! : [x / area, y / area] }
}

export function inside(ring: Ring, [x, y]: Point): boolean {
  let odd = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [x1, y1] = ring[i]!
    const [x2, y2] = ring[j]!
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) odd = !odd
  }
  return odd
}

/** Where a name is written: the centroid of the largest part where it lies inside that part, else `otherwise`. */
export function label_point(shape: MultiPolygon, otherwise: Point): Point {
  let best: { area: number; centre: Point; ring: Ring } | null = null
  for (const polygon of shape) {
    const ring = polygon[0]
    if (!ring || ring.length < 3) continue
    const found = ring_area_and_centre(ring)
    if (!best || found.area > best.area) best = { ...found, ring }
  }
  return best && inside(best.ring, best.centre) ? best.centre : otherwise
}

/** SVG path data with a tenth of a pixel of precision; points that fall together are left out. */
export function path_data(shape: MultiPolygon, project: Projection): string {
  let data = ''
  for (const polygon of shape)
    for (const ring of polygon) {
      let last = ''
      let begun = false
      for (const [longitude, latitude] of ring) {
        const [x, y] = project(longitude, latitude)
        const at = `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`
        if (at === last) continue
        data += (begun ? 'L' : 'M') + at
        begun = true
        last = at
      }
      if (begun) data += 'Z'
    }
  return data
}
