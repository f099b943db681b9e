import { expect, test } from 'vitest'
import type { ChainNode, Lesson } from '@/api/calls'
import { children_of, found_nodes, lessons_by_node, outline, verdict_counts } from './model'

const node = (id: string, parent: string | null, more: Partial<ChainNode> = {}): ChainNode => ({
  id, parent, name: id, name_en: '', tier: 'midstream', activity: '', definition: '', synonyms: [], keywords: [], exclude: [], industry_codes: [], products: [], chain_leaders: [], importance: 3, sources: [], ...more,
})
const nodes = [node('生物药', null), node('化学药', null, { tier: 'upstream' }), node('疫苗', '生物药', { keywords: ['狂犬病疫苗'], tier: 'downstream' }), node('原料药', '化学药')]

test('parts follow the node they lie in and count to its tier', () => {
  expect(outline(nodes).map((each) => [each.node.id, each.depth, each.tier])).toEqual([
    ['生物药', 0, 'midstream'], ['疫苗', 1, 'midstream'], ['化学药', 0, 'upstream'], ['原料药', 1, 'upstream'],
  ])
  expect(children_of(nodes, '生物药').map((each) => each.id)).toEqual(['疫苗'])
})

test('a search keeps what the found node lies in, and finds by keyword', () => {
  expect(found_nodes(nodes, '狂犬').map((each) => each.id)).toEqual(['生物药', '疫苗'])
  expect(found_nodes(nodes, '')).toHaveLength(4)
  expect(found_nodes(nodes, '没有')).toHaveLength(0)
})

const lesson = (of: string, word: string, before: number, after: number, ...verdicts: ('confirmed' | 'rejected')[]): Lesson => ({
  node: of, word, confidence_before: before, confidence_after: after, log_odds: 0, in_snapshot: true,
  verdicts: verdicts.map((verdict, i) => ({ enterprise_key: String(i), enterprise: '甲', verdict, confidence: before, by: null, at_ms: 0 })),
})

test('lessons stand by node, the greatest change first, and only where they are asked for', () => {
  const all = [lesson('a/vaccine', '疫苗', 0.9, 0.8), lesson('b/steel', '钢', 0.7, 0.9), lesson('a/vaccine', '防疫', 0.8, 0.3)]
  expect(lessons_by_node(all, '', '').map((each) => [each.node, each.lessons.map((one) => one.word)])).toEqual([['a/vaccine', ['防疫', '疫苗']], ['b/steel', ['钢']]])
  expect(lessons_by_node(all, 'b', '').map((each) => each.node)).toEqual(['b/steel'])
  expect(lessons_by_node(all, 'b', 'a/vaccine').map((each) => each.node)).toEqual(['a/vaccine'])
})

test('verdicts are counted by what they say', () => {
  expect(verdict_counts(lesson('a/x', '词', 1, 1, 'confirmed', 'rejected', 'rejected'))).toEqual({ confirmed: 1, rejected: 2 })
})
