import type { MyDay } from '@/api/figures'

/** Whether a day asks for anything. In a file of its own: the way to the first page needs nothing else of it. */
export const has_work = (day: MyDay) => [day.tasks, day.leads, day.evidence, day.questions, day.alarms].some((each) => each.length > 0)
