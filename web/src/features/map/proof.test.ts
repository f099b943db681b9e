import { expect, test } from 'vitest'
import { proofs } from './proof'

const measures = {
  count: 12, national_count: 480, region_total: 1000, national_total: 200000, share: 0.025, location_quotient: 5, rca: null, density: 0.4,
  complexity: null, capital_fen: null, capital_known: 0, median_age_years: null, founded_recent: 3, founded_before: 0, founding_growth: null, rank: 2,
  regions_with: 40, supply_coverage: 0.5, present_suppliers: [], present_customers: [],
  inputs: [
    { node: 'a/b', supply: 'local' as const, local_count: 3, nearest_region: null, distance_m: null, cost_share: null },
    { node: 'a/c', supply: 'nowhere' as const, local_count: 0, nearest_region: null, distance_m: null, cost_share: null },
  ],
}
const of = (id: string) => proofs(measures, 'zh').find((each) => each.id === id)!

test('a worked formula gives the value it stands beside', () => {
  const parts = of('location_quotient').worked!.match(/[\d,]+/g)!.map((each) => Number(each.replaceAll(',', '')))
  expect(parts[0]! / parts[1]! / (parts[2]! / parts[3]!)).toBeCloseTo(measures.location_quotient)
  expect(of('location_quotient').value).toBe('5.00')
  expect(of('supply_coverage').worked).toBe('1 ÷ 2')
})

test('what is unknown is a dash with a reason and has no formula', () => {
  for (const id of ['capital', 'founding_growth', 'median_age', 'complexity']) {
    expect(of(id).value).toBe('—')
    expect(of(id).unknown).toBeTruthy()
    expect(of(id).worked).toBeNull()
  }
})

test('no enterprise at all means no capital, which is known', () => {
  expect(proofs({ ...measures, count: 0, capital_fen: 0 }, 'zh').find((each) => each.id === 'capital')!.unknown).toBeNull()
})
