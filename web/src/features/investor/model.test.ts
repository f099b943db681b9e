import { expect, test } from 'vitest'
import type { InvestorStep } from '@/api/project_work'
import { next_steps, papers_asked, stage_line, steps_by_stage } from './model'

const step = (name: string, more: Partial<InvestorStep>): InvestorStep =>
  ({ name, name_en: name, stage: 'signed', state: 'open', ready: true, who: '', authority: '', authority_en: '', begin: null, due: null, done: null, estimated: false, documents: [], documents_en: [], ...more })
const stages = (['negotiation', 'signed', 'registered'] as const).map((stage) => ({ stage, name: stage, name_en: stage, day: null }))

test('the next steps are what is in hand and what can be begun, not what waits or is done', () => {
  const steps = [step('later', { due: '2026-05-02' }), step('waits', { ready: false, due: '2026-04-01' }), step('sooner', { due: '2026-05-01' }), step('doing', { state: 'doing', due: '2026-06-01' }), step('done', { state: 'done' })]
  expect(next_steps(steps).map((each) => each.name)).toEqual(['doing', 'sooner', 'later'])
})

test('a paper that two steps need is asked for once, and never for what is not begun yet', () => {
  const steps = [step('a', { documents: ['licence', 'plan'] }), step('b', { documents: ['licence'] }), step('c', { ready: false, documents: ['secret'] })]
  expect(papers_asked(steps).map((each) => [each.paper, each.steps.map((s) => s.name)])).toEqual([['licence', ['a', 'b']], ['plan', ['a']]])
})

test('stages know what is behind, now and next', () => {
  expect(stage_line({ stage: 'signed', stages }).map((each) => [each.past, each.here, each.next])).toEqual([[true, false, false], [false, true, false], [false, false, true]])
})

test('steps stand under their stage with how many are done; stages without any are left out', () => {
  const grouped = steps_by_stage({ stages, steps: [step('b', { stage: 'registered' }), step('a', { state: 'done' })] })
  expect(grouped.map((each) => [each.stage, each.done, each.steps.length])).toEqual([['signed', 1, 1], ['registered', 0, 1]])
})
