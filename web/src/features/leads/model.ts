import type { Channel, Lead } from '@/api/workspace'

export const kChannels: Channel[] = ['referral', 'chain', 'hometown', 'stationed', 'fund', 'event', 'science', 'agency', 'inbound']
export const kLeadStates: Lead['state'][] = ['reported', 'answered', 'assessed', 'fed_back', 'converted', 'declined', 'withdrawn']

/** 万元 as typed to fen; null where nothing is typed, undefined where it is no amount. */
export function fen_of_wan(typed: string): number | null | undefined {
  const text = typed.trim().replaceAll(/[,，\s]/g, '')
  if (!text) return null
  return /^\d{1,9}(\.\d{1,6})?$/.test(text) ? Math.round(Number(text) * 1_000_000) : undefined
}

export interface LeadDraft {
  investor: string
  idea: string
  zone_id: string
  channel: Channel
  size: string
}
/** What still keeps the lead from being handed in; null where nothing does. */
export function draft_problem(draft: LeadDraft): 'investor' | 'idea' | 'zone' | 'size' | null {
  if (!draft.investor.trim()) return 'investor'
  if (!draft.idea.trim()) return 'idea'
  if (!draft.zone_id) return 'zone'
  return fen_of_wan(draft.size) === undefined ? 'size' : null
}
