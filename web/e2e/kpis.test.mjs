// Figures that can be checked: formula, list behind each number, curves, forecast, conversion. usage: e2e/run.sh
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { browser_for_tests, kKey, kPhone, named, number_in, query_of, texts_of } from './harness.mjs'
import { kWorkServer, sign_in, work } from './work.mjs'

const held = browser_for_tests()
let page
let people
const at = (name, on = page) => on.locator(named(name))
before(async () => {
  people = await work()
  page = await held.open()
  await sign_in(page, 'admin')
})
const figure = (id, version) => page.locator(`[data-id="${id}"] [data-version="${version}"]`)

test('two definitions of one figure stand side by side, each with its formula', async () => {
  await page.goto(`${kWorkServer}/kpis`)
  await figure('fulfilment_rate', '2').waitFor()
  const values = await people.admin.get('/kpis')
  for (const version of ['1', '2']) {
    const real = values.find((each) => each.id === 'fulfilment_rate' && each.version === version)
    const card = figure('fulfilment_rate', version)
    assert.equal(parseFloat(await card.locator(named('value')).innerText()), Number((real.value * 100).toFixed(1)))
    assert.equal(number_in(await card.locator(named('open-numerator')).innerText()), real.numerator)
    assert.equal(number_in(await card.locator(named('open-denominator')).innerText()), real.denominator)
    assert.match(await card.innerText(), /分子[\s\S]*分母[\s\S]*截至[\s\S]*出处/)
  }
  assert.match(await page.locator('[data-id="fulfilment_rate"]').innerText(), /相差 [\d.]+ 个百分点/)
})

test('what is not known is a dash with its reason, and who is left out can be seen', async () => {
  const card = figure('investment_intensity', '1')
  assert.equal((await card.locator(named('value')).innerText()).trim(), '—')
  assert.match(await card.innerText(), /缺少所需数值/)
  await card.locator('.left-out').click()
  await at('kpi-row').first().waitFor()
  assert.equal(query_of(page).get('part'), 'unknown')
})

test('every number opens the list behind it, at an address of its own', async () => {
  const button = figure('construction_rate', '1').locator(named('open-numerator'))
  const count = number_in(await button.innerText())
  await button.click()
  await page.waitForURL(/open=construction_rate/)
  await page.waitForFunction((n) => document.querySelectorAll('[data-test="kpi-row"]').length === n, count)
  await page.reload()
  await at('kpi-row').first().waitFor()
  assert.equal(await at('kpi-row').count(), count)
  await at('kpi-row').first().locator('a').click()
  await page.waitForURL(/\/projects\/\d+/)
  await page.goBack()
  await at('kpi-rows').waitFor()
  await page.keyboard.press('Escape')
  await at('kpi-rows').waitFor({ state: 'detached' })
})

test('by zone the parts make up the whole, and a cell opens its own list', async () => {
  await at('by-zone').click()
  await page.waitForURL(/by=zone/)
  await at('kpi-table').waitFor()
  const whole = (await people.admin.get('/kpis')).find((each) => each.id === 'production_rate')
  await page.goto(`${kWorkServer}/kpis?by=zone&show=production_rate@1`)
  await at('cell').first().waitFor()
  let sum = 0
  for (const text of await at('cell').allInnerTexts()) sum += Number(text.match(/÷ ([\d,]+)/)[1])
  assert.equal(sum, whole.denominator)
  const first = number_in((await at('cell').first().innerText()).split('÷')[1])
  await at('cell').first().click()
  await page.waitForFunction((n) => document.querySelectorAll('[data-test="kpi-row"]').length === n, first)
  await page.keyboard.press('Escape')
})

test('the export is what is shown', async () => {
  const link = await at('export-csv').getAttribute('href')
  const csv = await (await page.context().request.get(kWorkServer + link)).text()
  const rows = csv.trim().split('\r\n').slice(1)
  const shown = await page.locator(`${named('kpi-table')} tbody tr`).count()
  assert.equal(rows.filter((row) => row.startsWith('投产率,1,')).length, shown)
  const xlsx = await (await page.context().request.get(kWorkServer + (await at('export-xlsx').getAttribute('href')))).body()
  assert.equal(xlsx.subarray(0, 2).toString(), 'PK')
})

test('an earlier day shows how it was then', async () => {
  await page.goto(`${kWorkServer}/kpis`)
  const now = number_in(await figure('production_rate', '1').locator(named('open-denominator')).innerText())
  await page.goto(`${kWorkServer}/kpis?as_of=2023-01-01`)
  await figure('production_rate', '1').waitFor()
  await page.getByText('截至 2023-01-01').first().waitFor()
  const then = number_in((await figure('production_rate', '1').locator(named('open-denominator')).innerText()))
  assert.ok(then < now, `${then} then, ${now} now`)
})

test('stage times: curves with ticks for those still there and numbers at risk', async () => {
  await page.goto(`${kWorkServer}/kpis?tab=times`)
  await at('stage-time').first().waitFor()
  assert.equal(await at('stage-time').count(), 6)
  for (const time of await people.admin.get('/stage-times')) {
    const card = page.locator(`[data-stage="${time.stage}"]`)
    assert.match(await card.locator('.curve').getAttribute('d'), /^M[\d.]+ [\d.]+H/)
    assert.equal(await card.locator('.censored line').count(), time.censored.length)
    assert.equal(time.censored.reduce((sum, each) => sum + each.projects, 0), time.still)
    assert.equal(number_in(await card.locator('.risk text').first().textContent()), time.projects - time.joined.reduce((sum, each) => sum + each.projects, 0))
    if (time.median_days !== null) assert.match(await card.locator('dl').innerText(), new RegExp(`${time.median_days.toLocaleString('en')} 天`))
  }
})

test('the forecast has a range and says how it is made', async () => {
  await at('tab-forecast').click()
  await at('forecast').first().waitFor()
  assert.equal(await at('forecast').count(), 6)
  for (const each of await people.admin.get('/forecast')) {
    assert.ok(each.passed <= each.low && each.low <= each.high && each.expected >= each.passed, JSON.stringify(each))
    assert.match(await page.locator(`[data-test="forecast"][data-stage="${each.stage}"]`).innerText(), /≈ [\d.,]+\s+[\d,]+–[\d,]+/)
  }
  assert.match(await page.locator('.how').innerText(), /随机走到 \d{4}-12-31/)
})

test('conversion by channel adds up and leads to the leads', async () => {
  await at('tab-conversion').click()
  await at('conversion').first().waitFor()
  let sum = 0
  for (const row of await at('conversion').all()) sum += number_in(await row.locator('td').nth(1).innerText())
  assert.equal(sum, number_in(await page.locator('tfoot td').nth(1).innerText()))
  const first = at('conversion').first()
  const leads = number_in(await first.locator('td').nth(1).innerText())
  await first.locator('a').click()
  await page.waitForURL(/\/leads\?/)
  await page.waitForFunction((n) => document.querySelectorAll('[data-test="row"]').length === n, leads)
})

test('on paper there are figures without buttons; English and a phone show the same', async () => {
  await page.goto(`${kWorkServer}/kpis`)
  await at('value').first().waitFor()
  await page.emulateMedia({ media: 'print' })
  assert.ok(!(await at('tab-times').isVisible()))
  assert.ok(await at('value').first().isVisible())
  await page.emulateMedia({ media: null })
  const phone = await held.open({ viewport: kPhone, language: 'en' })
  await sign_in(phone, 'admin')
  for (const [path, ready] of [['/kpis', named('value')], ['/kpis?by=zone', named('cell')], ['/kpis?tab=times', named('stage-time')], ['/kpis?tab=forecast', named('forecast')], ['/kpis?tab=conversion', named('conversion')]]) {
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

test('nothing went wrong in the browser meanwhile', () => assert.deepEqual(held.problems, []))
