import type { Job } from '@/api/calls'

export const kResultKeys = ['read', 'accepted', 'updated', 'duplicates', 'repaired', 'rejected', 'resolved', 'notes', 'invalid_codes', 'old_numbers', 'seconds', 'articles', 'events', 'known', 'failed', 'corrections', 'lessons', 'added', 'gone'] as const

/** Files sent from this page by the job they became, as long as it stays open: to send one again nobody looks for it. */
export const sent_files = new Map<number, File>()

/** Kinds the page has a name for. */
export const kKinds = ['import', 'import_enterprises', 'import_regions', 'build', 'tag', 'news_round', 'learn_news']

export const active = (job: Job) => job.state === 'running' || job.state === 'waiting'

/** What a column of a register can hold, as map files call it. */
export const kFields = ['name', 'credit_code', 'registration_number', 'scope', 'products', 'industry_code', 'founded', 'capital', 'capital_unit', 'capital_currency', 'type', 'status', 'former_names', 'region_code', 'province', 'city', 'county', 'address'] as const

/** Headings of all tables that nobody understood, each once. */
export const not_understood = (job: Job) => [...new Set(job.tables.flatMap((table) => table.ignored))]
/** Heading by the field it was taken for, over all tables. */
export const taken_for = (job: Job) => new Map(job.tables.flatMap((table) => table.used.map((one): [string, string] => [one.meaning, one.heading])))

/** Whether every row read is accounted for; null where the job is not an import. */
export function accounted(result: Record<string, number>): boolean | null {
  if (result.read === undefined) return null
  return result.read === (result.accepted ?? 0) + (result.updated ?? 0) + (result.duplicates ?? 0) + (result.rejected ?? 0)
}

/** From the pace so far; null where there is none yet. */
export function seconds_left(job: Job, now_ms = Date.now()): number | null {
  if (job.started_ms === null || job.progress === null || job.progress < 0.02) return null
  const spent = (now_ms - job.started_ms) / 1000
  return Math.max(1, Math.round((spent / job.progress) * (1 - job.progress)))
}

/** The list with a job as it is now: in its place, or in front where it is new. */
export function with_job(jobs: readonly Job[], now: Job): Job[] {
  return jobs.some((each) => each.id === now.id) ? jobs.map((each) => (each.id === now.id ? now : each)) : [now, ...jobs]
}
