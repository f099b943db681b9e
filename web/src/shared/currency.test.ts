import { expect, test } from 'vitest'
import { currency_decimals, minor_units } from './currency'

test('a currency has the minor units of ISO 4217', () => {
  expect(['CNY', 'USD', 'JPY', 'KRW', 'KWD'].map(currency_decimals)).toEqual([2, 2, 0, 0, 3])
  expect(minor_units('JPY')).toBe(1)
  expect(minor_units('EUR')).toBe(100)
})
