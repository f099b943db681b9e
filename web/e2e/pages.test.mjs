// Walks through the pages as an officer does, on a real server. usage: e2e/run.sh
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { chromium } from 'playwright-core'

const kServer = process.env.LIANZHAO_SERVER
const kFlags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
let browser
let page
let problems = []

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: kFlags })
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN', acceptDownloads: true })
  page = await context.newPage()
  page.setDefaultTimeout(20_000)
  page.on('pageerror', (error) => problems.push(error.message))
  // Where only points are known the server has no shapes, which the browser's console calls an error.
  page.on('console', (message) => message.type() === 'error' && !message.location().url.endsWith('/shapes') && problems.push(message.text()))
})
after(async () => {
  await browser?.close()
})

const query = () => new URL(page.url()).searchParams
const at = (name) => page.locator(`[data-test="${name}"]`)

test('the map opens on the country with every province and the inset of the southern islands', async () => {
  await page.goto(kServer)
  await at('map').locator('[data-code]').first().waitFor()
  const codes = await at('map').locator('[data-code]').evaluateAll((all) => all.map((each) => each.dataset.code))
  assert.equal(codes.length, 34)
  for (const code of ['710000', '810000', '820000']) assert.ok(codes.includes(code), code)
  await at('inset').waitFor()
  assert.match(await page.locator('footer').innerText(), /示意图/)
  await at('legend').waitFor()
})

test('a click on a province opens its cities, and Back and u come out again', async () => {
  await at('map').locator('[data-code="220000"]').click()
  await at('map').locator('[data-code="220500"]').waitFor()
  assert.equal(query().get('region'), '220000')
  await at('map').locator('[data-code="220500"]').click({ force: true })
  await at('map').locator('[data-code="220502"]').waitFor()
  assert.equal(query().get('region'), '220500')
  await page.keyboard.press('u')
  await at('map').locator('[data-code="220500"]').waitFor()
  await page.goBack()
  await at('map').locator('[data-code="220502"]').waitFor()
})

test('a node chosen in the chain says what it is, how we know, and whom to invite', async () => {
  await page.goto(`${kServer}/map?region=220500&chain=biomedicine&node=biomedicine/vaccine`)
  await at('node-panel').waitFor()
  await at('open-proof').click()
  const proof = await at('proof').innerText()
  assert.match(proof, /lianzhao diagnose/)
  assert.match(proof, /220500/)
  await page.keyboard.press('Escape')
  await at('proof').waitFor({ state: 'detached' })
  await at('tab-invite').click()
  await at('target').first().waitFor()
  const bar = at('target').first().locator('button.score')
  await bar.click()
  assert.match(await at('target').first().innerText(), /投资强度/)
  // The points of the known criteria are the score.
  const cells = await at('target').first().locator('tbody td:last-child').allInnerTexts()
  const sum = cells.map(Number).filter(Number.isFinite).reduce((a, b) => a + b, 0)
  const score = Number(await at('target').first().locator('tfoot td').last().innerText())
  assert.ok(Math.abs(sum - score) < 0.25, `${sum} is not ${score}`)
})

test('a link sent to a colleague opens the same view', async () => {
  const url = page.url()
  const colleague = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' })
  await colleague.goto(url)
  await colleague.locator('[data-test="target"]').first().waitFor()
  assert.equal(await colleague.locator('[data-test="target"] a.name').first().innerText(), await page.locator('[data-test="target"] a.name').first().innerText())
  await colleague.close()
})

test('an enterprise shows the words that made its tag, takes a verdict and takes it back', async () => {
  await page.locator('[data-test="target"] a.name').first().click()
  await at('enterprise-name').waitFor()
  const marked = await page.locator('[data-test="scope"] mark').allInnerTexts()
  assert.ok(marked.length > 0, 'no evidence is marked')
  const tag = page.locator('[data-tag="biomedicine/vaccine"]')
  await tag.locator('[data-test="confirm"]').click()
  await tag.locator('[data-test="verdict"]').waitFor()
  await page.reload()
  assert.match(await tag.locator('[data-test="verdict"]').innerText(), /已确认/)
  await tag.locator('[data-test="withdraw"]').click()
  await tag.locator('[data-test="confirm"]').waitFor()
  await tag.locator('[data-test="reject"]').click()
  await tag.locator('[data-test="verdict"]').waitFor()
  await at('undo').last().click()
  await tag.locator('[data-test="confirm"]').waitFor()
})

test('a search by Chinese words finds enterprises, by keyboard alone', async () => {
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
  await page.keyboard.press('?')
  await page.locator('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
})

test('what is shown can be taken along as a table and as a picture', async () => {
  await page.goto(`${kServer}/enterprises?region=220000`)
  await at('row').first().waitFor()
  for (const name of ['export-csv', 'export-xlsx']) {
    const [file] = await Promise.all([page.waitForEvent('download'), at(name).click()])
    assert.equal(await file.failure(), null)
  }
  await page.goto(`${kServer}/map?region=220000`)
  await at('map').locator('[data-code="220500"]').waitFor()
  const [picture] = await Promise.all([page.waitForEvent('download'), at('picture').click()])
  assert.match(picture.suggestedFilename(), /\.png$/)
})

test('the language switches at once and stays', async () => {
  await page.goto(`${kServer}/map?region=220000`)
  await page.getByText('按市').first().waitFor()
  await at('me').click()
  await at('language-en').click()
  await page.getByText('by city').first().waitFor()
  await page.reload()
  await page.getByText('by city').first().waitFor()
  assert.equal(await page.locator('html').getAttribute('lang'), 'en')
  await at('me').click()
  await at('language-zh').click()
  await page.getByText('按市').first().waitFor()
})

test('every page of the rail opens', async () => {
  for (const name of ['chains', 'targets', 'enterprises', 'jobs', 'admin', 'map']) {
    await at(`nav-${name}`).first().click()
    await page.locator('main h1, main h2').first().waitFor()
  }
})

test('nothing went wrong in the browser meanwhile', () => {
  assert.deepEqual(problems, [])
})
