import type { NodeType, Tier } from '@/shared/diagnosis'
import type { MultiPolygon } from '@/shared/projection'

/** What the server, or the way to it, said no with. `status` 0 is no answer at all. */
export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string, message: string, readonly request_id = '') {
    super(message)
  }
}

export interface Me {
  name: string
  display_name: string
  roles: string[]
  must_change_password: boolean
  /** The one trusted user of a server started with --open: nothing to sign out of. */
  open: boolean
}
export interface Region {
  code: string
  parent: string
  level: 'country' | 'province' | 'city' | 'county'
  name: string
  name_en: string
  longitude: number
  latitude: number
}
export interface Shape {
  code: string
  name: string
  polygons: MultiPolygon
}
export interface Zone {
  id: string
  name: string
  name_en: string
  region: string
}
export interface ChainSummary {
  id: string
  name: string
  name_en: string
  node_count: number
  nodes: { id: string; name: string; name_en: string }[]
}
export interface ChainNode {
  id: string
  name: string
  name_en: string
  tier: Tier
  parent: string | null
  definition: string
  synonyms: string[]
  keywords: string[]
  exclude: string[]
  industry_codes: string[]
  products: string[]
  chain_leaders: string[]
  importance: number
  sources: string[]
}
export interface SupplyEdge {
  from: string
  to: string
  cost_share: number | null
  source: string
}
export interface Chain {
  id: string
  name: string
  name_en: string
  version: string
  description: string
  sources: string[]
  nodes: ChainNode[]
  supply_edges: SupplyEdge[]
}
export interface Status {
  enterprises: number
  as_of_ms: number | null
  newest_year: number | null
  fingerprint: string
  simulated: boolean
}
export interface RegionValue {
  code: string
  count: number
  capital_fen: number
  capital_known: number
  share: number | null
  lq: number | null
  density: number | null
}
export type Measure = 'count' | 'capital' | 'share' | 'lq' | 'density'
export interface InputCoverage {
  node: string
  supply: 'local' | 'in_reach' | 'nowhere'
  local_count: number
  nearest_region: string | null
  distance_m: number | null
  cost_share: number | null
}
export interface NodeMeasures {
  count: number
  national_count: number
  region_total: number
  national_total: number
  share: number | null
  location_quotient: number | null
  rca: number | null
  density: number | null
  complexity: number | null
  capital_fen: number
  capital_known: number
  median_age_years: number | null
  founded_recent: number
  founded_before: number
  founding_growth: number | null
  rank: number | null
  regions_with: number
  supply_coverage: number | null
  inputs: InputCoverage[]
  present_suppliers: string[]
  present_customers: string[]
}
export interface DiagnosedNode {
  node: string
  type: NodeType
  reason: string
  statement: { zh: string; en: string }
  measures: NodeMeasures
}
export interface Diagnosis {
  chain: string
  as_of: string | null
  fingerprint: string
  /** Recomputes it offline. */
  command: string
  nodes: DiagnosedNode[]
}
export interface Contribution {
  criterion: 'investment_intensity' | 'output_efficiency' | 'technology' | 'chain_tie'
  value: number | null
  unit: string
  percentile: number | null
  weight: number
  points: number | null
  known: boolean
  unknown_reason: string
}
export interface Target {
  enterprise_key: string
  credit_code: string
  name: string
  region_code: string
  score: number
  known_weight: number
  contributions: Contribution[]
  ties: { kind: 'supplier' | 'customer'; node: string; local_count: number }[]
}
export interface Targets {
  candidates: number
  ranked: Target[]
  command: string
}
export interface EnterpriseRow {
  enterprise_key: string
  credit_code: string
  credit_code_state: string
  name: string
  region_code: string
  registered_capital_fen: number | null
  founded: string | null
  status: string
  tags: { node: string; confidence: number | null }[]
  /** Of the tag that was asked for. */
  confidence: number | null
  /** Words around what was searched for. */
  snippet: string
}
export interface Evidence {
  field: 'name' | 'business_scope' | 'products'
  /** Code points, end exclusive. */
  begin: number
  end: number
  text: string
}
export interface Tag {
  node: string
  confidence: number | null
  verdict: 'confirmed' | 'rejected' | 'added' | null
  evidence: Evidence[]
}
export interface Enterprise {
  enterprise_key: string
  credit_code: string
  credit_code_state: string
  name: string
  business_scope: string
  products: string
  enterprise_type: string
  address: string
  region_code: string
  region_source: string
  registered_capital_fen: number | null
  registered_capital_text: string
  founded: string | null
  status: string
  industry_code: string
  industry_name: string
  tags: Tag[]
}
export interface Job {
  id: string
  kind: string
  subject: string
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  stage: string
  progress: number | null
  created_ms: number
  started_ms: number | null
  by: string
  error: string
  result: Record<string, number> | null
}
export interface Account {
  id: string
  name: string
  display_name: string
  role: string
  disabled: boolean
  last_seen_ms: number | null
}
export interface AuditEntry {
  id: string
  at_ms: number
  who: string
  action: string
  subject: string
}

const kBase = '/api/v1'
let signed_out: () => void = () => {}
/** Called when the server no longer knows who is asking. */
export function on_signed_out(act: () => void) {
  signed_out = act
}

type Query = Record<string, string | number | undefined>
const with_query = (path: string, query: Query = {}) => {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value !== undefined && value !== '') params.set(key, String(value))
  const text = params.toString()
  return kBase + path + (text ? `?${text}` : '')
}
async function request<T>(method: string, path: string, options: { query?: Query; body?: unknown; signal?: AbortSignal; quiet?: boolean } = {}): Promise<T> {
  let response: Response
  try {
    response = await fetch(with_query(path, options.query), {
      method,
      signal: options.signal,
      headers: options.body === undefined ? {} : { 'content-type': 'application/json' },
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
    })
  } catch (reason) {
    if (options.signal?.aborted) throw reason
    throw new ApiError(0, 'offline', 'offline')
  }
  const json = (await response.json().catch(() => null)) as { code?: string; message?: string; request_id?: string } | null
  if (!response.ok) {
    if (response.status === 401 && !options.quiet) signed_out()
    throw new ApiError(response.status, json?.code ?? 'http', json?.message ?? `HTTP ${response.status}`, json?.request_id)
  }
  return json as T
}
const get = <T>(path: string, query?: Query, signal?: AbortSignal) => request<T>('GET', path, { query, signal })

export async function get_me(): Promise<Me | null> {
  try {
    return await request<Me>('GET', '/me', { quiet: true })
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null
    throw error
  }
}
export const log_in = (name: string, password: string) => request<unknown>('POST', '/session', { body: { name, password }, quiet: true })
export const log_out = () => request<unknown>('DELETE', '/session')
export const change_password = (old_password: string, new_password: string) => request<unknown>('POST', '/me/password', { body: { old_password, new_password }, quiet: true })
export const get_regions = () => get<Region[]>('/regions')
export const get_zones = () => get<Zone[]>('/zones')
export const get_chains = () => get<ChainSummary[]>('/chains')
export const get_chain = (id: string, signal?: AbortSignal) => get<Chain>(`/chains/${id}`, {}, signal)
export const get_status = () => get<Status>('/status')

export interface ShapeSet {
  shapes: Shape[]
  outline: MultiPolygon[]
  islands: MultiPolygon | null
}
export const get_shapes = (code: string, signal?: AbortSignal) => get<ShapeSet>(`/regions/${code}/shapes`, {}, signal)

export interface Where {
  region?: string
  zone?: string
  chain?: string
  node?: string
  since?: string
  until?: string
  capital_min?: string
  capital_max?: string
  status?: string
  confidence?: string
}
export const get_map = (key: Where & { measure: Measure }, signal?: AbortSignal) => get<{ regions: RegionValue[]; elsewhere: number }>('/map', { ...key }, signal)
export const get_diagnosis = (key: Where, signal?: AbortSignal) => get<Diagnosis>('/diagnosis', { ...key }, signal)
export const get_targets = (key: Where & { top: number }, signal?: AbortSignal) => get<Targets>('/targets', { ...key }, signal)
export const get_leading_regions = async (node: string, level: string, signal?: AbortSignal) => (await get<{ code: string; count: number }[]>('/leading-regions', { node, level }, signal))

export const search_enterprises = (key: Where & { q?: string; sort?: string; limit?: number; offset?: number }, signal?: AbortSignal) =>
  get<{ total: number; items: EnterpriseRow[] }>('/enterprises', { ...key }, signal)
export const export_url = (key: Where & { q?: string; sort?: string }, format: 'csv' | 'xlsx') => with_query(`/enterprises/export`, { ...key, format })
export const get_enterprise = (key: string, signal?: AbortSignal) => get<Enterprise>(`/enterprises/${encodeURIComponent(key)}`, {}, signal)
export const set_verdict = (key: string, node: string, verdict: Tag['verdict']) => request<Enterprise>('PUT', `/enterprises/${encodeURIComponent(key)}/tags`, { body: { node, verdict } })

export const get_jobs = (signal?: AbortSignal) => get<Job[]>('/jobs', {}, signal)
export const cancel_job = (id: string) => request<unknown>('DELETE', `/jobs/${id}`)
export const rejects_url = (id: string) => with_query(`/jobs/${id}/rejects`)
/** By XMLHttpRequest, which alone tells how much has been sent. */
export function import_enterprises(file: File, sent: (share: number) => void): Promise<void> {
  return new Promise((done, fail) => {
    const wire = new XMLHttpRequest()
    wire.open('POST', with_query('/imports/enterprises', { name: file.name }))
    wire.upload.onprogress = (event) => event.lengthComputable && sent(event.loaded / event.total)
    wire.onload = () => {
      if (wire.status < 300) return done()
      const json = JSON.parse(wire.responseText || '{}') as { code?: string; message?: string }
      fail(new ApiError(wire.status, json.code ?? 'http', json.message ?? `HTTP ${wire.status}`))
    }
    wire.onerror = () => fail(new ApiError(0, 'offline', 'offline'))
    wire.send(file)
  })
}

export const get_accounts = (signal?: AbortSignal) => get<Account[]>('/accounts', {}, signal)
export const create_account = (body: { name: string; display_name: string; role: string }) => request<{ name: string; password: string }>('POST', '/accounts', { body })
export const update_account = (id: string, body: { role?: string; disabled?: boolean }) => request<unknown>('PATCH', `/accounts/${id}`, { body })
export const reset_password = (account: Account) => request<{ name: string; password: string }>('POST', `/accounts/${account.id}/password`)
export const get_audit = (signal?: AbortSignal) => get<AuditEntry[]>('/audit', {}, signal)
