// What was entered wrong or too late is put right on the pages: a project, the day of a stage, a lead. usage: e2e/run.sh
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { browser_for_tests, kPhone, kServer, named } from './harness.mjs'

const held = browser_for_tests()
let page
const at = (name) => page.locator(named(name))
const say = async (method, path, body) => {
  const answer = await fetch(`${kServer}/api/v1${path}`, { method, headers: { 'content-type': 'application/json', origin: kServer }, body: body && JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer.status === 204 ? null : answer.json()
}
/** A day so many days ago, as China counts. */
const ago = (days) => new Date(Date.now() + 8 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10)
const id_of = () => Number(new URL(page.url()).pathname.split('/').pop())
const no_sideways = (on) => on.evaluate(() => Math.max(document.documentElement.scrollWidth - window.innerWidth, ...[...document.querySelectorAll('main, dialog .body')].map((each) => each.scrollWidth - each.clientWidth)))
const pick = async (name) => {
  await at('parent-query').fill(name)
  await at('parent-option').filter({ hasText: name }).first().click()
}
let zone
let first

before(async () => {
  page = await held.open()
  zone = (await say('GET', '/zones'))[0].id
  first = (await say('POST', '/projects', { zone_id: zone, name: '一期生产线', investor: '模拟制药公司', idea: '一期' })).project
})

test('a project signed eight days ago and entered today is entered with its days, an expansion with what it expands', async () => {
  await page.goto(`${kServer}/projects/new?zone=${zone}`)
  await at('project-name').fill('二期生产线')
  await at('project-investor').fill('模拟制药公司')
  await at('project-kind').selectOption('expansion')
  await at('project-create').click()
  await at('project-problem').getByText('扩建').waitFor()
  await at('project-parent').click()
  await pick('一期生产线')
  await at('project-stage').selectOption('registered')
  await at('day-negotiation').fill(ago(90))
  await at('day-registered').fill(ago(8))
  await at('project-create').click()
  await page.waitForURL(/\/projects\/\d+/)
  const { project, stages } = await say('GET', `/projects/${id_of()}`)
  assert.equal(project.kind, 'expansion')
  assert.equal(project.parent_id, first.id)
  assert.equal(project.stage, 'registered')
  assert.equal(project.stage_since, ago(8))
  assert.deepEqual(stages.map((each) => each.day), [ago(90), null, ago(8)], 'what is not known is not made up')
  await at('project-kind-now').waitFor()
})

test('a day that is not known is added, one that is wrong corrected, and the history tells it', async () => {
  assert.match(await at('stage-day-signed').innerText(), /日期不详/)
  await at('stage-day-signed').click()
  await at('stage-day').fill(ago(5))
  await at('stage-reason').fill('投资合同原件')
  await at('stage-done').click()
  await at('dialog-wrong').getByText(`项目 ${ago(8)} 已进入“注册”`).waitFor()
  await at('stage-day').fill(ago(30))
  await at('stage-done').click()
  await at('stage-day-signed').getByText(ago(30)).waitFor()
  const line = page.locator(`${named('history')} [data-kind="stage_day"]`).first()
  assert.match(await line.innerText(), new RegExp(`更正日期[\\s\\S]*签约[\\s\\S]*补为 ${ago(30)}`))
})

test('what a project is can be corrected, and what a colleague changed meanwhile is not lost', async () => {
  const id = id_of()
  const { version } = (await say('GET', `/projects/${id}`)).project
  await at('project-edit').click()
  await at('project-save').click()
  await at('project-edit-form').waitFor({ state: 'detached' })
  assert.equal((await say('GET', `/projects/${id}`)).project.version, version, 'nothing changed, no new version')
  await at('project-edit').click()
  await at('project-name').fill('二期扩建')
  await at('project-code').fill('91220101MA0000000X')
  await at('project-save').click()
  // Said at the field, too.
  await at('field-refused').waitFor()
  await at('project-code').fill('')
  await at('project-node').click()
  await page.locator(`${named('node-query')}`).fill('疫苗')
  await page.locator('[data-node]').first().click()
  await at('project-confidential').check()
  await say('PATCH', `/projects/${id}`, { version, name: '二期（改名）', idea: '同事写的' })
  await at('project-save').click()
  await at('conflict').waitFor()
  await page.locator(`[data-field="name"] ${named('take-mine')}`).check()
  await at('conflict-again').click()
  await at('project-title').getByText('二期扩建').waitFor()
  const now = (await say('GET', `/projects/${id}`)).project
  assert.equal(now.idea, '同事写的')
  assert.ok(now.confidential && now.node)
})

test('on a gate whose day lies before the stage the way out is a click away', async () => {
  await page.goto(`${kServer}/projects/${first.id}`)
  await at('open-gate').click()
  await at('gate-document').fill('投资协议')
  await at('gate-day').fill(ago(8))
  assert.match(await at('gate-too-early').innerText(), new RegExp(`${ago(8)}[\\s\\S]*${ago(0)}`))
  await at('gate-correct').click()
  await at('stage-day').fill(ago(60))
  await at('stage-reason').fill('洽谈记录')
  await at('stage-done').click()
  await at('stage-day-negotiation').getByText(ago(60)).waitFor()
  await at('open-gate').click()
  await at('gate-document').fill('投资协议')
  await at('gate-day').fill(ago(8))
  await at('gate-done').click()
  await page.getByText('已提交，等待核验').waitFor()
})

test('money is entered in the currency and unit of the contract, land in mu', async () => {
  await at('add-amount').click()
  await at('amount-wan').fill('1.2')
  await at('amount-unit').selectOption('yi')
  assert.match(await at('amount-meant').innerText(), /120,000,000\.00 元/)
  await at('ask-reason').fill('合同')
  await at('ask-done').click()
  await page.locator('[data-amount="contracted"]').getByText('1.2 亿元').waitFor()
  await at('add-amount').click()
  await at('amount-currency').selectOption('USD')
  await at('amount-wan').fill('500')
  assert.match(await at('amount-meant').innerText(), /5,000,000\.00 USD/)
  await at('amount-yuan').fill('3550')
  await at('ask-reason').fill('合同第 5 条，汇率 7.1')
  await at('ask-done').click()
  await page.getByText('5,000,000 USD').first().waitFor()
  const { project, amounts } = await say('GET', `/projects/${first.id}`)
  assert.deepEqual([amounts[1].currency, amounts[1].amount, amounts[1].amount_fen], ['USD', 500_000_000, 3_550_000_000])
  assert.equal(project.contracted_fen, 12_000_000_000 + 3_550_000_000)
  await at('add-measure').click()
  await at('measure-value').fill('100')
  assert.match(await at('measure-meant').innerText(), /100 亩（66,667 m²）/)
  await at('ask-reason').fill('用地批复')
  await at('ask-done').click()
  await page.getByText('100 亩（66,667 m²）').first().waitFor()
})

test('a lead is corrected in all it was handed in with; work goes to whom the server takes; nothing is cut', async () => {
  for (const [name, role] of [['看客甲', 'viewer'], ['经办乙', 'officer']]) await say('POST', '/accounts', { name: `c-${role}`, display_name: name, role, zones: [zone] })
  await page.goto(`${kServer}/leads/new?zone=${zone}`)
  await at('lead-investor').fill('长'.repeat(201))
  await at('lead-idea').fill('建厂')
  assert.match(await at('limit').first().innerText(), /201 字，最多 200 字，请删去 1 字/)
  await at('lead-submit').click()
  await page.waitForTimeout(600)
  assert.equal(await at('field-refused').count(), 0, 'said once')
  assert.match(page.url(), /\/leads\/new/, 'nothing too long is sent')
  assert.equal((await at('lead-investor').inputValue()).length, 201, 'and nothing is cut')
  await at('lead-investor').fill('模拟医药公司')
  await at('lead-submit').click()
  await page.waitForURL(/\/leads\/\d+/)
  const id = id_of()
  await at('lead-edit').click()
  const offered = await at('edit-officer').locator('option').allInnerTexts()
  assert.ok(offered.includes('经办乙') && !offered.includes('看客甲'), offered.join())
  await at('edit-investor').fill('模拟医药有限公司')
  await at('edit-channel').selectOption('fund')
  await at('edit-confidential').check()
  await at('edit-officer').selectOption({ label: '经办乙' })
  await at('ask-done').click()
  await at('lead-investor-name').getByText('模拟医药有限公司').waitFor()
  const { lead } = await say('GET', `/leads/${id}`)
  assert.deepEqual([lead.channel, lead.confidential, lead.officer_name, lead.version], ['fund', true, '经办乙', 2])
  await at('lead-edit').click()
  await at('ask-done').click()
  await page.locator('#ask').waitFor({ state: 'detached' })
  assert.equal((await say('GET', `/leads/${id}`)).lead.version, 2, 'an unchanged save is none')
})

test('forms fit a phone, in both languages', async () => {
  for (const language of ['zh', 'en']) {
    const phone = await held.open({ viewport: kPhone, language })
    for (const path of [`/projects/new?zone=${zone}`, `/leads/new?zone=${zone}`]) {
      await phone.goto(`${kServer}${path}`)
      await phone.locator('form').waitFor()
      assert.ok((await no_sideways(phone)) <= 0, `${path} in ${language}`)
    }
    await phone.goto(`${kServer}/projects/${first.id}`)
    for (const [open, inside] of [['project-edit', 'project-name'], ['add-amount', 'amount-wan'], ['add-measure', 'measure-value']]) {
      await phone.locator(named(open)).click()
      await phone.locator(named(inside)).waitFor()
      assert.ok((await no_sideways(phone)) <= 0, `${open} in ${language}`)
      await phone.keyboard.press('Escape')
    }
    await phone.context().close()
  }
})

test('nothing went wrong in the browser', () => {
  assert.deepEqual(held.problems.filter((each) => !/400|409/.test(each)), [])
})
