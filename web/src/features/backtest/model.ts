import type { Backtest, BacktestedGap, RankingSkill } from '@/api/calls'
import { ApiError } from '@/api/calls'

/** Why a register cannot tell; the page then says what would help instead of that something went wrong. */
export const kCannotTell = ['undated_register', 'nothing_before', 'nothing_after'] as const
export type CannotTell = (typeof kCannotTell)[number]

export function cannot_tell(error: unknown): CannotTell | null {
  return error instanceof ApiError ? (kCannotTell.find((each) => each === error.code) ?? null) : null
}

/** The best first; of equal ones the server's order. */
export function by_auc(rankings: readonly RankingSkill[]): RankingSkill[] {
  return [...rankings].sort((a, b) => b.auc - a.auc)
}

export type Comparison = 'better' | 'worse' | 'even'

/** Whether a ranking differs from the diagnosis by more than chance: its interval leaves out 0. Itself it is even with. */
export function compared(skill: RankingSkill): Comparison {
  if (skill.auc_less_diagnosis_low === null || skill.auc_less_diagnosis_high === null) return 'even'
  if (skill.auc_less_diagnosis_low > 0) return 'better'
  return skill.auc_less_diagnosis_high < 0 ? 'worse' : 'even'
}

/** The simple rules that did significantly better than the diagnosis; the likelihood is the product's own. */
export function beaten_by(rankings: readonly RankingSkill[]): RankingSkill[] {
  return by_auc(rankings).filter((each) => each.ranking !== 'likelihood' && compared(each) === 'better')
}

export function precision_of(skill: RankingSkill, k: number): RankingSkill['precision_at'][number] | undefined {
  return skill.precision_at.find((each) => each.k === k)
}

/** The list that proves a hit, or that there is nothing: the node's enterprises there, founded within the span. */
export function records_of(test: Backtest, gap: BacktestedGap) {
  return { name: 'enterprises', query: { region: gap.region_code, node: gap.node, since: String(test.until + 1), until: String(test.until + test.horizon), status: 'active,suspended,revoked,deregistered,moved_out,unknown' } }
}

/** The map as it was known on the day. */
export function diagnosis_of(test: Backtest, gap: BacktestedGap) {
  return { name: 'map', query: { region: gap.region_code, node: gap.node, until: String(test.until) } }
}

/** Where a value of an AUC lies on a bar that begins at one half: what luck gives is its left end. */
export function on_bar(auc: number | null): number {
  return auc === null ? 0 : Math.min(1, Math.max(0, (auc - 0.5) * 2))
}
