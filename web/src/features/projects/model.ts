import type { BoardColumn, Project, ProjectAmount, Stage, StageGate } from '@/api/workspace'

export const kStages: Stage[] = ['negotiation', 'signed', 'registered', 'construction', 'completed', 'in_production', 'at_capacity']
export const kAmountKinds: ProjectAmount['kind'][] = ['planned', 'contracted', 'arrived', 'fixed_asset']
export const kSources: ProjectAmount['source'][] = ['in_province', 'out_of_province', 'foreign', 'unknown']

/** The only gate a project can stand before: stages are passed one by one, and not by what is suspended or ended. */
export function next_stage(project: Pick<Project, 'stage' | 'state'>): Stage | null {
  if (project.state !== 'active') return null
  return kStages[kStages.indexOf(project.stage) + 1] ?? null
}

/** Why a card cannot be dropped on a column; null where it can. */
export function drop_problem(project: Pick<Project, 'stage' | 'state' | 'evidence_waiting'>, column: string): 'same' | 'back' | 'jump' | 'waiting' | 'state' | null {
  if (column === project.stage) return 'same'
  const to = kStages.indexOf(column as Stage)
  if (to < 0 || project.state !== 'active') return 'state'
  const from = kStages.indexOf(project.stage)
  if (to < from) return 'back'
  if (to > from + 1) return 'jump'
  return project.evidence_waiting > 0 ? 'waiting' : null
}

export const gate_of = (gates: readonly StageGate[], stage: string) => gates.find((each) => each.stage === stage)

/** Days in a stage beyond its limit; 0 while there is time or no limit. */
export function days_over(gate: StageGate | undefined, days_in_stage: number): number {
  return gate?.limit_days ? Math.max(0, days_in_stage - gate.limit_days) : 0
}

/** Columns of stages in order, then those put aside. */
export function ordered_columns(columns: readonly BoardColumn[]): BoardColumn[] {
  const place = (each: BoardColumn) => { const at = kStages.indexOf(each.stage as Stage); return at < 0 ? kStages.length : at }
  return [...columns].sort((a, b) => place(a) - place(b))
}
