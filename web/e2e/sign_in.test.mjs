// Ways in and out: single sign-on at a provider of the place, the second step by a real code, and a person who is forgotten.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, test } from 'node:test'
import { browser_for_tests, named } from './harness.mjs'
import { start_provider } from './provider.mjs'
import { kPassword, Person } from './work.mjs'

const kServer = process.env.LIANZHAO_SIGN_IN_SERVER
const kProvider = process.env.LIANZHAO_PROVIDER
const kZone = 'tonghua-medical-high-tech'
const held = browser_for_tests()
let page
let provider
let admin
const at = (name, on = page) => on.locator(named(name))

before(async () => {
  provider = await start_provider(kProvider, { client_id: 'lianzhao', client_secret: 's3cret+/&=' })
  admin = await new Person(kServer).sign_in('admin', process.env.LIANZHAO_SIGN_IN_PASSWORD)
  await admin.post('/accounts', { name: 'wang', display_name: '王专员', role: 'officer', zones: [kZone] })
  page = await held.open()
})
after(() => provider?.close())

/** RFC 6238, as the app on the phone reckons it. */
function code_of(secret, step) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret.replaceAll(' ', '')].map((each) => letters.indexOf(each).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((each) => Number.parseInt(each, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const hash = createHmac('sha1', key).update(counter).digest()
  const from = hash.at(-1) & 15
  return String((hash.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
const step_now = () => Math.floor(Date.now() / 30_000)

async function by_provider(name, on = page) {
  await at('single-sign-on', on).click()
  await on.waitForURL((url) => url.origin === kProvider)
  await on.getByLabel('name').fill(name)
  await on.getByRole('button', { name: 'go' }).click()
}

test('the sign-in service of the place leads back to the page that was asked for', async () => {
  await page.goto(`${kServer}/leads?state=all`)
  await page.waitForURL(/\/login/)
  assert.match(await at('single-sign-on').innerText(), /园区统一认证/)
  await by_provider('wang')
  await page.waitForURL((url) => url.origin === kServer && url.pathname === '/leads')
  assert.equal(new URL(page.url()).searchParams.get('state'), 'all')
  await at('me').getByText('王专员').waitFor()
})

test('whom the service knows but nobody entered here is told whom to ask, and can begin again', async () => {
  const other = await held.open({ language: 'en' })
  await other.goto(`${kServer}/login`)
  await by_provider('stranger', other)
  await other.waitForURL(/\/sign-in\/done/)
  await other.getByRole('alert').waitFor()
  assert.match(await other.getByRole('alert').innerText(), /administrator/)
  await other.getByRole('button', { name: 'Back to sign-in' }).click()
  await other.waitForURL(/\/login/)
  await other.context().close()
})

test('the answer to a sign-in that was not begun in this browser lets nobody in', async () => {
  const other = await held.open()
  await other.goto(`${kServer}/sign-in/done?code=abc&state=def`)
  await other.getByRole('alert').waitFor()
  await other.goto(`${kServer}/leads`)
  await other.waitForURL(/\/login/)
  await other.context().close()
})

test('the second step is turned on by a real code, asked for at the next sign-in, and turned off', async () => {
  const own = await held.open()
  const sign_in = async () => {
    await at('login-name', own).fill('admin')
    await at('login-password', own).fill(kPassword)
    await at('login', own).click()
  }
  await own.goto(`${kServer}/login?then=/second-factor`)
  await sign_in()
  await at('second-factor-password', own).fill(kPassword)
  await at('second-factor-go', own).click()
  await at('qr', own).waitFor()
  const secret = await at('secret', own).textContent()
  // Six digits that are none of those the server would take now or a step from now.
  const good = [-2, -1, 0, 1, 2].map((by) => code_of(secret, step_now() + by))
  await at('second-factor-code', own).fill(['000000', '111111', '222222', '333333', '444444', '555555'].find((each) => !good.includes(each)))
  await at('second-factor-confirm', own).click()
  await own.getByRole('alert').waitFor()
  const used = step_now()
  await at('second-factor-code', own).fill(code_of(secret, used))
  await at('second-factor-confirm', own).click()
  await at('recovery-codes', own).waitFor()
  const recovery = await at('recovery-codes', own).locator('code').allInnerTexts()
  assert.equal(new Set(recovery).size, 10)
  await at('recovery-kept', own).click()
  await at('me', own).click()
  await own.getByText('退出登录').click()
  await own.waitForURL(/\/login/)
  await sign_in()
  await at('login-code', own).fill(code_of(secret, used))
  await at('login', own).click()
  await own.getByRole('alert').waitFor()
  // The code of the step after the one that was used: good before its time, for clocks differ.
  await at('login-code', own).fill(code_of(secret, Math.max(used + 1, step_now())))
  await at('login', own).click()
  await own.waitForURL((url) => url.pathname !== '/login')
  // The device is lost: a code kept on paper lets in once.
  const lost = await held.open()
  await lost.goto(`${kServer}/login?then=/second-factor`)
  await at('login-name', lost).fill('admin')
  await at('login-password', lost).fill(kPassword)
  await at('login', lost).click()
  await at('login-code', lost).fill(recovery[4])
  await at('login', lost).click()
  await at('second-factor-password', lost).fill(kPassword)
  await at('second-factor-go', lost).click()
  await lost.waitForURL((url) => url.pathname !== '/second-factor')
  await admin.post('/session', { name: 'admin', password: kPassword })
  await lost.context().close()
  await own.context().close()
})

test('who is to be forgotten is found in what others wrote and masked there', async () => {
  const { lead } = await admin.post('/leads', { zone_id: kZone, channel: 'hometown', investor: '模拟念远科技有限公司', idea: '模拟：老乡聂远山带来，电话13900139000' })
  const own = await held.open()
  await own.goto(`${kServer}/login?then=${encodeURIComponent('/admin?tab=personal')}`)
  await at('login-name', own).fill('admin')
  await at('login-password', own).fill(kPassword)
  await at('login', own).click()
  await at('personal-words', own).fill('聂远山\n13900139000')
  await at('personal-search', own).click()
  await at('mention', own).first().waitFor()
  for (let left = await at('mention', own).count(); left > 0; left = await at('mention', own).count()) {
    await at('mask', own).first().click()
    await at('mask-sure', own).click()
    await own.waitForFunction((n) => document.querySelectorAll('[data-test="mention"]').length < n, left)
  }
  await at('personal-search', own).click()
  await own.getByText('没有找到').waitFor()
  await own.goto(`${kServer}/leads/${lead.id}`)
  await own.getByText('〔已隐去〕').first().waitFor()
  assert.equal(await own.getByText('聂远山').count(), 0)

  // The account of one who has left: disabled first, then forgotten by typing its name.
  const made = await admin.post('/accounts', { name: 'nie', display_name: '聂远海', role: 'officer', zones: [kZone] })
  await new Person(kServer).sign_in('nie', made.password)
  await own.goto(`${kServer}/admin`)
  const row = own.locator('[data-test="account"][data-name="nie"]')
  await row.getByText('停用').click()
  await at('leaving-idle', own).waitFor()
  await at('leaving-disable', own).click()
  await row.locator(named('forget')).click()
  await at('forget-name', own).fill('ni')
  assert.ok(await at('forget-sure', own).isDisabled())
  await at('forget-name', own).fill('nie')
  await at('forget-sure', own).click()
  await row.waitFor({ state: 'detached' })
  assert.equal(await own.getByText('聂远海').count(), 0)
  await own.goto(`${kServer}/admin?tab=audit`)
  await at('audit-verdict', own).getByText('操作记录完整').waitFor()
  assert.equal(await own.getByText('聂远海').count(), 0)
  await own.context().close()
})

test('nothing but refusals went wrong in the browser meanwhile', () => {
  assert.deepEqual(held.problems.filter((each) => !/status of 40[0134]/.test(each)), [])
})
