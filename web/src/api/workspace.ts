import { asked, client } from './calls'
import type { components, operations } from './schema'

/** Leads and projects: what several people work on at once. Each change names the version it is based on. */
type Schemas = components['schemas']
export type Lead = Schemas['Lead']
export type LeadDetail = Schemas['LeadDetail']
export type LeadRequest = Schemas['LeadRequest']
export type LeadStepRequest = Schemas['LeadStepRequest']
export type KnownMatch = Schemas['KnownMatch']
export type LeadTransfer = Schemas['LeadTransfer']
export type Dispute = Schemas['Dispute']
export type Channel = Schemas['Channel']
export type Stage = Schemas['Stage']
export type StageGate = Schemas['StageGate']
export type Project = Schemas['Project']
export type ProjectDetail = Schemas['ProjectDetail']
export type ProjectEvidence = Schemas['ProjectEvidence']
export type ProjectAmount = Schemas['ProjectAmount']
export type BoardColumn = Schemas['BoardColumn']
export type Colleague = Schemas['Colleague']

type LeadQuery = NonNullable<operations['list_leads']['parameters']['query']>
type BoardQuery = NonNullable<operations['get_board']['parameters']['query']>
type ProjectQuery = NonNullable<operations['list_projects']['parameters']['query']>
/** Empty texts of the URL are open. */
export function open_left_out<T extends object>(query: T): T {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '' && value !== undefined)) as T
}

/** Who can be given work in the zone. */
export const get_colleagues = (zone_id: string, signal?: AbortSignal) => asked(client.GET('/colleagues', { params: { query: { zone_id } }, signal }))

export const get_leads = (query: LeadQuery, signal?: AbortSignal) => asked(client.GET('/leads', { params: { query: open_left_out(query) }, signal }))
const lead_path = (lead_id: number) => ({ path: { lead_id } })
export const get_lead = (id: number, signal?: AbortSignal) => asked(client.GET('/leads/{lead_id}', { params: lead_path(id), signal }))
export const hand_in_lead = (body: LeadRequest) => asked(client.POST('/leads', { body }))
export const find_known_leads = (body: { investor?: string; credit_code?: string; idea?: string }, signal?: AbortSignal) =>
  asked(client.POST('/leads/known', { body: open_left_out(body), signal }))
export const update_lead = (id: number, body: Schemas['UpdateLeadRequest']) => asked(client.PATCH('/leads/{lead_id}', { params: lead_path(id), body }))
export const add_lead_step = (id: number, body: LeadStepRequest) => asked(client.POST('/leads/{lead_id}/steps', { params: lead_path(id), body }))
export const decide_lead = (id: number, body: Schemas['LeadDecisionRequest']) => asked(client.POST('/leads/{lead_id}/decision', { params: lead_path(id), body }))
export const convert_lead = (id: number, body: Schemas['ConvertLeadRequest']) => asked(client.POST('/leads/{lead_id}/project', { params: lead_path(id), body }))
export const propose_transfer = (id: number, body: Schemas['TransferRequest']) => asked(client.POST('/leads/{lead_id}/transfers', { params: lead_path(id), body }))
export const answer_transfer = (transfer_id: number, body: Schemas['TransferAnswerRequest']) =>
  asked(client.POST('/transfers/{transfer_id}/answer', { params: { path: { transfer_id } }, body }))
export const open_dispute = (id: number, body: Schemas['DisputeRequest']) => asked(client.POST('/leads/{lead_id}/disputes', { params: lead_path(id), body }))

export const get_stages = (signal?: AbortSignal) => asked(client.GET('/stages', { signal }))
export const get_board = (query: BoardQuery, signal?: AbortSignal) => asked(client.GET('/board', { params: { query: open_left_out(query) }, signal }))
export const get_projects = (query: ProjectQuery, signal?: AbortSignal) => asked(client.GET('/projects', { params: { query: open_left_out(query) }, signal }))
const project_path = (project_id: number) => ({ path: { project_id } })
export const get_older_history = (id: number, before: number, limit: number) => asked(client.GET('/projects/{project_id}/history', { params: { ...project_path(id), query: { before, limit } } }))
export const get_project = (id: number, signal?: AbortSignal) => asked(client.GET('/projects/{project_id}', { params: project_path(id), signal }))
export const create_project = (body: Schemas['ProjectRequest']) => asked(client.POST('/projects', { body }))
export const update_project = (id: number, body: Schemas['UpdateProjectRequest']) => asked(client.PATCH('/projects/{project_id}', { params: project_path(id), body }))
export const correct_stage_day = (id: number, body: Schemas['StageDayRequest']) => asked(client.POST('/projects/{project_id}/stage-days', { params: project_path(id), body }))
export const give_evidence = (id: number, body: Schemas['EvidenceRequest']) => asked(client.POST('/projects/{project_id}/evidence', { params: project_path(id), body }))
export const verify_evidence = (project_id: number, evidence_id: number, body: Schemas['EvidenceVerdictRequest']) =>
  asked(client.POST('/projects/{project_id}/evidence/{evidence_id}/verdict', { params: { path: { project_id, evidence_id } }, body }))
export const evidence_document_url = (project_id: number, evidence_id: number) => `/api/v1/projects/${project_id}/evidence/${evidence_id}/document`
export const add_amount = (id: number, body: Schemas['AmountRequest']) => asked(client.POST('/projects/{project_id}/amounts', { params: project_path(id), body }))
export const set_measure = (id: number, body: Schemas['MeasureRequest']) => asked(client.POST('/projects/{project_id}/measures', { params: project_path(id), body }))
export const set_project_state = (id: number, body: Schemas['ProjectStateRequest']) => asked(client.POST('/projects/{project_id}/state', { params: project_path(id), body }))
export const add_project_note = (id: number, text: string) => asked(client.POST('/projects/{project_id}/notes', { params: project_path(id), body: { text } }))

/** The number under which a project can name the file as its evidence. */
export async function upload_document(file: File): Promise<number> {
  const stored = await asked(client.POST('/documents', { params: { query: { name: file.name } }, body: file as never, bodySerializer: (body) => body as unknown as Blob, headers: { 'content-type': 'application/octet-stream' } }))
  return Number(stored.id)
}
