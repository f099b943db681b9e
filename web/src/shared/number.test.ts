import { expect, test } from 'vitest'
import { exact_money, format_instant, format_money, format_number, format_ratio, format_share } from './number'

test('an unknown value is a dash and never zero', () => {
  for (const format of [format_number, format_share, format_money, exact_money, format_ratio, format_instant]) {
    expect(format(null, 'zh')).toBe('—')
    expect(format(undefined, 'en')).toBe('—')
  }
  expect(format_number(Number.NaN, 'zh')).toBe('—')
  expect(format_money(0, 'zh')).toBe('0 元')
})

test('money is shown in 元, 万元 or 亿元 by magnitude', () => {
  expect(format_money(50_000, 'zh')).toBe('500 元')
  expect(format_money(1_000_000, 'zh')).toBe('1 万元')
  expect(format_money(123_456_700, 'zh')).toBe('123.5 万元')
  expect(format_money(999_900_000_000, 'zh')).toBe('99.99 亿元')
  expect(format_money(1_000_000_000_000, 'zh')).toBe('100 亿元')
  expect(format_money(-2_500_000, 'zh')).toBe('-2.5 万元')
  expect(format_money(1_000_000_000_000, 'en')).toBe('¥10 bn')
  expect(format_money(250_000_000, 'en')).toBe('¥2.5 m')
  expect(format_money(-5_000_000, 'en')).toBe('-¥50 k')
  expect(exact_money(-5_000_000, 'en')).toBe('-CNY 50,000.00')
})

test('the exact amount keeps every fen', () => {
  expect(exact_money(123_456_789, 'zh')).toBe('1,234,567.89 元')
})

test('a small share does not round to nothing', () => {
  expect(format_share(0, 'zh')).toBe('0%')
  expect(format_share(0.678, 'zh')).toBe('67.8%')
  expect(format_share(0.00042, 'zh')).toBe('0.042%')
  expect(format_share(0.0000001, 'zh')).toBe('<0.001%')
})

test('instants are shown in the time of China', () => {
  expect(format_instant(Date.UTC(2024, 0, 1, 17, 30), 'zh')).toContain('01:30')
})

test('a sum beyond what can be told is told as at least so much, and never as an exact number', () => {
  const limit = JSON.parse('9223372036854775807') as number
  for (const say of [format_money, exact_money]) {
    expect(say(limit, 'zh')).toBe('≥ 922,337,203 亿元')
    expect(say(-limit, 'zh')).toBe('≤ -922,337,203 亿元')
    expect(say(limit, 'en')).toBe('≥ ¥92,233,720 bn')
    expect(say(2 ** 62, 'zh')).not.toContain('≥')
  }
})
