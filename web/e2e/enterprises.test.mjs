// Search, the register's list, an enterprise and the verdict on its tags. usage: e2e/run.sh
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, test } from 'node:test'
import { ask, browser_for_tests, kServer, named, number_in, query_of } from './harness.mjs'

const held = browser_for_tests()
let page
const at = (name) => page.locator(named(name))
before(async () => (page = await held.open()))

test('a search by Chinese words finds enterprises, by keyboard alone', async () => {
  await page.goto(`${kServer}/map`)
  await at('map').waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('通化模拟中药')
  await page.keyboard.press('Enter')
  await at('row').first().waitFor()
  assert.match(await at('row').first().innerText(), /通化模拟中药/)
  await page.locator('h1').first().click()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  const name = await page.locator('tr.at a').first().innerText()
  await page.keyboard.press('Enter')
  await at('enterprise-name').waitFor()
  assert.equal(await at('enterprise-name').innerText(), name)
  await page.keyboard.press('Escape')
  await at('row').first().waitFor()
})

test('a credit code finds its one enterprise, words of the scope find many', async () => {
  const { items } = await ask('/enterprises?q=通化模拟中药&limit=1')
  await at('enterprise-query').fill(items[0].credit_code)
  await at('enterprise-query').press('Enter')
  await page.waitForURL((url) => url.searchParams.get('q') === items[0].credit_code)
  await page.locator(named('row'), { hasText: items[0].name }).waitFor()
  assert.equal(await at('row').count(), 1)
  await at('enterprise-query').fill('疫苗的研发')
  await at('enterprise-query').press('Enter')
  await page.waitForURL((url) => url.searchParams.get('q') === '疫苗的研发')
  await page.locator(named('row'), { hasText: '模拟生物' }).first().waitFor()
  const asked = await ask(`/enterprises?q=${encodeURIComponent('疫苗的研发')}`)
  assert.equal(number_in(await page.locator('.page-head .sub').innerText()), asked.total)
})

test('nothing found says so and what to do', async () => {
  await at('enterprise-query').fill('绝无此等企业名号')
  await at('enterprise-query').press('Enter')
  await page.getByText('没有符合条件的企业').waitFor()
})

test('suggestions come while typing, nodes by pinyin initials too', async () => {
  await at('search').fill('yimiao')
  await page.locator('[role="option"]').first().waitFor({ timeout: 5_000 }).catch(() => {})
  await at('search').fill('疫苗')
  await page.locator('[role="option"]', { hasText: '疫苗' }).first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(/node=/)
})

test('the list is sorted, paged and filtered in the URL', async () => {
  await page.goto(`${kServer}/enterprises?region=220000`)
  await at('row').first().waitFor()
  await page.locator('[data-sort="capital"]').click()
  await page.waitForURL(/sort=-?capital/)
  await page.locator('[data-sort="capital"]').click()
  await page.waitForURL(/sort=/)
  const sorted = query_of(page).get('sort')
  await page.getByRole('button', { name: '下一页' }).click()
  await page.waitForURL(/page=2/)
  await page.reload()
  await at('row').first().waitFor()
  const asked = await ask(`/enterprises?region=220000&sort=${sorted}&limit=50&offset=50`)
  assert.equal(await at('row').first().locator('a').innerText(), asked.items[0].name)
})

test('what is listed can be taken along, with the same filters', async () => {
  await page.goto(`${kServer}/enterprises?region=220000&status=active&capital_min=1000`)
  await at('row').first().waitFor()
  const total = number_in(await page.locator('.page-head .sub').innerText())
  const [csv] = await Promise.all([page.waitForEvent('download'), at('export-csv').click()])
  const text = await readFile(await csv.path(), 'utf8')
  const codes = new Set(text.match(/[0-9A-HJ-NPQRTUWXY]{18}/g))
  assert.equal(codes.size, total)
  const [xlsx] = await Promise.all([page.waitForEvent('download'), at('export-xlsx').click()])
  assert.equal((await readFile(await xlsx.path())).subarray(0, 2).toString(), 'PK')
})

test('columns can be chosen and stay', async () => {
  await page.getByRole('button', { name: '选择列' }).click()
  await page.getByRole('checkbox', { name: '统一社会信用代码' }).click()
  await page.keyboard.press('Escape')
  await page.reload()
  await page.locator('th', { hasText: '统一社会信用代码' }).waitFor()
})

test('an enterprise shows the words that made its tag, takes a verdict and takes it back', async () => {
  const { items } = await ask('/enterprises?node=biomedicine/vaccine&q=模拟生物&limit=1')
  await page.goto(`${kServer}/enterprises/${items[0].enterprise_key}`)
  await at('enterprise-name').waitFor()
  const marked = await page.locator(`${named('scope')} mark`).allInnerTexts()
  assert.ok(marked.length > 0, 'no evidence is marked')
  const known = await ask(`/enterprises/${items[0].enterprise_key}`)
  const words = known.tags.flatMap((tag) => tag.evidence.filter((each) => each.field !== 'name').map((each) => each.text))
  // Marks may lie over each other and are then cut: together they cover the words of the evidence.
  for (const word of words) assert.ok(marked.join('').includes(word) || marked.some((each) => word.includes(each)), word)
  const tag = page.locator('[data-tag="biomedicine/vaccine"]')
  await tag.locator(named('confirm')).click()
  await tag.locator(named('verdict')).waitFor()
  await page.reload()
  assert.match(await tag.locator(named('verdict')).innerText(), /已确认/)
  await tag.locator(named('withdraw')).click()
  await tag.locator(named('confirm')).waitFor()
  await tag.locator(named('reject')).click()
  await tag.locator(named('verdict')).waitFor()
  await page.reload()
  assert.match(await tag.locator(named('verdict')).innerText(), /已排除/)
  await tag.locator(named('withdraw')).click()
  await tag.locator(named('reject')).click()
  await tag.locator(named('verdict')).waitFor()
  await at('undo').last().click()
  await tag.locator(named('confirm')).waitFor()
})

test('a tag the machine did not see can be added', async () => {
  await at('add-tag').click()
  await at('node-query').fill('中药饮片')
  await page.keyboard.press('Enter')
  await page.locator(named('verdict'), { hasText: '人工添加' }).waitFor()
  await page.reload()
  await page.locator(named('verdict'), { hasText: '人工添加' }).waitFor()
  await page.locator('li', { hasText: '人工添加' }).locator(named('withdraw')).click()
  await page.locator(named('verdict'), { hasText: '人工添加' }).waitFor({ state: 'detached' })
})

test('nothing went wrong in the browser meanwhile', () => assert.deepEqual(held.problems, []))
