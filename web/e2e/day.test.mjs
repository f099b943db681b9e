// An officer's day: what waits, tasks, alarms, the calendar; spreadsheets and the audit. usage: e2e/run.sh
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, test } from 'node:test'
import { browser_for_tests, kKey, kPhone, named, number_in, texts_of } from './harness.mjs'
import { kWorkServer, sign_in, work } from './work.mjs'

const held = browser_for_tests()
let page
let people
const at = (name, on = page) => on.locator(named(name))
before(async () => {
  people = await work()
  page = await held.open()
})

test('whoever has work comes to his day, whoever has none to the map', async () => {
  await sign_in(page, 'wang')
  await page.waitForURL((url) => url.pathname === '/today')
  await at('day-line').first().waitFor()
  const other = await held.open()
  await sign_in(other, 'zhao')
  await other.waitForURL((url) => url.pathname === '/map')
  await other.context().close()
})

test('every line says what it is, why it is there and what comes next', async () => {
  for (const line of await at('day-line').all()) {
    assert.ok((await line.locator('strong').innerText()).length > 1)
    assert.ok((await line.locator('.why').innerText()).length > 3)
    assert.ok((await line.locator('.next').innerText()).length > 1)
  }
  assert.match(await page.locator('[data-group="overdue"]').innerText(), /企业名称申报[\s\S]*逾期 \d+ 天/)
  assert.match(await page.locator('[data-group="waits"]').innerText(), /先催前面的任务/)
  assert.match(await page.locator('[data-group="claims"]').innerText(), /模拟包材公司[\s\S]*长春新区想把这条线索移交过来/)
  assert.match(await page.locator('[data-group="alarms"]').innerText(), /七通一平/)
  const pressing = await page.locator('[data-group="overdue"] li, [data-group="today"] li, [data-group="claims"] li, [data-group="alarms"] li').count()
  assert.equal(number_in(await at('day-sum').innerText()), pressing)
})

test('j, k and Enter walk through the day', async () => {
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  assert.equal(await page.locator(`${named('day-line')}.at`).count(), 1)
  assert.equal(await at('day-line').first().evaluate((line) => line.classList.contains('at')), true)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/projects\/\d+/)
  await page.goBack()
  await at('day-line').first().waitFor()
})

test('a task is ticked off and the tick taken back; what waits for others cannot be', async () => {
  await at('nav-tasks').first().click()
  const late = page.locator('[data-group="overdue"]')
  await late.waitFor()
  const first = late.locator(named('task')).filter({ has: page.locator('strong', { hasText: '企业名称申报' }) })
  assert.match(await first.innerText(), /逾期 \d+ 天/)
  assert.ok(await late.locator(named('task')).filter({ hasText: '等企业名称申报' }).locator(named('finish')).isDisabled())
  const before = await at('task').count()
  await first.locator(named('finish')).click()
  await first.waitFor({ state: 'detached' })
  const second = page.locator(named('task')).filter({ has: page.locator('strong', { hasText: '企业设立登记' }) })
  // What waited for it can be done now, and its days are planned anew: seen when the list has been read again.
  await second.locator(`${named('finish')}:enabled`).waitFor()
  await page.getByRole('button', { name: '撤销' }).click()
  await first.waitFor()
  assert.equal(await at('task').count(), before)
})

test('tasks in other groups and of others, in the URL', async () => {
  await at('by-project').click()
  await page.waitForURL(/by=project/)
  assert.match(await page.locator('main h2').first().innerText(), /模拟疫苗分装线/)
  await at('whose-all').click()
  await page.waitForURL(/whose=all/)
  await page.reload()
  assert.equal(await at('whose-all').getAttribute('aria-pressed'), 'true')
  await at('late').click()
  await page.waitForURL(/late=1/)
  await page.locator(`${named('task')}.late`).first().waitFor()
  assert.equal(await page.locator(`${named('task')}:not(.late)`).count(), 0)
})

test('the calendar address works at once and shows the own tasks', async () => {
  await at('calendar').click()
  await at('calendar-make').click()
  const address = (await at('calendar-address').locator('code').innerText()).trim()
  assert.match(address, /\/api\/v1\/calendar\/.+\.ics$/)
  const feed = await (await fetch(address)).text()
  assert.match(feed, /BEGIN:VCALENDAR/)
  assert.match(feed, /企业名称申报/)
  await page.keyboard.press('Escape')
})

test('alarms: the six and the others, why and what to do, by kind and zone, on paper', async () => {
  await at('nav-alarms').first().click()
  await at('alarm').first().waitFor()
  assert.equal(await page.locator('.six .tile').count(), 6)
  const tile = page.locator('[data-kind="task_overdue"]')
  const count = number_in(await tile.innerText())
  assert.ok(count > 0)
  await tile.click()
  await page.waitForURL(/kind=task_overdue/)
  await page.waitForFunction((n) => document.querySelectorAll('[data-test="alarm"]').length === n, count)
  for (const row of await at('alarm').all()) {
    assert.match(await row.locator('.why').innerText(), /应于 \d{4}-\d\d-\d\d 办结，已超 \d+ 天/)
    assert.match(await row.locator('.do').innerText(), /联系承办人/)
    assert.match(await row.locator('a').first().getAttribute('href'), /\/projects\/\d+\?.*tab=tasks/)
  }
  await page.emulateMedia({ media: 'print' })
  assert.ok(!(await page.getByRole('button', { name: '打印' }).isVisible()))
  assert.ok(await at('alarm').first().isVisible())
  await page.emulateMedia({ media: null })
})

test('a spreadsheet is checked cell by cell and taken in only when asked', async () => {
  await page.goto(`${kWorkServer}/admin`)
  await at('sheet-leads').waitFor()
  assert.equal(await at('admin-audit').count(), 0, 'the audit is for administrators')
  const head = '开发区,招商方式,投资方,项目设想,规模(万元)\n'
  const good = '通化医药高新技术产业开发区,以商招商,模拟表格甲,建厂,5000\n'
  const give = (text) => at('sheet-file').setInputFiles({ name: '线索.csv', mimeType: 'text/csv', buffer: Buffer.from(head + text) })
  await give(good + '没有的区,乱写,模拟表格乙,,五千\n')
  await at('cell-problem').first().waitFor()
  assert.equal(await at('cell-problem').count(), 4)
  const said = await at('sheet-report').innerText()
  for (const word of ['没有这个开发区', '没有这种招商方式', '不能为空', '不是 0 到 10 亿之间的金额', '五千', '还没有写入任何数据']) assert.ok(said.includes(word), word)
  assert.equal(await at('sheet-commit').count(), 0)
  const count = async () => (await people.officer.get('/leads?q=' + encodeURIComponent('模拟表格'))).total
  const before = await count()
  await give(good)
  await at('sheet-commit').waitFor()
  assert.equal(await count(), before, 'a check writes nothing')
  await at('sheet-commit').click()
  await at('sheet-done').waitFor()
  assert.equal(await count(), before + 1)
})

test('of a half-wrong spreadsheet the good rows go in when asked, the others come back to be mended', async () => {
  await page.goto(`${kWorkServer}/admin`)
  await at('sheet-leads').waitFor()
  const head = '开发区,招商方式,投资方,项目设想,规模(万元)\n'
  const row = (channel, investor, idea) => `通化医药高新技术产业开发区,${channel},${investor},${idea},5000\n`
  const give = (text, name = '线索.csv') => at('sheet-file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
  const found = () => people.officer.get('/leads?q=' + encodeURIComponent('模拟半对'))
  const before = (await found()).total
  await give(head + row('以商招商', '模拟半对甲', '建厂') + row('乱写', '模拟半对乙', '=1+1') + row('以商招商', '模拟半对丙', '建厂'))
  await at('sheet-commit-good').waitFor()
  assert.match(await at('sheet-commit-good').innerText(), /仅导入无误的 2 行/)
  assert.match(await at('sheet-mend').innerText(), /改好后重新上传/)
  assert.equal(await at('sheet-commit').count(), 0, 'all of it cannot go in')
  assert.equal((await found()).total, before, 'a check writes nothing')
  await at('sheet-commit-good').click()
  await at('sheet-done').waitFor()
  assert.match(await at('sheet-done').innerText(), /已导入 2 行/)
  assert.match(await at('sheet-left').innerText(), /1 行未导入/)
  assert.equal((await found()).total, before + 2)
  const [saved] = await Promise.all([page.waitForEvent('download'), at('sheet-left-file').click()])
  assert.equal(saved.suggestedFilename(), '线索-未导入.csv')
  const left = await readFile(await saved.path(), 'utf8')
  for (const word of ['未导入的原因', '没有这种招商方式', '模拟半对乙', "'=1+1"]) assert.ok(left.includes(word), word)
  assert.ok(!left.includes('模拟半对甲') && !left.includes('模拟半对丙'))
  await give(left.replace('乱写', '以商招商'), '线索-未导入.csv')
  await at('sheet-commit').waitFor()
  await at('sheet-commit').click()
  await at('sheet-done').getByText('已导入 1 行').waitFor()
  const all = await found()
  assert.equal(all.total, before + 3)
  assert.ok(all.items.some((each) => each.investor === '模拟半对乙' && each.idea === '=1+1'))
  // Where a column is not known, what it says would be lost: nothing can go in.
  await give('没有的列,' + head + 'x,' + row('以商招商', '模拟半对丁', '建厂') + ',' + row('乱写', '模拟半对戊', '建厂'))
  await at('cell-problem').first().waitFor()
  assert.equal(await at('sheet-commit-good').count(), 0)
  await page.goto(`${kWorkServer}/admin?sheet=projects`)
  await give('开发区,项目名称,投资方,建设内容\n通化医药高新技术产业开发区,模拟不知何时,模拟不知公司,建厂\n', '项目.csv')
  await at('sheet-begin-unknown').waitFor()
  assert.match(await at('sheet-begin-unknown').innerText(), /1 个项目没有填在谈日期/)
})

test('the administrator sees who did what and that the chain of hashes holds', async () => {
  const admin = await held.open()
  await sign_in(admin, 'admin')
  await admin.goto(`${kWorkServer}/admin?tab=audit`)
  await at('audit-verdict', admin).getByText('操作记录完整').waitFor()
  const { entries } = await people.admin.get('/audit/verification')
  assert.ok(number_in(await at('audit-verdict', admin).innerText()) <= entries)
  assert.match(await admin.locator('main table').innerText(), /导入线索/)
  await admin.context().close()
})

test('in English nothing is left in Chinese but data, and a phone is wide enough', async () => {
  const phone = await held.open({ viewport: kPhone, language: 'en' })
  await sign_in(phone, 'wang')
  for (const [path, ready] of [['/today', named('day-line')], ['/tasks', named('task')], ['/alarms', named('alarm')], ['/admin', named('sheet-leads')]]) {
    await phone.goto(kWorkServer + path)
    await phone.locator(ready).first().waitFor()
    for (const [text, language] of await texts_of(phone)) {
      assert.ok(!kKey.test(text), `${path}: ${text}`)
      if (language === 'en') assert.ok(!/[\u4e00-\u9fff]/.test(text), `${path}: “${text}” is Chinese`)
    }
    assert.ok(!(await phone.evaluate(() => document.querySelector('main').scrollWidth > innerWidth + 1)), `${path} is wider than the phone`)
  }
  await phone.context().close()
})

test('an administrator says whose zones an account sees, and takes it back', async () => {
  const { admin } = await work()
  const desk = await held.open()
  await sign_in(desk, 'admin')
  await desk.goto(`${kWorkServer}/admin`)
  const row = desk.locator('tr', { hasText: '李专员' }).first()
  await row.locator(named('account-zones')).click()
  await desk.locator('[data-zone="tonghua-medical-high-tech"]').click()
  await desk.locator(named('zones-save')).click()
  await row.getByText('通化医药高新技术产业开发区').waitFor()
  const zones_of = async () => (await admin.get('/accounts')).find((each) => each.name === 'li').zones
  assert.deepEqual(await zones_of(), ['changchun-new-area', 'tonghua-medical-high-tech'])
  await desk.getByRole('button', { name: '撤销' }).click()
  await desk.waitForFunction(() => ![...document.querySelectorAll('tr')].find((each) => each.innerText.includes('李专员')).innerText.includes('通化医药'))
  assert.deepEqual(await zones_of(), ['changchun-new-area'])
  await desk.locator(named('add-account')).click()
  await desk.locator(`#new-account ${named('zones-hint')}`, { hasText: '全部开发区' }).waitFor()
  await desk.context().close()
})

test('nothing went wrong in the browser meanwhile', () => assert.deepEqual(held.problems, []))
