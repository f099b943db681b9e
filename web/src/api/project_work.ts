import { asked, client } from './calls'
import type { components } from './schema'

/** What is done for a project: its team, errands, promises, and the investor's page. */
type Schemas = components['schemas']
export type Member = Schemas['Member']
export type Workload = Schemas['Workload']
export type Task = Schemas['Task']
export type TaskPlan = Schemas['TaskPlan']
export type TaskForecast = Schemas['TaskForecast']
export type TaskTemplate = Schemas['TaskTemplate']
export type ProjectPromise = Schemas['Promise']
export type PromiseRequest = Schemas['PromiseRequest']
export type ProjectResult = Schemas['ProjectResult']
export type Invitation = Schemas['Invitation']
export type Question = Schemas['Question']
export type ProjectRating = Schemas['ProjectRating']
export type ProjectHistory = Schemas['ProjectHistory']
export type InvestorPage = Schemas['InvestorPage']
export type InvestorStep = Schemas['InvestorStep']

const project_path = (project_id: number) => ({ path: { project_id } })

export const get_workload = (zone_id: string, signal?: AbortSignal) => asked(client.GET('/workload', { params: { query: zone_id ? { zone_id } : {} }, signal }))
export const get_team = (id: number, signal?: AbortSignal) => asked(client.GET('/projects/{project_id}/team', { params: project_path(id), signal }))
export const add_member = (id: number, body: Schemas['MemberRequest']) => asked(client.POST('/projects/{project_id}/team', { params: project_path(id), body }))
export const hand_over = (project_id: number, member_id: number, body: Schemas['HandOverRequest']) =>
  asked(client.POST('/projects/{project_id}/team/{member_id}/hand-over', { params: { path: { project_id, member_id } }, body }))

export const get_task_templates = (signal?: AbortSignal) => asked(client.GET('/task-templates', { signal }))
export const get_task_plan = (id: number, signal?: AbortSignal) => asked(client.GET('/projects/{project_id}/tasks', { params: project_path(id), signal }))
export const add_tasks = (id: number, body: Schemas['TasksRequest']) => asked(client.POST('/projects/{project_id}/tasks', { params: project_path(id), body }))
export const update_task = (task_id: number, body: Schemas['UpdateTaskRequest']) => asked(client.PATCH('/tasks/{task_id}', { params: { path: { task_id } }, body }))

export const get_promises = (id: number, signal?: AbortSignal) => asked(client.GET('/projects/{project_id}/promises', { params: project_path(id), signal }))
export const add_promise = (id: number, body: PromiseRequest) => asked(client.POST('/projects/{project_id}/promises', { params: project_path(id), body }))
export const update_promise = (promise_id: number, body: Schemas['UpdatePromiseRequest']) => asked(client.PATCH('/promises/{promise_id}', { params: { path: { promise_id } }, body }))
export const get_results = (id: number, signal?: AbortSignal) => asked(client.GET('/projects/{project_id}/results', { params: project_path(id), signal }))

export const get_invitations = (id: number, signal?: AbortSignal) => asked(client.GET('/projects/{project_id}/invitations', { params: project_path(id), signal }))
export const invite_investor = (id: number, body: Schemas['InvitationRequest']) => asked(client.POST('/projects/{project_id}/invitations', { params: project_path(id), body }))
export const revoke_invitation = (project_id: number, invitation_id: number) =>
  asked(client.DELETE('/projects/{project_id}/invitations/{invitation_id}', { params: { path: { project_id, invitation_id } } }))
export const get_questions = (id: number, signal?: AbortSignal) => asked(client.GET('/projects/{project_id}/questions', { params: project_path(id), signal }))
export const answer_question = (question_id: number, text: string) => asked(client.POST('/questions/{question_id}/answer', { params: { path: { question_id } }, body: { text } }))
export const get_ratings = (id: number, signal?: AbortSignal) => asked(client.GET('/projects/{project_id}/ratings', { params: project_path(id), signal }))

/** Who has the address needs no account; that he has none must not lead to the sign-in page. */
const token_path = (token: string) => ({ path: { token } })
export const get_investor_page = (token: string, signal?: AbortSignal) => asked(client.GET('/investor/{token}', { params: token_path(token), signal }), true)
export const ask_question = (token: string, text: string) => asked(client.POST('/investor/{token}/questions', { params: token_path(token), body: { text } }), true)
export const rate_stage = (token: string, rating: number, text: string) => asked(client.POST('/investor/{token}/ratings', { params: token_path(token), body: { rating, text } }), true)
