// What is known from a publication only: nobody is said to be late by it, and the pages tell until when it is known. usage: e2e/run.sh
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { browser_for_tests, kPhone, named } from './harness.mjs'
import { kWorkServer, sign_in, work } from './work.mjs'

const held = browser_for_tests()
const kDay = '2023-04-18'
const kReal = ['安沃高新', '汉方医药', '桂德人参', '国鹿药业', '万寿药业', '精细化工产业园', '创新产业园']
let admin
let page
let project
const at = (name) => page.locator(named(name))

before(async () => {
  admin = (await work()).admin
  project = (await admin.get('/projects?q=安沃高新')).items[0]
  page = await held.open()
  await sign_in(page, 'admin')
})

test('no alarm and no day of anybody names a project of the article', async () => {
  assert.equal(project.known_until, kDay)
  const alarms = await admin.get('/alarms?limit=500')
  assert.ok(alarms.total > 0, 'others ring')
  assert.deepEqual(alarms.items.filter((each) => kReal.some((name) => each.title.includes(name))), [])
  await page.goto(`${kWorkServer}/alarms`)
  await at('alarm').first().waitFor()
  const text = await page.locator('main').innerText()
  for (const name of kReal) assert.ok(!text.includes(name), name)
})

test('board, list and page say until when it is known, and none calls it late', async () => {
  await page.goto(`${kWorkServer}/projects`)
  const card = page.locator(`[data-project="${project.id}"]`)
  await card.getByText(`资料截至 ${kDay}`).waitFor()
  assert.equal(await card.locator('.chip.bad').count(), 0)
  await page.goto(`${kWorkServer}/projects?view=list&q=安沃高新`)
  await at('known-until').getByText(kDay).waitFor()
  await page.goto(`${kWorkServer}/projects/${project.id}`)
  await at('known-until').getByText(kDay).waitFor()
  assert.equal(await page.locator('.stages .chip.bad').count(), 0)
})

test('cleared on its page the clocks run again; set again they stop', async () => {
  await at('project-edit').click()
  await at('project-known-until').fill('')
  await at('project-save').click()
  await at('project-edit-form').waitFor({ state: 'detached' })
  await page.locator('.stages .chip.bad').waitFor()
  assert.equal(await at('known-until').count(), 0)
  assert.ok((await admin.get('/alarms?limit=500')).items.some((each) => each.project_id === project.id))
  await at('project-edit').click()
  await at('project-known-until').fill(kDay)
  await at('project-save').click()
  await at('known-until').getByText(kDay).waitFor()
  assert.equal((await admin.get('/alarms?limit=500')).items.filter((each) => each.project_id === project.id).length, 0)
})

test('the forecast says how many are not in it; on a phone nothing sticks out', async () => {
  await page.goto(`${kWorkServer}/kpis?tab=forecast`)
  await at('out-of-sight').first().waitFor()
  const phone = await held.open({ viewport: kPhone })
  await sign_in(phone, 'admin')
  await phone.goto(`${kWorkServer}/projects/${project.id}`)
  await phone.locator(named('known-until')).waitFor()
  assert.ok((await phone.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)) <= 0)
})

test('nothing went wrong in the browser', () => assert.deepEqual(held.problems, []))
