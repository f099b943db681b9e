import { asked, client } from './calls'
import type { components, operations } from './schema'
import { open_left_out } from './workspace'

/** Trips, fairs and conferences, whom they visit and what came of them. */
type Schemas = components['schemas']
export type Campaign = Schemas['Campaign']
export type CampaignDetail = Schemas['CampaignDetail']
export type CampaignOutcome = Schemas['CampaignOutcome']
export type CampaignRequest = Schemas['CampaignRequest']
export type Visit = Schemas['Visit']

const path_of = (campaign_id: number) => ({ path: { campaign_id } })
export const get_campaigns = (query: NonNullable<operations['list_campaigns']['parameters']['query']>, signal?: AbortSignal) =>
  asked(client.GET('/campaigns', { params: { query: open_left_out(query) }, signal }))
export const get_campaign = (id: number, signal?: AbortSignal) => asked(client.GET('/campaigns/{campaign_id}', { params: path_of(id), signal }))
export const create_campaign = (body: CampaignRequest) => asked(client.POST('/campaigns', { body }))
export const update_campaign = (id: number, body: Schemas['UpdateCampaignRequest']) => asked(client.PATCH('/campaigns/{campaign_id}', { params: path_of(id), body }))
export const add_visit = (id: number, body: Schemas['VisitRequest']) => asked(client.POST('/campaigns/{campaign_id}/visits', { params: path_of(id), body }))
export const remove_visit = (campaign_id: number, visit_id: number) =>
  asked(client.DELETE('/campaigns/{campaign_id}/visits/{visit_id}', { params: { path: { campaign_id, visit_id } } }))
