import type { ProjectHistory } from '@/api/project_work'
import { mu_of_m2 } from '@/shared/amount'
import { i18n } from '@/shared/language'
import type { Language } from '@/shared/number'
import { exact_money, format_money, format_number } from '@/shared/number'

export interface HistoryWords {
  /** What happened, in the reader's language. */
  what: string
  /** What somebody wrote, in his own. */
  text: string
  /** To the fen, where an amount is told. */
  exact?: string
}
type Names = (template_id: string) => string | undefined

/** A measure as people read it: money by magnitude, areas and persons with separators. */
export function measure_words(measure: string, value: number, language: Language): string {
  if (measure.endsWith('_fen')) return format_money(value, language)
  return measure.endsWith('_m2') ? area_words(value, measure, language) : format_number(value, language)
}

/** Land is spoken of in mu and kept in square metres: both. */
export function area_words(m2: number, measure: string, language: Language): string {
  const own = `${format_number(m2, language)} m²`
  if (measure !== 'land_m2') return own
  const t = i18n.global.t as (key: string, values?: Record<string, unknown>) => string
  return t('project.area', { mu: format_number(mu_of_m2(m2), language, 2), m2: own })
}

/** Words for one line of the history. `template_name` gives the name of an errand in the reader's language. */
export function history_words(line: Pick<ProjectHistory, 'kind' | 'text' | 'facts'>, language: Language, template_name: Names = () => undefined): HistoryWords {
  // The catalogue's own type is too deep for messages within messages.
  const t = i18n.global.t as (key: string, values?: Record<string, unknown>) => string
  const te = i18n.global.te as (key: string) => boolean
  const { facts, text } = line
  const said = (what: string, more: Partial<HistoryWords> = {}): HistoryWords => ({ what, text, ...more })
  const task_name = () => template_name(facts.template_id ?? '') ?? facts.name ?? ''
  switch (line.kind) {
    case 'amount': {
      if (!facts.amount_kind) break
      const fen = facts.amount_fen === undefined ? null : Number(facts.amount_fen)
      const foreign = facts.currency !== 'CNY'
      const own = foreign ? `${format_number(Number(facts.amount) / 100, language, 2)} ${facts.currency}` : format_money(fen, language)
      return said(t('history.amount', { kind: t(`project.amount_${facts.amount_kind}`), amount: own }), { exact: fen === null ? undefined : exact_money(fen, language) })
    }
    case 'measure': {
      if (!facts.measure) break
      const name = `${t(`project.measure_${facts.measure}`)}${facts.year ? ` ${facts.year}` : ''}`
      return said(t('history.measure', { measure: name, kind: t(`project.kind_${facts.measure_kind}`), value: measure_words(facts.measure, Number(facts.value), language) }))
    }
    case 'changed': {
      if (facts.fields === undefined) break
      const names = facts.fields.split(',').filter(Boolean).map((field) => (te(`field.${field}`) ? t(`field.${field}`) : field))
      return said(names.length ? names.join(t('list.comma')) : t('history.nothing'))
    }
    case 'stage_day':
      return said(facts.from ? t('history.stage_day', { from: facts.from, to: facts.to }) : t('history.stage_day_known', { to: facts.to }))
    case 'team':
      if (facts.event === 'joined') return said(t('history.joined', { name: facts.name, role: t(`team.role_${facts.role}`) }))
      if (facts.event === 'left') return said(facts.successor ? t('history.handed_over', { name: facts.name, role: t(`team.role_${facts.role}`), successor: facts.successor }) : t('history.left', { name: facts.name, role: t(`team.role_${facts.role}`) }))
      break
    case 'task':
      if (facts.event === 'added') {
        const ids = (facts.template_ids ?? '').split(',').filter(Boolean)
        const names = ids.length ? ids.map((id) => template_name(id)) : []
        const listed = names.length && names.every(Boolean) ? names.join(t('list.comma')) : (facts.names ?? '')
        return said(t('history.tasks_added', { names: listed }))
      }
      if (facts.event === 'escalated') return said(t('history.task_escalated', { name: task_name(), due: facts.due }))
      if (facts.event === 'moved') return said(t('history.task_moved', { name: task_name(), from: t(`task.state_${facts.from}`), to: t(`task.state_${facts.to}`) }))
      break
    case 'promise':
      if (facts.event === 'made') {
        const amount = facts.amount_fen ? ` ${format_money(Number(facts.amount_fen), language)}` : ''
        return said(t('history.promised', { side: t(`promise.side_${facts.side}`), kind: t(`promise.kind_${facts.promise_kind}`) }) + amount)
      }
      if (facts.event === 'changed') {
        const parts = [
          facts.to ? t('history.promise_state', { to: t(`promise.state_${facts.to}`) }) : '',
          facts.fulfilled_fen ? t('history.promise_fulfilled', { amount: format_money(Number(facts.fulfilled_fen), language) }) : '',
          facts.to_due ? t('history.promise_due', { from: facts.from_due, to: facts.to_due }) : '',
        ].filter(Boolean)
        return said(t('history.promise_changed', { promise: facts.promise, what: parts.join(t('list.semicolon')) }))
      }
      break
    case 'investor':
      if (facts.event === 'invited') return said(t('history.invited', { name: facts.name }))
      if (facts.event === 'revoked') return said(t('history.revoked', { name: facts.name ?? '' }))
      if (facts.event === 'answered') return said(t('history.answered', { question: facts.question }))
      if (facts.event === 'rated') return said(t('history.rated', { name: facts.name, rating: facts.rating }))
      break
    case 'ended':
      if (facts.lost_to) return said(t('history.lost_to', { place: facts.lost_to }))
      break
    default:
  }
  return said('')
}
