type Translate = (key: string, values?: Record<string, unknown>) => string

/** The period in words, for the button, titles and pictures. */
export function period_text(since: string, until: string, t: Translate): string {
  if (since && until) return since === until ? t('place.in_year', { year: since }) : t('place.between', { since, until })
  if (since) return t('place.since_year', { year: since })
  if (until) return t('place.until_year', { year: until })
  return t('place.all_years')
}
