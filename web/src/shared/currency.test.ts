import { expect, test } from 'vitest'
import { currency_decimals, currency_name, kCurrencies, minor_units } from './currency'

test('a currency has the minor units of ISO 4217', () => {
  expect(['CNY', 'USD', 'JPY', 'KRW', 'KWD'].map(currency_decimals)).toEqual([2, 2, 0, 0, 3])
  expect(minor_units('JPY')).toBe(1)
  expect(minor_units('EUR')).toBe(100)
})

test('all that the server takes can be chosen, the frequent ones first', () => {
  expect(kCurrencies.slice(0, 3)).toEqual(['CNY', 'USD', 'HKD'])
  expect(new Set(kCurrencies).size).toBe(kCurrencies.length)
  expect(kCurrencies.length).toBeGreaterThan(150)
  expect(currency_name('USD', 'en')).toBe('USD US Dollar')
})
