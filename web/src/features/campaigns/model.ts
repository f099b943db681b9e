import type { Campaign, Visit } from '@/api/campaigns'
import { fen_of_wan } from '@/features/leads/model'

export const kKinds: Campaign['kind'][] = ['trip', 'fair', 'conference', 'other']

export function phase(campaign: Pick<Campaign, 'begin' | 'end'>, today: string): 'planned' | 'running' | 'over' {
  return today < campaign.begin ? 'planned' : today > campaign.end ? 'over' : 'running'
}

/** Visits by day, in the order of the trip. */
export function by_day(visits: readonly Visit[]): { day: string; visits: Visit[] }[] {
  const days = new Map<string, Visit[]>()
  for (const visit of [...visits].sort((a, b) => a.day.localeCompare(b.day) || a.id - b.id)) {
    const list = days.get(visit.day)
    if (list) list.push(visit)
    else days.set(visit.day, [visit])
  }
  return [...days].map(([day, list]) => ({ day, visits: list }))
}

/** The day a visit is planned for at first: the first day of the campaign that has not passed. */
export const first_day = (campaign: Pick<Campaign, 'begin' | 'end'>, today: string) => (today < campaign.begin ? campaign.begin : today > campaign.end ? campaign.end : today)

/** Fen a piece; null while the cost is not known or there is nothing to divide by. */
export const cost_per = (cost_fen: number | null, count: number) => (cost_fen === null || count === 0 ? null : Math.round(cost_fen / count))

export interface CampaignDraft {
  name: string
  zone_id: string
  kind: Campaign['kind']
  begin: string
  end: string
  route: string
  plan: string
  people: string
  cost: string
}
/** What still keeps it from being planned; null where nothing does. */
export function draft_problem(draft: CampaignDraft): 'name' | 'days' | 'cost' | null {
  if (!draft.name.trim() || !draft.zone_id) return 'name'
  if (!draft.begin || !draft.end || draft.end < draft.begin) return 'days'
  return fen_of_wan(draft.cost) === undefined ? 'cost' : null
}
