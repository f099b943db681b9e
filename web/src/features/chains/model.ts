import type { ChainNode } from '@/api/calls'
import type { Tier } from '@/shared/diagnosis'
import { matches_name } from '@/shared/initials'

export interface Line {
  node: ChainNode
  depth: number
  /** Of the outermost node it lies in: parts are listed with it. */
  tier: Tier
}

/** Nodes in the order of a table of contents: each followed by its parts. */
export function outline(nodes: readonly ChainNode[]): Line[] {
  const known = new Set(nodes.map((each) => each.id))
  const lines: Line[] = []
  const walk = (node: ChainNode, depth: number, tier: Tier) => {
    lines.push({ node, depth, tier })
    for (const child of nodes) if (child.parent === node.id) walk(child, depth + 1, tier)
  }
  for (const node of nodes) if (node.parent === null || !known.has(node.parent)) walk(node, 0, node.tier)
  return lines
}

/** Nodes that a typed text finds by name, synonym, keyword or product, with all that they lie in. */
export function found_nodes(nodes: readonly ChainNode[], query: string): ChainNode[] {
  const wanted = query.trim()
  if (!wanted) return [...nodes]
  const by_id = new Map(nodes.map((each) => [each.id, each]))
  const keep = new Set<string>()
  for (const node of nodes) {
    const hit = matches_name(wanted, node.name, node.name_en) || [...node.synonyms, ...node.keywords, ...node.products].some((word) => word.includes(wanted))
    if (!hit) continue
    for (let at: ChainNode | undefined = node; at && !keep.has(at.id); at = at.parent === null ? undefined : by_id.get(at.parent)) keep.add(at.id)
  }
  return nodes.filter((each) => keep.has(each.id))
}

export function children_of(nodes: readonly ChainNode[], id: string): ChainNode[] {
  return nodes.filter((each) => each.parent === id)
}
