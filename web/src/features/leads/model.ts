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

/** A lead as it is corrected. */
export interface EditedLead {
  investor: string
  credit_code: string
  channel: Channel
  idea: string
  size: string
  contact: string
  needs: string
  node: string
  confidential: boolean
  /** 0: nobody yet. */
  officer: number
}
/** 10,000 yuan as typed, without a trace of the double they went through. */
const wan_of_fen = (fen: number | null) => (fen === null ? '' : String(fen / 1_000_000))
export function draft_of_lead(lead?: Lead): EditedLead {
  return { investor: lead?.investor ?? '', credit_code: lead?.credit_code ?? '', channel: lead?.channel ?? 'referral', idea: lead?.idea ?? '', size: wan_of_fen(lead?.size_fen ?? null), contact: lead?.contact ?? '', needs: lead?.needs ?? '', node: lead?.node ?? '', confidential: lead?.confidential ?? false, officer: lead?.officer_id ?? 0 }
}
type ChangedLead = Partial<Pick<Lead, 'investor' | 'credit_code' | 'channel' | 'idea' | 'size_fen' | 'contact' | 'needs' | 'node' | 'confidential'>> & { officer_id?: number }
/** Only what was changed; undefined while it is not fit to be saved. */
export function changed_lead(before: Lead, draft: EditedLead): ChangedLead | undefined {
  const size_fen = draft.size === wan_of_fen(before.size_fen) ? before.size_fen : fen_of_wan(draft.size)
  if (size_fen === undefined || !draft.investor.trim() || !draft.idea.trim()) return undefined
  const now = { investor: draft.investor.trim(), credit_code: draft.credit_code.trim(), channel: draft.channel, idea: draft.idea.trim(), size_fen, contact: draft.contact.trim(), needs: draft.needs.trim(), node: draft.node, confidential: draft.confidential, officer_id: draft.officer || before.officer_id } as const
  return Object.fromEntries(Object.entries(now).filter(([key, value]) => value !== before[key as keyof typeof now])) as ChangedLead
}
