import { expect, test } from 'vitest'
import { patched, place_of, travelling } from './place'

test('a link with a node alone names its chain', () => {
  expect(place_of({ node: 'biomedicine/vaccine' })).toMatchObject({ chain: 'biomedicine', region: '100000' })
})

test('what is no region code or year is not taken for one', () => {
  expect(place_of({ region: 'x', since: '20', until: '2024' })).toMatchObject({ region: '100000', since: '', until: '2024' })
})

test('choosing another chain drops the node of the old one, choosing the same keeps it', () => {
  const query = { chain: 'biomedicine', node: 'biomedicine/vaccine', sort: 'name' }
  expect(patched(query, { chain: 'ginseng' })).toEqual({ chain: 'ginseng', sort: 'name' })
  expect(patched(query, { chain: 'biomedicine' })).toEqual(query)
})

test('the country and empty values leave the URL', () => {
  expect(patched({ region: '220000', zone: 'a' }, { region: '100000' })).toEqual({})
  expect(patched({ since: '2000' }, { since: '' })).toEqual({})
})

test('region, chain, node and period go along to another page, its own filters stay behind', () => {
  expect(travelling({ region: '220000', node: 'a/b', since: '2000', sort: 'name', page: '3' })).toEqual({ region: '220000', node: 'a/b', since: '2000' })
})
