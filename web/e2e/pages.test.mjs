// What holds for every page: languages, keyboard, loading, errors, paper, a phone. usage: e2e/run.sh
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { ask, browser_for_tests, kKey, kPhone, kServer, named, texts_of, widest_gap } from './harness.mjs'

const held = browser_for_tests()
let page
let key
let gap
const at = (name) => page.locator(named(name))
before(async () => {
  page = await held.open()
  key = (await ask('/enterprises?node=biomedicine/vaccine&q=模拟生物&limit=1')).items[0].enterprise_key
  gap = (await widest_gap('220500', 'biomedicine')).node
})

/** Each page with something on it, and what is there when it is ready. */
const all_pages = () => [
  ['/map', named('legend')],
  [`/map?region=220500&node=${gap}`, `${named('node-panel')} .regions li`],
  [`/map?region=220500&node=${gap}&tab=invite`, named('target')],
  ['/chains?chain=biomedicine&node=biomedicine/vaccine', '.detail .definition'],
  ['/chains?view=lessons', 'main .card'],
  [`/targets?region=220500&node=${gap}`, named('target')],
  ['/enterprises?region=220500', named('row')],
  [`/enterprises/${key}`, named('enterprise-name')],
  ['/jobs', 'main h2'],
  ['/admin', 'main table'],
  ['/admin?tab=audit', 'main table'],
  ['/admin?tab=tables', named('sheet-leads')],
  ['/today', 'main h2, main h1'],
  ['/tasks', 'main h2'],
  ['/alarms', '[data-kind]'],
  ['/campaigns', 'main h2'],
  ['/kpis', named('value')],
  ['/kpis?tab=forecast', named('forecast')],
  ['/nowhere', 'main h2'],
]

test('in English no key is left untranslated and no Chinese stands but data', async () => {
  const english = await held.open({ language: 'en' })
  for (const [path, ready] of all_pages()) {
    await english.goto(kServer + path)
    await english.locator(ready).first().waitFor()
    for (const [text, language] of await texts_of(english)) {
      assert.ok(!kKey.test(text), `${path}: ${text}`)
      if (language === 'en') assert.ok(!/[\u4e00-\u9fff]/.test(text), `${path}: “${text}” is Chinese`)
    }
  }
  await english.context().close()
})

test('in Chinese no key is left untranslated and marks are Chinese ones', async () => {
  for (const [path, ready] of all_pages()) {
    await page.goto(kServer + path)
    await page.locator(ready).first().waitFor()
    for (const [text, language] of await texts_of(page)) {
      assert.ok(!kKey.test(text), `${path}: ${text}`)
      if (language !== 'data') assert.ok(!/[\u4e00-\u9fff）][,;!?]/.test(text), `${path}: “${text}”`)
    }
  }
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

test('every page of the rail opens and says where one is', async () => {
  for (const name of ['today', 'chains', 'targets', 'enterprises', 'tasks', 'alarms', 'campaigns', 'kpis', 'jobs', 'admin', 'map']) {
    await at(`nav-${name}`).first().click()
    await page.locator(`${named(`nav-${name}`)}[aria-current="page"]`).first().waitFor()
    await page.locator('main h1, main h2').first().waitFor()
    assert.match(await page.title(), /链招/)
  }
})

test('the keyboard goes everywhere: skip link, visible focus, search, help, Esc', async () => {
  await page.goto(`${kServer}/enterprises?region=220000`)
  await at('row').first().waitFor()
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.dataset.test), 'skip')
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'content')
  const seen = new Set()
  for (let i = 0; i < 14; i++) {
    await page.keyboard.press('Tab')
    const focus = await page.evaluate(() => {
      const element = document.activeElement
      const style = getComputedStyle(element)
      const box = element.getBoundingClientRect()
      return { what: element.outerHTML.slice(0, 80), visible: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0, inside: box.width > 0 && document.querySelector('main').contains(element) }
    })
    seen.add(focus.what)
    assert.ok(focus.visible, `no visible focus on ${focus.what}`)
    assert.ok(focus.inside, focus.what)
  }
  assert.ok(seen.size > 8)
  await page.keyboard.press('/')
  assert.equal(await page.evaluate(() => document.activeElement.dataset.test), 'search')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await page.locator('dialog').waitFor()
  assert.match(await page.locator('dialog').innerText(), /快捷键/)
  await page.keyboard.press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
})

test('a region of the map can be opened by keyboard', async () => {
  await page.goto(`${kServer}/map?chain=biomedicine`)
  await at('map').locator('[data-code="220000"]').focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/region=220000/)
})

test('while an answer is awaited the page says so', async () => {
  let let_go
  const gate = new Promise((done) => (let_go = done))
  await page.route('**/api/v1/diagnosis?*', async (route) => (await gate, route.continue()))
  await page.goto(`${kServer}/map?region=220500&chain=biomedicine`)
  await page.locator('.graph-card [aria-busy="true"]').waitFor()
  let_go()
  await at('graph').locator('[data-node]').first().waitFor()
  await page.unroute('**/api/v1/diagnosis?*')
})

test('when the server is gone the page says so and tries again', async () => {
  await page.goto(`${kServer}/enterprises?region=220000`)
  await at('row').first().waitFor()
  await page.context().setOffline(true)
  await page.locator('[data-sort="name"]').click()
  await page.getByText('连不上服务器').waitFor()
  await page.context().setOffline(false)
  await page.getByRole('button', { name: '重试' }).click()
  await at('row').first().waitFor()
  held.problems.length = 0
})

test('what the server refuses is said in its words', async () => {
  await page.goto(`${kServer}/enterprises/none-such`)
  await page.locator('[role="alert"]').waitFor()
  assert.match(await page.locator('[role="alert"]').innerText(), /[\u4e00-\u9fff]/)
  held.problems.length = 0
})

test('on paper there is the page without its chrome', async () => {
  await page.goto(`${kServer}/map?region=220500&node=${gap}`)
  await at('node-panel').locator('.regions li').first().waitFor()
  await page.emulateMedia({ media: 'print' })
  assert.ok(!(await at('search').isVisible()))
  assert.ok(!(await page.locator('nav.rail').first().isVisible()))
  assert.ok(!(await at('filters').isVisible()))
  assert.ok(await at('node-panel').isVisible())
  assert.ok(await at('legend').isVisible())
  assert.ok((await page.pdf({ format: 'A4' })).length > 20_000)
  await page.emulateMedia({ media: null })
})

test('on a phone nothing is wider than the screen and everything can be reached', async () => {
  const phone = await held.open({ viewport: kPhone })
  for (const [path, ready] of all_pages()) {
    await phone.goto(kServer + path)
    await phone.locator(ready).first().waitFor()
    const wide = await phone.evaluate(() => document.scrollingElement.scrollWidth > innerWidth + 1 || document.querySelector('main').scrollWidth > innerWidth + 1)
    assert.ok(!wide, `${path} is wider than the phone`)
  }
  await phone.getByRole('button', { name: '菜单' }).click()
  await phone.locator(`.drawer-rail ${named('nav-map')}`).click()
  // Where one was last: in a city, or at the zones. The middle of a part may lie in its neighbour, which opens as well.
  const before = phone.url()
  await phone.locator(named('map')).locator('[data-code]').first().tap({ force: true })
  await phone.waitForURL((url) => url.href !== before && /region=/.test(url.search))
  await phone.context().close()
})

test('nothing went wrong in the browser meanwhile', () => assert.deepEqual(held.problems, []))
