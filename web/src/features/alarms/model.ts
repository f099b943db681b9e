import type { Alarm, AlarmCount } from '@/api/figures'

/** 六未: from gate to gate, in the order of the gates. Each has a limit in days. */
export const kSix = ['after_signed', 'after_registered', 'after_construction', 'after_completed', 'after_in_production', 'after_above_scale'] as const
/** What else rings; a kind that rules of a place add comes after these. */
export const kOthers = ['task_overdue', 'task_escalated', 'owner_gone', 'evidence_giver_gone', 'protection_overridden', 'lead_overdue', 'lead_silent', 'promise_overdue', 'promise_slipping', 'funds_missing', 'signed_fast', 'question_overdue'] as const

const kOrder: readonly string[] = [...kSix, ...kOthers]
export const kind_place = (kind: string) => {
  const at = kOrder.indexOf(kind)
  return at < 0 ? kOrder.length : at
}

/** Every kind of the strip with its count; what did not ring is a known 0. */
export function counted(kinds: readonly string[], counts: readonly AlarmCount[]): { kind: string; count: number; known?: AlarmCount }[] {
  return kinds.map((kind) => {
    const known = counts.find((each) => each.kind === kind)
    return { kind, count: known?.count ?? 0, known }
  })
}
export const other_kinds = (counts: readonly AlarmCount[]) => [...kOthers, ...counts.map((each) => each.kind).filter((kind) => !kOrder.includes(kind))]

/** By kind in the order of the strips; within a kind the furthest beyond its limit first. */
export function by_kind(alarms: readonly Alarm[]): { kind: string; alarms: Alarm[] }[] {
  const groups = new Map<string, Alarm[]>()
  for (const alarm of alarms) {
    const list = groups.get(alarm.kind)
    if (list) list.push(alarm)
    else groups.set(alarm.kind, [alarm])
  }
  return [...groups]
    .map(([kind, list]) => ({ kind, alarms: list.sort((a, b) => days_over(b) - days_over(a) || a.id - b.id) }))
    .sort((a, b) => kind_place(a.kind) - kind_place(b.kind) || a.kind.localeCompare(b.kind))
}
/** Signed too fast is not late: there the days since say nothing about how bad it is. */
export const days_over = (alarm: Pick<Alarm, 'kind' | 'days' | 'limit_days'>) => (alarm.kind === 'signed_fast' ? 0 : alarm.days - alarm.limit_days)
