// News radar: from a pasted article to a lead, and back. usage: e2e/run.sh
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { ask, browser_for_tests, kServer, named, number_in, query_of } from './harness.mjs'

const held = browser_for_tests()
let page
const at = (name) => page.locator(named(name))
const title = () => at('event-title').textContent()
const until_title = (wanted) => page.waitForFunction(([selector, text]) => document.querySelector(selector)?.textContent?.includes(text), [named('event-title'), wanted])
const until_state = (wanted) => page.waitForFunction(([selector, text]) => document.querySelector(selector)?.textContent?.includes(text), [named('event-state'), wanted])
const event_named = (name) => page.locator(named('event')).filter({ hasText: name })
before(async () => {
  page = await held.open()
})

test('an empty inbox offers a sample, and its projects stand beside the words that prove them', async () => {
  await page.goto(`${kServer}/radar`)
  await at('read-sample').click()
  await event_named('康源生物疫苗生产基地项目').click()
  await until_title('康源生物疫苗生产基地项目')
  assert.equal(await page.locator(named('event')).count(), 4, 'three projects and a statement about twelve')
  assert.equal(await page.locator('article mark.f-amount').textContent(), '8.6亿元')
  await at('field-amount').click()
  await page.locator('article mark.f-amount.on').waitFor()
  assert.match(query_of(page).get('event'), /^\d+$/, 'the event stands in the address')
})

test('j and k go through the inbox', async () => {
  const first = await title()
  await page.keyboard.press('j')
  await page.waitForFunction(([selector, text]) => document.querySelector(selector)?.textContent !== text, [named('event-title'), first])
  await page.keyboard.press('k')
  await until_title(first)
})

test('a field is corrected, what it was is kept, and u takes it back', async () => {
  await event_named('长白山人参精深加工项目').click()
  await until_title('长白山人参精深加工项目')
  await page.keyboard.press('e')
  await at('correct-amount').fill('35000')
  await at('correct-done').click()
  await at('decisions').waitFor()
  assert.match(await at('field-amount').textContent(), /3\.5 亿元/)
  await page.keyboard.press('u')
  await page.waitForFunction((selector) => document.querySelector(selector)?.textContent?.includes('3 亿元'), named('field-amount'))
})

test('one key accepts an event as a lead, which says where it is from', async () => {
  await event_named('体外诊断试剂项目').click()
  await until_title('体外诊断试剂项目')
  await page.locator(named('accept')).filter({ hasText: '接受为线索' }).waitFor()
  await page.keyboard.press('a')
  await at('state-accepted').click()
  await event_named('体外诊断试剂项目').click()
  await until_state('已接受')
  await at('outcome-link').click()
  await page.getByText('深圳明德医疗器械有限公司').first().waitFor()
  await page.getByText('示例日报').first().waitFor()
})

test('one key rejects, and the notice takes it back', async () => {
  await page.goto(`${kServer}/radar`)
  await event_named('康源生物疫苗生产基地项目').click()
  await until_title('康源生物疫苗生产基地项目')
  await page.keyboard.press('x')
  await at('state-rejected').filter({ hasText: '1' }).waitFor()
  await page.getByRole('button', { name: '撤销' }).last().click()
  await at('state-rejected').filter({ hasText: '0' }).waitFor()
})

test('a second report of a project joins its story, and a contradiction shows', async () => {
  await page.goto(`${kServer}/radar`)
  await at('add-news').click()
  await at('paste').fill('长白山人参精深加工项目投产\n2025-11-02 来源：示例日报\n本报讯 11月1日，总投资6亿元的长白山人参精深加工项目在通化市正式投产。该项目由吉林参宝药业有限公司投资建设，建设人参提取车间和冷链仓库，企业负责人表示将继续扩大生产。\n')
  await at('add-done').click()
  await until_title('长白山人参精深加工项目')
  // The keys belong to the list now, not to the button that opened the dialog.
  await page.waitForFunction(() => document.activeElement?.matches('[data-event][aria-current="true"]'))
  await page.keyboard.press('Enter')
  assert.equal(await at('paste').count(), 0)
  await at('dossier-link').click()
  await at('time-line').waitFor()
  assert.equal(await page.locator(`${named('time-line')} > li`).count(), 2)
  assert.match(await at('contradiction').textContent(), /金额不一致/)
})

test('the same text brings nothing twice', async () => {
  await page.goto(`${kServer}/radar`)
  const total = async () => (await ask('/radar/events?limit=1')).total
  const before_it = await total()
  await at('add-news').click()
  await at('paste').fill(await (await fetch(`${kServer}/radar-sample.txt`)).text())
  await at('add-done').click()
  await page.getByText('已经在收件箱里').waitFor()
  assert.equal(await total(), before_it)
})

test('a figure of the landings opens exactly the projects behind it', async () => {
  await page.goto(`${kServer}/radar?tab=landings`)
  const figure = page.locator(`${named('landings')} tbody td button`).last()
  const projects = number_in(await figure.textContent())
  assert.equal(number_in(await at('landings-total').textContent()), (await ask('/radar/dossiers?limit=1')).total)
  await figure.click()
  await at('landing-behind').waitFor()
  await page.waitForFunction(([selector, wanted]) => document.querySelectorAll(selector).length === wanted, [named('landing-dossier'), projects])
  await at('landing-back').click()
  await at('landings').waitFor()
})

test('the map shows who lands where, and the list follows it and the years', async () => {
  await page.goto(`${kServer}/radar?tab=landings`)
  const province = page.locator('svg [data-code="220000"]')
  await province.first().waitFor()
  assert.match(await province.first().getAttribute('aria-label'), /[1-9]/)
  await province.first().click()
  await at('landing-dossier').first().waitFor()
  assert.equal(query_of(page).get('at'), '220000')
  await page.getByText('康源生物疫苗生产基地项目').first().waitFor()
  await page.goto(`${kServer}/radar?tab=landings&by=zone`)
  await at('landings').waitFor()
  const [file] = await Promise.all([page.waitForEvent('download'), at('landings-csv').click()])
  const { readFileSync } = await import('node:fs')
  assert.match(readFileSync(await file.path(), 'utf8'), /代码/)
})

test('two dossiers are joined by hand, a report is taken out, and both are undone', async () => {
  await page.goto(`${kServer}/radar?tab=dossiers`)
  const before_it = (await ask('/radar/dossiers?limit=1')).total
  await page.locator(named('dossier')).filter({ hasText: '体外诊断试剂项目' }).click()
  await page.waitForFunction((selector) => document.querySelector(selector)?.textContent?.includes('体外诊断试剂项目'), named('dossier-name'))
  await at('join').click()
  const other = await page.locator(`${named('join-which')} option`).nth(1).getAttribute('value')
  await at('join-which').selectOption(other)
  await at('join-done').click()
  await at('rulings').waitFor()
  assert.equal((await ask('/radar/dossiers?limit=1')).total, before_it - 1)
  await at('undo-ruling').first().click()
  await page.waitForFunction((selector) => document.querySelectorAll(selector).length === 0, named('undo-ruling'))
  assert.equal((await ask('/radar/dossiers?limit=1')).total, before_it)
})

test('a correction is learned from, the next page is right, and the lesson is switched off', async () => {
  const article = (project, day) => `${project}开工\n2025-11-${day} 来源：示例日报\n本报讯 11月${day}日，总投资6亿元的${project}在通化市开工建设。该项目由吉林云麓材料有限公司投资建设，主要建设生产车间和仓库，企业负责人表示将加快建设进度。\n`
  const paste = async (text) => {
    await page.goto(`${kServer}/radar`)
    await at('add-news').click()
    await at('paste').fill(text)
    await at('add-done').click()
  }
  await paste(article('振兴突破云麓新材料项目', '12'))
  await until_title('振兴突破云麓新材料项目')
  await page.keyboard.press('e')
  await at('correct-project').fill('云麓新材料项目')
  await at('correct-done').click()
  await page.waitForFunction((selector) => document.querySelector(selector)?.textContent?.trim() === '云麓新材料项目', named('event-title'))
  await at('tab-corrections').click()
  await at('learn').click()
  const lesson = page.locator(named('lesson')).filter({ hasText: '振兴突破' })
  await lesson.waitFor()
  await paste(article('振兴突破松河疫苗项目', '14'))
  await page.waitForFunction((selector) => document.querySelector(selector)?.textContent?.trim() === '松河疫苗项目', named('event-title'))
  await at('tab-corrections').click()
  await lesson.locator(named('lesson-events')).waitFor()
  await lesson.locator(named('lesson-why')).click()
  await lesson.locator(named('lesson-causes')).getByText('云麓新材料项目').first().waitFor()
  await lesson.locator(named('lesson-switch')).click()
  await lesson.getByText('停用').first().waitFor()
  await lesson.locator(named('lesson-events')).click()
  await until_title('松河疫苗项目')
})

test('what is watched is marked in the inbox and told in the digest', async () => {
  await page.goto(`${kServer}/radar?tab=watches`)
  await at('watch-region').click()
  await at('watch-value').fill('梅河口')
  await page.locator(named('watch-place')).first().click()
  const watch = page.locator(named('watch')).filter({ hasText: '梅河口市' })
  await watch.waitFor()
  assert.equal(number_in(await watch.locator('a').last().textContent()), (await ask('/radar/events?region=220581&limit=1')).total)
  await page.goto(`${kServer}/radar?tab=digest`)
  await at('digest').waitFor()
  await page.getByText('体外诊断试剂项目').first().waitFor()
})

test('filters stand in the address and the export takes them', async () => {
  await page.goto(`${kServer}/radar?state=all`)
  await at('filter-stage').selectOption('signed')
  await page.waitForFunction((selector) => document.querySelectorAll(selector).length === 2, named('event'))
  assert.equal(query_of(page).get('stage'), 'signed')
  const [file] = await Promise.all([page.waitForEvent('download'), at('export-csv').click()])
  const { readFileSync } = await import('node:fs')
  const csv = readFileSync(await file.path(), 'utf8')
  assert.match(csv, /康源生物疫苗生产基地项目/)
  assert.doesNotMatch(csv, /体外诊断试剂项目/)
})

test('in English nothing but data is Chinese', async () => {
  const english = await held.open({ language: 'en' })
  for (const tab of ['', 'dossiers', 'landings', 'watches', 'digest', 'sources', 'corrections']) {
    await english.goto(`${kServer}/radar?state=all${tab ? `&tab=${tab}` : ''}`)
    await english.locator('main .card').first().waitFor()
    await english.waitForFunction(() => !document.querySelector('main .skeleton'))
    const texts = await english.evaluate(() => {
      const found = []
      const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT)
      while (walk.nextNode()) {
        const element = walk.currentNode.parentElement
        if (element.closest('[lang]') === document.documentElement && element.checkVisibility()) found.push(walk.currentNode.textContent.trim())
      }
      return found.filter(Boolean)
    })
    for (const text of texts) {
      assert.ok(!/[\u4e00-\u9fff]/.test(text), `${tab}: “${text}” is Chinese`)
      assert.ok(!/\bradar\.[a-z_]+/.test(text), `${tab}: ${text}`)
    }
  }
  await english.context().close()
})

test('no script failed on the way', () => {
  assert.deepEqual(held.problems, [])
})
