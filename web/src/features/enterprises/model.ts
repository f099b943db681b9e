import type { Evidence, Tag } from '@/api/calls'

export type Field = Evidence['field']

/** Marks of one field: the evidence of all tags, or of the one that is looked at. */
export function marks(tags: readonly Tag[], field: Field, focus: string): (Evidence & { node: string })[] {
  return tags
    .filter((tag) => !focus || tag.node === focus)
    .flatMap((tag) => tag.evidence.filter((each) => each.field === field).map((each) => ({ ...each, node: tag.node })))
    .filter((each) => each.end > each.begin)
}

/** Confirmed first, then by confidence; what was rejected comes last. */
export function ordered(tags: readonly Tag[]): Tag[] {
  const rank = (tag: Tag) => (tag.verdict === 'confirmed' || tag.verdict === 'added' ? 0 : tag.verdict === 'rejected' ? 2 : 1)
  return [...tags].sort((a, b) => rank(a) - rank(b) || (b.confidence ?? 1) - (a.confidence ?? 1))
}
