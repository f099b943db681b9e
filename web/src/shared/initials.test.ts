import { expect, test } from 'vitest'
import { matches_name, pinyin_initials } from './initials'

test('initials of places are those people type', () => {
  expect(pinyin_initials('吉林省')).toBe('jls')
  expect(pinyin_initials('长春市')).toBe('ccs')
  expect(pinyin_initials('重庆市')).toBe('cqs')
  expect(pinyin_initials('梅河口市')).toBe('mhks')
  expect(pinyin_initials('通化医药高新区')).toBe('thyygxq')
})

test('a name is found by Chinese, by Latin letters and by initials', () => {
  expect(matches_name('河口', '梅河口市')).toBe(true)
  expect(matches_name('meihe', '梅河口市', 'Meihekou')).toBe(true)
  expect(matches_name('mhk', '梅河口市')).toBe(true)
  expect(matches_name('', '梅河口市')).toBe(true)
  expect(matches_name('xyz', '梅河口市', 'Meihekou')).toBe(false)
})
