import type { Task, TaskForecast } from '@/api/project_work'
import { days_until } from '@/shared/days'

/** Where the bars of the plan stand, in days from the left edge. No pixels, no words. */
export interface TaskBar {
  task: Task
  row: number
  /** Days from the left edge, the end exclusive. */
  begin: number
  end: number
  /** How far it may slip; equal to `end` without slack. */
  slack_end: number
  /** Where it will stand if what is late goes on today; absent where it runs by plan. */
  forecast?: { begin: number; end: number; day: string; estimated: boolean }
}
export interface TaskLink {
  from: TaskBar
  to: TaskBar
}
export interface TaskChart {
  bars: TaskBar[]
  /** Of the critical path only: all dependencies at once would be a thicket. */
  links: TaskLink[]
  first: string
  days: number
  today: number
  /** The first days of months, as day from the left edge. */
  months: { at: number; day: string }[]
}

const between = (from: string, to: string) => days_until(to, from)
function day_after(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The last day of a bar: the day it was done, else the day it is due by plan. */
const last_day = (task: Task) => task.done ?? task.due
const first_day = (task: Task) => (task.begin && last_day(task) && task.begin > last_day(task)! ? last_day(task)! : task.begin)

/** Null where nothing has days: no task, or all beyond the published calendar. */
export function task_chart(tasks: readonly Task[], critical_path: readonly number[], today: string, forecasts: readonly TaskForecast[] = []): TaskChart | null {
  const placed = tasks.filter((each) => each.state !== 'dropped' && each.begin && last_day(each))
  if (!placed.length) return null
  placed.sort((a, b) => first_day(a)!.localeCompare(first_day(b)!) || last_day(a)!.localeCompare(last_day(b)!) || a.id - b.id)
  const first = day_after([...placed.map((each) => first_day(each)!), today].sort()[0]!, -1)
  const later = new Map(forecasts.map((each) => [each.task_id, each]))
  const bars = placed.map((task, row): TaskBar => {
    const end = between(first, last_day(task)!) + 1
    const open = task.state !== 'done'
    const bar = { task, row, begin: between(first, first_day(task)!), end, slack_end: open ? end + (task.slack_days ?? 0) : end }
    const expected = later.get(task.id)
    if (!expected?.begin || !expected.end) return bar
    return { ...bar, slack_end: end, forecast: { begin: between(first, expected.begin), end: between(first, expected.end) + 1, day: expected.end, estimated: expected.estimated } }
  })
  const days = Math.max(...bars.map((each) => Math.max(each.end, each.forecast?.end ?? 0)), between(first, today) + 1) + 1
  for (const bar of bars) bar.slack_end = Math.min(bar.slack_end, days)
  const by_id = new Map(bars.map((each) => [each.task.id, each]))
  const path = critical_path.map((id) => by_id.get(id)).filter((each) => each !== undefined)
  const links = path.slice(1).map((to, i) => ({ from: path[i]!, to }))
  const months = []
  for (let at = 0; at < days; ++at) {
    const day = day_after(first, at)
    if (day.endsWith('-01')) months.push({ at, day })
  }
  return { bars, links, first, days, today: between(first, today), months }
}

export type TaskFilter = 'open' | 'late' | 'waiting' | 'done' | 'all'
export const kTaskFilters: TaskFilter[] = ['open', 'late', 'waiting', 'done', 'all']
export const is_open = (task: Task) => task.state === 'open' || task.state === 'doing'
const kFits: Record<TaskFilter, (task: Task) => boolean> = {
  open: is_open,
  late: (task) => task.late,
  waiting: (task) => is_open(task) && !task.ready,
  done: (task) => task.state === 'done',
  all: () => true,
}

/** The most pressing first: what is open by its due day, then what is done, the latest first, then what was dropped. */
export function listed_tasks(tasks: readonly Task[], filter: TaskFilter): Task[] {
  const rank = (task: Task) => (is_open(task) ? 0 : task.state === 'done' ? 1 : 2)
  return tasks.filter(kFits[filter]).sort((a, b) =>
    rank(a) - rank(b) || (rank(a) === 1 ? (b.done ?? '').localeCompare(a.done ?? '') : (a.due ?? '9').localeCompare(b.due ?? '9')) || a.id - b.id)
}
export const count_tasks = (tasks: readonly Task[], filter: TaskFilter) => tasks.filter(kFits[filter]).length
