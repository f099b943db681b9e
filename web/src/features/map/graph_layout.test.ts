import { expect, test } from 'vitest'
import type { GraphEdge, GraphNode } from './graph_layout'
import { ancestors, gaps_inside, kCardHeight, kTallCardHeight, lay_out, lifted, neighbours, representatives } from './graph_layout'

/** 3 parts each under some of `count` top nodes, edges at random. */
function chain(count: number, seed: number): { nodes: GraphNode[]; edges: GraphEdge[] } {
  let state = seed
  const next = () => ((state = (state * 1664525 + 1013904223) % 2 ** 32) / 2 ** 32)
  const tiers = ['upstream', 'midstream', 'downstream', 'support'] as const
  const nodes: GraphNode[] = []
  for (let i = 0; i < count; i++) {
    const tier = tiers[Math.floor(next() * 4)]!
    nodes.push({ id: `n${i}`, parent: null, tier })
    if (next() < 0.5) for (let j = 0; j < 3; j++) nodes.push({ id: `n${i}.${j}`, parent: `n${i}`, tier: tiers[Math.floor(next() * 4)]! })
  }
  const any = () => nodes[Math.floor(next() * nodes.length)]!.id
  return { nodes, edges: Array.from({ length: count * 2 }, () => ({ from: any(), to: any() })) }
}

test('no two cards overlap and all lie in the drawing, whatever is open and however narrow it is', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const { nodes, edges } = chain(2 + (seed % 38), seed)
    for (const width of [360, 560, 820, 1400]) {
      const tall = seed % 2 === 0 ? kCardHeight : kTallCardHeight
      for (const open of [new Set<string>(), new Set(nodes.map((n) => n.id)), new Set(nodes.slice(0, 5).map((n) => n.id))]) {
        const { cards, width: right, height } = lay_out(nodes, edges, open, width, tall)
        const outside = cards.filter((card) => card.x < 0 || card.width <= 60 || card.x + card.width > right || card.y + tall > height)
        expect(outside).toEqual([])
        const overlaps = cards.flatMap((a, i) =>
          cards.slice(0, i).filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && Math.abs(a.y - b.y) < tall).map((b) => `${a.id} over ${b.id}, seed ${seed}, width ${width}`),
        )
        expect(overlaps).toEqual([])
      }
    }
  }
})

test('every node is shown when all are open, and only the top ones when none is', () => {
  const { nodes, edges } = chain(20, 3)
  const all = lay_out(nodes, edges, new Set(nodes.map((n) => n.id)), 900)
  expect(all.cards.map((c) => c.id).sort()).toEqual(nodes.map((n) => n.id).sort())
  const few = lay_out(nodes, edges, new Set(), 900)
  expect(few.cards.map((c) => c.id).sort()).toEqual(nodes.filter((n) => n.parent === null).map((n) => n.id).sort())
})

test('tiers stand from left to right, support below them all', () => {
  const { nodes, edges } = chain(30, 9)
  const { tiers } = lay_out(nodes, edges, new Set(), 1000)
  expect(tiers.map((t) => t.tier)).toEqual(['upstream', 'midstream', 'downstream', 'support'])
  expect(tiers[0]!.x + tiers[0]!.width).toBeLessThan(tiers[1]!.x)
  expect(tiers[1]!.x + tiers[1]!.width).toBeLessThan(tiers[2]!.x)
  for (const tier of tiers.slice(0, 3)) expect(tier.y + tier.height).toBeLessThanOrEqual(tiers[3]!.y)
})

test('supply of folded parts is drawn at the node that holds them, once, with its count', () => {
  const nodes: GraphNode[] = [
    { id: 'a', parent: null, tier: 'upstream' },
    { id: 'a.1', parent: 'a', tier: 'upstream' },
    { id: 'a.2', parent: 'a', tier: 'upstream' },
    { id: 'b', parent: null, tier: 'midstream' },
  ]
  const edges = [{ from: 'a.1', to: 'b' }, { from: 'a.2', to: 'b' }, { from: 'a.1', to: 'a.2' }]
  expect(lifted(edges, representatives(nodes, new Set()))).toEqual([{ from: 'a', to: 'b', count: 2 }])
  expect(lifted(edges, representatives(nodes, new Set(['a'])))).toHaveLength(3)
})

test('a part of a folded part is shown at the outermost fold', () => {
  const nodes: GraphNode[] = [
    { id: 'a', parent: null, tier: 'upstream' },
    { id: 'b', parent: 'a', tier: 'upstream' },
    { id: 'c', parent: 'b', tier: 'upstream' },
  ]
  expect(representatives(nodes, new Set(['b'])).get('c')).toBe('a')
  expect(representatives(nodes, new Set(['a'])).get('c')).toBe('b')
  expect(representatives(nodes, new Set(['a', 'b'])).get('c')).toBe('c')
  expect(ancestors(nodes, 'c')).toEqual(['b', 'a'])
})

test('suppliers and customers are told apart', () => {
  const wires = [{ from: 'a', to: 'b' }, { from: 'b', to: 'c' }, { from: 'a', to: 'c' }]
  const { suppliers, customers } = neighbours(wires, 'b')
  expect([...suppliers]).toEqual(['a'])
  expect([...customers]).toEqual(['c'])
})

test('the order of the barycentre sweeps crosses fewer wires than the reverse order does', () => {
  const nodes: GraphNode[] = []
  const edges: GraphEdge[] = []
  for (let i = 0; i < 7; i++) nodes.push({ id: `u${i}`, parent: null, tier: 'upstream' })
  for (let i = 0; i < 7; i++) nodes.push({ id: `m${i}`, parent: null, tier: 'midstream' })
  for (let i = 0; i < 7; i++) edges.push({ from: `u${i}`, to: `m${6 - i}` })
  const { cards } = lay_out(nodes, edges, new Set(), 600)
  const y = new Map(cards.map((c) => [c.id, c.y]))
  let crossings = 0
  for (const a of edges) for (const b of edges) if (y.get(a.from)! < y.get(b.from)! && y.get(a.to)! > y.get(b.to)!) crossings++
  expect(crossings).toBe(0)
})

test('gaps count in everything that holds them, not in themselves', () => {
  const nodes: GraphNode[] = [
    { id: 'a', parent: null, tier: 'upstream' },
    { id: 'b', parent: 'a', tier: 'upstream' },
    { id: 'c', parent: 'b', tier: 'upstream' },
    { id: 'd', parent: 'a', tier: 'upstream' },
  ]
  expect([...gaps_inside(nodes, (id) => id === 'c' || id === 'd')]).toEqual([['b', 1], ['a', 2]])
})
