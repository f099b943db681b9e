import { expect, test } from 'vitest'
import type { Workload } from '@/api/project_work'
import { sorted_people } from './model'

const person = (display_name: string, open_tasks: number): Workload => ({ account_id: open_tasks, display_name, role: 'agent', projects: 0, open_tasks, late_tasks: 0 })

test('who has most comes first when falling, and an unknown column does not stop the page', () => {
  const people = [person('a', 1), person('b', 3), person('c', 2)]
  expect(sorted_people(people, '-open_tasks').map((each) => each.display_name)).toEqual(['b', 'c', 'a'])
  expect(sorted_people(people, 'display_name').map((each) => each.display_name)).toEqual(['a', 'b', 'c'])
  expect(sorted_people(people, 'nonsense').map((each) => each.display_name)).toEqual(['a', 'c', 'b'])
})
