import { beforeEach, expect, test } from 'vitest'
import type { ChainSummary, Region, Zone } from '@/api/calls'
import { begun, region_around, remember, start_of } from './start'

const kept = new Map<string, string>()
Object.assign(globalThis, { localStorage: { setItem: (key: string, value: string) => kept.set(key, value), getItem: (key: string) => kept.get(key) ?? null } })

const region = (code: string, parent: string): Region => ({ code, parent, name: code, name_en: '' }) as Region
const regions = [region('100000', '0'), region('220000', '100000'), region('220100', '220000'), region('220104', '220100'), region('220500', '220000'), region('220581', '220500'), region('320500', '100000')]
const by_code = new Map(regions.map((each) => [each.code, each]))
function path_to(code: string): Region[] {
  const at = by_code.get(code)
  return at ? [...(at.parent === '0' ? [] : path_to(at.parent)), at] : []
}
const zone = (id: string, at: string, chains: string[] = []): Zone => ({ id, name: id, name_en: '', region: at, chains, seen: true })
const chains = [{ id: 'automobile' }, { id: 'biomedicine' }] as ChainSummary[]
const zones = [zone('new', '220104', ['gone', 'biomedicine']), zone('medical', '220500'), zone('high', '220581')]

beforeEach(() => kept.clear())

test('the region around zones is the smallest that holds them all', () => {
  expect(region_around(zones, path_to)).toBe('220000')
  expect(region_around(zones.slice(1), path_to)).toBe('220500')
  expect(region_around([...zones, zone('far', '320500')], path_to)).toBe('100000')
  expect(region_around([zone('nowhere', '0')], path_to)).toBe('100000')
  expect(region_around([], path_to)).toBe('100000')
})

test('one comes in at the zones and their leading chain, the first that is there', () => {
  expect(start_of({ zones, chains, by_code, path_to })).toEqual({ region: '220000', chain: 'biomedicine' })
  expect(start_of({ zones: [zones[2]!], chains, by_code, path_to })).toEqual({ region: '220581', zone: 'high' })
  expect(start_of({ zones: [], chains, by_code, path_to })).toEqual({})
})

test('tomorrow begins where today ended, as far as it is still there', () => {
  remember({ region: '220500', zone: 'medical', chain: 'automobile', page: '3' })
  remember({})
  expect(start_of({ zones, chains, by_code, path_to })).toEqual({ region: '220500', zone: 'medical', chain: 'automobile' })
  expect(start_of({ zones: [], chains: [], by_code, path_to })).toEqual({ region: '220500' })
  kept.set('lianzhao.place', '{broken')
  expect(start_of({ zones, chains, by_code, path_to })).toEqual({ region: '220000', chain: 'biomedicine' })
})

test('an address keeps what it says of the place; one without a chain says the first aloud', () => {
  const known = { zones, chains, by_code, path_to }
  expect(begun({ measure: 'lq' }, known)).toEqual({ region: '220000', chain: 'biomedicine', measure: 'lq' })
  expect(begun({ region: '220500' }, known)).toEqual({ region: '220500', chain: 'automobile' })
  expect(begun({ zone: 'high', node: 'biomedicine/vaccine' }, known)).toEqual({ zone: 'high', node: 'biomedicine/vaccine' })
  expect(begun({ chain: 'biomedicine' }, known)).toEqual({ chain: 'biomedicine' })
  expect(begun({ since: '2015' }, known)).toEqual({ since: '2015' })
  expect(begun({ region: '220500' }, { ...known, chains: [] })).toEqual({ region: '220500' })
})
