// The map and the chain, as an officer goes through them on a real server. usage: e2e/run.sh
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, test } from 'node:test'
import { ask, browser_for_tests, kServer, named, number_in, query_of, strongest, widest_gap } from './harness.mjs'

const held = browser_for_tests()
let page
let gap
let there
const at = (name) => page.locator(named(name))
const region = (code) => at('map').locator(`[data-code="${code}"]`)

before(async () => {
  page = await held.open()
  gap = await widest_gap('220500', 'biomedicine')
  there = await strongest('220500', 'biomedicine')
})

test('one comes in at the region around the zones and their leading chain, and again where one was last', async () => {
  await page.goto(kServer)
  await at('legend').waitFor()
  assert.equal(query_of(page).get('region'), '220000')
  assert.equal(query_of(page).get('chain'), 'biomedicine')
  await page.goto(`${kServer}/map?region=220500&chain=ginseng`)
  await at('legend').waitFor()
  await page.goto(kServer)
  await at('legend').waitFor()
  assert.equal(query_of(page).get('region'), '220500')
  assert.equal(query_of(page).get('chain'), 'ginseng')
})

test('the map of the country has every province and the inset of the southern islands', async () => {
  await page.goto(`${kServer}/map?chain=biomedicine`)
  await at('map').locator('[data-code]').first().waitFor()
  const codes = await at('map').locator('[data-code]').evaluateAll((all) => all.map((each) => each.dataset.code))
  assert.equal(codes.length, 34)
  for (const code of ['710000', '810000', '820000']) assert.ok(codes.includes(code), code)
  await at('inset').waitFor()
  assert.match(await page.locator('footer').innerText(), /示意图/)
  assert.match(await page.locator('footer').innerText(), /模拟数据/)
  await at('legend').waitFor()
})

test('the island of Hainan fills its map, and what lies in the far south stands beside the inset', async () => {
  await page.goto(`${kServer}/map?chain=biomedicine&region=460000`)
  await at('inset').waitFor()
  const frame = await at('map').boundingBox()
  const boxes = await at('map').locator('path[data-code]').evaluateAll((all) => all.map((each) => each.getBoundingClientRect()).map(({ left, right }) => ({ left, right })))
  const width = Math.max(...boxes.map((each) => each.right)) - Math.min(...boxes.map((each) => each.left))
  assert.ok(width > frame.width / 2, `${width} of ${frame.width}`)
  await at('map').locator('circle[data-code="460300"]').waitFor()
  await page.goto(`${kServer}/map?chain=biomedicine`)
  await at('legend').waitFor()
})

test('the legend counts every province once', async () => {
  const counts = (await at('legend').innerText()).match(/\((\d+)\)/g).map((each) => number_in(each))
  // The title says "(地区数)" without figures, so what is in brackets are counts.
  assert.equal(counts.reduce((a, b) => a + b, 0), 34)
})

test('a click opens a province, its city and a county, and Back and u come out again', async () => {
  await region('220000').click()
  await region('220500').waitFor()
  assert.equal(query_of(page).get('region'), '220000')
  await region('220500').click({ force: true })
  await region('220502').waitFor()
  assert.equal(query_of(page).get('region'), '220500')
  await region('220502').click({ force: true })
  await page.waitForURL(/region=220502/)
  // A county has no parts: its city stays around it.
  await region('220581').waitFor()
  await page.keyboard.press('u')
  await page.waitForURL(/region=220500/)
  await page.keyboard.press('u')
  await page.waitForURL(/region=220000/)
  await page.goBack()
  await page.waitForURL(/region=220500/)
  await region('220502').waitFor()
})

test('the picker finds a place by its pinyin initials, and a zone', async () => {
  await at('region-picker').click()
  await page.keyboard.type('thyy')
  await page.locator('.picker-option', { hasText: '通化医药高新' }).first().waitFor()
  await page.locator('.picker-input:visible').fill('cc')
  await page.locator('.picker-option', { hasText: '长春市' }).first().waitFor()
  await page.locator('.picker-input:visible').fill('九台市')
  await page.locator('.picker-option', { hasText: '九台区' }).first().waitFor()
  await page.locator('.picker-input:visible').fill('通化市')
  await page.keyboard.press('Enter')
  await page.waitForURL(/region=220500/)
})

test('one node is chosen in chain, map and panel at once', async () => {
  await page.goto(`${kServer}/map?region=220500&chain=biomedicine`)
  await at('graph').locator('[data-node]').first().waitFor()
  const before = await page.locator('.map-card h2').innerText()
  const card = at('graph').locator('[data-node]').nth(2)
  const id = await card.getAttribute('data-node')
  const name = (await card.innerText()).trim()
  await card.click()
  await at('node-panel').waitFor()
  assert.equal(query_of(page).get('node'), id)
  assert.match(await at('node-panel').locator('h1').innerText(), new RegExp(name))
  await page.waitForFunction((was) => document.querySelector('.map-card h2').innerText !== was, before)
  assert.match(await page.locator('.map-card h2').innerText(), new RegExp(name))
  assert.equal(await card.getAttribute('aria-pressed'), 'true')
  await page.keyboard.press('Escape')
  await at('node-panel').waitFor({ state: 'detached' })
  assert.equal(query_of(page).get('node'), null)
})

test('j and k go from node to node, types can be picked out', async () => {
  await page.keyboard.press('j')
  await at('node-panel').waitFor()
  const first = query_of(page).get('node')
  await page.keyboard.press('j')
  await page.waitForFunction((was) => new URL(location.href).searchParams.get('node') !== was, first)
  await page.keyboard.press('k')
  await page.waitForFunction((was) => new URL(location.href).searchParams.get('node') === was, first)
  await page.keyboard.press('Escape')
  await at('type-fill').click()
  assert.equal(await at('type-fill').getAttribute('aria-pressed'), 'true')
  await at('type-fill').click()
})

test('the panel says what is measured, how we know, and the figures are the server’s', async () => {
  await page.goto(`${kServer}/map?region=220500&node=${there.node}`)
  await at('node-panel').waitFor()
  const tile = (await at('node-panel').locator('.tiles dd').first().innerText()).trim()
  assert.equal(number_in(tile), there.measures.count)
  await at('open-proof').click()
  const proof = await at('proof').innerText()
  assert.match(proof, /lianzhao diagnose/)
  assert.match(proof, /220500/)
  await page.keyboard.press('Escape')
  await at('proof').waitFor({ state: 'detached' })
})

test('the figure leads to its records, as many as it says', async () => {
  await at('open-proof').click()
  await at('proof').locator('a').first().click()
  await at('row').first().waitFor()
  assert.equal(number_in(await page.locator('.page-head .sub').innerText()), there.measures.count)
  await page.goBack()
})

test('the panel lists enterprises here and leading regions', async () => {
  await at('node-panel').waitFor()
  const leading = await ask(`/leading-regions?node=${there.node}&level=city&limit=10`)
  await at('node-panel').locator('.regions li').first().waitFor()
  assert.equal(number_in(await at('node-panel').locator('.regions li').first().locator('span').last().innerText()), leading[0].count)
  await at('tab-enterprises').click()
  await at('enterprise').first().waitFor()
  assert.equal(await at('enterprise').count(), Math.min(20, there.measures.count))
})

test('whom to invite: each score is the sum of what its criteria give', async () => {
  await page.goto(`${kServer}/map?region=220500&node=${gap.node}&tab=invite`)
  await at('target').first().waitFor()
  await at('target').first().locator('button.score').click()
  assert.match(await at('target').first().innerText(), /投资强度/)
  const cells = await at('target').first().locator('tbody td:last-child').allInnerTexts()
  const sum = cells.map(Number).filter(Number.isFinite).reduce((a, b) => a + b, 0)
  const score = Number(await at('target').first().locator('tfoot td').last().innerText())
  assert.ok(Math.abs(sum - score) < 0.25, `${sum} is not ${score}`)
  assert.match(await at('target').first().locator(named('parts')).innerText(), /已知 [0-4]\/4/)
})

test('in English too, nothing in the panel beside the map is cut off', async () => {
  const english = await held.open({ language: 'en' })
  await english.goto(`${kServer}/map?region=220500&node=${there.node}`)
  await english.locator(`${named('node-panel')} .tiles dd`).first().waitFor()
  const cut = await english.locator(named('node-panel')).evaluate((panel) => {
    const edge = panel.getBoundingClientRect().right
    return [...panel.querySelectorAll('.tiles *, .inputs *, .regions *, header *')]
      .filter((each) => each.getBoundingClientRect().right > edge || (each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== 'visible'))
      .map((each) => each.textContent.trim())
  })
  assert.deepEqual(cut, [])
  const names = await english.locator(`${named('graph')} .name`).evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.textContent))
  assert.deepEqual(names, [])
  await english.context().close()
})

test('a link sent to a colleague opens the same view', async () => {
  const colleague = await held.open()
  await colleague.goto(page.url())
  await colleague.locator(named('target')).first().waitFor()
  assert.equal(await colleague.locator(`${named('target')} a.name`).first().innerText(), await page.locator(`${named('target')} a.name`).first().innerText())
  await colleague.context().close()
})

test('what to lack and whom to invite stand side by side, and lead to the map', async () => {
  await page.goto(`${kServer}/targets?region=220500&chain=biomedicine`)
  await at('target').first().waitFor()
  const gaps = await page.locator('.gaps [data-node]').count()
  const { nodes } = await ask('/diagnosis?region=220500&chain=biomedicine')
  assert.equal(gaps, nodes.filter((each) => ['fill', 'strengthen', 'extend'].includes(each.type)).length)
  for (const format of ['CSV', 'XLSX']) {
    const [file] = await Promise.all([page.waitForEvent('download'), page.locator('.page-head a', { hasText: format }).click()])
    assert.equal(await file.failure(), null)
  }
})

test('filters stand in the URL, survive a reload and count in every figure', async () => {
  await page.goto(`${kServer}/map?region=100000&chain=biomedicine&node=${there.node}`)
  await at('node-panel').locator('.tiles dd').first().waitFor()
  const all = number_in(await at('node-panel').locator('.tiles dd').first().innerText())
  await at('filters').click()
  await page.locator('#capital-min').fill('1000')
  await page.locator('#capital-min').press('Enter')
  await page.waitForURL(/capital_min=1000/)
  await page.locator('.filters .small-tool', { hasText: '存续' }).first().click()
  await page.waitForURL(/status=active/)
  // Esc closes what lies on top: first the filters, not the panel.
  await page.keyboard.press('Escape')
  await page.locator('.filters').waitFor({ state: 'hidden' })
  assert.ok(await at('node-panel').isVisible())
  const asked = await ask(`/diagnosis?region=100000&chain=biomedicine&capital_min=1000&status=active`)
  const wanted = asked.nodes.find((each) => each.node === there.node).measures.count
  assert.ok(wanted < all, `${wanted} of ${all}`)
  const shown = async () => number_in(await at('node-panel').locator('.tiles dd').first().innerText())
  await page.waitForFunction(([number]) => Number(document.querySelector('[data-test="node-panel"] .tiles dd').innerText.replaceAll(',', '')) === number, [wanted])
  await page.reload()
  await at('node-panel').locator('.tiles dd').first().waitFor()
  assert.equal(await shown(), wanted)
  assert.match(await at('filters').innerText(), /2/)
  await at('tab-enterprises').click()
  await at('enterprise').first().waitFor()
  assert.equal(await at('enterprise').count(), Math.min(20, wanted))
})

test('the period narrows what is counted', async () => {
  await page.goto(`${kServer}/map?chain=biomedicine`)
  await at('period-picker').click()
  await page.locator('.own input').first().fill('2015')
  await page.keyboard.press('Enter')
  await page.waitForURL(/since=2015/)
  const asked = await ask('/map?region=100000&chain=biomedicine&since=2015')
  const some = asked.regions.find((each) => each.count > 2)
  await at('map').locator(`[data-code="${some.code}"][aria-label$=" ${some.count.toLocaleString('zh-CN')}"]`).waitFor()
})

test('every measure colours the map and says its formula', async () => {
  for (const measure of ['capital', 'share', 'lq', 'density', 'count']) {
    await at(`measure-${measure}`).click()
    await page.waitForFunction((name) => document.querySelector(`[data-test="measure-${name}"]`).getAttribute('aria-pressed') === 'true', measure)
    await at('legend').waitFor()
    assert.ok((await at(`measure-${measure}`).getAttribute('title')).length > 4)
  }
})

test('what is shown can be taken along: table, diagnosis, picture', async () => {
  await page.goto(`${kServer}/map?region=220000&chain=biomedicine`)
  await region('220500').waitFor()
  const [table] = await Promise.all([page.waitForEvent('download'), page.locator('.tools button', { hasText: 'CSV' }).click()])
  const lines = (await readFile(await table.path(), 'utf8')).trim().split('\r\n')
  const asked = await ask('/map?region=220000&chain=biomedicine')
  const tonghua = asked.regions.find((each) => each.code === '220500')
  assert.ok(lines.some((line) => line.startsWith(`220500,通化市,${tonghua.count},`)), lines.join('\n'))
  const [sheet] = await Promise.all([page.waitForEvent('download'), page.locator('.graph-card a', { hasText: 'XLSX' }).click()])
  assert.equal((await readFile(await sheet.path())).subarray(0, 2).toString(), 'PK')
  const [picture] = await Promise.all([page.waitForEvent('download'), at('picture').click()])
  assert.match(picture.suggestedFilename(), /\.png$/)
  assert.ok((await readFile(await picture.path())).length > 20_000)
})

test('chains say what each node is, by which words, and by which sources', async () => {
  await page.goto(`${kServer}/chains?chain=biomedicine`)
  await page.locator('.query input').fill('疫苗')
  await page.locator('.tree [data-node="biomedicine/vaccine"]').click()
  await page.locator('.detail h2', { hasText: '疫苗' }).waitFor()
  for (const part of ['关键词', '直接上游', '资料来源']) assert.match(await page.locator('div.detail').innerText(), new RegExp(part))
})

test('how often the diagnosis was right is asked of an earlier year, every hit with its enterprise', async () => {
  const asked = await ask('/backtest?horizon=5&level=city&arrival=founded&ranking=likelihood&top=100')
  await page.goto(`${kServer}/backtest`)
  await at('summary').waitFor()
  assert.ok((await at('summary').innerText()).includes(String(asked.known_until)))
  const rows = at('ranking')
  assert.equal(await rows.count(), asked.skills.rankings.length)
  const best = asked.skills.rankings.reduce((a, b) => (b.auc > a.auc ? b : a))
  assert.equal(await rows.first().getAttribute('data-id'), best.ranking)
  assert.ok((await rows.first().innerText()).includes(best.auc.toFixed(3)))
  await at('side-hits').click()
  const hits = asked.listed.filter((each) => each.came)
  await page.waitForFunction(() => ![...document.querySelectorAll('[data-test=gap]')].some((each) => each.dataset.came !== 'true'))
  assert.equal(await at('gap').count(), hits.length)
  assert.ok(hits.length > 0)
  const proof = at('proof').first()
  const name = await proof.innerText()
  await proof.click()
  await at('enterprise-name').waitFor()
  assert.equal(await at('enterprise-name').innerText(), name)
})

test('nothing went wrong in the browser meanwhile', () => assert.deepEqual(held.problems, []))
