// Takes the pictures of the README from a running server that serves the demo. Each is to stay below 300 kB.
// usage: LIANZHAO_SERVER=http://127.0.0.1:8080 node e2e/pictures.mjs [OUT]   (default ../docs/pictures)
import { mkdirSync, statSync } from 'node:fs'
import { ask, kDesk, kServer, launch, named, widest_gap } from './harness.mjs'

const kOut = process.argv[2] ?? '../docs/pictures'
const kRegion = process.env.LIANZHAO_REGION ?? '220500'
const node = (await widest_gap(kRegion, 'biomedicine')).node
// The project with most errands still open shows most.
const open = {}
for (const task of (await ask('/tasks?limit=500')).items) open[task.project_id] = (open[task.project_id] ?? 0) + 1
const project = Object.entries(open).sort((a, b) => b[1] - a[1])[0][0]

const gap = `region=${kRegion}&node=${encodeURIComponent(node)}`
const pictures = [
  ['map', '/map?region=220000&chain=biomedicine', '[data-test="graph"] [data-node]'],
  ['proof', `/map?${gap}`, named('open-proof'), async (page) => page.click(named('open-proof'))],
  ['targets', `/targets?${gap}`, named('target'), async (page) => page.click(`${named('target')} button.score`)],
  ['enterprise', '/enterprises?region=220100&chain=biomedicine', named('row'), async (page) => {
    await page.click(`${named('row')} a`)
    await page.waitForSelector(named('enterprise-name'))
  }],
  ['lead-form', '/leads/new', named('lead-form')],
  ['board', '/projects', named('board')],
  ['project', `/projects/${project}?tab=tasks`, named('task-chart')],
  ['alarms', '/alarms', '[data-alarm]'],
  ['kpis', '/kpis', '.number'],
  ['radar', '/radar?state=all', 'main', async (page) => {
    await page.waitForTimeout(1000)
    const sample = page.locator(named('read-sample'))
    if (await sample.count()) await sample.click()
    await page.locator('mark').first().waitFor()
  }],
]

mkdirSync(kOut, { recursive: true })
const browser = await launch()
const context = await browser.newContext({ viewport: kDesk, locale: 'zh-CN' })
for (const [name, path, ready, act] of pictures) {
  const page = await context.newPage()
  await page.goto(kServer + path)
  await page.waitForSelector(ready)
  await act?.(page)
  await page.waitForTimeout(800)
  const file = `${kOut}/${name}.png`
  await page.screenshot({ path: file })
  console.log(file, `${Math.round(statSync(file).size / 1024)} kB`)
  await page.close()
}
await browser.close()
