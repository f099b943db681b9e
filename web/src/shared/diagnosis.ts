/** What the diagnosis says of a node in a region; the same colour and the same shape on every page. */
export const kNodeTypes = ['strong', 'strengthen', 'fill', 'extend', 'none'] as const
export type NodeType = (typeof kNodeTypes)[number]

export const kTypeColour: Record<NodeType, string> = {
  strong: '#0f766e',
  strengthen: '#b45309',
  fill: '#b91c1c',
  extend: '#6d28d9',
  none: '#8a94a3',
}

export const kTiers = ['upstream', 'midstream', 'downstream', 'support'] as const
export type Tier = (typeof kTiers)[number]
