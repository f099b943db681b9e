import { asked, client } from './calls'
import { i18n } from '@/shared/language'
import type { components, operations } from './schema'

/** News: what was read, what people made of it. Each change names the version it is based on. */
type Schemas = components['schemas']
export type NewsEvent = Schemas['NewsEvent']
export type NewsEventPage = Schemas['NewsEventPage']
export type NewsEventDetail = Schemas['NewsEventDetail']
export type NewsEnterprise = Schemas['NewsEnterprise']
export type NewsEvidence = Schemas['NewsEvidence']
export type NewsDecision = Schemas['NewsDecision']
export type NewsConcern = Schemas['NewsConcern']
export type NewsReceipt = Schemas['NewsReceipt']
export type NewsDossier = Schemas['NewsDossier']
export type NewsDossierDetail = Schemas['NewsDossierDetail']
export type NewsDossierRuling = Schemas['NewsDossierRuling']
export type Landing = Schemas['Landing']
export type NewsDigest = Schemas['NewsDigest']
export type NewsLesson = Schemas['NewsLesson']
export type NewsWatch = Schemas['NewsWatch']
export type NewsFeed = Schemas['NewsFeed']
export type NewsStage = Schemas['NewsStage']
export type NewsField = Schemas['NewsField']
export type NewsAmountKind = Schemas['NewsAmountKind']
export type Correction = Schemas['CorrectNewsEventRequest']
export type Acceptance = Schemas['AcceptNewsEventRequest']
export type Outcome = Acceptance['outcome']

export type EventQuery = NonNullable<operations['list_news_events']['parameters']['query']>
export type DossierQuery = NonNullable<operations['list_news_dossiers']['parameters']['query']>
export type LandingQuery = NonNullable<operations['list_landings']['parameters']['query']>

/** Empty texts of the URL are open. */
function open_left_out<T extends object>(query: T): T {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '' && value !== undefined)) as T
}
function address(path: string, query: object): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(open_left_out(query))) params.set(name, String(value))
  return `/api/v1${path}?${params.toString()}`
}

export const get_news_events = (query: EventQuery, signal?: AbortSignal) => asked(client.GET('/radar/events', { params: { query: open_left_out(query) }, signal }))
const event_path = (event_id: number) => ({ path: { event_id } })
export const get_news_event = (id: number, signal?: AbortSignal) => asked(client.GET('/radar/events/{event_id}', { params: event_path(id), signal }))
export const correct_event = (id: number, body: Correction) => asked(client.PATCH('/radar/events/{event_id}', { params: event_path(id), body }))
export const accept_event = (id: number, body: Acceptance) => asked(client.POST('/radar/events/{event_id}/accept', { params: event_path(id), body }))
export const reject_event = (id: number, version: number, no_project = false) => asked(client.POST('/radar/events/{event_id}/reject', { params: event_path(id), body: { version, ...(no_project ? { no_project } : {}) } }))
export const undo_event = (id: number, version: number) => asked(client.POST('/radar/events/{event_id}/undo', { params: event_path(id), body: { version } }))
export const export_events_url = ({ zone_id, state, kind, region, chain, node, stage, from, to, q, watch_id, lesson_id }: EventQuery, format: 'csv' | 'xlsx') =>
  address('/radar/events/export', { zone_id, state, kind, region, chain, node, stage, from, to, q, watch_id, lesson_id, format, language: i18n.global.locale.value })

/** A made-up article, for who has none at hand. */
export const get_sample = async () => (await fetch('/radar-sample.txt')).text()
export const add_news = (body: Schemas['NewsRequest']) => asked(client.POST('/radar/articles', { body }))
export const upload_news = (file: File, zone_id: string) =>
  asked(client.POST('/radar/files', { params: { query: open_left_out({ name: file.name, zone_id }) }, body: file as never, bodySerializer: (body) => body as unknown as Blob, headers: { 'content-type': 'application/octet-stream' } }))

export const get_dossiers = (query: DossierQuery, signal?: AbortSignal) => asked(client.GET('/radar/dossiers', { params: { query: open_left_out(query) }, signal }))
export const get_dossier = (dossier_id: number, signal?: AbortSignal) => asked(client.GET('/radar/dossiers/{dossier_id}', { params: { path: { dossier_id } }, signal }))
export const get_landings = (query: LandingQuery, signal?: AbortSignal) => asked(client.GET('/radar/landings', { params: { query: open_left_out(query) }, signal }))
export const export_landings_url = ({ by, zone_id, region, chain, node, stage, year_from, year_to }: LandingQuery, format: 'csv' | 'xlsx') =>
  address('/radar/landings/export', { by, zone_id, region, chain, node, stage, year_from, year_to, format, language: i18n.global.locale.value })
const dossier_path = (dossier_id: number) => ({ path: { dossier_id } })
export const join_dossiers = (id: number, other_id: number) => asked(client.POST('/radar/dossiers/{dossier_id}/join', { params: dossier_path(id), body: { other_id } }))
export const take_out_of_dossier = (id: number, event_id: number) => asked(client.POST('/radar/dossiers/{dossier_id}/take-out', { params: dossier_path(id), body: { event_id } }))
export const undo_ruling = (ruling_id: number) => asked(client.POST('/radar/dossier-rulings/{ruling_id}/undo', { params: { path: { ruling_id } } }))
export const get_digest = (query: { zone_id?: string; days: number }, signal?: AbortSignal) => asked(client.GET('/radar/digest', { params: { query: open_left_out(query) }, signal }))

export const get_watches = (signal?: AbortSignal) => asked(client.GET('/radar/watches', { signal }))
export const add_watch = (body: Schemas['NewsWatchRequest']) => asked(client.POST('/radar/watches', { body }))
export const remove_watch = (watch_id: number) => asked(client.DELETE('/radar/watches/{watch_id}', { params: { path: { watch_id } } }))

export const get_signals = (enterprise_key: string, signal?: AbortSignal) => asked(client.GET('/radar/signals', { params: { query: { enterprise_key } }, signal }))

export const get_corrections = (signal?: AbortSignal) => asked(client.GET('/radar/corrections', { params: { query: { limit: 200 } }, signal }))
export const kLabelledUrl = '/api/v1/radar/corrections/export'

const lesson_path = (lesson_id: number) => ({ path: { lesson_id } })
export const get_news_lessons = (zone_id: string, signal?: AbortSignal) => asked(client.GET('/radar/lessons', { params: { query: { zone_id } }, signal }))
export const learn_news_lessons = (zone_id: string) => asked(client.POST('/radar/lessons/learn', { body: { zone_id } }))
export const switch_news_lessons = (zone_id: string, in_force: boolean) => asked(client.POST('/radar/lessons/switch', { body: { zone_id, in_force } }))
export const switch_news_lesson = (id: number, in_force: boolean) => asked(client.PATCH('/radar/lessons/{lesson_id}', { params: lesson_path(id), body: { in_force } }))

export const get_sources = (signal?: AbortSignal) => asked(client.GET('/radar/sources', { signal }))
export const add_feed = (body: Schemas['NewsFeedRequest']) => asked(client.POST('/radar/feeds', { body }))
const feed_path = (feed_id: number) => ({ path: { feed_id } })
export const update_feed = (id: number, body: Schemas['UpdateNewsFeedRequest']) => asked(client.PATCH('/radar/feeds/{feed_id}', { params: feed_path(id), body }))
export const remove_feed = (id: number) => asked(client.DELETE('/radar/feeds/{feed_id}', { params: feed_path(id) }))
export const start_round = (id: number) => asked(client.POST('/radar/feeds/{feed_id}/round', { params: feed_path(id) }))
