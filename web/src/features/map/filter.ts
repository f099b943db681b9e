import type { Place } from '@/shared/place'

/** Which enterprises count; empty strings are open. As it stands in the URL. */
export interface Filter {
  since: string
  until: string
  /** In 万元, as people type it. */
  capital_min: string
  capital_max: string
  status: string
  confidence: string
}

export const kStatuses = ['active', 'suspended', 'revoked', 'deregistered', 'moved_out', 'unknown'] as const
export const kConfidences = ['0.5', '0.7', '0.9'] as const
export const kFilterKeys = ['capital_min', 'capital_max', 'status', 'confidence'] as const

const amount = (text: string) => (/^\d+(\.\d+)?$/.test(text) ? text : '')

export function filter_of(query: (key: string) => string, place: Place): Filter {
  return {
    since: place.since,
    until: place.until,
    capital_min: amount(query('capital_min')),
    capital_max: amount(query('capital_max')),
    status: query('status').split(',').filter((each) => (kStatuses as readonly string[]).includes(each)).join(','),
    confidence: /^(0(\.\d+)?|1)$/.test(query('confidence')) ? query('confidence') : '',
  }
}

/** How many filters narrow the view, the period not counted: it has its own button. */
export function active_filters(filter: Filter): number {
  return Number(filter.capital_min !== '' || filter.capital_max !== '') + Number(filter.status !== '') + Number(filter.confidence !== '')
}

/** 万元 to fen. */
export function fen_of(wan: string): number | undefined {
  return wan === '' ? undefined : Math.round(Number(wan) * 1_000_000)
}
