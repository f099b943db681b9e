import { beforeAll, expect, test } from 'vitest'
import type { ProjectHistory } from '@/api/project_work'
import { i18n, set_language } from '@/shared/language'
import { history_words } from './history'

// The tests of pure parts run without a browser.
beforeAll(() => {
  Object.assign(globalThis, { localStorage: { setItem: () => {}, getItem: () => null }, document: { documentElement: {} } })
})
const line = (kind: ProjectHistory['kind'], facts: Record<string, string>, text = '') => ({ kind, facts, text })
const both = async (given: ReturnType<typeof line>, names?: (id: string) => string | undefined) => {
  await set_language('zh')
  const zh = history_words(given, 'zh', names).what
  await set_language('en')
  const en = history_words(given, 'en', names).what
  i18n.global.locale.value = 'zh'
  return [zh, en]
}

test('amounts are told by magnitude in the reader’s language, to the fen on hover', async () => {
  const amount = line('amount', { amount_kind: 'contracted', currency: 'CNY', amount: '2000000000000', amount_fen: '2000000000000' }, '合同第3条')
  expect(await both(amount)).toEqual(['合同金额 200 亿元', 'Contracted ¥20 bn'])
  expect(history_words(amount, 'zh')).toMatchObject({ text: '合同第3条', exact: '20,000,000,000.00 元' })
})

test('money without a rate keeps its own currency', async () => {
  expect(await both(line('amount', { amount_kind: 'planned', currency: 'USD', amount: '123456' }))).toEqual(['计划投资 1,234.56 USD', 'Planned 1,234.56 USD'])
})

test('errands are told by the name in the reader’s language, those in own words as they are', async () => {
  const name = (id: string) => (id === 'contract' ? (i18n.global.locale.value === 'en' ? 'Signing' : '签约') : undefined)
  expect(await both(line('task', { event: 'moved', name: '签约', template_id: 'contract', from: 'open', to: 'done' }), name)).toEqual(['签约：待办 → 已办结', 'Signing: to do → done'])
  expect(await both(line('task', { event: 'added', names: '送材料', template_ids: '' }))).toEqual(['新增：送材料', 'Added: 送材料'])
})

test('a promise tells what moved', async () => {
  const moved = line('promise', { event: 'changed', side: 'zone', promise: '通水', from_due: '2026-06-30', to_due: '2026-12-31' }, '管线未到')
  expect(await both(moved)).toEqual(['“通水”：期限 2026-06-30 → 2026-12-31', '“通水”: due 2026-06-30 → 2026-12-31'])
})

test('changed fields are named, and a line written before there were facts still shows its text', async () => {
  expect(await both(line('changed', { fields: 'name,idea' }))).toEqual(['名称、投资内容', 'Name, Plan'].map((each, i) => (i ? expect.stringMatching(/^Name/) : each)))
  expect(history_words(line('amount', {}, 'contracted CNY 12.00: 合同'), 'zh')).toEqual({ what: '', text: 'contracted CNY 12.00: 合同' })
})
