import type { Workload } from '@/api/project_work'

type Key = 'display_name' | 'projects' | 'open_tasks' | 'late_tasks'
const kKeys: Key[] = ['display_name', 'projects', 'open_tasks', 'late_tasks']

/** By a column, "-" for falling; those alike by name, so that the order does not jump. */
export function sorted_people(people: readonly Workload[], sort: string): Workload[] {
  const falling = sort.startsWith('-')
  const key = kKeys.find((each) => each === sort.replace(/^-/, '')) ?? 'open_tasks'
  const by_name = (a: Workload, b: Workload) => a.display_name.localeCompare(b.display_name, 'zh-CN') || a.account_id - b.account_id
  const order = (a: Workload, b: Workload) => (key === 'display_name' ? by_name(a, b) : a[key] - b[key])
  return [...people].sort((a, b) => (falling ? -order(a, b) : order(a, b)) || by_name(a, b))
}
