// How long a board takes until the first cards are there, until one can be moved, until all are there, and how soon a colleague's change is seen.
// Fill and serve a workspace first:
//   build/release/workspace_bench --folder D --engine sqlite --projects 2000 --seconds 1   (keeps D/people.txt)
//   build/release/lianzhao serve --data D
// usage: LIANZHAO_SERVER=http://127.0.0.1:8080 node e2e/board_speed.mjs D [RUNS]   (default 5)
import { readFileSync } from 'node:fs'
import { kServer, launch, named } from './harness.mjs'

const [folder, runs = 5] = process.argv.slice(2)
const people = readFileSync(`${folder}/people.txt`, 'utf8').trim().split('\n').map((line) => line.split(' '))
const token = people.find(([role]) => role === 'administrator')[1]
const browser = await launch()
async function newcomer() {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' })
  await context.addCookies([{ name: 'lianzhao_session', value: token, url: kServer }])
  return context
}
// What is put aside is folded: it is counted, not drawn.
const board = await (await fetch(`${kServer}/api/v1/board?cards=1`, { headers: { cookie: `lianzhao_session=${token}` } })).json()
const shown = board.filter((each) => !['suspended', 'ended'].includes(each.stage)).reduce((sum, each) => sum + each.total, 0)
const middle = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]
const worst = (values) => Math.max(...values)
const round = (all) => ({ middle_ms: Math.round(middle(all)), worst_ms: Math.round(worst(all)) })

const first_seen = []
const usable = []
const all_there = []
let cards = 0
for (let i = 0; i < Number(runs); i++) {
  const context = await newcomer()
  const page = await context.newPage()
  const begin = performance.now()
  await page.goto(`${kServer}/projects`, { waitUntil: 'commit' })
  // Usable means: the first screen is there, and the button of a card opens its gate; the others follow.
  await page.locator(`${named('board')} [data-project]`).first().waitFor()
  first_seen.push(performance.now() - begin)
  await page.locator(named('next-gate')).first().click()
  await page.getByRole('dialog').waitFor()
  usable.push(performance.now() - begin)
  await page.waitForFunction((n) => document.querySelectorAll('[data-project]').length >= n, shown, { polling: 50 })
  all_there.push(performance.now() - begin)
  cards = await page.locator('[data-project]').count()
  await context.close()
}

const live = []
const watcher = await (await newcomer()).newPage()
await watcher.goto(`${kServer}/projects`)
const first = watcher.locator(`${named('board')} [data-project]`).first()
await first.waitFor()
await watcher.waitForTimeout(5000)
const id = await first.getAttribute('data-project')
for (let i = 0; i < Number(runs); i++) {
  const headers = { cookie: `lianzhao_session=${token}`, 'content-type': 'application/json', 'x-requested-with': 'fetch' }
  const { project } = await (await fetch(`${kServer}/api/v1/projects/${id}`, { headers })).json()
  const name = `改名的项目 ${i}`
  const begin = performance.now()
  const answer = await fetch(`${kServer}/api/v1/projects/${id}`, { method: 'PATCH', headers, body: JSON.stringify({ version: project.version, name }) })
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
  await watcher.getByText(name, { exact: true }).waitFor({ timeout: 20_000 })
  live.push(performance.now() - begin)
}
await browser.close()
console.log(JSON.stringify({ runs: Number(runs), cards, first_seen: round(first_seen), usable: round(usable), all_there: round(all_there), seen_by_others: round(live) }))
