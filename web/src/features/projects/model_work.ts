import type { Member, ProjectPromise, TaskTemplate } from '@/api/project_work'

export const kTeamRoles: Member['role'][] = ['sponsor', 'lead_officer', 'agent', 'co_agent', 'specialist']
/** Without whom nobody answers for a project, and nobody runs its errands. */
const kNeededRoles: Member['role'][] = ['sponsor', 'lead_officer', 'agent']

export function missing_roles(members: readonly Member[]): Member['role'][] {
  return kNeededRoles.filter((role) => !members.some((each) => !each.left && each.role === role))
}

/** What is special about a project, which decides which errands it needs. */
export const kTaskKinds = ['land', 'rebuild', 'foreign', 'drug', 'device', 'food', 'chemical', 'boiler', 'water'] as const

/** The errands of a stage for a project of these kinds, as the server would add them. */
export function fitting_templates(templates: readonly TaskTemplate[], stage: string, kinds: readonly string[]): TaskTemplate[] {
  return templates.filter((each) => each.stage === stage && (each.kinds.length === 0 || each.kinds.some((kind) => kinds.includes(kind))))
}

export const kSides: ProjectPromise['side'][] = ['investor', 'zone']
export const kPromiseKinds: ProjectPromise['kind'][] = ['investment', 'output', 'tax', 'jobs', 'land', 'incentive', 'utility', 'other']
export const kPromiseStates: ProjectPromise['state'][] = ['open', 'partly', 'fulfilled', 'broken', 'released']
/** What either side usually promises comes first. */
export const kKindsOf: Record<ProjectPromise['side'], ProjectPromise['kind'][]> = {
  investor: ['investment', 'output', 'tax', 'jobs', 'other'],
  zone: ['land', 'incentive', 'utility', 'other'],
}

/** What a zone gives rests on a law: incentives, land, taxes, and whatever has an amount. */
export function needs_basis(draft: { side: string; kind: string; wan?: string }): boolean {
  return draft.side === 'zone' && (['incentive', 'land', 'tax'].includes(draft.kind) || Number((draft.wan ?? '').replaceAll(',', '')) > 0)
}
/** Why a promise cannot be entered yet; null where it can. */
export function promise_problem(draft: { side: string; kind: string; wan?: string; text: string; due: string; legal_basis: string }): 'text' | 'due' | 'basis' | null {
  if (!draft.text.trim()) return 'text'
  if (!draft.due) return 'due'
  return needs_basis(draft) && !draft.legal_basis.trim() ? 'basis' : null
}

/** How much of a promised amount has come, 0…1; null while either is not known. */
export function fulfilled_share(promise: Pick<ProjectPromise, 'amount_fen' | 'fulfilled_fen' | 'state'>): number | null {
  if (promise.amount_fen === null || promise.fulfilled_fen === null || promise.amount_fen === 0) return null
  return Math.min(1, promise.fulfilled_fen / promise.amount_fen)
}
