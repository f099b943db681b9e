import { expect, test } from 'vitest'
import { hundredths_of, m2_of, mu_of_m2 } from './amount'

test('amounts are read exactly in yuan, 10,000 yuan and 100 million yuan', () => {
  expect(hundredths_of('1.2', 'yi')).toBe(12_000_000_000)
  expect(hundredths_of('0.1', 'wan')).toBe(100_000)
  expect(hundredths_of('1,234.56', 'one')).toBe(123_456)
  expect(hundredths_of('-50', 'wan')).toBe(-50_000_000)
  expect(hundredths_of('−0.07', 'one')).toBe(-7)
  expect(hundredths_of('9007199.254741', 'wan')).toBe(9_007_199_254_741)
})

test('what is no amount, is finer than a hundredth or too large is none', () => {
  expect(hundredths_of('', 'wan')).toBeNull()
  for (const bad of ['一亿', '1e5', '1.2.3', '0.001', '--1']) expect(hundredths_of(bad, 'one'), bad).toBeUndefined()
  expect(hundredths_of('900000000', 'yi')).toBeUndefined()
})

test('land in mu is kept in whole square metres and shown as mu again', () => {
  expect(m2_of('15', 'mu')).toBe(10_000)
  expect(m2_of('100', 'mu')).toBe(66_667)
  expect(m2_of('66667', 'm2')).toBe(66_667)
  expect(mu_of_m2(66_667)).toBeCloseTo(100, 2)
  expect(m2_of('', 'mu')).toBeNull()
  expect(m2_of('-3', 'mu')).toBeUndefined()
})
