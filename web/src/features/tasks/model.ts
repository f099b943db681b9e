import type { Task } from '@/api/figures'
import { days_until } from '@/shared/days'

export const kGroupings = ['due', 'state', 'project'] as const
export type Grouping = (typeof kGroupings)[number]
export const kWhose = ['mine', 'team', 'all'] as const

export interface TaskGroup {
  key: string
  tasks: Task[]
}
const kDue = ['overdue', 'today', 'week', 'later', 'undated', 'ended'] as const

function due_group(task: Task, today: string): (typeof kDue)[number] {
  if (ended(task)) return 'ended'
  if (!task.due) return 'undated'
  const days = days_until(task.due, today)
  return days < 0 ? 'overdue' : days === 0 ? 'today' : days <= 7 ? 'week' : 'later'
}
export const ended = (task: Pick<Task, 'state'>) => task.state === 'done' || task.state === 'dropped'

/** How a task stands, as people say it: one that waits for others cannot be begun. */
export function standing(task: Pick<Task, 'state' | 'ready'>): 'waits' | Task['state'] {
  return task.state === 'open' && !task.ready ? 'waits' : task.state
}
const kStandings = ['doing', 'open', 'waits', 'done', 'dropped'] as const

/** Tasks in groups, in an order that puts first what is to be done first. Within a group the order stays. */
export function grouped(tasks: readonly Task[], by: Grouping, today: string): TaskGroup[] {
  const groups = new Map<string, Task[]>()
  for (const task of tasks) {
    const key = by === 'due' ? due_group(task, today) : by === 'state' ? standing(task) : String(task.project_id)
    const list = groups.get(key)
    if (list) list.push(task)
    else groups.set(key, [task])
  }
  const keys = by === 'due' ? [...kDue] : by === 'state' ? [...kStandings] : [...groups.keys()]
  return keys.flatMap((key) => {
    const found = groups.get(key)
    return found ? [{ key, tasks: found }] : []
  })
}

/** The tasks it waits for, by name, of those in view. */
export function waits_for(task: Task, tasks: readonly Task[]): string[] {
  return tasks.filter((each) => task.depends_on.includes(each.id) && !ended(each)).map((each) => each.name)
}
