import { i18n } from '@/shared/language'
import type { Language } from '@/shared/number'
import { exact_money, format_instant } from '@/shared/number'

/** A field of a project as people read it, for showing two states of one side by side. */
export function say_project(key: string, value: unknown, language: Language, node_name: (id: string, language: Language) => string = String): string {
  const { t } = i18n.global
  if (value === null || value === undefined || value === '') return '—'
  if (key.endsWith('_fen')) return exact_money(Number(value), language)
  if (key.endsWith('_ms')) return format_instant(Number(value), language)
  if (key === 'stage') return t(`project.stage_${String(value)}`)
  if (key === 'kind') return t(`project.kind_${String(value)}`)
  if (key === 'node') return node_name(String(value), language)
  if (key === 'state') return t(`project.state_${String(value)}`)
  return typeof value === 'boolean' ? t(value ? 'list.yes' : 'list.no') : String(value)
}

/** Likewise a field of an errand. */
export function say_task(key: string, value: unknown, name_of = (_key: string, id: number) => String(id)): string {
  const { t } = i18n.global
  if (value === null || value === undefined || value === '') return '—'
  if (key === 'state') return t(`task.state_${String(value)}`)
  if (Array.isArray(value)) return value.length ? value.map((id) => name_of(key, Number(id))).join(t('list.comma')) : '—'
  if (key === 'assignee_id') return name_of(key, Number(value))
  return typeof value === 'boolean' ? t(value ? 'list.yes' : 'list.no') : String(value)
}

/** Likewise a field of a promise. */
export function say_promise(key: string, value: unknown, language: Language): string {
  const { t } = i18n.global
  if (value === null || value === undefined || value === '') return '—'
  if (key.endsWith('_fen')) return exact_money(Number(value), language)
  if (key === 'state') return t(`promise.state_${String(value)}`)
  return typeof value === 'boolean' ? t(value ? 'list.yes' : 'list.no') : String(value)
}
