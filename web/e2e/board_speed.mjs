// How long a board takes until all its cards are there and one can be moved, and how soon a colleague's change is seen.
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
const middle = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]
const worst = (values) => Math.max(...values)
const round = (all) => ({ middle_ms: Math.round(middle(all)), worst_ms: Math.round(worst(all)) })

const usable = []
let cards = 0
for (let i = 0; i < Number(runs); i++) {
  const context = await newcomer()
  const page = await context.newPage()
  const begin = performance.now()
  await page.goto(`${kServer}/projects`, { waitUntil: 'commit' })
  // Usable means: all cards are there, and the button of one opens its gate.
  await page.locator(`${named('board')} [data-project]`).first().waitFor()
  await page.locator(named('next-gate')).first().click()
  await page.getByRole('dialog').waitFor()
  usable.push(performance.now() - begin)
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
console.log(JSON.stringify({ runs: Number(runs), cards, usable: round(usable), seen_by_others: round(live) }))
