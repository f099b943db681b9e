import type { NewsEvent } from '@/api/radar'
import type { Language } from '@/shared/number'
import { currency_decimals, minor_units } from '@/shared/currency'
import { exact_money, format_money, format_number, kUnknown } from '@/shared/number'

type Translate = (key: string, values?: Record<string, unknown>) => string
type Money = Pick<NewsEvent, 'amount' | 'amount_currency' | 'amount_qualifier'>

/** The amount as people say it, with what the news leaves open: ≈ 5 亿元, 2,000 万 USD. */
export function say_amount(event: Money, language: Language): string {
  if (event.amount === null) return kUnknown
  const sign = sign_of(event.amount_qualifier)
  if (event.amount_currency === 'CNY') return sign + format_money(event.amount, language)
  return `${sign}${format_number(event.amount / minor_units(event.amount_currency), language)} ${event.amount_currency}`
}

const sign_of = (qualifier: string) => (qualifier === 'exact' || !qualifier ? '' : qualifier === 'over' ? '> ' : qualifier === 'nearly' ? '< ' : '≈ ')

/** What it will make: ≈ 50,000 吨/年 碳酸锂. */
export function say_capacity(one: NewsEvent['capacity'][number], language: Language, t: Translate): string {
  const per = one.per ? `/${t(`radar.per_${one.per}`)}` : ''
  return `${sign_of(one.qualifier)}${format_number(Number(one.value), language)} ${one.unit}${per}${one.product ? ` ${one.product}` : ''}`
}

export function say_jobs(event: Pick<NewsEvent, 'jobs' | 'jobs_qualifier'>, language: Language, t: Translate): string {
  return event.jobs === null ? '' : sign_of(event.jobs_qualifier) + t('radar.people', { n: format_number(event.jobs, language) })
}

/** To the minor unit, with what kind of amount it is and how sure the news is. */
export function say_amount_exactly(event: Money & Pick<NewsEvent, 'amount_kind'>, language: Language, t: Translate): string {
  if (event.amount === null) return t('radar.unknown_amount')
  const sum = event.amount_currency === 'CNY' ? exact_money(event.amount, language) : `${format_number(event.amount / minor_units(event.amount_currency), language, currency_decimals(event.amount_currency))} ${event.amount_currency}`
  return [sum, event.amount_kind && t(`radar.amount_${event.amount_kind}`), event.amount_qualifier && t(`radar.qualifier_${event.amount_qualifier}`)].filter(Boolean).join(' · ')
}
