// A server with accounts and nothing in it yet: the first sign-in, the first import, and its end. usage: e2e/run.sh
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { browser_for_tests, named } from './harness.mjs'
import { register_csv } from './register.mjs'

const kServer = process.env.LIANZHAO_ACCOUNTS_SERVER
const kFirst = process.env.LIANZHAO_FIRST_PASSWORD
const kOwn = 'willow-rain-evening-42'
const held = browser_for_tests()
let page
const at = (name) => page.locator(named(name))
before(async () => (page = await held.open()))

async function sign_in(password, on = page) {
  await on.locator(named('login-name')).fill('admin')
  await on.locator(named('login-password')).fill(password)
  await on.locator(named('login')).click()
}

test('whoever is not signed in comes to the sign-in page, and a wrong password is refused', async () => {
  await page.goto(`${kServer}/enterprises`)
  await page.waitForURL(/\/login/)
  await sign_in('not-the-password')
  await page.locator('[role="alert"]').waitFor()
  assert.match(await page.locator('[role="alert"]').innerText(), /不正确/)
  assert.match(page.url(), /\/login/)
})

test('an address of the investor page is answered without signing in', async () => {
  const guest = await held.open()
  await guest.goto(`${kServer}/investor/not-an-address-at-all`)
  await guest.getByText('这个链接打不开').waitFor()
  assert.match(guest.url(), /\/investor\//)
  await guest.context().close()
})

test('the first administrator has to set a password of their own', async () => {
  await sign_in(kFirst)
  await page.waitForURL(/\/password/)
  // There is no way round.
  await page.goto(`${kServer}/map`)
  await page.waitForURL(/\/password/)
  await at('password-old').fill(kFirst)
  await at('password-new').fill('short')
  assert.ok(await at('password-set').isDisabled())
  await at('password-new').fill(kOwn)
  await at('password-again').fill(`${kOwn}x`)
  assert.ok(await at('password-set').isDisabled())
  await at('password-again').fill(kOwn)
  await at('password-set').click()
  await page.waitForURL((url) => url.pathname === '/map')
})

test('without a register the page says what comes first', async () => {
  await page.getByText('先导入企业名录').waitFor()
  await page.goto(`${kServer}/jobs`)
  await page.getByText('还没有任务').waitFor()
})

test('an import shows how it goes on, and other pages get the numbers by themselves', async () => {
  const other = await page.context().newPage()
  await other.goto(`${kServer}/map`)
  await other.getByText('先导入企业名录').waitFor()
  await page.bringToFront()
  await at('import-file').setInputFiles({ name: '企业名录.csv', mimeType: 'text/csv', buffer: Buffer.from(register_csv(900)) })
  await page.locator('[data-state="done"]').first().waitFor({ timeout: 60_000 })
  await page.getByText('数据已更新').first().waitFor()
  assert.match(await page.locator('footer').innerText(), /\d+ 户企业/)
  await other.bringToFront()
  await other.locator(named('map')).locator('[data-code="220000"]').waitFor()
  await other.close()
})

test('rows that were not taken are told with line and reason', async () => {
  await at('import-file').setInputFiles({ name: '有误.csv', mimeType: 'text/csv', buffer: Buffer.from('企业名称,统一社会信用代码\n,91220101MA13XQYL0T\n模拟新企业有限公司,\n') })
  await page.locator('[data-state="done"]').nth(1).waitFor({ timeout: 60_000 })
  await page.getByText('下载未收下的行').first().waitFor()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByText('下载未收下的行').first().click()])
  assert.equal(await file.failure(), null)
})

test('what a column is can be said where it was not understood', async () => {
  const before = await page.locator('[data-job]').count()
  await at('import-file').setInputFiles({ name: '别处的表.csv', mimeType: 'text/csv', buffer: Buffer.from('甲方,干什么,颜色\n模拟列名药业有限公司,生产：中成药,红\n') })
  await page.locator('[data-job]').first().locator('text=没有企业名称一列').waitFor({ timeout: 60_000 })
  await at('explain-columns').first().click()
  await at('column-name').fill('甲方')
  await at('column-scope').fill('干什么')
  await at('columns-import').click()
  await page.waitForFunction((count) => document.querySelectorAll('[data-job]').length === count && document.querySelector('[data-job]').dataset.state === 'done', before + 2, { timeout: 60_000 })
  const job = page.locator('[data-job]').first()
  assert.match(await job.locator(named('headings')).innerText(), /识别了 2 列[\s\S]*甲方 → 企业名称[\s\S]*干什么 → 经营范围[\s\S]*没有看懂：[\s\S]*颜色/)
})

test('an account is made, its password is shown once, it sees no administration', async () => {
  await page.goto(`${kServer}/admin`)
  await at('add-account').click()
  const form = page.locator('#new-account')
  await form.locator('input').first().fill('viewer')
  await form.locator('select').selectOption('viewer')
  await page.getByRole('button', { name: '新建', exact: true }).click()
  const secret = await page.locator('dialog code').innerText()
  const reader = await held.open()
  await reader.goto(kServer)
  await reader.locator(named('login-name')).fill('viewer')
  await reader.locator(named('login-password')).fill(secret)
  await reader.locator(named('login')).click()
  await reader.waitForURL(/\/password/)
  await reader.locator(named('password-old')).fill(secret)
  await reader.locator(named('password-new')).fill(`${kOwn}-2`)
  await reader.locator(named('password-again')).fill(`${kOwn}-2`)
  await reader.locator(named('password-set')).click()
  await reader.locator(named('map')).locator('[data-code]').first().waitFor()
  assert.equal(await reader.locator(named('nav-admin')).count(), 0)
  assert.equal(await reader.locator(named('nav-jobs')).count(), 0)
  await reader.context().close()
  await page.keyboard.press('Escape')
})

test('a sign-in that runs out leaves what was typed; it is saved after signing in again over the page', async () => {
  await page.goto(`${kServer}/admin`)
  await at('add-account').click()
  const form = page.locator('#new-account')
  await form.locator('input').first().fill('li')
  await form.locator('input').nth(1).fill('李四')
  await page.context().clearCookies()
  await page.getByRole('button', { name: '新建', exact: true }).click()
  await at('sign-in-again').waitFor()
  await at('again-password').fill(kOwn)
  await at('again-go').click()
  await at('sign-in-again').waitFor({ state: 'hidden' })
  assert.equal(await form.locator('input').nth(1).inputValue(), '李四')
  await page.getByRole('button', { name: '新建', exact: true }).click()
  await page.locator('dialog code').waitFor()
  await page.keyboard.press('Escape')
  await page.getByText('李四').first().waitFor()
})

test('who is named in what others wrote is found and masked, in both languages and on a phone', async () => {
  await page.goto(`${kServer}/admin?tab=personal`)
  await at('personal-words').fill('张')
  await page.getByText('每个至少两个字').waitFor()
  await at('personal-words').fill('没有这个人')
  await at('personal-search').click()
  await page.getByText('没有找到').waitFor()
})

test('two-step sign-in is set up by a QR code', async () => {
  await page.goto(`${kServer}/second-factor`)
  await at('second-factor-password').fill(kOwn)
  await at('second-factor-go').click()
  await at('qr').waitFor()
  assert.ok((await at('qr').locator('path').getAttribute('d')).length > 2000)
  await page.getByText('手动输入密钥').first().click()
  assert.match(await at('secret').innerText(), /^[A-Z2-7 ]{30,}$/)
  await page.goto(`${kServer}/admin`)
})

test('signing out ends it, also for pages that are still open', async () => {
  const other = await page.context().newPage()
  await other.goto(`${kServer}/enterprises`)
  await other.locator(named('row')).first().waitFor()
  await page.bringToFront()
  await at('me').click()
  await page.getByText('退出登录').click()
  await page.waitForURL(/\/login/)
  await other.waitForURL(/\/login/)
  await other.close()
})

test('nothing but refusals went wrong in the browser meanwhile', () => {
  assert.deepEqual(held.problems.filter((each) => !/status of 40[134]/.test(each)), [])
})

test('when the server stops, the sign-in page says that it cannot be reached', async () => {
  process.kill(Number(process.env.LIANZHAO_ACCOUNTS_PID), 'SIGTERM')
  const there = () => fetch(`${kServer}/healthz`).then(() => true, () => false)
  for (const until = Date.now() + 20_000; (await there()) && Date.now() < until;) await new Promise((done) => setTimeout(done, 50))
  await sign_in(kOwn)
  await page.getByText('连不上服务器').waitFor()
})
