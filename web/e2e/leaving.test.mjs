// Who leaves hands over what he has; addresses for the daily mail are set by oneself and by the administration. usage: e2e/run.sh
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { browser_for_tests, kPhone, named } from './harness.mjs'
import { kPassword, kWorkServer, Person, sign_in, work } from './work.mjs'

const held = browser_for_tests()
let page
let admin
let leaver
let project
const at = (name) => page.locator(named(name))
const row = (name) => page.locator(`${named('account')}[data-name="${name}"]`)

before(async () => {
  const there = await work()
  admin = there.admin
  for (const [name, display_name] of [['qian', '钱专员'], ['sun', '孙专员']]) {
    const made = await admin.post('/accounts', { name, display_name, role: 'officer', zones: [there.zone] })
    const person = await new Person(kWorkServer).sign_in(made.name, made.password)
    if (name === 'qian') leaver = person
  }
  project = (await leaver.post('/projects', { zone_id: there.zone, name: '移交的项目', investor: '模拟移交公司', idea: '建厂' })).project
  for (const name of ['环评', '能评']) await leaver.post(`/projects/${project.id}/tasks`, { name, days: 3 })
  page = await held.open()
  await sign_in(page, 'admin')
})

test('whoever is disabled is told with all he has in hand, which goes to another of the zone', async () => {
  await page.goto(`${kWorkServer}/admin`)
  await row('qian').locator(named('account-disable')).click()
  await at('leaving').getByText('2 件代办、1 个项目').waitFor()
  await at('leaving').getByText('移交的项目').waitFor()
  const offered = await at('leaving-to').locator('option').allInnerTexts()
  assert.ok(offered.some((each) => each.startsWith('孙专员')) && !offered.some((each) => /钱专员|李专员/.test(each)), offered.join())
  await at('leaving-disable').click()
  await at('leaving').waitFor({ state: 'detached' })
  const rung = await admin.get('/alarms?kind=owner_gone')
  assert.ok(rung.items.some((each) => each.project_id === project.id))
  await page.goto(`${kWorkServer}/alarms?kind=owner_gone`)
  await page.locator(named('alarm')).getByText('移交的项目').waitFor()
  await page.locator(named('alarm')).getByText('钱专员 (2)').waitFor()
  await page.goto(`${kWorkServer}/admin`)
  await row('qian').locator(named('account-work')).click()
  await at('leaving-to').selectOption({ label: '孙专员 · 招商专员' }).catch(async () => {
    const label = (await at('leaving-to').locator('option').allInnerTexts()).find((each) => each.startsWith('孙专员'))
    await at('leaving-to').selectOption({ label })
  })
  await at('leaving-note').fill('资料在项目文件夹')
  await at('leaving-done').click()
  await at('leaving-idle').waitFor()
  assert.ok(!(await admin.get('/alarms?kind=owner_gone')).items.some((each) => each.project_id === project.id))
  await page.keyboard.press('Escape')
})

test('an address is set by the administration and by oneself, and it is said that no mail is sent here', async () => {
  await at('no-mail').waitFor()
  await row('sun').locator(named('account-email')).click()
  await at('edit-email').fill('sun')
  await at('email-save').click()
  await at('field-refused').getByText('不是邮箱地址').waitFor()
  await at('edit-email').fill('sun@zone.example')
  await at('email-save').click()
  await row('sun').getByText('sun@zone.example').waitFor()
  const phone = await held.open({ viewport: kPhone })
  await sign_in(phone, 'sun')
  await phone.goto(`${kWorkServer}/email`)
  assert.equal(await phone.locator(named('own-email')).inputValue(), 'sun@zone.example')
  await phone.locator(named('no-mail')).waitFor()
  await phone.locator(named('own-email')).fill('')
  await phone.locator(named('email-save')).click()
  await phone.getByText('已清除').waitFor()
  assert.equal((await admin.get('/accounts')).find((each) => each.name === 'sun').email, '')
})

test('names in the audit stand on one line', async () => {
  for (const viewport of [{ width: 1366, height: 768 }, { width: 1920, height: 1080 }]) {
    await page.setViewportSize(viewport)
    await page.goto(`${kWorkServer}/admin?tab=audit`)
    await page.locator('td.who').first().waitFor()
    const tall = await page.locator('td.who').evaluateAll((cells) => cells.filter((each) => each.scrollHeight > 60 || each.clientWidth < 60).length)
    assert.equal(tall, 0)
  }
})

test('on a phone in English every button of the dialog is in view', async () => {
  const phone = await held.open({ viewport: kPhone, language: 'en' })
  await sign_in(phone, 'admin')
  await phone.goto(`${kWorkServer}/admin`)
  await phone.locator(`${named('account')}[data-name="sun"] ${named('account-disable')}`).click()
  await phone.locator(named('leaving-done')).waitFor()
  for (const box of await phone.locator('dialog .foot button').evaluateAll((all) => all.map((each) => each.getBoundingClientRect().toJSON()))) assert.ok(box.left >= 12 && box.right <= kPhone.width - 12)
})

test('nothing went wrong in the browser', () => {
  assert.ok(kPassword)
  assert.deepEqual(held.problems.filter((each) => !/400/.test(each)), [])
})
