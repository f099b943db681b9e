import createClient from 'openapi-fetch'
import { choice_words } from '@/shared/choices'
import { i18n } from '@/shared/language'
import { kCountry } from '@/shared/place'
import type { MultiPolygon } from '@/shared/projection'
import type { components, operations, paths } from './schema'

/** The words of the contract, as generated from openapi.yaml. */
type Schemas = components['schemas']
export type Me = Schemas['Me']
export type Role = Schemas['Role']
export type Region = Schemas['Region']
export type Zone = Schemas['Zone']
export type ChainSummary = Schemas['ChainSummary']
export type ChainNode = Schemas['ChainNode']
export type SupplyEdge = Schemas['SupplyEdge']
export type Chain = Schemas['Chain']
export type Lesson = Schemas['Lesson']
export type Status = Schemas['Status']
export type RegionValue = Schemas['RegionValue']
export type MapValues = Schemas['MapValues']
export type LeadingRegion = Schemas['LeadingRegion']
export type NodeMeasures = Schemas['NodeMeasures']
export type DiagnosedNode = Schemas['DiagnosedNode']
export type Diagnosis = Schemas['Diagnosis']
export type Backtest = Schemas['Backtest']
export type BacktestedGap = Schemas['BacktestedGap']
export type RankingSkill = Schemas['RankingSkill']
export type Contribution = Schemas['Contribution']
export type Target = Schemas['Target']
export type Targets = Schemas['Targets']
export type EnterpriseRow = Schemas['EnterpriseRow']
export type EnterprisePage = Schemas['EnterprisePage']
export type Evidence = Schemas['Evidence']
export type Tag = Schemas['Tag']
export type Enterprise = Schemas['Enterprise']
export type Job = Schemas['Job']
export type Account = Schemas['Account']
export type AuditEntry = Schemas['AuditEntry']
export type SecondFactorSecret = Schemas['SecondFactorSecret']
export type NewPassword = Schemas['NewPassword']
export type Mention = Schemas['Mention']
export type Measure = NonNullable<NonNullable<operations['get_map']['parameters']['query']>['measure']>
type Sort = NonNullable<NonNullable<operations['search_enterprises']['parameters']['query']>['sort']>

/** What the server, or the way to it, said no with. `status` 0 is no answer at all. */
export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string, message: string, readonly request_id = '', readonly detail = '', readonly current?: Record<string, unknown>) {
    super(message)
  }
}

let signed_out: () => void = () => {}
/** Called when the server no longer knows who is asking. */
export function on_signed_out(act: () => void) {
  signed_out = act
}

let field_refused: (field: string, message: string) => void = () => {}
/** Called with the field of the request that the server refused, and why. */
export function on_field_refused(act: (field: string, message: string) => void) {
  field_refused = act
}

const kBase = '/api/v1'
export const client = createClient<paths>({ baseUrl: kBase })
client.use({
  // What the server says is shown as it is, so it has to be in the language of the page.
  onRequest({ request }) {
    request.headers.set('accept-language', i18n.global.locale.value)
    return request
  },
})

interface Answer<T> {
  data?: T
  error?: Schemas['Problem']
  response: Response
}
/** The server names choices by their codes, which are its contract; people read what the pages call them. */
function in_words(problem: Schemas['Problem']): string {
  // What stands between the server and the page may answer in its name and leave something out.
  const { rule, field, allowed } = (problem.params as Record<string, string> | undefined) ?? {}
  if (rule !== 'not_one_of' || !field || !allowed) return problem.message
  const words = choice_words(allowed.split(', '), field, i18n.global.getLocaleMessage(i18n.global.locale.value))
  return words ? problem.message.replace(allowed, words.join(i18n.global.t('list.comma'))) : problem.message
}

/** The answer's data, or an ApiError thrown. `quiet` keeps a 401 from leading to the sign-in page. */
export async function asked<T>(answer: Promise<Answer<T>>, quiet = false): Promise<T> {
  let found: Answer<T>
  try {
    found = await answer
  } catch (reason) {
    if (reason instanceof DOMException && reason.name === 'AbortError') throw reason
    throw new ApiError(0, 'offline', 'offline')
  }
  if (!found.response.ok) {
    const { status } = found.response
    if (status === 401 && !quiet) signed_out()
    // A proxy in between answers with a page of its own instead of a Problem.
    const problem = typeof found.error === 'object' ? found.error : undefined
    if (problem) problem.message = in_words(problem)
    if (problem?.params?.field) field_refused(problem.params.field, problem.message)
    throw new ApiError(status, problem?.code ?? 'http', problem?.message ?? `HTTP ${status}`, problem?.request_id, problem?.params?.detail, problem?.current)
  }
  return found.data as T
}

/** A place and which enterprises count, as they stand in the URL: text, empty where open. */
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
const number_of = (text: string | undefined) => (text ? Number(text) : undefined)
function query_of(key: Where) {
  return {
    // A zone is asked about instead of the region it lies in.
    region: key.zone ? undefined : key.region || undefined,
    zone: key.zone || undefined,
    chain: key.chain || undefined,
    node: key.node || undefined,
    since: number_of(key.since),
    until: number_of(key.until),
    capital_min: number_of(key.capital_min),
    capital_max: number_of(key.capital_max),
    status: key.status || undefined,
    confidence: number_of(key.confidence),
  }
}

export async function get_me(): Promise<Me | null> {
  try {
    return await asked(client.GET('/me'), true)
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null
    throw error
  }
}
/** `code`: of the second factor, asked for by the refusal code_required. */
export const log_in = (name: string, password: string, code = '') => asked(client.POST('/session', { body: { name, password, code: code || undefined } }), true)
export const log_out = () => asked(client.DELETE('/session'))
export const set_own_email = (email: string) => asked(client.PATCH('/me', { body: { email } }))
export const change_password = (old_password: string, new_password: string) =>
  asked(client.POST('/me/password', { body: { old_password, new_password } }), true)

export const get_sign_in_ways = () => asked(client.GET('/session/ways'), true)
export const begin_single_sign_on = () => asked(client.POST('/session/single-sign-on'), true)
export const complete_single_sign_on = (code: string, state: string, one_time_code?: string) =>
  asked(client.POST('/session/single-sign-on/completion', { body: { code, state, ...(one_time_code ? { one_time_code } : {}) } }), true)
export const begin_second_factor = (password: string) => asked(client.POST('/me/second-factor', { body: { password } }), true)
export const confirm_second_factor = (code: string) => asked(client.POST('/me/second-factor/confirmation', { body: { code } }), true)
export const remove_second_factor = (password: string) => asked(client.POST('/me/second-factor/removal', { body: { password } }), true)

export const get_regions = () => asked(client.GET('/regions'))
/** By today's names and by those that went into them. */
export const find_regions = (q: string, limit: number) => asked(client.GET('/regions', { params: { query: { q, limit } } }))
export const get_zones = () => asked(client.GET('/zones'))
export const get_chains = () => asked(client.GET('/chains'))
export const get_chain = (chain_id: string, signal?: AbortSignal) => asked(client.GET('/chains/{chain_id}', { params: { path: { chain_id } }, signal }))
export const get_status = () => asked(client.GET('/status'))

export interface Shape {
  code: string
  polygons: MultiPolygon
}
export interface ShapeSet {
  shapes: Shape[]
  /** The islands of the South China Sea in the usual inset; with the country, and with Hainan, whose they are. */
  islands: MultiPolygon | null
  /** Bundled outlines are a sketch. */
  sketch: boolean
}
interface Feature {
  id?: string | number
  geometry: { type: 'Polygon'; coordinates: MultiPolygon[number] } | { type: 'MultiPolygon'; coordinates: MultiPolygon }
}
const kHainan = '460000'
const kept_shapes = new Map<string, Promise<ShapeSet>>()
/** Outlines of a region's parts; none where only points are known. Kept: they change with an import of shapes only. */
export function get_shapes(region_code: string): Promise<ShapeSet> {
  const known = kept_shapes.get(region_code)
  if (known) return known
  const asking = load_shapes(region_code)
  kept_shapes.set(region_code, asking)
  asking.catch(() => kept_shapes.delete(region_code))
  return asking
}
async function load_shapes(region_code: string): Promise<ShapeSet> {
  try {
    const { source, geojson } = await asked(client.GET('/regions/{region_code}/shapes', { params: { path: { region_code } } }))
    const features = (geojson as { features: Feature[] }).features
    const polygons = ({ geometry }: Feature): MultiPolygon => (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates)
    const nameless = features.find((each) => each.id === undefined)
    const country_islands = async () => (region_code === kHainan ? (await get_shapes(kCountry)).islands : null)
    return {
      shapes: features.filter((each) => each.id !== undefined).map((each) => ({ code: String(each.id), polygons: polygons(each) })),
      islands: nameless ? polygons(nameless) : await country_islands(),
      sketch: source === 'bundled',
    }
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return { shapes: [], islands: null, sketch: true }
    throw error
  }
}

export const get_map = (key: Where & { measure: Measure }, signal?: AbortSignal) =>
  asked(client.GET('/map', { params: { query: { ...query_of(key), measure: key.measure } }, signal }))
export const get_diagnosis = (key: Where & { chain: string }, signal?: AbortSignal) =>
  asked(client.GET('/diagnosis', { params: { query: { ...query_of(key), chain: key.chain } }, signal }))
export const get_backtest = (key: NonNullable<operations['get_backtest']['parameters']['query']>, signal?: AbortSignal) =>
  asked(client.GET('/backtest', { params: { query: key }, signal }))
/** `branches`: any text means that branches of enterprises are ranked too. */
type Ranking = Where & { node: string; top: number; branches?: string }
export const get_targets = (key: Ranking, signal?: AbortSignal) =>
  asked(client.GET('/targets', { params: { query: { ...query_of(key), node: key.node, top: key.top, with_branches: key.branches ? true : undefined } }, signal }))
export const get_leading_regions = (key: { node: string; since?: string; until?: string }, level: 'province' | 'city' | 'county', signal?: AbortSignal) => {
  const { since, until } = query_of(key)
  return asked(client.GET('/leading-regions', { params: { query: { node: key.node, level, since, until } }, signal }))
}

export interface Search extends Where {
  q?: string
  sort?: string
}
export const search_enterprises = (key: Search & { limit?: number; offset?: number }, signal?: AbortSignal) =>
  asked(client.GET('/enterprises', {
    params: { query: { ...query_of(key), q: key.q || undefined, sort: (key.sort || undefined) as Sort | undefined, limit: key.limit, offset: key.offset } },
    signal,
  }))
export const get_lessons = (signal?: AbortSignal) => asked(client.GET('/lessons', { signal }))
export const switch_lessons = (in_force: boolean) => asked(client.POST('/lessons/switch', { body: { in_force } }))
/** An address, not a call: the browser saves what it finds there. */
export function address(path: string, query: Record<string, string | number | undefined>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') params.set(name, String(value))
  return `${kBase}${path}?${params.toString()}`
}
export const language = () => i18n.global.locale.value
export const export_enterprises_url = (key: Search, format: 'csv' | 'xlsx') =>
  address('/enterprises/export', { ...query_of(key), q: key.q, sort: key.sort, format, language: language() })
export const export_targets_url = (key: Ranking, format: 'csv' | 'xlsx') =>
  address('/targets/export', { ...query_of(key), node: key.node, top: key.top, with_branches: key.branches ? 'true' : undefined, format, language: language() })
export const export_diagnosis_url = (key: Where & { chain: string }, format: 'csv' | 'xlsx') =>
  address('/diagnosis/export', { ...query_of(key), chain: key.chain, format, language: language() })

export const get_enterprise = (enterprise_key: string, signal?: AbortSignal) =>
  asked(client.GET('/enterprises/{enterprise_key}', { params: { path: { enterprise_key } }, signal }))
export const set_verdict = (enterprise_key: string, node: string, verdict: Tag['verdict']) =>
  asked(client.PUT('/enterprises/{enterprise_key}/tags', { params: { path: { enterprise_key } }, body: { node, verdict } }))

export const get_jobs = (signal?: AbortSignal) => asked(client.GET('/jobs', { signal }))
export interface Listener {
  /** The connection stands; also after it was lost and made again. */
  open: () => void
  status: () => void
  job: (job: Job) => void
  change: () => void
  /** The browser has given up, as it does on any answer but a stream. */
  lost: () => void
}
/** Listens to the server's events until the returned function is called. The browser itself connects again. */
export function open_events(listener: Listener): () => void {
  const stream = new EventSource(`${kBase}/events`)
  stream.onopen = listener.open
  stream.addEventListener('status', listener.status)
  stream.addEventListener('change', listener.change)
  stream.addEventListener('job', (event) => listener.job(JSON.parse((event as MessageEvent<string>).data) as Job))
  stream.onerror = () => stream.readyState === EventSource.CLOSED && listener.lost()
  return () => stream.close()
}
export const cancel_job = (job_id: number) => asked(client.DELETE('/jobs/{job_id}', { params: { path: { job_id } } }))
export const rejects_url = (job_id: number) => `${kBase}/jobs/${job_id}/rejects`
/** Field → heading; null leaves the field out. */
export type ColumnMap = Record<string, string | null>
/** By XMLHttpRequest, which alone tells how much has been sent. */
function send_file(url: string, file: File, sent: (share: number) => void): Promise<Job> {
  return new Promise((done, fail) => {
    const wire = new XMLHttpRequest()
    wire.open('POST', url)
    wire.setRequestHeader('content-type', 'application/octet-stream')
    wire.setRequestHeader('accept-language', language())
    wire.upload.onprogress = (event) => event.lengthComputable && sent(event.loaded / event.total)
    wire.onload = () => {
      if (wire.status < 300) return done(JSON.parse(wire.responseText) as Job)
      if (wire.status === 401) signed_out()
      let problem: Partial<Schemas['Problem']> = {}
      try {
        problem = JSON.parse(wire.responseText) as Schemas['Problem']
      } catch {
        // A proxy's own page: the status says what there is to say.
      }
      fail(new ApiError(wire.status, problem.code ?? 'http', problem.message ?? `HTTP ${wire.status}`, problem.request_id))
    }
    wire.onerror = () => fail(new ApiError(0, 'offline', 'offline'))
    wire.send(file)
  })
}
export const import_enterprises = (file: File, columns: ColumnMap | null, sent: (share: number) => void) => send_file(address('/imports/enterprises', { name: file.name, columns: columns ? JSON.stringify(columns) : undefined }), file, sent)
export type CoordinateSystem = NonNullable<NonNullable<operations['import_regions']['parameters']['query']>['system']>
export const import_regions = (file: File, system: CoordinateSystem, sent: (share: number) => void) => send_file(address('/imports/regions', { name: file.name, system }), file, sent)

const account_path = (account: Pick<Account, 'id'>) => ({ path: { account_id: Number(account.id) } })
export const get_accounts = (signal?: AbortSignal) => asked(client.GET('/accounts', { signal }))
export const create_account = (body: Schemas['CreateAccountRequest']) => asked(client.POST('/accounts', { body }))
export const find_mentions = (words: string[]) => asked(client.POST('/personal-mentions/search', { body: { words } }))
export const mask_mention = (body: Schemas['MaskRequest']) => asked(client.POST('/personal-mentions/masking', { body }))
export const update_account = (account: Account, body: Schemas['UpdateAccountRequest']) =>
  asked(client.PATCH('/accounts/{account_id}', { params: account_path(account), body }))
export const get_account_work = (id: number, signal?: AbortSignal) => asked(client.GET('/accounts/{account_id}/work', { params: account_path({ id }), signal }))
export const hand_over_account = (id: number, to_account_id: number, note: string) => asked(client.POST('/accounts/{account_id}/work', { params: account_path({ id }), body: { to_account_id, note } }))
/** For good; `name` of the account is typed again. */
export const forget_account = (account: Account, name: string) => asked(client.POST('/accounts/{account_id}/forgetting', { params: account_path(account), body: { name } }))
export const reset_password = (account: Account) => asked(client.POST('/accounts/{account_id}/password', { params: account_path(account) }))
