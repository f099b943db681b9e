import { expect, test } from 'vitest'
import type { Tag } from '@/api/calls'
import { marks, ordered } from './model'

const tag = (node: string, confidence: number, verdict: Tag['verdict'] = null): Tag => ({
  node, confidence, learned: null, verdict, verdict_by: null, verdict_at_ms: null, evidence: [{ field: 'business_scope', begin: 0, end: 2, text: '疫苗' }, { field: 'name', begin: 1, end: 1, text: '' }],
})

test('the mark of one tag can be looked at alone, empty marks are none', () => {
  const tags = [tag('a/x', 0.9), tag('a/y', 0.8)]
  expect(marks(tags, 'business_scope', '')).toHaveLength(2)
  expect(marks(tags, 'business_scope', 'a/y').map((each) => each.node)).toEqual(['a/y'])
  expect(marks(tags, 'name', '')).toEqual([])
})

test("the users' word goes before the machine's", () => {
  const tags = [tag('r', 0.99, 'rejected'), tag('low', 0.5), tag('high', 0.9), tag('mine', 0.1, 'confirmed')]
  expect(ordered(tags).map((each) => each.node)).toEqual(['mine', 'high', 'low', 'r'])
})
