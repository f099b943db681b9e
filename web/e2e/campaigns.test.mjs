// A trip from its plan to what came of it: targets, visits, notes on a phone, leads, the first year. usage: e2e/run.sh
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { browser_for_tests, kKey, kPhone, named, number_in, texts_of } from './harness.mjs'
import { day, kWorkServer, sign_in, work } from './work.mjs'

const held = browser_for_tests()
let page
let people
let path
const at = (name, on = page) => on.locator(named(name))
before(async () => {
  people = await work()
  page = await held.open()
  await sign_in(page, 'wang')
})

test('a campaign is planned', async () => {
  await page.goto(`${kWorkServer}/campaigns`)
  await at('campaign-new').click()
  await at('campaign-save').click()
  await page.getByText('请填写名称和开发区').waitFor()
  await at('campaign-name').fill('模拟珠三角行')
  await at('campaign-begin').fill(day(-3))
  await at('campaign-end').fill(day(-5))
  await at('campaign-save').click()
  await page.getByText('结束不能早于开始').waitFor()
  await at('campaign-end').fill(day(9))
  await at('campaign-route').fill('广州 → 深圳')
  await at('campaign-cost').fill('12')
  await at('campaign-save').click()
  await page.waitForURL(/\/campaigns\/\d+/)
  path = new URL(page.url()).pathname
  assert.equal(await at('campaign-title').innerText(), '模拟珠三角行')
  assert.match(await page.locator('main').innerText(), /广州 → 深圳[\s\S]*12 万元/)
})

let target
test('a target is put on the list of visits from the targets page', async () => {
  await page.goto(`${kWorkServer}/targets?region=220500&node=biomedicine/vaccine`)
  await at('target').first().waitFor()
  target = (await at('target').first().locator('.name').innerText()).trim()
  await at('target').first().locator(named('add-to')).click()
  await at('add-to-campaign').waitFor()
  await at('add-visit-save').click()
  await page.getByText('已加入“模拟珠三角行”').waitFor()
  await page.goto(kWorkServer + path)
  await at('visit').first().waitFor()
  assert.match(await at('visit').first().innerText(), new RegExp(target))
})

test('names of the register are offered; a visit taken out comes back', async () => {
  await at('visit-enterprise').fill('模拟药业')
  await at('visit-offer').first().click()
  await at('visit-add').click()
  await page.waitForFunction(() => document.querySelectorAll('[data-test="visit"]').length === 2)
  await at('visit').last().locator(named('visit-remove')).click()
  await page.waitForFunction(() => document.querySelectorAll('[data-test="visit"]').length === 1)
  await page.getByRole('button', { name: '撤销' }).click()
  await page.waitForFunction(() => document.querySelectorAll('[data-test="visit"]').length === 2)
})

test('two write on one visit: nothing is overwritten, both notes can be kept', async () => {
  const visit = at('visit').filter({ hasText: target })
  await visit.locator(named('visit-note')).fill('模拟: 要 50 亩地')
  // A colleague is faster; his words come in while these are being written.
  const id = Number(path.split('/').pop())
  const seen = (await people.officer.get(`/campaigns/${id}`)).visits.find((each) => each.enterprise === target)
  await people.officer.post(`/campaigns/${id}/visits`, { id: seen.id, version: seen.version, enterprise: seen.enterprise, day: seen.day, note: '模拟: 关心电价' })
  await visit.locator('.said', { hasText: '关心电价' }).waitFor({ state: 'attached' })
  assert.equal(await visit.locator(named('visit-note')).inputValue(), '模拟: 要 50 亩地')
  await visit.locator(named('visit-save')).click()
  await at('conflict').waitFor()
  await at('conflict').locator(`${named('conflict-line')}[data-field="note"] ${named('take-text')}`).click()
  await at('conflict-again').click()
  await at('conflict').waitFor({ state: 'hidden' })
  const both = '模拟: 关心电价\n模拟: 要 50 亩地'
  assert.equal((await people.officer.get(`/campaigns/${id}`)).visits.find((each) => each.id === seen.id).note, both)
  await page.waitForFunction((text) => [...document.querySelectorAll('[data-test="visit-note"]')].some((each) => each.value === text), both)
})

test('on a phone the visit is ticked, noted, and a lead handed in on the spot', async () => {
  const phone = await held.open({ viewport: kPhone })
  await sign_in(phone, 'wang')
  await phone.goto(kWorkServer + path)
  const visit = at('visit', phone).filter({ hasText: target })
  await visit.locator(named('visit-done')).tap()
  await phone.waitForFunction(() => document.querySelector('[data-test="visit"].done'))
  await visit.locator(named('visit-note')).fill('模拟: 见了总经理，想看厂房')
  await visit.locator(named('visit-save')).tap()
  await phone.waitForFunction(() => !document.querySelector('[data-test="visit-save"]'))
  assert.equal(await visit.locator(named('visit-remove')).count(), 0, 'a visit that was made stays')
  assert.ok(!(await phone.evaluate(() => document.querySelector('main').scrollWidth > innerWidth + 1)))
  await visit.locator(named('visit-lead')).tap()
  await at('lead-form', phone).waitFor()
  assert.match(await at('lead-campaign', phone).innerText(), /模拟珠三角行/)
  assert.equal(await at('lead-investor', phone).inputValue(), target)
  await at('lead-idea', phone).fill('模拟: 分装车间')
  await at('lead-submit', phone).tap()
  await phone.waitForURL((url) => url.pathname === path)
  await at('campaign-lead', phone).first().waitFor()
  await phone.context().close()
  const id = Number(path.split('/').pop())
  const { visits } = await people.officer.get(`/campaigns/${id}`)
  assert.equal(visits.find((each) => each.enterprise === target).note, '模拟: 见了总经理，想看厂房')
})

test('what came of it is told within a year and until today', async () => {
  await page.goto(kWorkServer + path)
  await at('outcome').waitFor()
  assert.equal(number_in(await page.locator(`${named('outcome')} tbody tr`).first().locator('td').first().innerText()), 1)
  assert.match(await at('outcome').innerText(), /每条线索花费\s+12 万元/)
  await page.getByText('还没到一年').waitFor()
  await at('campaign-report').fill('模拟: 一家要跟进')
  await at('report-save').click()
  await page.getByText('已保存').waitFor()
  await at('nav-campaigns').first().click()
  await page.getByText('模拟长三角行').first().click()
  await page.waitForURL((url) => /\/campaigns\/\d+/.test(url.pathname) && url.pathname !== path)
  await at('outcome').waitFor()
  assert.equal(await page.getByText('还没到一年').count(), 0)
})

test('in English nothing is left in Chinese but data', async () => {
  const english = await held.open({ language: 'en' })
  await sign_in(english, 'wang')
  for (const [where, ready] of [['/campaigns', named('row')], [path, named('outcome')]]) {
    await english.goto(kWorkServer + where)
    await english.locator(ready).first().waitFor()
    for (const [text, language] of await texts_of(english)) {
      assert.ok(!kKey.test(text), text)
      if (language === 'en') assert.ok(!/[\u4e00-\u9fff]/.test(text), `“${text}” is Chinese`)
    }
  }
  await english.context().close()
})

// 409: the conflict.
test('nothing went wrong in the browser meanwhile', () => assert.deepEqual(held.problems.filter((each) => !/status of 409/.test(each)), []))
