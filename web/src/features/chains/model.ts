import type { ChainNode, Lesson } from '@/api/calls'
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

/** Lessons by node, of one node or chain where that is wanted; what changed most first. */
export function lessons_by_node(lessons: readonly Lesson[], chain: string, node: string): { node: string; lessons: Lesson[] }[] {
  const wanted = lessons.filter((each) => (node ? each.node === node : !chain || each.node.startsWith(`${chain}/`)))
  const by_node = new Map<string, Lesson[]>()
  for (const each of wanted) by_node.set(each.node, [...(by_node.get(each.node) ?? []), each])
  const change = (each: Lesson) => Math.abs(each.confidence_after - each.confidence_before)
  return [...by_node].map(([of, all]) => ({ node: of, lessons: all.sort((a, b) => change(b) - change(a)) })).sort((a, b) => a.node.localeCompare(b.node))
}

export function verdict_counts(lesson: Lesson): { confirmed: number; rejected: number } {
  const confirmed = lesson.verdicts.filter((each) => each.verdict === 'confirmed').length
  return { confirmed, rejected: lesson.verdicts.length - confirmed }
}
