import { expect, test } from 'vitest'
import { with_links } from './links'

test('addresses in a text are told from the words around them', () => {
  expect(with_links('消防法（https://law.example/a?b=1）第十三条；http://x.example/2.html')).toEqual([
    { text: '消防法（' }, { text: 'law.example', address: 'https://law.example/a?b=1' }, { text: '）第十三条；' },
    { text: 'x.example', address: 'http://x.example/2.html' },
  ])
  expect(with_links('https://code.example/Laws 之 条例.md 第二十条')).toEqual([
    { text: 'code.example', address: 'https://code.example/Laws' }, { text: ' 之 条例.md 第二十条' },
  ])
  expect(with_links('条例第十九条')).toEqual([{ text: '条例第十九条' }])
  expect(with_links('javascript:alert(1) http://')).toEqual([{ text: 'javascript:alert(1) http://' }])
  expect(with_links('')).toEqual([])
})
