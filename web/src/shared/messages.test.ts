import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

type Catalogue = { [key: string]: string | Catalogue }
const page = (language: string) => (parse(readFileSync(`../messages/${language}.yaml`, 'utf8')) as { page: Catalogue }).page

function flat(of: Catalogue, prefix = ''): Map<string, string> {
  const all = new Map<string, string>()
  for (const [key, value] of Object.entries(of)) {
    if (typeof value === 'object' && value !== null) for (const [k, v] of flat(value, `${prefix}${key}.`)) all.set(k, v)
    else all.set(prefix + key, String(value))
  }
  return all
}
const zh = flat(page('zh'))
const en = flat(page('en'))
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(vue|ts)$/.test(name) && !name.endsWith('.test.ts'))
  .map((name) => [name, readFileSync(`src/${name}`, 'utf8')] as const)

test('every message stands in both languages, with the same values to fill in', () => {
  expect([...zh.keys()].sort()).toEqual([...en.keys()].sort())
  const values = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort()
  for (const [key, text] of zh) expect([key, values(text)]).toEqual([key, values(en.get(key)!)])
})

test('Chinese sentences have Chinese marks', () => {
  for (const [key, text] of flat(parse(readFileSync('../messages/zh.yaml', 'utf8')) as Catalogue))
    expect(text.match(/[\u4e00-\u9fff”}][,;:?!()]|[,;:?!()][\u4e00-\u9fff“]/)?.[0], key).toBeUndefined()
})

test('every message that the page asks for exists', () => {
  for (const [name, text] of sources) {
    for (const [, key] of text.matchAll(/\bt\(\s*'([\w.]+)'/g)) expect(zh.has(key!), `${key} in ${name}`).toBe(true)
    // Of a key put together at run time the fixed part has to exist.
    for (const [, prefix] of text.matchAll(/\bt\(\s*`([\w.]+?)\$\{/g))
      expect([...zh.keys()].some((key) => key.startsWith(prefix!)), `${prefix}… in ${name}`).toBe(true)
  }
})

test('no Chinese stands in the page outside of the catalogue', () => {
  // The brand's own name of the language, names with a reading of their own, and units of money are data, not messages.
  const kData = ['shared/TopBar.vue', 'shared/initials.ts', 'shared/number.ts', 'features/account/LoginView.vue', 'features/investor/InvestorView.vue']
  for (const [name, text] of sources) {
    if (kData.includes(name)) continue
    const code = text.replaceAll(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$|<!--[\s\S]*?-->/gm, '').replaceAll(/replace\(\/.*?\//g, '')
    expect(code.match(/[\u4e00-\u9fff]+/)?.[0], name).toBeUndefined()
  }
})
