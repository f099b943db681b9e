import { expect, test } from 'vitest'
import type { ChainNode } from '@/api/calls'
import { children_of, found_nodes, outline } from './model'

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
