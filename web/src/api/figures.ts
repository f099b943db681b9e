import { address, asked, client, language } from './calls'
import type { components, operations } from './schema'
import { open_left_out } from './workspace'

/** What is to be done and what came of it: the day, tasks, alarms, figures, the audit, spreadsheets. */
type Schemas = components['schemas']
export type MyDay = Schemas['MyDay']
export type Task = Schemas['Task']
export type TaskPage = Schemas['TaskPage']
export type Alarm = Schemas['Alarm']
export type AlarmPage = Schemas['AlarmPage']
export type AlarmCount = Schemas['AlarmCount']
export type Question = Schemas['Question']
export type KpiTerm = Schemas['KpiTerm']
export type KpiDefinition = Schemas['KpiDefinition']
export type KpiValue = Schemas['KpiValue']
export type KpiRow = Schemas['KpiRow']
export type StageTime = Schemas['StageTime']
export type Forecast = Schemas['Forecast']
export type LeadConversion = Schemas['LeadConversion']
export type AuditVerification = Schemas['AuditVerification']
export type ImportReport = Schemas['ImportReport']

type Query<Operation extends keyof operations> = NonNullable<operations[Operation]['parameters']['query']>
export type KpiBy = NonNullable<Query<'list_kpis'>['by']>
export type ConversionBy = NonNullable<Query<'get_lead_conversion'>['by']>
export type Whose = NonNullable<Query<'list_tasks'>['whose']>

export const get_my_day = (signal?: AbortSignal) => asked(client.GET('/my-day', { signal }))
export const get_transfers = (signal?: AbortSignal) => asked(client.GET('/transfers', { signal }))
export const get_disputes = (signal?: AbortSignal) => asked(client.GET('/disputes', { signal }))

export const get_tasks = (query: Query<'list_tasks'>, signal?: AbortSignal) => asked(client.GET('/tasks', { params: { query: open_left_out(query) }, signal }))
export const update_task = (task_id: number, body: Schemas['UpdateTaskRequest']) => asked(client.PATCH('/tasks/{task_id}', { params: { path: { task_id } }, body }))
export const make_calendar = () => asked(client.POST('/me/calendar'))

export const get_alarms = (query: Query<'list_alarms'>, signal?: AbortSignal) => asked(client.GET('/alarms', { params: { query: open_left_out(query) }, signal }))

export interface FigureKey {
  zone_id?: string
  as_of?: string
  from?: string
  to?: string
  by?: KpiBy
}
export const get_kpi_definitions = (signal?: AbortSignal) => asked(client.GET('/kpi-definitions', { signal }))
export const get_kpis = (query: FigureKey, signal?: AbortSignal) => asked(client.GET('/kpis', { params: { query: open_left_out(query) }, signal }))
export const get_kpi_rows = (kpi_id: string, query: Query<'list_kpi_rows'>, signal?: AbortSignal) =>
  asked(client.GET('/kpis/{kpi_id}/rows', { params: { path: { kpi_id }, query: { ...open_left_out(query), key: query.key } }, signal }))
export const export_kpis_url = (key: FigureKey & { figures: string }, format: 'csv' | 'xlsx') => address('/exports/kpis', { ...key, format, language: language() })
export const get_stage_times = (query: Query<'list_stage_times'>, signal?: AbortSignal) => asked(client.GET('/stage-times', { params: { query: open_left_out(query) }, signal }))
export const get_forecast = (query: Query<'get_forecast'>, signal?: AbortSignal) => asked(client.GET('/forecast', { params: { query: open_left_out(query) }, signal }))
export const get_conversion = (query: Query<'get_lead_conversion'>, signal?: AbortSignal) => asked(client.GET('/leads/conversion', { params: { query: open_left_out(query) }, signal }))

export const get_audit_page = (before: number | undefined, signal?: AbortSignal) => asked(client.GET('/audit', { params: { query: open_left_out({ limit: 100, before }) }, signal }))
export const verify_audit = (signal?: AbortSignal) => asked(client.GET('/audit/verification', { signal }))

export const kSheets = ['leads', 'projects', 'amounts', 'measures', 'tasks', 'promises', 'campaigns', 'visits'] as const
export type Sheet = (typeof kSheets)[number]
export const export_sheet_url = (sheet: Sheet, format: 'csv' | 'xlsx', zone_id: string) => address(`/exports/${sheet}`, { zone_id, format, language: language() })
export const template_url = (sheet: Sheet, format: 'csv' | 'xlsx') => address(`/tables/${sheet}/template`, { format, language: language() })
/** Reads the file and tells what is wrong; takes it in only with `commit`. `again`: also what is entered already. */
export function check_sheet(sheet: Sheet, file: File, commit: boolean, again = false, only_good = false): Promise<ImportReport> {
  const options = {
    params: { query: { name: file.name, commit: commit ? 1 : 0, ...(again ? { again: 1 } : {}), ...(only_good ? { only_good: 1 } : {}) } },
    body: file as never,
    bodySerializer: (body: unknown) => body as Blob,
    headers: { 'content-type': 'application/octet-stream' },
  }
  return asked(client.POST(`/imports/${sheet}`, options))
}
