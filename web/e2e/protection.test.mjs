// Within another zone's protection: who may not go on sees whom to ask, who decides goes on with a reason, the other zone is rung. usage: e2e/run.sh
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { browser_for_tests, named } from './harness.mjs'
import { kPassword, kWorkServer, Person, sign_in, work } from './work.mjs'

const held = browser_for_tests()
const kInvestor = '模拟首报药业有限公司'
const kReason = '投资方只愿落在通化'
let holder
let first
let second
const open_as = async (name) => {
  const page = await held.open()
  await sign_in(page, name)
  return [page, (which) => page.locator(named(which))]
}

before(async () => {
  const { admin, zone } = await work()
  const enter = async (name, display_name, role, zones) => {
    const made = await admin.post('/accounts', { name, display_name, role, zones })
    return new Person(kWorkServer).sign_in(made.name, made.password, kPassword)
  }
  holder = await enter('holder', '持有区专员', 'officer', ['changchun-new-area'])
  await enter('holder-lead', '持有区领导', 'leader', ['changchun-new-area'])
  const asking = await enter('asking', '登记区专员', 'officer', [zone])
  await enter('asking-lead', '登记区领导', 'leader', [zone])
  const lead = { channel: 'referral', investor: kInvestor, idea: '模拟: 原料药' }
  first = (await holder.post('/leads', { ...lead, zone_id: 'changchun-new-area' })).lead
  second = (await asking.post('/leads', { ...lead, zone_id: zone, investor: '模擬首報藥業有限公司' })).lead
})

test('who may not go on is told who holds it until when, whom to ask, and how to dispute', async () => {
  const [page, at] = await open_as('asking')
  await page.goto(`${kWorkServer}/leads/${second.id}`)
  await at('lead-convert').click()
  await page.locator('dialog button[type="submit"]').click()
  const says = await at('protection-says').innerText()
  assert.match(says, /长春新区/)
  assert.ok(says.includes(first.protected_until), says)
  assert.match(says, /登记区领导/)
  assert.doesNotMatch(says, /持有区领导/)
  await at('protection-ask').waitFor()
  assert.equal(await at('protection-go').count(), 0)
  await at('protection-dispute').click()
  await page.locator('dialog h2', { hasText: '首报争议' }).waitFor()
  await page.keyboard.press('Escape')
  // A project that begins as no lead is refused likewise, and leads to the way of a dispute.
  await page.goto(`${kWorkServer}/projects/new`)
  await at('project-name').fill('模拟越保项目')
  await at('project-investor').fill(kInvestor)
  await at('project-create').click()
  await at('protection').getByText('上报线索', { exact: true }).waitFor()
  assert.equal(await at('protection-go').count(), 0)
})

test('who decides for the zone goes on with a reason', async () => {
  const [page, at] = await open_as('asking-lead')
  await page.goto(`${kWorkServer}/leads/${second.id}`)
  await at('lead-convert').click()
  await page.locator('dialog button[type="submit"]').click()
  assert.ok(await at('protection-go').isDisabled(), 'not without a reason')
  await at('protection-reason').fill(kReason)
  await at('protection-go').click()
  await page.waitForURL(/\/projects\/\d+/)
  await at('project-title').getByText(/首報/).waitFor()
})

test('the zone that was passed over is rung with by whom and why, and can dispute it', async () => {
  const [page, at] = await open_as('holder-lead')
  await page.goto(`${kWorkServer}/alarms?kind=protection_overridden`)
  const alarm = at('alarm').filter({ hasText: kInvestor })
  await alarm.getByText(`${kReason}（登记区领导）`).waitFor()
  await alarm.locator('a').click()
  await page.waitForURL(new RegExp(`/leads/${first.id}`))
  await at('dispute').click()
  await page.locator('dialog textarea').fill('我方洽谈在先')
  await page.locator('dialog button[type="submit"]').click()
  await page.locator('dialog').waitFor({ state: 'detached' })
  const detail = await holder.get(`/leads/${first.id}`)
  assert.equal(detail.disputes[0].against_lead_id, second.id)
  assert.equal((await holder.get('/alarms?kind=protection_overridden')).total, 0)
})

test('nothing went wrong in the browser', () => {
  // A refusal is an answer that the browser's console calls an error.
  assert.deepEqual(held.problems.filter((each) => !/409/.test(each)), [])
})
