import type { Alarm, MyDay } from '@/api/figures'
import type { Dispute, LeadTransfer } from '@/api/workspace'
import type { IconName } from '@/shared/icons'
import { days_until } from '@/shared/days'

/** In the order in which they are taken up. */
export const kGroups = ['overdue', 'today', 'verify', 'claims', 'silent', 'alarms', 'waits', 'coming', 'later'] as const
export type Group = (typeof kGroups)[number]

/** A message of the page with its values, or what the server says in both languages. */
export type Says = { key: string; values?: Record<string, string | number> } | { zh: string; en: string }

/** One thing that waits: what it is, why it is here, what comes next, and where it is done. */
export interface Line {
  key: string
  group: Group
  icon: IconName
  title: string
  title_en?: string
  of: string
  why: Says
  next: Says
  to: { name: 'lead' | 'project'; params: { id: number }; query?: Record<string, string> }
  due: string | null
  estimated?: boolean
}

const kComing_days = 7
function by_due(due: string | null, today: string): Group {
  if (!due) return 'later'
  const days = days_until(due, today)
  return days < 0 ? 'overdue' : days === 0 ? 'today' : days <= kComing_days ? 'coming' : 'later'
}

/** What stands elsewhere on the page as the thing itself. */
const kTold = new Set(['lead_overdue', 'question_overdue'])

export function alarm_route(alarm: Pick<Alarm, 'noun' | 'id' | 'project_id'>): Line['to'] {
  if (alarm.noun === 'lead') return { name: 'lead', params: { id: alarm.id } }
  const tab = { project: '', task: 'tasks', promise: 'promises', question: 'investor' }[alarm.noun]
  return { name: 'project', params: { id: alarm.project_id ?? alarm.id }, ...(tab ? { query: { tab } } : {}) }
}

/** Transfers offered to a zone of the viewer's; without zones of his own he is in charge of all. */
export const waiting_transfers = (transfers: readonly LeadTransfer[], zones: readonly string[]) =>
  transfers.filter((each) => each.state === 'proposed' && (!zones.length || zones.includes(each.to_zone_id)))

/** Disputes that wait for the word of a zone of the viewer's, or, where he is in charge of both sides, for a decision. */
export function waiting_disputes(disputes: readonly Dispute[], zones: readonly string[]): { dispute: Dispute; for: 'word' | 'decision' }[] {
  const found: { dispute: Dispute; for: 'word' | 'decision' }[] = []
  for (const dispute of disputes) {
    if (dispute.state !== 'open') continue
    const ours = (zone: string) => !zones.length || zones.includes(zone)
    const answered = dispute.statements.some((each) => each.side === 'respondent')
    if (ours(dispute.claimant_zone_id) && ours(dispute.respondent_zone_id)) found.push({ dispute, for: 'decision' })
    else if (ours(dispute.respondent_zone_id) && !answered) found.push({ dispute, for: 'word' })
  }
  return found
}

/** Everything that waits, in the order in which it is taken up; within a group what is due first comes first. */
export function lines_of(day: MyDay, transfers: readonly LeadTransfer[], disputes: readonly Dispute[], zones: readonly string[]): Line[] {
  const lines: Line[] = []
  for (const task of day.tasks) {
    // What others have to finish first is not to be done now, however late it is.
    const group = task.ready ? by_due(task.due, day.day) : 'waits'
    lines.push({
      key: `task-${task.id}`, group, icon: 'task', title: task.name, title_en: task.name_en === task.name ? undefined : task.name_en, of: task.project_name, due: task.due, estimated: task.estimated,
      why: { key: task.critical ? 'day.why_task_critical' : task.ready ? 'day.why_task' : 'day.why_task_waits', values: { due: task.due ?? '—' } },
      next: { key: task.ready ? 'day.next_task' : 'day.next_task_waits' }, to: { name: 'project', params: { id: task.project_id }, query: { tab: 'tasks' } },
    })
  }
  for (const lead of day.leads) {
    if (!lead.next_step) continue
    lines.push({
      key: `lead-${lead.id}`, group: by_due(lead.next_due, day.day), icon: 'lead', title: lead.investor, of: lead.idea, due: lead.next_due, estimated: lead.due_estimated,
      why: { key: lead.due_unknown ? 'day.why_lead_unknown' : `day.why_lead_${lead.next_step}`, values: { due: lead.next_due ?? '—' } },
      next: { key: `day.next_lead_${lead.next_step}` }, to: { name: 'lead', params: { id: lead.id } },
    })
  }
  for (const question of day.questions) {
    lines.push({
      key: `question-${question.id}`, group: by_due(question.due, day.day), icon: 'help', title: question.text, of: '', due: question.due, estimated: question.due_estimated,
      why: { key: 'day.why_question', values: { due: question.due ?? '—' } }, next: { key: 'day.next_question' }, to: { name: 'project', params: { id: question.project_id }, query: { tab: 'investor' } },
    })
  }
  for (const project of day.evidence) {
    lines.push({
      key: `evidence-${project.id}`, group: 'verify', icon: 'proof', title: project.name, of: project.investor, due: null,
      why: { key: 'day.why_evidence', values: { n: project.evidence_waiting } }, next: { key: 'day.next_evidence' }, to: { name: 'project', params: { id: project.id } },
    })
  }
  for (const transfer of waiting_transfers(transfers, zones)) {
    lines.push({
      key: `transfer-${transfer.id}`, group: 'claims', icon: 'transfer', title: transfer.investor, of: transfer.reason, due: null,
      why: { key: 'day.why_transfer', values: { zone: transfer.from_zone_id } }, next: { key: 'day.next_transfer' }, to: { name: 'lead', params: { id: transfer.lead_id } },
    })
  }
  for (const { dispute, for: wanted } of waiting_disputes(disputes, zones)) {
    lines.push({
      key: `dispute-${dispute.id}`, group: 'claims', icon: 'scales', title: dispute.statements[0]?.text ?? '', of: '', due: null,
      why: { key: 'day.why_dispute', values: { zone: dispute.claimant_zone_id } }, next: { key: `day.next_dispute_${wanted}` },
      to: { name: 'lead', params: { id: wanted === 'word' ? dispute.against_lead_id : dispute.lead_id } },
    })
  }
  const own_tasks = new Set(day.tasks.map((task) => task.id))
  for (const alarm of day.alarms) {
    // Another's task that was brought to him stands nowhere else on the page.
    const brought = alarm.noun === 'task' && alarm.escalated && !own_tasks.has(alarm.id)
    if (alarm.noun === 'task' ? !brought : kTold.has(alarm.kind)) continue
    lines.push({
      key: `${alarm.kind}-${alarm.noun}-${alarm.id}`, group: alarm.kind === 'lead_silent' ? 'silent' : 'alarms', icon: 'alarm', title: alarm.title, of: '', due: null,
      why: { zh: alarm.why, en: alarm.why_en }, next: { zh: alarm.action, en: alarm.action_en }, to: alarm_route(alarm),
    })
  }
  const place = (line: Line) => kGroups.indexOf(line.group)
  return lines.sort((a, b) => place(a) - place(b) || (a.due ?? '9999').localeCompare(b.due ?? '9999'))
}
