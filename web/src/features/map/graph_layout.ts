import type { Tier } from '@/shared/diagnosis'
import { kTiers } from '@/shared/diagnosis'

/** What the layout needs to know of a node; parents come before their children. */
export interface GraphNode {
  id: string
  parent: string | null
  tier: Tier
}

export interface GraphEdge {
  from: string
  to: string
}

export interface Card {
  id: string
  x: number
  y: number
  width: number
  /** 0 for nodes at the top, 1 for their parts, … */
  depth: number
  /** How many parts are folded away or shown below. */
  parts: number
  open: boolean
}

export interface TierBox {
  tier: Tier
  x: number
  y: number
  width: number
  height: number
}

export interface Wire {
  from: string
  to: string
  /** How many supply relations of folded parts it stands for. */
  count: number
  path: string
}

export interface Layout {
  cards: Card[]
  tiers: TierBox[]
  wires: Wire[]
  width: number
  height: number
}

/** Of a card with its name in one line. */
export const kCardHeight = 46
/** Of one with two lines for the name, for languages whose names are long. */
export const kTallCardHeight = 60
export const kCardGap = 6
export const kGroupGap = 10
export const kTierHead = 30
export const kPadding = 12
const kColumnGap = 10
const kIndent = 8
const kMinWidth = 132
const kMaxWidth = 236
/** Between tiers, where the wires run. */
const tier_gap = (width: number) => (width < 560 ? 28 : 44)

interface Group {
  top: string
  rows: { id: string; depth: number }[]
  height: number
}

/** For each node the nearest one that is shown: itself, or the ancestor in which it is folded away. */
export function representatives(nodes: readonly GraphNode[], open: ReadonlySet<string>): Map<string, string> {
  const shown = new Map<string, string>()
  for (const node of nodes) {
    const above = node.parent === null ? undefined : shown.get(node.parent)
    // A part is shown where its parent is shown itself and open.
    shown.set(node.id, above === undefined || (above === node.parent && open.has(above)) ? node.id : above)
  }
  return shown
}

/** Edges between shown nodes, each pair once, none from a node to itself. */
export function lifted(edges: readonly GraphEdge[], shown: ReadonlyMap<string, string>): (GraphEdge & { count: number })[] {
  const found = new Map<string, GraphEdge & { count: number }>()
  for (const edge of edges) {
    const from = shown.get(edge.from)
    const to = shown.get(edge.to)
    if (!from || !to || from === to) continue
    const key = `${from}\n${to}`
    const known = found.get(key)
    if (known) known.count++
    else found.set(key, { from, to, count: 1 })
  }
  return [...found.values()]
}

/** The node itself and the ids of everything it lies in. */
export function ancestors(nodes: readonly GraphNode[], id: string): string[] {
  const parent = new Map(nodes.map((node) => [node.id, node.parent]))
  const path: string[] = []
  for (let at = parent.get(id) ?? null; at !== null && !path.includes(at); at = parent.get(at) ?? null) path.push(at)
  return path
}

/** For each node how many of those it contains, at any depth, are of a kind; only where there are any. */
export function gaps_inside(nodes: readonly GraphNode[], is_gap: (id: string) => boolean): Map<string, number> {
  const counts = new Map<string, number>()
  for (const node of nodes) if (is_gap(node.id)) for (const above of ancestors(nodes, node.id)) counts.set(above, (counts.get(above) ?? 0) + 1)
  return counts
}

/** Direct and folded suppliers and customers of a node among the shown ones. */
export function neighbours(wires: readonly GraphEdge[], id: string): { suppliers: Set<string>; customers: Set<string> } {
  return {
    suppliers: new Set(wires.filter((w) => w.to === id).map((w) => w.from)),
    customers: new Set(wires.filter((w) => w.from === id).map((w) => w.to)),
  }
}

/**
 * Puts the chain into tiers from left to right, support below across the whole width. Within a tier, groups (a node
 * with its open parts) are ordered so that supply runs level where it can: sweeps of the barycentre heuristic
 * (Sugiyama, Tagawa and Toda 1981), which starts from the order of the library and keeps it between equals.
 */
export function lay_out(nodes: readonly GraphNode[], edges: readonly GraphEdge[], open: ReadonlySet<string>, width: number, card_height = kCardHeight): Layout {
  const shown = representatives(nodes, open)
  const wires = lifted(edges, shown)
  const groups = group(nodes, shown, card_height)
  const tier_of = new Map(nodes.map((node) => [node.id, node.tier]))
  const by_tier = new Map<Tier, Group[]>(kTiers.map((tier) => [tier, groups.filter((g) => tier_of.get(g.top) === tier)]))
  order(by_tier, wires, nodes)

  const main = kTiers.filter((tier) => tier !== 'support' && by_tier.get(tier)!.length > 0)
  const columns = column_counts(main.map((tier) => by_tier.get(tier)!), width)
  const total = Math.max(1, columns.reduce((sum, n) => sum + n, 0))
  const inner = width - 2 * kPadding - Math.max(0, main.length - 1) * tier_gap(width) - (total - main.length) * kColumnGap
  const card_width = Math.max(kMinWidth, Math.min(kMaxWidth, Math.floor(inner / total)))

  const parts = count_parts(nodes)
  const cards: Card[] = []
  const tiers: TierBox[] = []
  const place = (of: Group, x: number, y: number, card: number) => {
    for (const row of of.rows) {
      const indent = row.depth * kIndent
      cards.push({ id: row.id, x: x + indent, y, width: card - indent, depth: row.depth, parts: parts.get(row.id) ?? 0, open: open.has(row.id) })
      y += card_height + kCardGap
    }
  }

  let x = kPadding
  let bottom = 0
  main.forEach((tier, at) => {
    const stacks = split(by_tier.get(tier)!, columns[at]!)
    const begin = x
    let tallest = 0
    stacks.forEach((stack, i) => {
      let y = kTierHead
      for (const each of stack) {
        place(each, x, y, card_width)
        y += each.height + kGroupGap
      }
      tallest = Math.max(tallest, y - kGroupGap)
      x += card_width + (i + 1 < stacks.length ? kColumnGap : 0)
    })
    tiers.push({ tier, x: begin, y: 0, width: x - begin, height: tallest })
    bottom = Math.max(bottom, tallest)
    x += tier_gap(width)
  })
  const right = Math.max(width, x - tier_gap(width) + kPadding)

  const support = by_tier.get('support')!
  if (support.length > 0) {
    const top = main.length > 0 ? bottom + kTierHead : 0
    const fit = Math.max(1, Math.floor((right - 2 * kPadding + kColumnGap) / (kMinWidth + 30 + kColumnGap)))
    const count = Math.min(fit, support.length)
    const card = Math.min(kMaxWidth, Math.floor((right - 2 * kPadding - (count - 1) * kColumnGap) / count))
    let tallest = top + kTierHead
    // Filled row by row, so that the library's order reads like text; each to the column that is shortest so far.
    const ends = Array.from({ length: count }, () => top + kTierHead)
    for (const each of support) {
      const column = ends.indexOf(Math.min(...ends))
      place(each, kPadding + column * (card + kColumnGap), ends[column]!, card)
      ends[column]! += each.height + kGroupGap
      tallest = Math.max(tallest, ends[column]! - kGroupGap)
    }
    tiers.push({ tier: 'support', x: kPadding, y: top, width: count * (card + kColumnGap) - kColumnGap, height: tallest - top })
    bottom = tallest
  }

  const at = new Map(cards.map((card) => [card.id, card]))
  return {
    cards,
    tiers,
    wires: wires.map((wire) => ({ ...wire, path: curve(at.get(wire.from)!, at.get(wire.to)!, card_height) })),
    width: right,
    height: bottom + kPadding,
  }
}

function group(nodes: readonly GraphNode[], shown: ReadonlyMap<string, string>, card_height: number): Group[] {
  const children = new Map<string | null, GraphNode[]>()
  const known = new Set(nodes.map((node) => node.id))
  for (const node of nodes) {
    // A node whose parent is not among them stands at the top.
    const parent = node.parent !== null && known.has(node.parent) ? node.parent : null
    children.set(parent, [...(children.get(parent) ?? []), node])
  }
  return (children.get(null) ?? []).map((top) => {
    const rows: Group['rows'] = []
    const walk = (node: GraphNode, depth: number) => {
      if (shown.get(node.id) !== node.id) return
      rows.push({ id: node.id, depth })
      for (const child of children.get(node.id) ?? []) walk(child, depth + 1)
    }
    walk(top, 0)
    return { top: top.id, rows, height: rows.length * (card_height + kCardGap) - kCardGap }
  })
}

function count_parts(nodes: readonly GraphNode[]): Map<string, number> {
  const parts = new Map<string, number>()
  for (const node of nodes) if (node.parent !== null) parts.set(node.parent, (parts.get(node.parent) ?? 0) + 1)
  return parts
}

function order(by_tier: Map<Tier, Group[]>, wires: readonly GraphEdge[], nodes: readonly GraphNode[]): void {
  const top_of = new Map<string, string>()
  for (const node of nodes) top_of.set(node.id, node.parent === null ? node.id : (top_of.get(node.parent) ?? node.id))
  const linked = new Map<string, string[]>()
  for (const { from, to } of wires) {
    const a = top_of.get(from)!
    const b = top_of.get(to)!
    if (a === b) continue
    linked.set(a, [...(linked.get(a) ?? []), b])
    linked.set(b, [...(linked.get(b) ?? []), a])
  }
  const main: Tier[] = ['upstream', 'midstream', 'downstream']
  for (let sweep = 0; sweep < 4; sweep++) {
    const position = new Map<string, number>()
    for (const tier of main) {
      const column = by_tier.get(tier)!
      column.forEach((g, i) => position.set(g.top, (i + 0.5) / column.length))
    }
    for (const tier of sweep % 2 === 0 ? main : [...main].reverse()) {
      const column = by_tier.get(tier)!
      const own = new Set(column.map((g) => g.top))
      const wish = new Map(
        column.map((g) => {
          const others = (linked.get(g.top) ?? []).filter((id) => !own.has(id) && position.has(id)).map((id) => position.get(id)!)
          return [g.top, others.length ? others.reduce((a, b) => a + b, 0) / others.length : position.get(g.top)!]
        }),
      )
      column.sort((a, b) => wish.get(a.top)! - wish.get(b.top)!)
      column.forEach((g, i) => position.set(g.top, (i + 0.5) / column.length))
    }
  }
}

/** One column per tier; room for more goes to the tier that is tallest. */
function column_counts(tiers: readonly Group[][], width: number): number[] {
  const counts = tiers.map(() => 1)
  const heights = tiers.map((groups) => groups.reduce((sum, g) => sum + g.height + kGroupGap, 0))
  const needed = () =>
    2 * kPadding + Math.max(0, counts.length - 1) * tier_gap(width) +
    counts.reduce((sum, n) => sum + n * (kMinWidth + 14) + (n - 1) * kColumnGap, 0)
  for (;;) {
    let tallest = -1
    counts.forEach((n, i) => {
      const can = n < tiers[i]!.length
      if (can && (tallest < 0 || heights[i]! / n > heights[tallest]! / counts[tallest]!)) tallest = i
    })
    if (tallest < 0 || heights[tallest]! / counts[tallest]! < 420) return counts
    counts[tallest]!++
    if (needed() > width) {
      counts[tallest]!--
      return counts
    }
  }
}

/** Cuts a column into `count` of about the same height, in order, no group torn apart. */
function split(groups: readonly Group[], count: number): Group[][] {
  const total = groups.reduce((sum, g) => sum + g.height + kGroupGap, 0)
  const stacks: Group[][] = Array.from({ length: count }, () => [])
  let used = 0
  for (const each of groups) {
    const middle = used + each.height / 2
    const at = Math.min(count - 1, Math.floor((middle / total) * count))
    stacks[at]!.push(each)
    used += each.height + kGroupGap
  }
  return stacks.filter((stack) => stack.length > 0)
}

function curve(from: Card, to: Card, card_height: number): string {
  const y1 = from.y + card_height / 2
  const y2 = to.y + card_height / 2
  const right = from.x + from.width
  const to_right = to.x + to.width
  if (to.x > right) {
    const bend = Math.max(18, (to.x - right) / 2)
    return `M${right} ${y1}C${right + bend} ${y1} ${to.x - bend} ${y2} ${to.x} ${y2}`
  }
  if (from.x > to_right) {
    const bend = Math.max(18, (from.x - to_right) / 2)
    return `M${from.x} ${y1}C${from.x - bend} ${y1} ${to_right + bend} ${y2} ${to_right} ${y2}`
  }
  // One above the other: round the right-hand side.
  const out = Math.max(right, to_right) + Math.min(20, 8 + Math.abs(y2 - y1) / 12)
  return `M${right} ${y1}C${out} ${y1} ${out} ${y2} ${to_right} ${y2}`
}
